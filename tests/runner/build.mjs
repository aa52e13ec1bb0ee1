// Builds the compiled tests. What is up to date by content (sources, headers, flags, every file a flag names, the compiler)
// is not built again.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { startChild } from './children.mjs';
import { within } from '../../tools/browser.mjs';

/** @typedef {import('./find.mjs').Test} Test */
/** @typedef {{compile: string[], link: string[]}} Flags */
/**
 * @typedef {object} BuildOptions
 * @property {string} checkout
 * @property {string} out
 * @property {string} flagsFile emscripten-js/port/flags.json
 * @property {number} jobs
 */

export class BuildError extends Error {}

const buildBound = 600_000;
const compileFlags = ['-O1', '--profiling-funcs', '-Wall', '-Wextra', '-Werror'];
const linkFlags = [
  '-sEXPORT_ES6', '-sMODULARIZE', '-sENVIRONMENT=web,worker,node', '-sEXIT_RUNTIME=1', '-sASSERTIONS=0',
];

/** @type {Map<string, Promise<string>>} */
const hashes = new Map();

/** @param {string} file */
function hashFile(file) {
  let hash = hashes.get(file);
  if (!hash) {
    hash = readFile(file).then((bytes) => createHash('sha256').update(bytes).digest('hex'), () => 'missing');
    hashes.set(file, hash);
  }
  return hash;
}

/** @param {unknown} value */
const hashValue = (value) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/**
 * Runs a compiler; its output is the error's message.
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
async function run(command, args, cwd) {
  let text = '';
  const child = startChild(command, args, { cwd, onText: (more) => (text += more) });
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
function dependencies(text) {
  const body = text.replace(/\\\r?\n/g, ' ').replace(/^[^:]*:\s/, '');
  return [...body.matchAll(/(?:\\ |\S)+/g)].map(([name]) => name.replaceAll('\\ ', ' '));
}

/** Hashes of all files that flags name, as `x.a`, `-Wl,x.a` or `--option=x.js`. @param {string[]} args @param {string} cwd */
async function namedFiles(args, cwd) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const word of args.flatMap((arg) => [arg, ...arg.split(/[=,@]/)])) {
    const file = path.resolve(cwd, word);
    if (word && existsSync(file) && (await stat(file)).isFile()) found[file] = await hashFile(file);
  }
  return found;
}

/** @param {BuildOptions} options @returns {Promise<Flags>} */
async function readFlags({ flagsFile, checkout }) {
  let flags;
  try {
    flags = JSON.parse(await readFile(flagsFile, 'utf8'));
  } catch (error) {
    throw new BuildError(`${path.relative(checkout, flagsFile)}: ${error instanceof Error ? error.message : error}`);
  }
  const place = (/** @type {string[]} */ words) => words.map((word) => word.replaceAll('${ROOT}', checkout));
  return { compile: place(flags.compile), link: place(flags.link) };
}

/**
 * One emcc call from source to module.
 * @param {Test} test
 * @param {BuildOptions} options
 * @param {string} command
 * @param {{flags: Flags, version: string}} common
 */
async function buildWithEmcc(test, options, command, { flags, version }) {
  const here = path.dirname(test.file);
  const stem = path.basename(test.file, path.extname(test.file));
  const directory = path.join(options.out, test.name.replace('/', '-'));
  const module = path.join(directory, `${stem}.mjs`);
  const own = test.head.flags.map((word) => word.replaceAll('${ROOT}', options.checkout).replaceAll('${DIR}', here));
  const args = [test.file, ...compileFlags, ...flags.compile, ...linkFlags, ...flags.link, ...own];

  const needs = await Promise.all(test.head.needs.map(async (name) => {
    const file = [path.join(here, name), path.join(options.checkout, name)].find(existsSync);
    if (!file) throw new BuildError(`NEEDS: there is no ${name}`);
    return hashFile(file);
  }));
  const key = hashValue([command, version, args, needs, await namedFiles(args, options.checkout)]);
  const manifestFile = path.join(directory, 'manifest.json');
  if (existsSync(module) && (await upToDate(manifestFile, key))) return module;

  // Built aside and moved, so that a runner beside this one never loads half a module.
  const aside = `${directory}.${process.pid}`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  try {
    const depfile = path.join(aside, 'deps.d');
    await run(command, [...args, '-MD', '-MF', depfile, '-o', path.join(aside, `${stem}.mjs`)], options.checkout);
    const headers = existsSync(depfile) ? dependencies(await readFile(depfile, 'utf8')) : [];
    /** @type {Record<string, string>} */
    const deps = {};
    for (const header of headers) {
      const file = path.resolve(options.checkout, header);
      if (file.startsWith(options.checkout)) deps[file] = await hashFile(file);
    }
    await writeFile(path.join(aside, 'manifest.json'), JSON.stringify({ key, deps }, null, 1));
    await mkdir(directory, { recursive: true });
    await rm(manifestFile, { force: true });
    const made = (await readdir(aside)).sort((a, b) => rank(a) - rank(b));
    for (const name of made) await rename(path.join(aside, name), path.join(directory, name));
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return module;
}

/** The manifest vouches for the rest: it comes last. @param {string} name */
const rank = (name) => (name === 'manifest.json' ? 2 : name.endsWith('.mjs') ? 1 : 0);

/** @param {string} manifestFile @param {string} key */
async function upToDate(manifestFile, key) {
  try {
    const manifest = JSON.parse(await readFile(manifestFile, 'utf8'));
    if (manifest.key !== key) return false;
    for (const [file, hash] of Object.entries(manifest.deps)) if ((await hashFile(file)) !== hash) return false;
    return true;
  } catch {
    return false;
  }
}

/** @type {Record<'c' | 'cpp' | 'rust', (test: Test, options: BuildOptions, common: {flags: Flags, version: string}) => Promise<string>>} */
const compilers = {
  c: (test, options, common) => buildWithEmcc(test, options, 'emcc', common),
  cpp: (test, options, common) => buildWithEmcc(test, options, 'em++', common),
  rust: async () => {
    throw new BuildError('Rust tests have no build yet');
  },
};

/**
 * Builds what has to be built, in parallel.
 * @param {Test[]} tests
 * @param {BuildOptions} options
 * @returns {Promise<Map<Test, string | BuildError>>} the module of each program, or why there is none
 */
export async function buildTests(tests, options) {
  /** @type {Map<Test, string | BuildError>} */
  const built = new Map();
  /** @type {Test[]} */
  const queue = [];
  for (const test of tests) {
    if (test.broken) built.set(test, new BuildError(test.broken));
    else if (test.kind.compiler) queue.push(test);
    else built.set(test, test.file);
  }
  if (queue.length === 0) return built;
  /** @type {{flags: Flags, version: string}} */
  let common;
  try {
    const flags = await readFlags(options);
    common = { flags, version: (await run('emcc', ['--version'], options.checkout)).split('\n')[0] ?? '' };
  } catch (error) {
    for (const test of queue) built.set(test, asBuildError(error));
    return built;
  }
  const worker = async () => {
    for (let test = queue.shift(); test; test = queue.shift()) {
      const compile = compilers[test.kind.compiler ?? 'c'];
      built.set(test, await compile(test, options, common).catch(asBuildError));
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, worker));
  return built;
}

/** @param {unknown} error */
function asBuildError(error) {
  if (error instanceof BuildError) return error;
  return new BuildError(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
