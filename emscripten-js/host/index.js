// What libdeputy.js gets: the host as one bundled symbol. The operations on objects (operations.js) and native functions for
// JavaScript (native.js) are others, which take from here what both need (tools/bundle.mjs).
export { DeputyError, describe, statusOf } from './error.js';
export { NoExports } from './absent.js';
export { unpark } from './frame.js';
export { hasNews, push, REFUSED, take, wake, wakeSelf, WOKEN } from './inbox.js';
export { construct } from './names.js';
export { readOptions } from './options.js';
export { Register } from './register.js';
export { importModule, missing, watchPolicy, whyNotLoaded } from './script.js';
export { CLOSED, FAILED, start } from './start.js';
export { microtask, taskScheduler } from './turn.js';
export { encodeBlock, isObject, Ref, serialAt } from './value.js';
