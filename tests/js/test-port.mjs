// A program outside the checkout is built with --use-port, and with plain flags, in one step and in two, in C and C++; it
// starts a thread that calls JavaScript, and its exit code is known. Settings that contradict the port are refused by name.
// FEATURE: F102
// ENV: node
// TIMEOUT: 300
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { portFlags } from '../../tools/flags.mjs';
import { build, run } from '../port/run.mjs';
import { equal, matches } from '../runner/assert.mjs';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const programs = path.join(checkout, 'tests/port');
const port = `--use-port=${path.join(checkout, 'emscripten-js/port/deputy.py')}`;

/** @param {string} file @param {string} cwd @param {RegExp} output */
async function runs(file, cwd, output) {
  const { code, text } = await run([process.execPath, file], cwd);
  equal(code, 42, `${file}: exit code, having printed ${text}`);
  matches(text, output, file);
}

/** @param {string[]} command @param {string} cwd @param {RegExp} message */
async function refused(command, cwd, message) {
  const { code, text } = await run(command, cwd);
  equal(code, 1, `${command.join(' ')} said ${text}`);
  matches(text, message, command.join(' '));
}

/** @param {string} cwd */
async function buildAll(cwd) {
  await cp(path.join(programs, 'calls.c'), path.join(cwd, 'calls.c'));
  await cp(path.join(programs, 'calls.cpp'), path.join(cwd, 'calls.cpp'));
  for (const [compiler, source, output] of /** @type {const} */ ([
    ['emcc', 'calls.c', /^the answer is 42\n$/],
    ['em++', 'calls.cpp', /^the answer is 42\nthe end\n$/],
  ])) {
    await build([compiler, '-O1', source, port, '-o', 'one.js'], cwd);
    await runs('one.js', cwd, output);
    await build([compiler, '-O1', '-c', source, port, '-o', 'two.o'], cwd);
    await build([compiler, '-O1', 'two.o', port, '-o', 'two.js'], cwd);
    await runs('two.js', cwd, output);
    await build([compiler, '-O1', source, ...portFlags('all'), '-o', 'plain.js'], cwd);
    await runs('plain.js', cwd, output);
    // Compiled without the port and linked with it.
    await build([compiler, '-O1', '-c', source, ...portFlags('compile'), '-o', 'plain.o'], cwd);
    await build([compiler, '-O1', 'plain.o', port, '-o', 'mixed.js'], cwd);
    await runs('mixed.js', cwd, output);
    await build([compiler, '-O1', 'two.o', ...portFlags('link'), '-o', 'mixed.js'], cwd);
    await runs('mixed.js', cwd, output);
  }
  // The development flavour, as an option of the port and with plain flags.
  await build(['emcc', '-O1', 'calls.c', `${port}:guard=1`, '-o', 'guarded.js'], cwd);
  await runs('guarded.js', cwd, /42/);
  await build(['emcc', '-O1', 'calls.c', ...portFlags('all'), ...portFlags('guard'), '-o', 'guarded.js'], cwd);
  await runs('guarded.js', cwd, /42/);
  await refused(['emcc', 'calls.c', `${port}:guard=yes`, '-o', 'none.js'], cwd, /guard: expected 0 or 1, got yes/);
  // Both at once, and a path that is relative.
  const relative = `--use-port=${path.relative(cwd, path.join(checkout, 'emscripten-js/port/deputy.py'))}`;
  await build(['emcc', '-O1', 'calls.c', relative, ...portFlags('all'), '-o', 'both.js'], cwd);
  await runs('both.js', cwd, /42/);
}

/** Needs two.o of buildAll(). @param {string} cwd */
async function refuseAll(cwd) {
  const link = ['em++', '-O1', 'two.o', port, '-o', 'none.js'];
  await refused([...link, '-sPROXY_TO_PTHREAD=0'], cwd, /emdeputy: -sPROXY_TO_PTHREAD=0 contradicts --use-port, which needs -sPROXY_TO_PTHREAD=1/);
  await refused([...link, '-sEXIT_RUNTIME=0'], cwd, /emdeputy: -sEXIT_RUNTIME=0 contradicts --use-port/);
  await refused([...link, '-sMINIMAL_RUNTIME'], cwd, /emdeputy: -sMINIMAL_RUNTIME cannot be used: /);
  await refused([...link, '-sMODULARIZE=instance', '-sEXPORT_ES6', '-Wno-experimental'], cwd, /emdeputy: -sMODULARIZE=instance cannot be used: /);
  await refused([...link, '-no-pthread'], cwd, /-sPROXY_TO_PTHREAD requires -pthread/);
  await refused(['emcc', '-c', 'calls.c', port, '-no-pthread', '-o', 'none.o'], cwd, /emdeputy: -no-pthread contradicts --use-port, which needs -pthread/);
}

/** A checkout in which nothing was built. @param {string} cwd */
async function refuseUnbuilt(cwd) {
  const bare = path.join(cwd, 'bare');
  await cp(path.join(checkout, 'emscripten-js/port'), path.join(bare, 'emscripten-js/port'), { recursive: true });
  await symlink(path.join(checkout, 'include'), path.join(bare, 'include'));
  const own = `--use-port=${bare}/emscripten-js/port/deputy.py`;
  await build(['emcc', '-c', 'calls.c', own, '-o', 'bare.o'], cwd);
  await refused(['emcc', 'bare.o', own, '-o', 'none.js'], cwd, /emdeputy: .+libdeputy-mt\.a is missing; run `make lib` in .+bare$/m);
}

export default async function () {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'deputy-port-'));
  try {
    const cwd = path.join(directory, 'a folder');
    await mkdir(cwd);
    await buildAll(cwd);
    await refuseAll(cwd);
    await refuseUnbuilt(cwd);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
