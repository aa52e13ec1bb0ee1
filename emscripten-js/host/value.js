// Values: 16 bytes in shared memory <-> JavaScript values. Layout: rust-core/src/protocol.rs.

import { decodeError, DeputyError, encodeError } from './error.js';
import { ownerIn, putHandle, serialIn, taskAt } from './handle.js';
import { isObject } from './kinds.js';
import { Memory } from './memory.js';
import * as P from './protocol.js';
import { say } from './say.js';
import { decodeUtf8, encodeAscii, encodeUtf8 } from './utf8.js';

/** How deep arrays and records may lie in each other, in both directions. */
export const DEPTH = P.VALUE_DEPTH;
/** In place of an argument's index. */
export const RESULT = -1;
/** In the first word of a value. */
const INTERNED = P.FLAG_INTERNED << 8, VIEW = P.FLAG_VIEW << 8;
/** How an object crosses; with 0 it stays where it is. */
const REF = 1, LIST = 2, PLAIN = 3, ELEMENTS = 4, BUFFER = 5, DATE = 6, ERROR = 7;
/** Up to this size a block is used again. */
const SPARE = 0x10000;

/**
 * What stands for something that stays where it is. A host has them all; without one, values of that kind do not cross.
 * @typedef {object} Crossing
 * @property {(task: bigint) => unknown} [promise]  the promise for a task
 * @property {Pick<import('./objects.js').Objects, 'get' | 'keep' | 'known' | 'owner'>} [objects]  those that native code has handles of
 * @property {Pick<import('./callbacks.js').Callbacks, 'of' | 'give'>} [callbacks]  those that JavaScript has
 * @property {(handles: number[]) => void} [dropHandles]  takes handles back: the value they were for does not cross after all
 * @property {number[]} [handles]  those that were made for what was written last, if any: serials of objects, and of callbacks
 *   the negative ones
 * @property {() => void} [view]  a value is a view of the memory: the call must not end before its function has
 */
/** @type {Crossing} */
export const NOTHING = {};

/**
 * Reads the arguments of a call.
 * @param {Memory} memory
 * @param {number} at  address of the values
 * @param {number} count
 * @param {Crossing} [cross]
 * @returns {unknown[]}
 * @throws {DeputyError} WRONG_TYPE, naming the argument
 */
export function decodeArguments(memory, at, count, cross = NOTHING) {
  /** @type {unknown[]} */
  const args = [];
  if (count === 0) return args;
  if (!memory.covers(at, count * P.VALUE_SIZE)) {
    throw new DeputyError(P.STATUS_WRONG_TYPE, say`the argument array lies outside the memory`);
  }
  for (let i = 0; i < count; i++) args.push(decodeValue(memory, at + i * P.VALUE_SIZE, i, cross));
  return args;
}

/** @param {number} index */
const whose = (index) => (index === RESULT ? say`the result` : say`argument ${index + 1}`);

