// What exports and tasks share: frames that JavaScript sends, and what comes of them. One library symbol, for programs that have either.
export { ending } from './ending.js';
export { push, REFUSED, wake, WOKEN } from './sender.js';
