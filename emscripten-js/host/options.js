// What the page chooses in `Module.deputy`. Native code has the defaults, and the last word (`deputy_options_set`).

import { DeputyError } from './error.js';
import * as P from './protocol.js';

/** @typedef {[offset: number, value: number]} Chosen  a word of the options in shared memory */

const LOG = ['off', 'error', 'warn', 'info', 'debug', 'trace'];
const UNOBSERVED = ['report', 'end'];
const BLOCKING = ['prevent', 'throw', 'warn', 'allow'];
/** Options that host and glue take as they are, by type. @type {Record<string, string>} */
const PLAIN = { 'imports': 'object', 'onError': 'function', 'onLog': 'function' };

/**
 * Checks the options.
 * @param {Record<string, unknown>} options
 * @returns {Chosen[]}
 * @throws {DeputyError} INVALID_ARGUMENT, naming the option
 */
export function readOptions(options) {
  /** @type {Chosen[]} */
  const chosen = [];
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    switch (name) {
      case 'linger': chosen.push([P.OPTION_LINGER, microseconds(name, value, 0)]); break;
      case 'budget': chosen.push([P.OPTION_BUDGET, microseconds(name, value, 1)]); break;
      case 'spin': chosen.push([P.OPTION_SPIN, microseconds(name, value, 0)]); break;
      case 'logLevel': chosen.push([P.OPTION_LOG, oneOf(name, value, LOG)]); break;
      case 'unobserved': chosen.push([P.OPTION_UNOBSERVED, oneOf(name, value, UNOBSERVED)]); break;
      case 'blocking': chosen.push([P.OPTION_BLOCKING, oneOf(name, value, BLOCKING)]); break;
      default:
        if (!Object.hasOwn(PLAIN, name)) throw wrong(name, 'there is no such option');
        if (typeof value !== PLAIN[name] || value === null) throw wrong(name, `expected ${PLAIN[name] === 'object' ? 'an object' : 'a function'}`);
    }
  }
  return chosen;
}

/** @param {string} name @param {unknown} value  milliseconds @param {number} least  microseconds */
function microseconds(name, value, least) {
  if (!(typeof value === 'number' && value >= 0 && value <= 4e6)) throw wrong(name, `expected milliseconds, 0 to 4000000, got ${String(value)}`);
  return Math.max(least, Math.round(value * 1000));
}

/** @param {string} name @param {unknown} value @param {string[]} words */
function oneOf(name, value, words) {
  const index = words.indexOf(/** @type {string} */ (value));
  if (index < 0) throw wrong(name, `expected ${words.map((word) => `'${word}'`).join(', ')}, got ${String(value)}`);
  return index;
}

/** @param {string} name @param {string} text */
const wrong = (name, text) => new DeputyError(P.STATUS.INVALID_ARGUMENT, `Module.deputy.${name}: ${text}`);
