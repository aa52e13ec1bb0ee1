// Native functions for JavaScript, as one library symbol: exports, callbacks, and synchronous calls of both.
export { Exports } from './exports.js';
export { hasRoom } from './spin.js';