/** Where in a value something lies: `.name[3]`. @param {(string | number)[]} trail @param {number} depth */
const pathOf = (trail, depth) => trail.slice(0, depth).map((key) =>
  typeof key === 'number' ? `[${key}]` : /^[\w$]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`).join('');

/** Keys and indices of the value that is being read, outermost first. Reading runs no code but ours: one is enough. @type {(string | number)[]} */
const trail = [];
/** How many values may still be read of the present argument: pointers in a circle, or to the same thing again and again, end. */
let left = 0;

/** @param {number} status @param {number} index @param {number} depth @param {string} what */
const unreadable = (status, index, depth, what) => new DeputyError(status, `${whose(index)}${pathOf(trail, depth)}${what}`);

/**
 * @param {Memory} memory
 * @param {number} at
 * @param {number} index  which argument it is, for messages; RESULT if it is none
 * @param {Crossing} [cross]
 * @param {number} [depth]  how many arrays and records it lies in
 * @returns {unknown}
 */
export function decodeValue(memory, at, index, cross = NOTHING, depth = 0) {
  const data = at + P.VALUE_DATA;
  const head = memory.u32[at >>> 2]; // tag, flags and kind
  switch (head & 0xff) {
    case P.TAG_NULL: return null;
    case P.TAG_UNDEFINED: return undefined;
    case P.TAG_BOOL: return memory.u8[data] !== 0;
    case P.TAG_I32: return memory.i32[data >>> 2];
    case P.TAG_F64: return memory.f64[data >>> 3];
    case P.TAG_STRING: {
      const length = memory.u32[(at + P.VALUE_LEN) >>> 2];
      const start = memory.u32[data >>> 2];
      if (!memory.covers(start, length) || (start === 0 && length > 0)) {
        throw unreadable(P.STATUS_WRONG_TYPE, index, depth, say`: the string's ${length} bytes lie outside the memory`);
      }
      if (head & INTERNED) return memory.texts[memory.u32[(data + 4) >>> 2]] ??= decodeUtf8(memory.u8, start, length);
      return decodeUtf8(memory.u8, start, length);
    }
    case P.TAG_I64: return (BigInt(memory.i32[(data + 4) >>> 2]) << 32n) | BigInt(memory.u32[data >>> 2]);
    case P.TAG_DATE: return new Date(memory.f64[data >>> 3]);
    case P.TAG_TASK:
      // Nobody would tell how one in a result ends.
      if (cross.promise && index !== RESULT) return cross.promise(taskAt(memory, at));
      break;
    case P.TAG_OBJECT:
      if (cross.objects) return cross.objects.get(serialIn(memory, data), ownerIn(memory, data));
      break;
    case P.TAG_CALLBACK:
      if (cross.callbacks) return cross.callbacks.of(serialIn(memory, data), ownerIn(memory, data));
      break;
    case P.TAG_BYTES: case P.TAG_ARRAY: case P.TAG_RECORD: case P.TAG_JSON: case P.TAG_ERROR: {
      const length = memory.u32[(at + P.VALUE_LEN) >>> 2];
      const start = memory.u32[data >>> 2];
      if (start === 0 && length > 0) throw unreadable(P.STATUS_WRONG_TYPE, index, depth, say`: NULL with a length of ${length}`);
      return decodeContent(memory, head, length, start, index, cross, depth);
    }
  }
  throw unreadable(P.STATUS_WRONG_TYPE, index, depth, say` has tag ${head & 0xff}, expected a value that can cross here`);
}

/** Of each kind of elements: the typed array. */
const TYPED = [Uint8Array, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
  BigInt64Array, BigUint64Array, Float32Array, Float64Array];

/**
 * Reads what a value points to.
 * @param {Memory} memory
 * @param {number} head  tag, flags and kind
 * @param {number} length
 * @param {number} start
 * @param {number} index @param {Crossing} cross @param {number} depth
 * @returns {unknown}
 */
export function decodeContent(memory, head, length, start, index, cross, depth) {
  const tag = head & 0xff;
  const kind = tag === P.TAG_ARRAY ? head >>> 16 : 0;
  const typed = TYPED[kind];
  if (!typed) throw unreadable(P.STATUS_WRONG_TYPE, index, depth, say` is an array of kind ${kind}, expected a DEPUTY_ELEMENT_*`);
  const deep = (tag === P.TAG_ARRAY && kind === 0) || tag === P.TAG_RECORD;
  const size = length * (tag === P.TAG_RECORD ? 2 * P.VALUE_SIZE : deep ? P.VALUE_SIZE : typed.BYTES_PER_ELEMENT);
  if (!memory.covers(start, size)) throw unreadable(P.STATUS_WRONG_TYPE, index, depth, say`: its ${size} bytes lie outside the memory`);
  if (deep) {
    if (depth === 0) left = P.VALUE_LIMIT / P.VALUE_SIZE;
    if (depth === DEPTH || (left -= size / P.VALUE_SIZE) < 0) {
      throw unreadable(P.STATUS_OUT_OF_RANGE, index, 0, depth === DEPTH ? say` is more than ${DEPTH} levels deep` : say` is too large`);
    }
    if (start % 8 !== 0) throw unreadable(P.STATUS_WRONG_TYPE, index, depth, say`: its values are not aligned to 8 bytes`);
    return tag === P.TAG_ARRAY ? decodeArray(memory, length, start, index, cross, depth) : decodeRecord(memory, length, start, index, cross, depth);
  }
  if (tag === P.TAG_JSON) {
    try {
      return JSON.parse(decodeUtf8(memory.u8, start, length));
    } catch (thrown) {
      throw unreadable(P.STATUS_WRONG_TYPE, index, depth, say` is no JSON text: ${/** @type {Error} */ (thrown).message}`);
    }
  }
  if (head & VIEW) {
    if (!cross.view || tag === P.TAG_ERROR) throw unreadable(P.STATUS_WRONG_TYPE, index, depth, say` is a view, which only arguments of synchronous calls can be`);
    if (start % typed.BYTES_PER_ELEMENT !== 0) {
      throw unreadable(P.STATUS_WRONG_TYPE, index, depth, say` is a view at an address that is not aligned to ${typed.BYTES_PER_ELEMENT} bytes`);
    }
    cross.view();
    return new typed(/** @type {ArrayBuffer} */ (memory.u8.buffer), start, length);
  }
  // slice() copies out of the shared memory.
  const copy = memory.u8.slice(start, start + size);
  if (tag === P.TAG_ERROR) {
    // The very one, as long as a handle of it lives.
    if (size >= P.ERROR_TEXTS && cross.objects) {
      const words = { u32: new Uint32Array(copy.buffer, P.ERROR_OBJECT, 2) };
      const known = cross.objects.known(serialIn(words, 0), ownerIn(words, 0));
      if (known) return known;
    }
    return decodeError(copy);
  }
  return typed === Uint8Array ? copy : new typed(copy.buffer);
}

