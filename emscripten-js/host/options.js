// What the page chooses in `Module.deputy`. Native code has the defaults, and the last word (`deputy_options_set`).

import { DeputyError } from './error.js';
import * as P from './protocol.js';

/** @typedef {[offset: number, value: number]} Chosen  a word of the options in shared memory */

export const LOG = ['off', 'error', 'warn', 'info', 'debug', 'trace'];
const UNOBSERVED = ['report', 'end'];
const BLOCKING = ['prevent', 'throw', 'warn', 'allow'];
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
      case 'watchdog': chosen.push([P.OPTION_WATCHDOG, microseconds(name, value, 0) / 1000]); break;
      case 'stack':
        if (!(typeof value === 'number' && value >= 0x10000 && value <= 0x40000000)) throw wrong(name, `expected bytes, 65536 to 1073741824, got ${String(value)}`);
        chosen.push([P.OPTION_STACK, value]);
        break;
      case 'blocking': chosen.push([P.OPTION_BLOCKING, oneOf(name, value, BLOCKING)]); break;
      case 'pool':
        plain(name, value, 'object');
        for (const [key, given] of Object.entries(/** @type {object} */ (value))) {
          // The first and the last are for libdeputy.js: it starts Workers before there is a program.
          const at = ['initial', 'reserve', 'max', 'trimAfter', 'timeout'].indexOf(key);
          if (at < 0) throw wrong(`${name}.${key}`, 'there is no such option');
          if (!(given >= (at === 2 ? 1 : 0) && given <= 0x7fffffff)) throw wrong(`${name}.${key}`, `expected a number, got ${String(given)}`);
          if (at > 0 && at < 4) chosen.push([P.OPTION_RESERVE - 4 + 4 * at, given]);
        }
        break;
      // Words as labels, not as keys of an object: the closure compiler renames those.
      case 'imports': plain(name, value, 'object'); break;
      case 'names': plain(name, value, 'string'); break;
      case 'onError': case 'onLog': case 'onProgress': case 'onOutput': case 'importModule': plain(name, value, 'function'); break;
      case 'stdin': case 'terminal': break; // input.js and the glue look at them
      default: throw wrong(name, 'there is no such option');
    }
  }
  return chosen;
}

/** What host and glue take as it is. @param {string} name @param {unknown} value @param {'object' | 'function' | 'string'} type */
function plain(name, value, type) {
  if (typeof value !== type || value === null) throw wrong(name, `expected a${type === 'object' ? 'n' : ''} ${type}`);
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
const wrong = (name, text) => new DeputyError(P.STATUS_INVALID_ARGUMENT, `Module.deputy.${name}: ${text}`);
