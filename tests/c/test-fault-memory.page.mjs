import { assert, equal, matches } from '../runner/assert.mjs';
import { soon } from './exports.mjs';
import { pieces } from './fault-pieces.mjs';
import { Faults } from './faults.mjs';

const url = new URL('../../target/tests/c-test-fault-memory/test-fault-memory.mjs', import.meta.url).href;
const all = globalThis.process?.env?.['FAULTS'] === 'all';
const faults = new Faults();
/** Sizes that have ended the program. @type {Set<number>} */
const fatal = new Set();
/** Pieces and sizes that were tried. @type {Set<string>} */
const tried = new Set();

/** One program, which goes on until it ends: from a piece and a time on. @param {any} create @param {{ at: [number, number], piece: string }} progress */
async function run(create, progress) {
  const shared = pieces(faults);
  /** @type {string[]} */
  const lines = [];
  Object.assign(shared.imports, {
    open: (block, root) => faults.open(block, root),
    progress(/** @type {number} */ i, /** @type {number} */ nth, /** @type {number} */ size, /** @type {string} */ name) {
      const key = `${i} ${size}`;
      if (!all && (tried.has(key) || fatal.has(size))) return false;
      tried.add(key);
      progress.at = [i, nth];
      progress.piece = `${name}, time ${nth}, ${size} bytes`;
      return true;
    },
  });
  faults.close();
  const made = create({ ...shared.module, arguments: progress.at.map(String), print() {}, printErr: (/** @type {string} */ line) => lines.push(line) });
  try {
    const code = await soon(made.then((/** @type {any} */ app) => app.deputy.exited), 30_000);
    equal(code, 0, lines.join('\n'));
    return true;
  } catch (thrown) {
    const error = /** @type {any} */ (thrown);
    if (!('reason' in error)) throw new Error(`${progress.piece}: ${error.message}\n${lines.join('\n')}`);
    equal(lines.filter((line) => line.includes('.h:')), [], progress.piece);
    equal(error.reason, 'abort', `${progress.piece}: ${error.message}`);
    matches(error.message, /memory/);
    return false;
  }
}

export async function check() {
  const { default: create } = await import(url);
  const progress = { at: /** @type {[number, number]} */ ([0, 1]), piece: 'the beginning' };
  let ended = 0;
  while (!(await run(create, progress))) {
    fatal.add(faults.size);
    ended++;
    progress.at = [progress.at[0], progress.at[1] + 1];
  }
  console.log(`no memory ${tried.size} times; ${ended} times the program ended: ${[...fatal].sort((a, b) => a - b)} bytes`);
  assert(tried.size > 20 && ended > 0, 'memory is asked for');
}
