// Builds both sides of a bench with the same compiler and options, but for emdeputy. Cached by content.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { startChild } from '../../runner/children.mjs';
import { here } from './find.mjs';

/** @typedef {'ours' | 'stock'} Side */
/** @typedef {{file: string, name?: string, flags?: string[], stockIsDeputy?: boolean}} Source name: of the directory, if not the file's stem */
/** @typedef {(source: Source, side: Side) => Promise<string>} Build gives the path of the module */

export const sides = /** @type {const} */ (['ours', 'stock']);

const bothSides = [
  '-O2', '-Wall', '-Wextra', '-Werror', '-pthread', '-sPROXY_TO_PTHREAD', '-sEXIT_RUNTIME=1', '-sEXPORT_ES6', '-sMODULARIZE',
];

/** @param {string} command @param {string[]} args @param {string} cwd */
async function run(command, args, cwd) {
  let text = '';
  const { code, signal } = await startChild(command, args, { cwd, onText: (more) => (text += more) }).ended;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}\nended with ${signal ?? `code ${code}`}\n${text}`);
  return text;
}

/** @param {string} file */
async function digest(file) {
  return existsSync(file) ? createHash('sha256').update(await readFile(file)).digest('hex') : 'none';
}

/**
 * @param {string} checkout
 * @param {string} out
 * @returns {Promise<{build: Build, version: string}>}
 */
export async function builder(checkout, out) {
  const version = (await run('emcc', ['--version'], checkout)).split('\n')[0] ?? '';
  const flags = JSON.parse(await readFile(path.join(checkout, 'emscripten-js/port/flags.json'), 'utf8'));
  /** @type {string[]} */
  const deputyFlags = [...flags.compile, ...flags.link].map((word) => word.replaceAll('${ROOT}', checkout));
  const headers = (await readdir(here)).filter((name) => /\.(h|hpp)$/.test(name)).map((name) => path.join(here, name));
  const shared = await Promise.all(headers.map(digest));
  const library = await Promise.all(
    ['include/deputy.h', 'target/deputy/lib/libdeputy-mt.a', 'target/deputy/lib/libdeputy.js'].map((name) => digest(path.join(checkout, name))),
  );

  /** @type {Build} */
  async function build({ file, name = path.basename(file, path.extname(file)), flags: own = [], stockIsDeputy = false }, side) {
    const deputy = side === 'ours' || stockIsDeputy;
    const args = [
      file, `-I${here}`, `-DOURS=${Number(side === 'ours')}`, `-DDEPUTY=${Number(deputy)}`, ...bothSides,
      ...(file.endsWith('.cpp') ? ['-std=c++20'] : []), ...(deputy ? deputyFlags : []), ...own,
    ];
    const inputs = [version, args, shared, await digest(file), deputy && library];
    const key = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
    const stem = `${name}-${side}-`;
    const directory = path.join(out, stem + key);
    const module = path.join(directory, 'program.mjs');
    if (existsSync(module)) return module;
    const aside = `${directory}.${process.pid}`;
    await mkdir(aside, { recursive: true });
    try {
      await run(file.endsWith('.cpp') ? 'em++' : 'emcc', [...args, '-o', path.join(aside, 'program.mjs')], checkout);
      for (const old of await readdir(out)) {
        if (old.startsWith(stem) && !old.includes('.')) await rm(path.join(out, old), { recursive: true });
      }
      await rename(aside, directory);
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
    return module;
  }
  return { build, version };
}