/** @param {Memory} memory @param {number} length @param {number} start @param {number} index @param {Crossing} cross @param {number} depth */
function decodeArray(memory, length, start, index, cross, depth) {
  /** @type {unknown[]} */
  const array = [];
  for (let i = 0; i < length; i++) {
    trail[depth] = i;
    array.push(decodeValue(memory, start + i * P.VALUE_SIZE, index, cross, depth + 1));
  }
  return array;
}

/** @param {Memory} memory @param {number} length @param {number} start @param {number} index @param {Crossing} cross @param {number} depth */
function decodeRecord(memory, length, start, index, cross, depth) {
  /** @type {[string, unknown][]} */
  const entries = [];
  for (let i = 0; i < length; i++) {
    const at = start + 2 * i * P.VALUE_SIZE;
    trail[depth] = i;
    if (memory.u8[at] !== P.TAG_STRING) {
      throw unreadable(P.STATUS_WRONG_TYPE, index, depth, say`: key ${i} has tag ${memory.u8[at]}, expected a string`);
    }
    const key = /** @type {string} */ (decodeValue(memory, at, index, cross, depth + 1));
    trail[depth] = key;
    entries.push([key, decodeValue(memory, at + P.VALUE_SIZE, index, cross, depth + 1)]);
  }
  // Not assignments: that to __proto__ would set the prototype.
  return Object.fromEntries(entries);
}

/**
 * Writes a handle.
 * @param {Words} to @param {number} at  of the value @param {number} tag @param {number} serial @param {number} owner
 */
export function writeHandle(to, at, tag, serial, owner) {
  to.i32[at >>> 2] = tag;
  putHandle(to, at + P.VALUE_DATA, serial, owner);
}

/** @typedef {{ u32: Uint32Array, i32: Int32Array, f64: Float64Array }} Words */

/**
 * What a value refers to, on its way to native code: everything in the order in which it is met, at the next offset that is
 * aligned; rust-core/src/value.rs (`Block`) accepts nothing else. Values lie in it, too: their payloads are offsets.
 */
export class Block extends Memory {
  constructor() {
    super({ buffer: new ArrayBuffer(1024) });
    this.top = 0;
    this.index = RESULT;
    this.cross = NOTHING;
    /** Arrays and records around the present value, outermost first. @type {unknown[]} */
    this.around = [];
    /** Their keys and indices. @type {(string | number)[]} */
    this.trail = [];
    /** Handles that were made for it (`Crossing.handles`). @type {number[]} */
    this.kept = [];
  }

  /** @param {number} size */
  grow(size) {
    const before = this.u8;
    this.memory = { buffer: new ArrayBuffer(size) };
    this.refresh();
    this.u8.set(before);
  }

