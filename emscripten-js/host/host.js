// The host of a context: takes calls off the inbox, runs them, writes the outcomes. Plain JavaScript over shared
// memory; it never waits and runs no native code.
//
// One turn: rung -> (microtask) drain: take, run, take, run ... -> linger: poll a little, for the next call of a burst
// usually comes within microseconds -> sleep. A turn that has used up its budget goes on in a new task, so that
// rendering, input and timers are never starved by a chatty thread; the inbox stays AWAKE meanwhile and nobody rings.

import { DeputyError, describe, statusOf } from './error.js';
import { giveBack, LEFT, markDecoded, markDone, markTaken, Returns, WOKEN } from './frame.js';
import { hasNews, sleep, take } from './inbox.js';
import { Linger } from './linger.js';
import { Memory } from './memory.js';
import { Names } from './names.js';
import * as P from './protocol.js';
import { microtask, taskScheduler } from './turn.js';
import { decodeUtf8 } from './utf8.js';
import { decodeArguments, encodeResult, encodeThrown } from './value.js';

/** Frames between two looks at the clock, at most; one, while functions take long. */
const FRAMES_PER_LOOK = 16;
/** Milliseconds between two looks that say that functions take long. */
const SLOW = 1;

/**
 * @typedef {object} HostOptions
 * @property {{ buffer: ArrayBufferLike }} memory  the shared memory
 * @property {number} context  address of the context this host serves
 * @property {Record<string, unknown>[]} [roots]  where names are looked up, first match wins; default [globalThis]
 * @property {number} [budget]  milliseconds a turn may run before it lets the event loop breathe; default 4
 * @property {number} [linger]  milliseconds to poll after the last call at most; default 0.05, 0 never polls
 * @property {() => void} [pump]  serves the platform's own queue while lingering; may throw
 * @property {(error: unknown, name: string) => void} [onError]  a posted call failed; default console.error
 */

export class Host {
  /** @param {HostOptions} options */
  constructor(options) {
    this.memory = new Memory(options.memory);
    this.context = options.context;
    this.head = options.context + P.CONTEXT_HEAD;
    this.names = new Names(options.roots ?? [/** @type {any} */ (globalThis)]);
    this.budget = options.budget ?? 4;
    this.linger = new Linger(options.linger ?? 0.05);
    this.pump = options.pump;
    this.onError = options.onError ?? ((error, name) => console.error(`deputy: posted call ${name} failed:`, error));

    /** @type {Map<number, Uint8Array>}  outcomes that did not fit their frame */
    this.stash = new Map();
    this.stashed = 0;
    /** Frames of posts that have run. */
    this.returns = new Returns(this.memory);

    /** Frame to go on with in the next turn, 0 if none. */
    this.rest = 0;
    /** A turn is running or has been asked for: rings add nothing. */
    this.awake = false;
    this.closed = false;
    /** Frames between two looks at the clock now. */
    this.interval = 1;

    this.turn = () => this.drain();
    this.nextTask = taskScheduler(this.turn);
  }

  /** The doorbell. Cheap, runs nothing: safe inside the platform's own pump. */
  ring() {
    if (this.awake || this.closed) return;
    this.awake = true;
    microtask(this.turn);
  }

  /** One turn. */
  drain() {
    if (this.closed) return;
    this.linger.woke();
    const end = performance.now() + this.budget;
    let asleep = false;
    try {
      asleep = this.serve(end);
    } finally {
      this.returns.flush();
      // Also when the platform's pump threw: frames in `rest` and in the inbox must not be forgotten.
      this.awake = !asleep;
      if (!asleep && !this.closed) this.nextTask();
    }
  }

