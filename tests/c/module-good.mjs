// Imported by test-module: says how often it was evaluated, and what was called in which order.
/** @type {any} */ (globalThis).evaluated = (/** @type {any} */ (globalThis).evaluated ?? 0) + 1;

/** @type {number[]} */
const noted = [];
const slow = new Promise((resolve) => setTimeout(resolve, 20));
await slow; // so that there is time for more calls

export const add = (/** @type {number} */ a, /** @type {number} */ b) => a + b;
export const inner = { factor: 3, times(/** @type {number} */ n) { return this.factor * n; } };
export const note = (/** @type {number} */ n) => void noted.push(n);
export const notes = () => noted.splice(0).join();
export const later = async (/** @type {number} */ n) => n;
export const number = 5;
export const aborted = (/** @type {AbortSignal} */ signal) => signal.aborted;
export class Point { constructor(/** @type {number} */ x) { this.x = x; } }
export default () => 'the default';