  /** Room for so many bytes. @param {number} size @param {number} align @returns {number} its offset */
  reserve(size, align) {
    const at = (this.top + align - 1) & -align;
    this.top = at + size;
    if (this.top > P.VALUE_LIMIT) throw this.refuse(P.STATUS_OUT_OF_RANGE, say` needs ${this.top} bytes, at most ${P.VALUE_LIMIT} can cross`);
    if (this.top > this.u8.length) {
      try {
        this.grow((Math.max(this.top, Math.min(2 * this.u8.length, P.VALUE_LIMIT)) + 7) & ~7);
      } catch {
        throw this.refuse(P.STATUS_NO_MEMORY, say`: no memory for its ${this.top} bytes`);
      }
    }
    return at;
  }

  /** Room for so many values, all 0. @param {number} count @returns {number} its offset */
  slots(count) {
    const before = this.top;
    const at = this.reserve(count * P.VALUE_SIZE, 8);
    // What was here before is nobody's business, the padding neither.
    this.u8.fill(0, before, this.top);
    return at;
  }

  /** What has been written, for somebody who keeps it. */
  take() {
    // A copy, unless nobody else uses it again (`withBlock`).
    return (this.u8.length > SPARE ? this.u8 : this.u8.slice(0, (this.top + 7) & ~7)).subarray(0, this.top);
  }

  /** @param {number} status @param {string} what */
  refuse(status, what) {
    return new DeputyError(status, `${whose(this.index)}${pathOf(this.trail, this.around.length)}${what}`);
  }
}

/** A block that is used again. @type {Block | null} */
let spare = null;

/**
 * Runs `write` with an empty block. Not the only one: getters and proxies run while values are read, and may call.
 * @template T
 * @param {Crossing} cross @param {(block: Block) => T} write
 * @returns {T}
 */
export function withBlock(cross, write) {
  const block = spare ?? new Block();
  spare = null;
  block.top = 0;
  block.index = RESULT;
  block.cross = cross;
  block.around.length = block.kept.length = 0;
  try {
    const written = write(block);
    // Last: a getter that ran meanwhile may have written something, too.
    cross.handles = block.kept.length > 0 ? block.kept.slice() : undefined;
    return written;
  } catch (thrown) {
    cross.dropHandles?.(block.kept);
    throw thrown;
  } finally {
    block.cross = NOTHING;
    block.around.length = block.trail.length = 0;
    if (block.u8.length <= SPARE) spare = block;
  }
}

/**
 * Writes any value: its slot, and into the block what it refers to.
 * @param {Block} block @param {Words} to @param {number} at @param {unknown} value
 * @throws {DeputyError}
 */
export function encode(block, to, at, value) {
  if (encodePlain(to, at, value)) return;
  switch (typeof value) {
    case 'string': return encodeText(block, to, at, P.TAG_STRING, value);
    case 'bigint':
      if (BigInt.asIntN(64, value) !== value) throw block.refuse(P.STATUS_OUT_OF_RANGE, say` is a bigint that does not fit 64 bits with a sign`);
      to.i32[at >>> 2] = P.TAG_I64;
      to.u32[(at + P.VALUE_DATA) >>> 2] = Number(value & 0xffffffffn);
      to.i32[(at + P.VALUE_DATA + 4) >>> 2] = Number(value >> 32n);
      return;
    case 'symbol': throw block.refuse(P.STATUS_WRONG_TYPE, say` is a symbol, which cannot cross`);
    case 'function': {
      const callback = block.cross.callbacks?.give(value);
      if (!callback) return encodeHandle(block, to, at, value);
      block.kept.push(-callback.serial);
      return writeHandle(to, at, P.TAG_CALLBACK, callback.serial, callback.owner);
    }
  }
  const object = /** @type {object} */ (value);
  switch (formOf(object)) {
    case REF: return encodeHandle(block, to, at, /** @type {Ref} */ (object).value);
    case LIST: return encodeArray(block, to, at, /** @type {unknown[]} */ (object));
    case PLAIN: return encodeRecord(block, to, at, object);
    case ELEMENTS: {
      const view = /** @type {ArrayBufferView} */ (object);
      // The name is the same in every realm. The last: the first one is for arrays of values.
      const tag = /** @type {any} */ (view)[Symbol.toStringTag];
      const kind = tag === 'DataView' ? P.ELEMENT_U8 : TYPED.findLastIndex(({ name }) => name === tag);
      if (kind < 0) return encodeHandle(block, to, at, object);
      return encodeRaw(block, to, at, kind === P.ELEMENT_U8 ? P.TAG_BYTES : P.TAG_ARRAY | (kind << 16), view, TYPED[kind].BYTES_PER_ELEMENT);
    }
    case BUFFER: {
      const buffer = /** @type {ArrayBufferLike} */ (object);
      return encodeRaw(block, to, at, P.TAG_BYTES, { buffer, byteOffset: 0, byteLength: buffer.byteLength });
    }
    case DATE:
      to.i32[at >>> 2] = P.TAG_DATE;
      to.f64[(at + P.VALUE_DATA) >>> 3] = Date.prototype.getTime.call(object);
      return;
    case ERROR: {
      const { objects } = block.cross;
      const serial = objects?.keep(object) ?? 0;
      if (serial !== 0) block.kept.push(serial);
      return encodeRaw(block, to, at, P.TAG_ERROR, encodeError(object, serial, objects?.owner));
    }
  }
  encodeHandle(block, to, at, object);
}

