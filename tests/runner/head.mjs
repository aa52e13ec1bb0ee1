// The head of a test: the line comments at its top. Prose says what the test proves; KEY: lines say how it is run.

export const environments = /** @type {const} */ (['host', 'node', 'chromium', 'firefox']);
/** @typedef {typeof environments[number]} EnvironmentName */

/**
 * @typedef {object} Head
 * @property {string} prose what the test proves
 * @property {string[]} features rows of docs/features.md, e.g. "F10"
 * @property {EnvironmentName[]} env
 * @property {number} timeout seconds
 * @property {string[]} flags extra emcc flags, after the common ones
 * @property {string[]} args program arguments
 * @property {number} exit expected exit code
 * @property {RegExp} [rejects] `exited` must reject with a message that matches; uncaught errors are then expected
 * @property {RegExp} [errors] uncaught errors that match are expected
 * @property {RegExp} [output] must match what the program printed
 * @property {string[]} needs files the build depends on beyond the headers the compiler reports
 * @property {string} [library] software that it links: tests/<library>/build.mjs builds it
 * @property {boolean} alone nothing else runs beside it
 * @property {string} [lingers] why the Node process may stay after the verdict
 * @property {boolean} isolated false: the page has no COOP/COEP
 * @property {boolean} hidden another tab is in front of the page from before it is loaded
 */

export class HeadError extends Error {}

/** @type {Record<string, (value: string, head: Head) => void>} */
const keys = {
  FEATURE: (value, head) => head.features.push(...list(value, /^F\d+$/)),
  ENV: (value, head) => {
    head.env = /** @type {EnvironmentName[]} */ (list(value, /^(node|chromium|firefox)$/));
  },
  TIMEOUT: (value, head) => {
    head.timeout = number(value);
    if (head.timeout <= 0 || head.timeout > 600) throw new HeadError('TIMEOUT must be between 0 and 600 seconds');
  },
  FLAGS: (value, head) => head.flags.push(...splitWords(value)),
  ARGS: (value, head) => head.args.push(...splitWords(value)),
  EXIT: (value, head) => {
    head.exit = number(value);
    if (head.exit === 77) throw new HeadError('EXIT: 77 always means skipped');
  },
  REJECTS: (value, head) => {
    head.rejects = regex(value);
  },
  ERRORS: (value, head) => {
    head.errors = regex(value);
  },
  OUTPUT: (value, head) => {
    head.output = regex(value);
  },
  NEEDS: (value, head) => head.needs.push(...splitWords(value)),
  LIBRARY: (value, head) => {
    head.library = value;
  },
  ALONE: (value, head) => {
    head.alone = yesNo(value);
  },
  LINGERS: (value, head) => {
    head.lingers = value;
  },
  ISOLATED: (value, head) => {
    head.isolated = yesNo(value);
  },
  HIDDEN: (value, head) => {
    head.hidden = yesNo(value);
  },
};
const repeatable = new Set(['FEATURE', 'FLAGS', 'ARGS', 'NEEDS']);

/** @param {string} value @param {RegExp} each */
function list(value, each) {
  const words = value.split(/[\s,]+/).filter(Boolean);
  const wrong = words.find((word) => !each.test(word));
  if (wrong !== undefined) throw new HeadError(`'${wrong}' does not match ${each}`);
  if (words.length === 0) throw new HeadError('nothing after the colon');
  return words;
}

/** @param {string} value */
function number(value) {
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw new HeadError(`'${value}' is not a number`);
  return Number(value);
}

/** @param {string} value */
function yesNo(value) {
  if (value !== 'yes' && value !== 'no') throw new HeadError(`'${value}' is neither yes nor no`);
  return value === 'yes';
}

/** @param {string} value */
function regex(value) {
  try {
    return new RegExp(value, 'm');
  } catch (error) {
    throw new HeadError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Splits as a shell does: blanks separate, single and double quotes group.
 * @param {string} text
 */
export function splitWords(text) {
  /** @type {string[]} */
  const words = [];
  for (const [whole] of text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    words.push(whole.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single));
  }
  return words;
}

/** @returns {Head} */
export function defaultHead() {
  return {
    prose: '', features: [], env: ['node', 'chromium', 'firefox'], timeout: 20, flags: [], args: [], exit: 0, needs: [],
    alone: false, isolated: true, hidden: false,
  };
}

/**
 * @param {string} source text of the test
 * @returns {Head}
 */
export function parseHead(source) {
  const head = defaultHead();
  const seen = new Set();
  const prose = [];
  for (const line of source.split(/\r?\n/)) {
    const comment = /^\/\/[/!]?\s?(.*)$/.exec(line);
    if (!comment) break;
    const text = (comment[1] ?? '').trim();
    const pair = /^([A-Z][A-Z_]+):\s*(.*)$/.exec(text);
    if (!pair) {
      prose.push(text);
      continue;
    }
    const [, key = '', value = ''] = pair;
    const apply = keys[key];
    if (!apply) throw new HeadError(`unknown key ${key} (known: ${Object.keys(keys).join(' ')})`);
    if (seen.has(key) && !repeatable.has(key)) throw new HeadError(`${key} twice`);
    if (value === '') throw new HeadError(`${key}: nothing after the colon`);
    seen.add(key);
    try {
      apply(value, head);
    } catch (error) {
      throw error instanceof HeadError ? new HeadError(`${key}: ${error.message}`) : error;
    }
  }
  head.prose = prose.join(' ').trim();
  if (head.prose === '') throw new HeadError('no line that says what the test proves');
  return head;
}
