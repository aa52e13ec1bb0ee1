// The native side of a host, as far as its tests need one: memory, a context, thread records and frames, laid out as
// rust-core/src/protocol.rs says, with the caller's part of the frame state machine and of the inbox.
import './strict.mjs';
import * as P from '../../emscripten-js/host/protocol.js';
import { Memory } from '../../emscripten-js/host/memory.js';
import { giveTexts } from '../../emscripten-js/host/texts.js';

export { P };

// Of a library's texts, the names of statuses.
giveTexts((number) => P.STATUS_NAMES[number - P.STATUS_COUNT] ?? '');

/**
 * @typedef {{status: number, tag: number, value?: unknown, name?: string, message?: string, stack?: string, length?: number,
 *   stash?: number}} Outcome
 */

export class Native {
  /** @param {{bytes?: number, memory?: {buffer: ArrayBufferLike}, from?: number}} [options]  `from` is the first address in use; below it, at 0, is the root */
  constructor({ bytes = 1 << 20, memory = { buffer: new SharedArrayBuffer(bytes) }, from = 64 } = {}) {
    this.wasmMemory = memory;
    this.memory = new Memory(memory);
    this.top = from;
    this.context = this.allocate(P.CONTEXT_SIZE, 64);
    this.head = this.context + P.CONTEXT_HEAD;
    /** @type {Map<string, number>} */
    this.names = new Map();
    this.rings = 0;
    /** @type {{ring(): void} | undefined} */
    this.host = undefined;
  }

  /** @param {number} size */
  allocate(size, align = 16) {
    const at = Math.ceil(this.top / align) * align;
    this.top = at + size;
    if (!this.memory.covers(at, size)) throw new Error('the test has used up its memory');
    return at;
  }

  /** @param {number} at */
  read(at) {
    this.memory.covers(at, 4);
    return Atomics.load(this.memory.u32, at >>> 2);
  }

  /** @param {number} at @param {number} value */
  write(at, value) {
    this.memory.covers(at, 4);
    Atomics.store(this.memory.u32, at >>> 2, value);
  }

  /** @param {string | Uint8Array} data @returns {[number, number]} address and length */
  bytes(data) {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    const at = this.allocate(bytes.length, 1);
    this.memory.u8.set(bytes, at);
    return [at, bytes.length];
  }

  /** A new thread record. */
  home() {
    return this.allocate(P.HOME_SIZE, 64);
  }

  /** Makes frames for calls from the page, as the I/O thread does. @param {number} stock  their record @param {number} count */
  restock(stock, count) {
    for (let i = 0; i < count; i++) {
      const frame = this.allocate(P.FRAME_SIZE);
      this.write(frame + P.FRAME_HOME, stock);
      this.write(frame + P.FRAME_NEXT, this.read(stock + P.HOME_RETURNED));
      this.write(stock + P.HOME_RETURNED, frame);
    }
  }

  /** Writes values; a JavaScript value stands for the kind it would be, {tag, len, data} for itself. @param {unknown[]} args */
  values(args) {
    const at = this.allocate(args.length * P.VALUE_SIZE);
    args.forEach((arg, i) => this.value(at + i * P.VALUE_SIZE, arg));
    return at;
  }

  /** @param {number} at @param {any} arg */
  value(at, arg) {
    const { u8, i32, u32, f64 } = this.memory;
    const data = at + P.VALUE_DATA;
    const tag = (/** @type {number} */ number) => (u8[at + P.VALUE_TAG] = number);
    if (arg === null) tag(P.TAG_NULL);
    else if (arg === undefined) tag(P.TAG_UNDEFINED);
    else if (typeof arg === 'boolean') tag(P.TAG_BOOL), (u8[data] = Number(arg));
    else if (Number.isInteger(arg) && (arg | 0) === arg && !Object.is(arg, -0)) tag(P.TAG_I32), (i32[data >>> 2] = arg);
    else if (typeof arg === 'number') tag(P.TAG_F64), (f64[data >>> 3] = arg);
    else if (typeof arg === 'string') {
      const [start, length] = this.bytes(arg);
      tag(P.TAG_STRING);
      u32[(at + P.VALUE_LEN) >>> 2] = length;
      u32[data >>> 2] = start;
    } else {
      tag(arg.tag);
      u32[(at + P.VALUE_LEN) >>> 2] = arg.len ?? 0;
      u32[data >>> 2] = arg.data ?? 0;
    }
  }

