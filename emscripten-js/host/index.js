// What libdeputy.js gets: the host as one bundled symbol. The operations on objects (operations.js), native functions for
// JavaScript (native.js) and tasks (tasks.js) are others, which take from here what both need (tools/bundle.mjs).
export { DeputyError, describe, statusOf } from './error.js';
export { isThenable } from './host.js';
export { NoExports } from './absent.js';
export { markAsyncDone, markDecoded, markTaken, unpark } from './frame.js';
export { hasNews, push, REFUSED, take, wake, wakeSelf, WOKEN } from './inbox.js';
export { construct } from './names.js';
export { readOptions } from './options.js';
export { Register } from './register.js';
export { importModule, missing, watchPolicy, whyNotLoaded } from './script.js';
export { CLOSED, FAILED, start } from './start.js';
export { microtask, taskScheduler } from './turn.js';
export { encodeBlock, encodeResult, encodeThrown, isObject, Ref, serialAt, taskAt } from './value.js';