/** @param {object} object */
function formOf(object) {
  try {
    if (object instanceof Ref) return REF;
    if (Array.isArray(object)) return LIST;
    const prototype = Object.getPrototypeOf(object);
    if (prototype === Object.prototype || prototype === null) return PLAIN;
    if (ArrayBuffer.isView(object)) return ELEMENTS;
    if (isBuffer(object)) return BUFFER;
    if (object instanceof Date) {
      Date.prototype.getTime.call(object); // throws if it only pretends to be one
      return DATE;
    }
    if (object instanceof Error) return ERROR;
  } catch { /* a revoked proxy, or one with a trap that throws */ }
  return 0;
}

/** @param {object} object @returns {object is ArrayBufferLike} */
const isBuffer = (object) => object instanceof ArrayBuffer ||
  // Without cross-origin isolation there is no such thing.
  (typeof SharedArrayBuffer !== 'undefined' && object instanceof SharedArrayBuffer);

/**
 * The slot of a value with content.
 * @param {Words} to @param {number} at @param {number} head @param {number} length @param {number} start
 */
function point(to, at, head, length, start) {
  to.i32[at >>> 2] = head;
  to.u32[(at + P.VALUE_LEN) >>> 2] = length;
  to.u32[(at + P.VALUE_DATA) >>> 2] = start;
  to.u32[(at + P.VALUE_DATA + 4) >>> 2] = 0;
}

/** @param {Block} block @param {Words} to @param {number} at @param {number} tag @param {string} text */
function encodeText(block, to, at, tag, text) {
  // UTF-8 is not shorter than the text, and NUL follows.
  const start = block.reserve(text.length + 1, 1);
  let length = encodeAscii(text, block.u8, start, text.length);
  if (length < 0) {
    const bytes = encodeUtf8(text);
    length = bytes.length;
    block.top = start;
    block.reserve(length + 1, 1);
    block.u8.set(bytes, start);
  }
  block.u8[start + length] = 0;
  point(to, at, tag, length, start);
}

/**
 * @param {Block} block @param {Words} to @param {number} at @param {number} head
 * @param {{ buffer: ArrayBufferLike, byteOffset: number, byteLength: number }} view @param {number} [element]  bytes of one
 */
function encodeRaw(block, to, at, head, { buffer, byteOffset, byteLength }, element = 1) {
  const before = block.top;
  const start = block.reserve(byteLength, 8);
  block.u8.fill(0, before, start);
  // A detached buffer has nothing, and takes no view.
  if (byteLength > 0) block.u8.set(new Uint8Array(buffer, byteOffset, byteLength), start);
  point(to, at, head, byteLength / element, start);
}

