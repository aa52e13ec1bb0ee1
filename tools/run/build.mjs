// Builds examples/wordcount. What is up to date by content (sources, flags, library, compiler) is not built again.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

export class BuildError extends Error {}

const ownFlags = {
  compile: ['-std=c++20', '-O2', '-fwasm-exceptions', '-Wall', '-Wextra'],
  link: [
    '-sEXPORT_ES6', '-sMODULARIZE', '-sENVIRONMENT=web,worker', '-sFORCE_FILESYSTEM', '-sEXPORTED_RUNTIME_METHODS=FS',
    '-sALLOW_MEMORY_GROWTH', '-Wno-pthreads-mem-growth',
  ],
};

/** @param {string} checkout */
async function readFlags(checkout) {
  const { compile, link } = JSON.parse(await readFile(path.join(checkout, 'emscripten-js/port/flags.json'), 'utf8'));
  const place = (/** @type {string[]} */ words) => words.map((word) => word.replaceAll('${ROOT}', checkout));
  return [...ownFlags.compile, ...place(compile), ...ownFlags.link, ...place(link)];
}

/** The files that flags name, as `x.a` or `--option=x.js`. @param {string[]} flags */
function namedFiles(flags) {
  const files = flags.map((flag) => flag.slice(flag.indexOf('=') + 1)).filter((word) => /\.(a|js)$/.test(word));
  const missing = files.find((file) => !existsSync(file));
  if (missing) throw new BuildError(`${missing} is missing: run \`make lib\` first`);
  return files;
}

/** @param {string[]} args */
async function compile(args) {
  const child = spawn('em++', args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new BuildError(`em++ ended with code ${code}`);
}

/**
 * @param {object} options
 * @param {string} options.checkout
 * @param {string} options.sources folder with the sources
 * @param {string} options.out folder for the module
 * @param {(text: string) => void} options.say
 */
export async function buildExample({ checkout, sources, out, say }) {
  const flags = await readFlags(checkout);
  const names = (await readdir(sources)).filter((name) => /\.(cpp|hpp)$/.test(name)).sort();
  const version = await promisify(execFile)('em++', ['--version']).catch((error) => {
    throw new BuildError(error.code === 'ENOENT' ? 'em++ is not on PATH: run through `tools/toolchain run`' : error.message);
  });
  const hash = createHash('sha256').update(JSON.stringify([version.stdout, flags]));
  const inputs = [...names.map((name) => path.join(sources, name)), path.join(checkout, 'include/deputy.h'), ...namedFiles(flags)];
  for (const file of inputs) hash.update(file).update(await readFile(file));
  const key = hash.digest('hex');
  const keyFile = path.join(out, 'key');
  if ((await readFile(keyFile, 'utf8').catch(() => '')) === key) return;

  say('building examples/wordcount (the first time emscripten makes its system libraries: that takes minutes)');
  // Built aside and moved: a page is never served half a module.
  const aside = `${out}.${process.pid}`;
  try {
    await mkdir(aside, { recursive: true });
    const units = names.filter((name) => name.endsWith('.cpp')).map((name) => path.join(sources, name));
    await compile([...units, ...flags, '-o', path.join(aside, 'wordcount.mjs')]);
    await writeFile(path.join(aside, 'key'), key);
    await rm(out, { recursive: true, force: true });
    await rename(aside, out);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