  /**
   * Serves until there is nothing left for a while (true: asleep) or the time is up (false: to be continued).
   * @param {number} end
   */
  serve(end) {
    const { memory, head } = this;
    let last = end - this.budget;
    for (;;) {
      if (this.rest === 0) this.rest = take(memory, head);
      let look = this.interval;
      while (this.rest !== 0) {
        const frame = this.rest;
        // The link first: once the frame is done it may be in use again.
        this.rest = memory.u32[(frame + P.FRAME_NEXT) >>> 2];
        this.run(frame);
        if (--look === 0) {
          const now = performance.now();
          if (now >= end || this.closed) return this.closed;
          look = this.interval = now - last > SLOW ? 1 : Math.min(this.interval * 2, FRAMES_PER_LOOK);
          last = now;
        }
      }
      this.returns.flush();
      if (hasNews(memory, head)) {
        if (performance.now() >= end) return false;
        continue;
      }
      if (this.linger.wait(memory, head, end, this.pump)) {
        if (performance.now() >= end) return false;
        continue;
      }
      if (sleep(memory, head)) return true;
    }
  }

  /**
   * Runs one frame. Never throws.
   * @param {number} frame
   */
  run(frame) {
    const { memory } = this;
    const word = frame >>> 2;
    const kind = memory.i32[word + (P.FRAME_KIND >>> 2)];
    if (kind === P.KIND_POST) {
      this.count(P.CONTEXT_POSTS);
      return this.runPost(frame);
    }
    if (!markTaken(memory, frame)) {
      this.count(P.CONTEXT_ABANDONED);
      if (kind === P.KIND_FETCH) this.stash.delete(memory.u32[word + (P.FRAME_TARGET >>> 2)]);
      return giveBack(memory, frame);
    }
    if (kind === P.KIND_CALL) {
      this.count(P.CONTEXT_CALLS);
      return this.runCall(frame);
    }
    if (kind === P.KIND_FETCH) return this.runFetch(frame);
    markDecoded(memory, frame);
    this.fail(frame, new DeputyError(P.STATUS.INTERNAL, `a frame asks for ${kind}, which this host does not know`));
  }

  /** @param {number} frame */
  runCall(frame) {
    let result;
    try {
      let args;
      try {
        args = this.arguments(frame);
      } finally {
        markDecoded(this.memory, frame);
      }
      result = this.names.call(this.memory.u32[(frame + P.FRAME_TARGET) >>> 2], args);
      if (isThenable(result)) return this.runLater(frame, result);
    } catch (thrown) {
      return this.fail(frame, thrown);
    }
    this.succeed(frame, result);
  }

  /**
   * The function returned a promise: the frame stays out until it settles.
   * @param {number} frame @param {unknown} thenable
   */
  runLater(frame, thenable) {
    // Promise.resolve assimilates foreign thenables: their `then` may throw, or settle twice.
    Promise.resolve(thenable).then(
      (value) => this.succeed(frame, value),
      (thrown) => this.fail(frame, thrown),
    );
  }

  /** @param {number} frame */
  runPost(frame) {
    const target = this.memory.u32[(frame + P.FRAME_TARGET) >>> 2];
    try {
      let args;
      try {
        args = this.arguments(frame);
      } finally {
        this.returns.add(frame);
      }
      const result = this.names.call(target, args);
      if (isThenable(result)) {
        Promise.resolve(result).then(undefined, (thrown) => this.postFailed(target, thrown));
      }
    } catch (thrown) {
      this.postFailed(target, thrown);
    }
  }

  /** @param {number} target @param {unknown} thrown */
  postFailed(target, thrown) {
    this.count(P.CONTEXT_POSTS_FAILED);
    try {
      this.onError(thrown, this.names.text(target));
    } catch (worse) {
      console.error('deputy: onError itself failed:', worse);
    }
  }