/** @param {Block} block @param {object} object */
function enter(block, object) {
  const { around } = block;
  const path = () => pathOf(block.trail, around.length);
  if (around.includes(object)) throw new DeputyError(P.STATUS_OUT_OF_RANGE, say`${whose(block.index)} has a cycle at ${path()}`);
  if (around.length === DEPTH) throw new DeputyError(P.STATUS_OUT_OF_RANGE, say`${whose(block.index)} is more than ${DEPTH} levels deep, at ${path()}`);
  return around.push(object) - 1;
}

/** @param {Block} block @param {Words} to @param {number} at @param {unknown[]} array */
function encodeArray(block, to, at, array) {
  const depth = enter(block, array);
  const { length } = array;
  const start = block.slots(length);
  point(to, at, P.TAG_ARRAY, length, start);
  for (let i = 0; i < length; i++) {
    block.trail[depth] = i;
    encode(block, block, start + i * P.VALUE_SIZE, array[i]);
  }
  block.around.pop();
}

/** @param {Block} block @param {Words} to @param {number} at @param {object} record */
function encodeRecord(block, to, at, record) {
  const depth = enter(block, record);
  const keys = Object.keys(record);
  const start = block.slots(2 * keys.length);
  point(to, at, P.TAG_RECORD, keys.length, start);
  keys.forEach((key, i) => {
    const slot = start + 2 * i * P.VALUE_SIZE;
    block.trail[depth] = key;
    encodeText(block, block, slot, P.TAG_STRING, key);
    encode(block, block, slot + P.VALUE_SIZE, /** @type {any} */ (record)[key]);
  });
  block.around.pop();
}

/** @param {Block} block @param {Words} to @param {number} at @param {unknown} object */
function encodeHandle(block, to, at, object) {
  const { objects } = block.cross;
  if (!objects || !isObject(object)) {
    throw block.refuse(P.STATUS_WRONG_TYPE, say` is ${nameType(object)}, expected a value that can be copied${hintFor(object)}`);
  }
  const serial = objects.keep(object);
  block.kept.push(serial);
  writeHandle(to, at, P.TAG_OBJECT, serial, objects.owner);
}

/** An argument that crosses as a handle, whatever it is. */
export class Ref {
  /** @param {unknown} value */
  constructor(value) {
    if (!isObject(value)) throw new DeputyError(P.STATUS_WRONG_TYPE, `ref: expected an object or a function, got ${nameType(value)}`);
    this.value = value;
  }
}

/**
 * Writes a value that has no bytes; false if it has, or cannot cross.
 * @param {Words} to @param {number} at @param {unknown} value
 */
export function encodePlain(to, at, value) {
  const word = at >>> 2; // tag, flags and padding in one store
  const data = at + P.VALUE_DATA;
  switch (typeof value) {
    case 'undefined':
      to.i32[word] = P.TAG_UNDEFINED;
      return true;
    case 'boolean':
      to.i32[word] = P.TAG_BOOL;
      to.i32[data >>> 2] = value ? 1 : 0;
      return true;
    case 'number':
      if ((value | 0) === value && !Object.is(value, -0)) {
        to.i32[word] = P.TAG_I32;
        to.i32[data >>> 2] = value;
      } else {
        to.i32[word] = P.TAG_F64;
        to.f64[data >>> 3] = value;
      }
      return true;
    default:
      to.i32[word] = P.TAG_NULL;
      return value === null;
  }
}

/**
 * Writes the outcome of a call into its frame. Bytes that do not fit are returned: the host stashes them and the
 * caller fetches them.
 * @param {Memory} memory
 * @param {number} frame
 * @param {unknown} value
 * @param {Crossing} [cross]
 * @param {number} [flags]  bits of CALL_*
 * @returns {Uint8Array | null}
 * @throws {DeputyError} naming what cannot cross
 */
