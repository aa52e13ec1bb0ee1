// What does not belong together does not link, and the linker says what it is: a header of another version, code without
// threads, a link without threads or without the deputy.
// FEATURE: F06
// ENV: node
// TIMEOUT: 120
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { portFlags } from '../../tools/flags.mjs';
import { build, run } from '../port/run.mjs';
import { assert, matches } from '../runner/assert.mjs';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const link = portFlags('link');

/** @param {string[]} command @param {string} cwd @param {RegExp} message */
async function refused(command, cwd, message) {
  const { code, text } = await run(command, cwd);
  assert(code !== 0, `${command.join(' ')} succeeded`);
  matches(text, message, command.join(' '));
}

export default async function () {
  const cwd = await mkdtemp(path.join(os.tmpdir(), 'deputy-start-'));
  try {
    await cp(path.join(checkout, 'tests/port/calls.c'), path.join(cwd, 'calls.c'));
    const header = await readFile(path.join(checkout, 'include/deputy.h'), 'utf8');
    await writeFile(path.join(cwd, 'deputy.h'), header.replaceAll(/deputy_h_\d+_\d+_needs_libdeputy_\d+_\d+/g, 'deputy_h_9_8_needs_libdeputy_9_8'));

    await build(['emcc', '-pthread', '-I.', '-c', 'calls.c', '-o', 'other.o'], cwd);
    await refused(['emcc', 'other.o', ...link, '-o', 'none.js'], cwd, /undefined symbol: deputy_h_9_8_needs_libdeputy_9_8/);

    const flags = portFlags('compile');
    await writeFile(path.join(cwd, 'single.c'), '#include <deputy.h>\n_Thread_local int each;\nint main(void) { return each++; }\n');
    await build(['emcc', ...flags.filter((flag) => flag !== '-pthread'), '-c', 'single.c', '-o', 'single.o'], cwd);
    await refused(['emcc', 'single.o', ...link, '-o', 'none.js'], cwd, /shared-memory is disallowed by single\.o/);

    await build(['emcc', ...flags, '-c', 'calls.c', '-o', 'calls.o'], cwd);
    // Refused before anything is linked: no library is needed, and none built.
    const without = (/** @type {string[]} */ ...names) => ['-nostdlib', ...link.filter((flag) => !names.includes(flag))];
    await refused(['emcc', 'calls.o', ...without('-sPROXY_TO_PTHREAD'), '-o', 'none.js'], cwd, /emdeputy: link with -sPROXY_TO_PTHREAD/);
    await refused(['emcc', 'calls.o', ...without('-sEXIT_RUNTIME=1'), '-o', 'none.js'], cwd, /emdeputy: link with -sEXIT_RUNTIME=1/);
    await refused(['emcc', 'calls.o', ...without('-pthread', '-sPROXY_TO_PTHREAD'), '-o', 'none.js'], cwd, /emdeputy: this is the library for threads; compile and link with -pthread/);
    await refused(['emcc', 'calls.o', ...without(), '-m64', '-o', 'none.js'], cwd, /emdeputy: the library is built for 32-bit memory/);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
