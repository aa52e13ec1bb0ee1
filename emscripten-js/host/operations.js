// What native code does to objects besides calling their methods: names of their own, called like any other.

import { batch } from './batch.js';
import { DeputyError } from './error.js';
import { isObject } from './kinds.js';
import { construct } from './names.js';
import { STATUS_NOT_FOUND, STATUS_WRONG_TYPE } from './protocol.js';

export { Into } from './into.js';

/** @param {unknown} value @param {string} [what] @returns {any} */
export function object(value, what = 'the first argument') {
  if (isObject(value)) return value;
  throw new DeputyError(STATUS_WRONG_TYPE, `${what} is ${value === null || value === undefined ? value : `a ${typeof value}`}, expected an object`);
}

/** @param {any} f @param {unknown} holder @param {unknown} key @param {unknown[]} args */
export function callFound(f, holder, key, args) {
  if (typeof f !== 'function') {
    throw new DeputyError(STATUS_NOT_FOUND, `${String(key)} ${f === undefined || f === null ? 'does not exist' : `is ${typeof f}, not a function`}`);
  }
  return Reflect.apply(f, holder, args);
}

/** @param {any} holder @param {any} key @param {unknown} value */
export function assign(holder, key, value) {
  // Not an assignment: that would throw only in strict mode, and say nothing of what was refused.
  if (!Reflect.set(object(holder), key, value)) throw new DeputyError(STATUS_WRONG_TYPE, `${String(key)} cannot be set: it is read-only, or the object is frozen`);
}

/**
 * @param {import('./names.js').Names} names @param {import('./objects.js').Objects} objects
 * @returns {Record<string, import('./names.js').Operation>}
 */
export const operations = (names, objects) => ({
  'deputy:batch': batch(names, objects),
  'deputy:global': ([name]) => names.find(String(name).split('.'), String(name)),
  'deputy:import': ([specifier]) => names.modules.use(String(specifier), [], (exports) => exports),
  'deputy:get': ([holder, key]) => object(holder)[/** @type {any} */ (key)],
  'deputy:set': ([holder, key, value]) => assign(holder, key, value),
  'deputy:has': ([holder, key]) => /** @type {any} */ (key) in object(holder),
  'deputy:delete': ([holder, key]) => Reflect.deleteProperty(object(holder), /** @type {any} */ (key)),
  'deputy:call': ([holder, key, ...args]) => callFound(object(holder)[/** @type {any} */ (key)], holder, key, args),
  'deputy:apply': ([f, self, ...args]) => callFound(f, self, 'the first argument', args),
  'deputy:new': ([constructor, ...args]) =>
    construct(typeof constructor === 'string' ? names.find(constructor.split('.'), constructor) : constructor, args, typeof constructor === 'string' ? constructor : 'new'),
  'deputy:typeof': ([value]) => typeof value,
  'deputy:instanceof': ([value, constructor]) =>
    value instanceof /** @type {any} */ (typeof constructor === 'string' ? names.find(constructor.split('.'), constructor) : constructor),
  'deputy:same': ([a, b]) => a === b,
  'deputy:keys': ([holder]) => Object.keys(object(holder)),
  'deputy:iterate': ([holder]) => callFound(object(holder)[Symbol.iterator], holder, 'Symbol.iterator', []),
  'deputy:next': ([iterator, count]) => next(object(iterator), Number(count)),
});

/** Up to so many elements; an empty array at the end. @param {Iterator<unknown>} iterator @param {number} count */
function next(iterator, count) {
  const elements = [];
  while (elements.length < count) {
    const { done, value } = iterator.next();
    if (done) break;
    elements.push(value);
  }
  return elements;
}
