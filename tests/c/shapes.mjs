// The module of docs/module.md.
export const area = (/** @type {number} */ width, /** @type {number} */ height) => width * height;
export const sides = 4;