  /** @param {number} frame */
  runFetch(frame) {
    const { memory } = this;
    const word = frame >>> 2;
    const id = memory.u32[word + (P.FRAME_TARGET >>> 2)];
    const to = memory.u32[word + (P.FRAME_ARGS >>> 2)];
    const room = memory.u32[word + (P.FRAME_ARGC >>> 2)];
    const bytes = this.stash.get(id);
    this.stash.delete(id);
    let status = P.STATUS.OK;
    if (to !== 0) {
      if (bytes && bytes.length === room && memory.covers(to, room)) memory.u8.set(bytes, to);
      else status = P.STATUS.INTERNAL;
    }
    // Before the outcome: a caller that left in between waits for this, its buffer must not be written any more.
    markDecoded(memory, frame);
    memory.i32[word + (P.FRAME_RESULT >>> 2)] = P.TAG_NULL;
    this.finish(frame, status, null);
  }

  /** @param {number} frame */
  arguments(frame) {
    const { memory, names } = this;
    const word = frame >>> 2;
    const target = memory.u32[word + (P.FRAME_TARGET >>> 2)];
    if (!names.knows(target)) {
      const at = memory.u32[word + (P.FRAME_NAME >>> 2)];
      const length = memory.u32[word + (P.FRAME_NAME_LEN >>> 2)];
      memory.covers(at, length);
      names.learn(target, decodeUtf8(memory.u8, at, length));
    }
    return decodeArguments(memory, memory.u32[word + (P.FRAME_ARGS >>> 2)], memory.u32[word + (P.FRAME_ARGC >>> 2)]);
  }

  /** @param {number} frame @param {unknown} value */
  succeed(frame, value) {
    let bytes;
    try {
      bytes = encodeResult(this.memory, frame, value);
    } catch (thrown) {
      return this.fail(frame, thrown);
    }
    this.finish(frame, P.STATUS.OK, bytes);
  }

  /** @param {number} frame @param {unknown} thrown */
  fail(frame, thrown) {
    this.finish(frame, statusOf(thrown), encodeThrown(this.memory, frame, thrown));
  }

  /** @param {number} frame @param {number} status @param {Uint8Array | null} bytes  what did not fit */
  finish(frame, status, bytes) {
    const { memory } = this;
    const word = frame >>> 2;
    let id = 0;
    if (bytes) {
      // 0 is no stash; numbers wrap long after the outcomes they named are fetched.
      do id = this.stashed = (this.stashed + 1) >>> 0; while (id === 0 || this.stash.has(id));
      this.stash.set(id, bytes);
      memory.u32[word + ((P.FRAME_RESULT + P.VALUE_DATA) >>> 2)] = id;
    }
    memory.i32[word + (P.FRAME_STATUS >>> 2)] = status;
    const seen = markDone(memory, frame);
    if (seen === WOKEN) this.linger.wokeCaller();
    else if (seen === LEFT && id !== 0) this.stash.delete(id);
  }

  /** @param {number} counter  a CONTEXT_ offset; only this host writes it */
  count(counter) {
    this.memory.u32[(this.context + counter) >>> 2]++;
  }

  /**
   * What was sent before the program ended still runs; nothing after it does. One batch holds all of it: taking until
   * there is nothing left would never end while other threads go on posting.
   */
  close() {
    if (this.closed) return;
    for (let batch = 0; batch < 2; batch++) {
      if (batch > 0) this.rest = take(this.memory, this.head);
      while (this.rest !== 0) {
        const frame = this.rest;
        this.rest = this.memory.u32[(frame + P.FRAME_NEXT) >>> 2];
        this.run(frame);
      }
    }
    this.closed = true;
    this.returns.flush();
  }

  /** @returns {Record<string, number>} */
  stats() {
    const counter = (/** @type {number} */ offset) => this.memory.u32[(this.context + offset) >>> 2];
    return {
      'calls': counter(P.CONTEXT_CALLS),
      'posts': counter(P.CONTEXT_POSTS),
      'postsFailed': counter(P.CONTEXT_POSTS_FAILED),
      'abandoned': counter(P.CONTEXT_ABANDONED),
      'stashed': this.stash.size,
    };
  }
}

/**
 * Whether `await` would wait for it.
 * @param {any} value
 */
const isThenable = (value) =>
  value !== null && (typeof value === 'object' || typeof value === 'function') && typeof value.then === 'function';

export { DeputyError, describe };
