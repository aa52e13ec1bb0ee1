// What kind of value something is.

/** @param {unknown} value @returns {value is object} */
export const isObject = (value) => typeof value === 'function' || (typeof value === 'object' && value !== null);

/** Whether `await` would wait for it. @param {any} value */
export const isThenable = (value) => isObject(value) && typeof (/** @type {any} */ (value)).then === 'function';
