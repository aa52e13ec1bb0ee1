// What libdeputy.js gets: the host as one bundled symbol. What only some programs use are others (tools/bundle.mjs): operations on
// objects (operations.js), tasks (tasks.js), native functions for JavaScript (native.js) and more. They take from here what both need.
export { NoExports } from './absent.js';
export { DeputyError, describe, encodeError, isStatus, statusOf, textOf } from './error.js';
export { markDecoded, markTaken, unpark } from './frame.js';
export { Memory } from './memory.js';
export { construct } from './names.js';
export { readOptions } from './options.js';
export { Register } from './register.js';
export { say } from './say.js';
export { importModule, missing, watchPolicy, whyNotLoaded } from './script.js';
export { CLOSED, FAILED, limit, nameOf, start } from './start.js';
export { giveTexts } from './texts.js';
export { microtask, taskScheduler } from './turn.js';
export { decodeUtf8, encodeUtf8 } from './utf8.js';
export { decodeContent, decodeValue, encode, encodePlain, encodeResult, encodeThrown, NOTHING, Ref, RESULT, withBlock } from './value.js';
