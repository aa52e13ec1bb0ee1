// What libdeputy.js gets: the host as one bundled symbol. The operations (operations.js) are another, which takes from here what
// both need (tools/bundle.mjs).
export { DeputyError, describe, statusOf } from './error.js';
export { Exports } from './exports.js';
export { construct } from './names.js';
export { readOptions } from './options.js';
export { Register } from './register.js';
export { importModule, missing, watchPolicy, whyNotLoaded } from './script.js';
export { CLOSED, FAILED, start } from './start.js';
export { microtask, taskScheduler } from './turn.js';
export { Ref } from './value.js';
