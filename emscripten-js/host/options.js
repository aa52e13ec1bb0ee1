// What the page chooses in `Module.deputy`. Native code has the defaults, and the last word (`deputy_options_set`).

import { DeputyError } from './error.js';
import * as P from './protocol.js';
import { say } from './say.js';

/** @typedef {[offset: number, value: number]} Chosen  a word of the options in shared memory */

/** Names, and what is expected, in turn. First those that native code has a word for, in the order of `OPTION_*`. */
const known = () => say`
  linger: milliseconds, 0 to 4000000;
  budget: milliseconds, 0 to 4000000;
  spin: milliseconds, 0 to 4000000;
  logLevel: 'off', 'error', 'warn', 'info', 'debug', 'trace';
  unobserved: 'report', 'end';
  blocking: 'prevent', 'throw', 'warn', 'allow';
  pool.reserve: a number, 0 to 2147483647;
  pool.max: a number, 1 to 2147483647;
  pool.trimAfter: a number, 0 to 2147483647;
  watchdog: milliseconds, 0 to 4000000;
  stack: bytes, 65536 to 1073741824;
  pool.initial: a number, 0 to 2147483647;
  pool.timeout: a number, 0 to 2147483647;
  pool: an object;
  imports: an object;
  names: a string;
  onError: a function;
  onLog: a function;
  onProgress: a function;
  onOutput: a function;
  importModule: a function;
  stdin: anything;
  terminal: anything`.trim().split(/[:;]\s+/);

/**
 * Checks the options. Not before the WebAssembly is there, which has the list.
 * @param {object} options
 * @param {string} [before]  what stands before their names
 * @returns {Chosen[]}
 * @throws {DeputyError} INVALID_ARGUMENT, naming the option
 */
export function readOptions(options, before = '') {
  const list = known();
  return Object.entries(options).filter(([, value]) => value !== undefined).flatMap(([key, value]) => {
    const name = before + key;
    const at = list.indexOf(name);
    const wrong = (/** @type {string} */ text) => new DeputyError(P.STATUS_INVALID_ARGUMENT, `Module.deputy.${name}: ${text}`);
    // Every second text is no name.
    if (at % 2 !== 0) throw wrong(say`there is no such option`);
    const expected = list[at + 1];
    const range = expected.match(/\d+/g);
    const words = expected.match(/\w+(?=')/g);
    if (words ? !words.includes(value) : range && !(typeof value === 'number' && value >= Number(range[0]) && value <= Number(range[1]))) {
      throw wrong(say`expected ${expected}, got ${String(value)}`);
    }
    // `an object`, `a function`
    if (!words && !range && expected !== 'anything' && (!expected.endsWith(typeof value) || value === null)) throw wrong(say`expected ${expected}`);
    if (name === 'pool') return readOptions(value, 'pool.');
    const word = 2 * at;
    if (word >= P.OPTIONS_SIZE) return [];
    // The first ones are microseconds.
    return [[word, words ? words.indexOf(value) : word > P.OPTION_SPIN ? value : Math.max(word === P.OPTION_BUDGET ? 1 : 0, Math.round(value * 1000))]];
  });
}