export function encodeResult(memory, frame, value, cross = NOTHING, flags = 0) {
  const at = frame + P.FRAME_RESULT;
  const json = (flags & P.CALL_JSON) !== 0 ? jsonOf(value) : undefined;
  cross.handles = undefined;
  if (json !== undefined) return encodeString(memory, frame, P.TAG_JSON, json);
  if (encodePlain(memory, at, value)) return null;
  if (typeof value === 'string') return encodeString(memory, frame, P.TAG_STRING, value);
  return withBlock(cross, (block) => {
    if ((flags & P.CALL_OBJECT) !== 0 && isObject(value)) encodeHandle(block, memory, at, value);
    else encode(block, memory, at, value);
    const size = block.top;
    if (size === 0) return null;
    // Of an array or a record nothing else tells how many bytes there are.
    memory.u32[(at + P.VALUE_DATA + 4) >>> 2] = size;
    if (size > P.FRAME_DATA_SIZE) {
      memory.u8[at + P.VALUE_FLAGS] = P.FLAG_STASHED;
      return block.take();
    }
    memory.u8.set(block.u8.subarray(0, size), frame + P.FRAME_DATA);
    return null;
  });
}

/** @param {Memory} memory @param {number} frame @param {number} tag @param {string} text */
function encodeString(memory, frame, tag, text) {
  const at = frame + P.FRAME_RESULT;
  const length = encodeAscii(text, memory.u8, frame + P.FRAME_DATA, P.FRAME_DATA_SIZE);
  if (length < 0) return encodeBytes(memory, frame, tag, encodeUtf8(text));
  memory.i32[(at + P.VALUE_TAG) >>> 2] = tag;
  memory.u32[(at + P.VALUE_LEN) >>> 2] = length;
  return null;
}

/** @param {unknown} value */
function jsonOf(value) {
  let text;
  try {
    text = JSON.stringify(value);
  } catch (thrown) {
    // A cycle or a BigInt; what a toJSON of the program throws is the program's.
    if (!(thrown instanceof TypeError)) throw thrown;
    throw new DeputyError(P.STATUS_WRONG_TYPE, say`the result has no JSON text: ${thrown.message}`);
  }
  if (text === undefined) throw new DeputyError(P.STATUS_WRONG_TYPE, say`the result is ${nameType(value)}, which has no JSON text`);
  return text;
}

/** @param {unknown} value */
function hintFor(value) {
  try {
    return typeof (/** @type {any} */ (value)?.then) === 'function' ? say`; await it first` : '';
  } catch {
    return '';
  }
}

/** @param {unknown} value */
export function nameType(value) {
  if (value === null) return 'null';
  if (typeof value !== 'object') return `a ${typeof value}`;
  try {
    const name = /** @type {object} */ (value).constructor?.name;
    if (name && typeof name === 'string') return `an object (${name})`;
  } catch { /* a getter, or a revoked proxy */ }
  return 'an object';
}

/**
 * Writes what was thrown into the frame.
 * @param {Memory} memory
 * @param {number} frame
 * @param {unknown} thrown
 * @param {Crossing} [cross]
 * @param {string} [where]  ends its stack
 * @returns {Uint8Array | null}  as `encodeResult`
 */
export function encodeThrown(memory, frame, thrown, cross = NOTHING, where = '') {
  let serial = isObject(thrown) ? cross.objects?.keep(thrown) ?? 0 : 0;
  let bytes;
  try {
    bytes = encodeError(thrown, serial, cross.objects?.owner, where);
  } catch {
    // Its texts are too large. Who waits is told all the same.
    bytes = encodeError({ 'name': 'RangeError', 'message': say`there is no memory for what was thrown` });
    if (serial !== 0) cross.dropHandles?.([serial]);
    serial = 0;
  }
  // Last: getters of the program may have run, and called.
  cross.handles = serial !== 0 ? [serial] : undefined;
  return encodeBytes(memory, frame, P.TAG_ERROR, bytes);
}

/**
 * @param {Memory} memory @param {number} frame @param {number} tag @param {Uint8Array} bytes
 * @returns {Uint8Array | null}
 */
function encodeBytes(memory, frame, tag, bytes) {
  const at = frame + P.FRAME_RESULT;
  const fits = bytes.length <= P.FRAME_DATA_SIZE;
  memory.i32[(at + P.VALUE_TAG) >>> 2] = tag | (fits ? 0 : P.FLAG_STASHED << 8);
  memory.u32[(at + P.VALUE_LEN) >>> 2] = bytes.length;
  if (!fits) return bytes;
  memory.u8.set(bytes, frame + P.FRAME_DATA);
  return null;
}
