// What libdeputy.js gets: the host as one bundled symbol.
export { DeputyError } from './error.js';
export { Host } from './host.js';
export { PROTOCOL, ROOT_IO, ROOT_PROTOCOL, ROOT_UI, STATUS } from './protocol.js';
export { microtask } from './turn.js';