  /** A frame that is ready to be pushed. @param {number} kind @param {number} home @param {string} name @param {unknown[]} args */
  frame(kind, home, name = '', args = []) {
    const frame = this.allocate(P.FRAME_SIZE);
    this.prepare(frame, kind, home, name, args);
    return frame;
  }

  /** @param {number} frame @param {number} kind @param {number} home @param {string} name @param {unknown[]} args */
  prepare(frame, kind, home, name, args) {
    let id = this.names.get(name);
    const [at, length] = id === undefined ? this.bytes(name) : [0, 0];
    if (id === undefined) this.names.set(name, (id = this.names.size + 1));
    this.write(frame + P.FRAME_STATE, 0);
    this.write(frame + P.FRAME_KIND, kind);
    this.write(frame + P.FRAME_TARGET, id);
    this.write(frame + P.FRAME_NAME, at);
    this.write(frame + P.FRAME_NAME_LEN, length);
    this.write(frame + P.FRAME_ARGS, this.values(args));
    this.write(frame + P.FRAME_ARGC, args.length);
    this.write(frame + P.FRAME_HOME, home);
  }

  /** A sender's push; rings the host if it slept. @param {number} frame */
  push(frame) {
    for (;;) {
      const head = this.read(this.head);
      this.write(frame + P.FRAME_NEXT, head);
      if (Atomics.compareExchange(this.memory.u32, this.head >>> 2, head, frame) !== head) continue;
      if (head !== P.INBOX_ASLEEP) return;
      this.rings++;
      this.host?.ring();
      return;
    }
  }

  /** @param {number} home @param {string} name @param {unknown[]} args */
  call(home, name, ...args) {
    const frame = this.frame(P.KIND_CALL, home, name, args);
    this.push(frame);
    return frame;
  }

  /** @param {number} home @param {string} name @param {unknown[]} args */
  post(home, name, ...args) {
    const frame = this.frame(P.KIND_POST, home, name, args);
    this.push(frame);
    return frame;
  }

  /** @param {number} home @param {number} stash @param {number} to @param {number} length */
  fetch(home, stash, to, length) {
    const frame = this.frame(P.KIND_FETCH, home);
    this.write(frame + P.FRAME_TARGET, stash);
    this.write(frame + P.FRAME_ARGS, to);
    this.write(frame + P.FRAME_ARGC, length);
    this.push(frame);
    return frame;
  }

  /** The caller's two marks; both return the state before. @param {number} frame */
  abandon(frame) {
    return Atomics.or(this.memory.u32, (frame + P.FRAME_STATE) >>> 2, P.STATE_ABANDONED | P.STATE_WAITING);
  }

  /** @param {number} frame */
  waits(frame) {
    return Atomics.or(this.memory.u32, (frame + P.FRAME_STATE) >>> 2, P.STATE_WAITING);
  }

  /** @param {number} frame */
  state(frame) {
    return this.read(frame + P.FRAME_STATE);
  }

  /** @param {number} frame */
  isDone(frame) {
    return (this.state(frame) & P.STATE_DONE) !== 0;
  }

  /** How often the thread was woken. @param {number} home */
  woken(home) {
    return this.read(home + P.HOME_PARK);
  }

  /** Frames that came back to a thread, newest first; takes them. @param {number} home */
  returned(home) {
    const frames = [];
    let frame = Atomics.exchange(this.memory.u32, (home + P.HOME_RETURNED) >>> 2, 0);
    for (; frame !== 0; frame = this.read(frame + P.FRAME_NEXT)) frames.push(frame);
    return frames;
  }

