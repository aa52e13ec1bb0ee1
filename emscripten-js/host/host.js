// The host of a context: takes calls off the inbox, runs them, writes the outcomes. Plain JavaScript over shared
// memory; it never waits and runs no native code.
//
// One turn: rung -> (microtask) drain: take, run, take, run ... -> linger: poll a little, for the next call of a burst
// usually comes within microseconds -> sleep. A turn that has used up its budget goes on in a new task, so that
// rendering, input and timers are never starved by a chatty thread; the inbox stays AWAKE meanwhile and nobody rings.

import { decodeError, DeputyError, describe, statusOf } from './error.js';
import { giveBack, LEFT, markAsyncDone, markDecoded, markDone, markTaken, Returns, WOKEN } from './frame.js';
import { hasNews, push, sleep, take } from './inbox.js';
import { Later } from './later.js';
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
 * @property {number} [io]  address of the I/O thread's context, for async calls
 * @property {(frame: number) => void} [native]  runs the native function of a frame; may throw
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
    this.io = options.io ?? 0;
    this.native = options.native;
    /** @type {Map<number, Later>}  async calls that are out, by their frame */
    this.calls = new Map();
    this.onError = options.onError ?? ((error, name) => console.error(`deputy: ${name} failed:`, error));

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
    switch (kind) {
      case P.KIND_POST:
        this.count(P.CONTEXT_POSTS);
        return this.runPost(frame);
      case P.KIND_ASYNC:
        this.count(P.CONTEXT_CALLS);
        return this.runAsync(frame);
      case P.KIND_CANCEL:
        this.returns.add(frame);
        return this.cancelAsync(memory.u32[word + (P.FRAME_ARGS >>> 2)], memory.u32[word + (P.FRAME_TARGET >>> 2)]);
      case P.KIND_DISCARD:
        this.stash.delete(memory.u32[word + (P.FRAME_TARGET >>> 2)]);
        return this.returns.add(frame);
      case P.KIND_REPORT:
        this.returns.add(frame);
        return this.report(memory.u32[word + (P.FRAME_TARGET >>> 2)]);
      case P.KIND_NATIVE:
        this.count(P.CONTEXT_POSTS);
        return this.runNative(frame);
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
    if (kind === P.KIND_FETCH || kind === P.KIND_READ) return this.runFetch(frame, kind);
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

  /**
   * A task failed and nobody looked.
   * @param {number} stash  its error
   */
  report(stash) {
    const bytes = this.stash.get(stash);
    if (bytes) this.tell(decodeError(bytes), 'a task that nobody looked at');
  }

  /** @param {number} target @param {unknown} thrown */
  postFailed(target, thrown) {
    this.count(P.CONTEXT_POSTS_FAILED);
    this.tell(thrown, this.names.text(target));
  }

  /** @param {unknown} thrown @param {string} name */
  tell(thrown, name) {
    try {
      this.onError(thrown, name);
    } catch (worse) {
      console.error('deputy: onError itself failed:', worse);
    }
  }

  /**
   * An async call: like a call, but its frame may be looked at by anybody, and cancelled from anywhere.
   * @param {number} frame
   */
  runAsync(frame) {
    const { memory } = this;
    const word = frame >>> 2;
    if (!markTaken(memory, frame)) {
      this.count(P.CONTEXT_ABANDONED);
      return this.endAsync(frame, new DeputyError(P.STATUS.CANCELLED), true);
    }
    const later = new Later(memory.u32[word + (P.FRAME_SERIAL >>> 2)]);
    const signal = (memory.u32[word + (P.FRAME_FLAGS >>> 2)] & P.CALL_SIGNAL) !== 0;
    // A call that was cancelled has ended already: whatever comes of it is dropped.
    const end = (/** @type {unknown} */ what, /** @type {boolean} */ failed) => {
      if (this.calls.get(frame) === later) this.endAsync(frame, what, failed);
    };
    this.calls.set(frame, later);
    try {
      const args = this.arguments(frame);
      if (signal) args.push(later.signal());
      const result = this.names.call(memory.u32[word + (P.FRAME_TARGET >>> 2)], args);
      if (isThenable(result)) Promise.resolve(result).then((value) => end(value, false), (thrown) => end(thrown, true));
      else end(result, false);
    } catch (thrown) {
      end(thrown, true);
    }
  }

  /**
   * The outcome of an async call is not wanted any more: it ends now, whatever its promise does later.
   * @param {number} frame  the call's
   * @param {number} serial
   */
  cancelAsync(frame, serial) {
    const later = this.calls.get(frame);
    if (later?.serial !== serial) return;
    this.endAsync(frame, new DeputyError(P.STATUS.CANCELLED), true);
    later.abort();
  }

  /** @param {number} frame @param {unknown} what @param {boolean} failed */
  endAsync(frame, what, failed) {
    const { memory } = this;
    this.calls.delete(frame);
    let status = P.STATUS.OK;
    let bytes;
    try {
      if (failed) throw what;
      bytes = encodeResult(memory, frame, what);
    } catch (thrown) {
      status = statusOf(thrown);
      // Who cancelled it wants no text.
      bytes = status === P.STATUS.CANCELLED ? encodeResult(memory, frame, null) : encodeThrown(memory, frame, thrown);
    }
    this.writeOutcome(frame, status, bytes);
    if (markAsyncDone(memory, frame)) push(memory, this.io, frame);
  }

  /** @param {number} frame */
  runNative(frame) {
    try {
      this.native?.(frame);
    } catch (thrown) {
      console.error('deputy: a native function that was sent here ended with an exception:', thrown);
    }
  }

  /** @param {number} frame @param {number} kind */
  runFetch(frame, kind) {
    const { memory } = this;
    const word = frame >>> 2;
    const id = memory.u32[word + (P.FRAME_TARGET >>> 2)];
    const to = memory.u32[word + (P.FRAME_ARGS >>> 2)];
    const room = memory.u32[word + (P.FRAME_ARGC >>> 2)];
    const bytes = this.stash.get(id);
    if (kind === P.KIND_FETCH) this.stash.delete(id);
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
    const id = this.writeOutcome(frame, status, bytes);
    const seen = markDone(this.memory, frame);
    if (seen === WOKEN) this.linger.wokeCaller();
    else if (seen === LEFT && id !== 0) this.stash.delete(id);
  }

  /**
   * Everything but DONE.
   * @param {number} frame @param {number} status @param {Uint8Array | null} bytes
   * @returns {number}  the stash's number, 0 if there is none
   */
  writeOutcome(frame, status, bytes) {
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
    return id;
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
      'asyncCalls': this.calls.size,
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
