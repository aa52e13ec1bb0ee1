// Handles of objects and callbacks: 64 bits, of which the upper ones are the index of the context that they belong to. And those of tasks.

import { HANDLE_BITS, VALUE_DATA } from './protocol.js';

/** One owner in the upper half. */
const OWNER = 1 << (HANDLE_BITS - 32);

/** @typedef {{ u32: Uint32Array }} Words */

/** What names an object or a callback in its context. @param {Words} from @param {number} at  address of the handle */
export const serialIn = ({ u32 }, at) => (u32[(at + 4) >>> 2] % OWNER) * 0x100000000 + u32[at >>> 2];

/** The index of the context. @param {Words} from @param {number} at */
export const ownerIn = ({ u32 }, at) => u32[(at + 4) >>> 2] >>> (HANDLE_BITS - 32);

/** @param {Words} to @param {number} at @param {number} serial @param {number} owner */
export function putHandle({ u32 }, at, serial, owner) {
  u32[at >>> 2] = serial % 0x100000000;
  u32[(at + 4) >>> 2] = Math.floor(serial / 0x100000000) + owner * OWNER;
}

/** The handle in a task value. @param {Words} from @param {number} at  address of the value */
export const taskAt = ({ u32 }, at) => (BigInt(u32[(at + VALUE_DATA + 4) >>> 2]) << 32n) | BigInt(u32[(at + VALUE_DATA) >>> 2]);
