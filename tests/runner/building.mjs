// What every way to build a test needs: compilers run with a bound, hashes say what is up to date, and what was built moves into
// place when it is whole.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { startChild } from './children.mjs';
import { within } from '../../tools/browser.mjs';

/** @typedef {import('./find.mjs').Test} Test */
/** @typedef {{compile: string[], link: string[], guard: string[]}} Flags */
/**
 * @typedef {object} BuildOptions
 * @property {string} checkout
 * @property {string} out
 * @property {string} flagsFile emscripten-js/port/flags.json
 * @property {number} jobs
 */

export class BuildError extends Error {}

const buildBound = 600_000;
/** How tests are linked beyond what every program is. */
export const linkFlags = [
  '-sEXPORT_ES6', '-sMODULARIZE', '-sENVIRONMENT=web,worker,node', '-sEXIT_RUNTIME=1', '-sASSERTIONS=0',
];

/** @type {Map<string, Promise<string>>} */
const hashes = new Map();

/** Hashes are remembered for as long as a run lasts. */
export const forgetHashes = () => hashes.clear();

/** @param {string} file */
export function hashFile(file) {
  let hash = hashes.get(file);
  if (!hash) {
    hash = readFile(file).then((bytes) => createHash('sha256').update(bytes).digest('hex'), () => 'missing');
    hashes.set(file, hash);
  }
  return hash;
}

/** @param {unknown} value */
export const hashValue = (value) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/**
 * Runs a compiler; its output is the error's message.
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function run(command, args, cwd, env) {
  let text = '';
  const child = startChild(command, args, { cwd, env, onText: (more) => (text += more) });
  try {
    const { code, signal } = await within(buildBound, child.ended, command);
    if (code !== 0) throw new BuildError(`${command} ended with ${signal ?? `code ${code}`}\n${command} ${args.join(' ')}\n${text}`);
    return text;
  } catch (error) {
    if (error instanceof BuildError) throw error;
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new BuildError(missing ? `${command} is not on PATH. Run through \`tools/toolchain run\`.` : String(error));
  } finally {
    child.kill();
  }
}

/** The files a make-style dependency file names. @param {string} text */
export function dependencies(text) {
  const body = text.replace(/\\\r?\n/g, ' ').replace(/^[^:]*:\s/, '');
  return [...body.matchAll(/(?:\\ |\S)+/g)].map(([name]) => name.replaceAll('\\ ', ' '));
}

/** Hashes of all files that flags name, as `x.a`, `-Wl,x.a` or `--option=x.js`. @param {string[]} args @param {string} cwd */
export async function namedFiles(args, cwd) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const word of args.flatMap((arg) => [arg, ...arg.split(/[=,@]/)])) {
    const file = path.resolve(cwd, word);
    if (word && existsSync(file) && (await stat(file)).isFile()) found[file] = await hashFile(file);
  }
  return found;
}

/**
 * Has `build` make files in a folder aside and moves them into `directory`, so that a runner beside this one never loads half a
 * module.
 * @param {string} directory
 * @param {(aside: string) => Promise<void>} build must write the manifest too
 */
export async function buildAside(directory, build) {
  const aside = `${directory}.${process.pid}`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  try {
    await build(aside);
    await mkdir(directory, { recursive: true });
    await rm(path.join(directory, manifest), { force: true });
    const made = (await readdir(aside)).sort((a, b) => rank(a) - rank(b));
    for (const name of made) await rename(path.join(aside, name), path.join(directory, name));
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

const manifest = 'manifest.json';

/** The manifest vouches for the rest: it comes last. @param {string} name */
const rank = (name) => (name === manifest ? 2 : /\.m?js$/.test(name) ? 1 : 0);

/** @param {string} aside @param {string} key of what it was built from @param {Record<string, string>} deps hashes of more files */
export const writeManifest = (aside, key, deps) => writeFile(path.join(aside, manifest), JSON.stringify({ key, deps }, null, 1));

/** @param {string} directory @param {string} key */
export async function upToDate(directory, key) {
  try {
    const { key: last, deps } = JSON.parse(await readFile(path.join(directory, manifest), 'utf8'));
    if (last !== key) return false;
    for (const [file, hash] of Object.entries(deps)) if ((await hashFile(file)) !== hash) return false;
    return true;
  } catch {
    return false;
  }
}

/** A test's own flags, with what they may name. @param {Test} test @param {BuildOptions} options @param {Flags} flags */
export const ownFlags = (test, { checkout }, flags) => test.head.flags.flatMap((word) =>
  (word === '${GUARD}' ? flags.guard : word.replaceAll('${ROOT}', checkout).replaceAll('${DIR}', path.dirname(test.file))));
