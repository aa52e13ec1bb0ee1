// Assertions for scripts and companions, which run in pages as well as in Node. They print both operands.

/** @param {unknown} value */
function show(value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'number' || typeof value === 'function' || typeof value === 'symbol' || value === undefined) return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

/**
 * @param {unknown} condition
 * @param {string} message
 * @returns {asserts condition}
 */
export function assert(condition, message) {
  if (!condition) throw new Error(message);
}

/**
 * Same value: primitives by Object.is, anything else by its shape as JSON.
 * @param {unknown} actual
 * @param {unknown} expected
 * @param {string} [message]
 */
export function equal(actual, expected, message = 'values differ') {
  if (Object.is(actual, expected)) return;
  const objects = typeof actual === 'object' && typeof expected === 'object' && actual !== null && expected !== null;
  if (objects && show(actual) === show(expected)) return;
  throw new Error(`${message}: got ${show(actual)}, expected ${show(expected)}`);
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @param {string} [message]
 */
export function matches(text, pattern, message = 'text does not match') {
  if (!pattern.test(text)) throw new Error(`${message}: ${show(text)} against ${pattern}`);
}

/**
 * @param {Promise<unknown> | (() => unknown)} action
 * @param {RegExp} pattern of the error's message
 * @returns {Promise<unknown>} the error
 */
export async function rejects(action, pattern) {
  let value;
  try {
    value = await (typeof action === 'function' ? action() : action);
  } catch (error) {
    matches(error instanceof Error ? error.message : String(error), pattern, 'wrong error');
    return error;
  }
  throw new Error(`expected an error like ${pattern}, got ${show(value)}`);
}