  /**
   * A finished call as its caller sees it: the status, and the value or the error's parts. Of a large one only the number
   * of its stash; `fetchedOutcome` has the rest.
   * @param {number} frame
   * @returns {Outcome}
   */
  outcome(frame) {
    const at = frame + P.FRAME_RESULT;
    const data = at + P.VALUE_DATA;
    const { u8, i32, f64 } = this.memory;
    const status = i32[(frame + P.FRAME_STATUS) >>> 2];
    const tag = u8[at + P.VALUE_TAG];
    const length = this.read(at + P.VALUE_LEN);
    if (u8[at + P.VALUE_FLAGS] & P.FLAG_STASHED) return { status, tag, length, stash: this.read(data) };
    switch (tag) {
      case P.TAG_NULL: return { status, tag, value: null };
      case P.TAG_UNDEFINED: return { status, tag, value: undefined };
      case P.TAG_BOOL: return { status, tag, value: u8[data] !== 0 };
      case P.TAG_I32: return { status, tag, value: i32[data >>> 2] };
      case P.TAG_F64: return { status, tag, value: f64[data >>> 3] };
      case P.TAG_STRING: return { status, tag, length, value: this.text(frame + P.FRAME_DATA, length) };
      case P.TAG_ERROR: return { status, tag, length, ...this.error(frame + P.FRAME_DATA) };
      default: throw new Error(`the host wrote tag ${tag}`);
    }
  }

  /** The same with whatever was stashed. @param {number} frame @param {number} home @returns {Promise<Outcome>} */
  async fetchedOutcome(frame, home) {
    const outcome = this.outcome(frame);
    if (outcome.stash === undefined) return outcome;
    const { status, tag, length = 0 } = outcome;
    const to = this.allocate(length);
    const fetch = this.fetch(home, outcome.stash, to, length);
    await until(() => this.isDone(fetch));
    return tag === P.TAG_ERROR ? { status, tag, ...this.error(to) } : { status, tag, length, value: this.text(to, length) };
  }

  /** @param {number} at @param {number} length */
  text(at, length) {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.memory.u8.slice(at, at + length));
  }

  /** The parts of an error. @param {number} at */
  error(at) {
    const header = new DataView(this.memory.u8.slice(at, at + P.ERROR_TEXTS).buffer);
    const lengths = [0, 1, 2].map((i) => header.getUint32(P.ERROR_LENGTHS + 4 * i, true));
    let start = at + P.ERROR_TEXTS;
    const [name, message, stack] = lengths.map((length) => {
      const text = this.text(start, length);
      if (this.memory.u8[start + length] !== 0) throw new Error('an error part does not end with NUL');
      start += length + 1;
      return text;
    });
    return { name, message, stack };
  }
}

/** Lets every microtask that is due run, and one task. */
export const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Waits for something that other tasks bring about. @param {() => boolean} condition */
export async function until(condition) {
  for (let turns = 0; turns < 10000; turns++) {
    if (condition()) return;
    await turn();
  }
  throw new Error(`this did not come true within 10000 turns: ${condition}`);
}

/**
 * Replaces the clock. It stands still but for `advance()`, and moves on by `step` at every look.
 * @param {import('node:test').TestContext} context  puts the real one back when the test ends
 */
export function fakeClock(context, step = 0) {
  let time = 1000;
  const real = performance.now;
  performance.now = () => (time += step);
  context.after(() => (performance.now = real));
  return { advance: (/** @type {number} */ milliseconds) => void (time += milliseconds), time: () => time };
}

/** @param {import('node:test').TestContext} context @param {number} count */
export function fakeProcessors(context, count) {
  const real = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(globalThis, 'navigator'));
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { hardwareConcurrency: count } });
  context.after(() => Object.defineProperty(globalThis, 'navigator', real));
}
