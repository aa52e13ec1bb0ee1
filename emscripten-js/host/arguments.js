// What JavaScript hands to native functions.

import * as P from './protocol.js';
import { encodeUtf8 } from './utf8.js';
import { encode, encodePlain, NOTHING, withBlock } from './value.js';

/** @typedef {import('./memory.js').Memory} Memory */
/** @typedef {import('./value.js').Crossing} Crossing */

/**
 * Writes the arguments of an export call into its frame: a block as rust-core/src/value.rs reads it. One that does not fit is
 * returned.
 * @param {Memory} memory
 * @param {number} frame
 * @param {unknown[]} args
 * @param {string} name  the export's; empty if native code knows its number
 * @param {Crossing} [cross]
 * @returns {Uint8Array | null}
 * @throws {DeputyError} naming the argument
 */
export function encodeBlock(memory, frame, args, name, cross = NOTHING) {
  const word = frame >>> 2;
  const slots = args.length * P.VALUE_SIZE;
  memory.u32[word + (P.FRAME_ARGC >>> 2)] = args.length;
  memory.u32[word + (P.FRAME_NAME_LEN >>> 2)] = 0;
  cross.handles = undefined;
  // Without content all of it is known beforehand.
  if (name === '' && slots <= P.FRAME_DATA_SIZE) {
    let i = 0;
    while (i < args.length && encodePlain(memory, frame + P.FRAME_DATA + i * P.VALUE_SIZE, args[i])) i++;
    if (i === args.length) {
      memory.u32[word + (P.FRAME_BLOCK >>> 2)] = slots;
      return null;
    }
  }
  return withBlock(cross, (block) => {
    block.index = 0;
    block.slots(args.length);
    for (; block.index < args.length; block.index++) encode(block, block, block.index * P.VALUE_SIZE, args[block.index]);
    const named = encodeUtf8(name);
    const end = block.reserve(named.length, 1);
    block.u8.set(named, end); // not before: the room may be another one now
    memory.u32[word + (P.FRAME_NAME_LEN >>> 2)] = named.length;
    memory.u32[word + (P.FRAME_BLOCK >>> 2)] = block.top;
    if (block.top > P.FRAME_DATA_SIZE) return block.take();
    memory.u8.set(block.u8.subarray(0, block.top), frame + P.FRAME_DATA);
    return null;
  });
}
