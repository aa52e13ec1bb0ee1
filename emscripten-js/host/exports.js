// Calls of native functions: `deputy.call(name, ...args)`.
//
// A call travels in a frame of the host's own stock, which native code made: the host allocates nothing native. It is pushed
// straight onto the deputy's inbox, or onto the I/O thread's, which knows the other contexts. The frame comes back with the
// outcome (KIND_ANSWER) and is used again. With no frame left, calls wait here in order.

import { ending, push, REFUSED, wake, WOKEN } from './answers.js';
import { encodeBlock } from './arguments.js';
import { Callbacks, Outcome } from './callbacks.js';
import { DeputyError } from './error.js';
import { wakeSelf } from './inbox.js';
import * as P from './protocol.js';
import { Spin } from './spin.js';

/** @typedef {import('./memory.js').Memory} Memory */

/**
 * @typedef {object} CallOptions
 * @property {AbortSignal} [signal]  ends the call: with CANCELLED, and `cause` is the signal's reason
 * @property {number} [timeout]  milliseconds; then the call ends with TIMED_OUT
 * @property {number | 'main' | 'background' | 'pool'} [context]  where the function runs; default the deputy
 */

/** @type {Record<string, number>} */
const CONTEXTS = { 'main': P.CONTEXT_ID_MAIN, 'background': P.CONTEXT_ID_BACKGROUND, 'pool': P.CONTEXT_ID_POOL, 'thread': P.CONTEXT_ID_THREAD };

/** Whether a last argument is the options of a call: a plain object with some of these keys and no others. @param {unknown} value */
export function isOptions(value) {
  if (value === null || typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => key === 'signal' || key === 'timeout' || key === 'context');
}

/** One call, from `deputy.call()` to its outcome. */
class Call {
  /** @param {string} name @param {unknown[]} args @param {CallOptions} options @param {import('./callbacks.js').Held | null} [callback] */
  constructor(name, args, options, callback = null) {
    this.name = name;
    /** What is called, if it is no export. */
    this.callback = callback;
    /** The thread that ran it, as far as it is known. */
    this.thread = '';
    this.args = args;
    this.signal = options['signal'];
    this.timeout = options['timeout'];
    // The I/O thread knows the contexts of callbacks.
    this.context = callback && callback.owner !== P.CONTEXT_ID_MAIN ? 0 : contextOf(options['context']);
    /** Its frame, while it is out. */
    this.frame = 0;
    /** The stash of its arguments, 0 if they are in the frame. */
    this.stash = 0;
    /** Handles among the arguments (`Crossing.handles`): they live until there is an answer. @type {number[] | undefined} */
    this.handles = undefined;
    this.sync = this.ended = false;
    /** @type {(value: unknown) => void} */
    this.resolve = () => {};
    /** @type {(reason: unknown) => void} */
    this.reject = () => {};
    /** @type {(() => void) | undefined} */
    this.onAbort = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.promise = new (callback ? Outcome : Promise)((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** Ends it; later outcomes meet nothing. @param {boolean} ok @param {unknown} what */
  end(ok, what) {
    if (this.ended) return;
    this.ended = true;
    this.args = [];
    if (this.timer !== undefined) clearTimeout(this.timer);
    if (this.onAbort) this.signal?.removeEventListener('abort', this.onAbort);
    this.callback?.ended();
    if (ok) this.resolve(what);
    else this.reject(what);
  }
}

/** @param {unknown} context */
export function contextOf(context) {
  if (context === undefined) return P.CONTEXT_ID_MAIN;
  const id = typeof context === 'string' ? CONTEXTS[context] : context;
  if (typeof id === 'number' && id > 0 && id >>> 0 === id) return id;
  throw new DeputyError(P.STATUS_INVALID_ARGUMENT, `context: ${String(context)} is no context; expected 'main', 'background', 'pool', 'thread' or a deputy_context`);
}

/** Where it ran. @param {Call} call */
const placeOf = ({ callback, thread, context }) =>
  callback ? thread && `thread ${thread}` : `context ${Object.keys(CONTEXTS).find((name) => CONTEXTS[name] === context) ?? context}`;

export class Exports {
  constructor() {
    /** @type {import('./host.js').Host | null}  none before the program starts */
    this.host = null;
    /** Why no call can be made any more. @type {DeputyError | null} */
    this.over = null;
    /** @type {Map<string, number>}  exports that are known by number */
    this.numbers = new Map();
    /** @type {Map<number, any>}  calls that are out, by frame: `Call`, or the one of spin.js */
    this.out = new Map();
    /** @type {Call[]}  calls that wait for a frame, or for the start */
    this.waiting = [];
    /** Frames of calls that were left while they ran; the I/O thread is to be told. @type {number[]} */
    this.left = [];
    /** Frame on top of the free ones, 0 if there is none. */
    this.free = 0;
    this.calls = 0;
  }

  /** Of a host: its synchronous calls. @param {import('./host.js').Host} host */
  spin(host) {
    return new Spin(host);
  }

  /** Calls that were made, and those that are out. */
  figures() {
    return [this.calls, this.out.size + this.waiting.length];
  }

  /** Of a host: the callbacks that JavaScript has. @param {import('./host.js').Host} host */
  callbacks(host) {
    return new Callbacks(host);
  }

  /**
   * Calls a callback. A failure that nobody looks at is the program's to hear of, as that of a post: who calls is mostly an
   * event's source, which knows nothing of promises.
   * @param {import('./callbacks.js').Held} held @param {unknown[]} args
   */
  callBack(held, args) {
    held.out++;
    const call = new Call('callback', args, {}, held);
    const promise = /** @type {Outcome} */ (call.promise);
    Promise.prototype.then.call(promise, undefined, (error) => setTimeout(() => {
      if (!promise.seen && !this.over) this.host?.tell(error, call.name, call.thread);
    }));
    if (this.over) call.end(false, this.over);
    else if (held.over) call.end(false, new DeputyError(P.STATUS_STALE, 'the callback was disposed'));
    else this.start(call);
    return call.promise;
  }

  /**
   * Calls a native function.
   * @param {string} name
   * @param {unknown[]} args  the last may be the options
   * @returns {Promise<unknown>}
   */
  call(name, args) {
    let call;
    try {
      const options = isOptions(args.at(-1)) ? /** @type {CallOptions} */ (args.pop()) : {};
      call = new Call(String(name), args, options);
      this.watch(call);
    } catch (thrown) {
      return Promise.reject(thrown);
    }
    if (this.over) call.end(false, this.over);
    else if (!call.ended) this.start(call);
    return call.promise;
  }

  /**
   * Calls a native function and waits for it (spin.js).
   * @param {unknown} name
   * @param {unknown[]} args  the last may be the options
   */
  callSync(name, args) {
    if (this.over) throw this.over;
    if (!this.host) throw new DeputyError(P.STATUS_WOULD_BLOCK, `${name}: the program has not started; use 'await deputy.call()', which waits for it`);
    return this.host.spin.call(String(name), args);
  }

  /** @param {Call} call */
  watch(call) {
    const { signal, timeout } = call;
    // All checks first: a call that is refused must leave nothing behind.
    if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
      throw new DeputyError(P.STATUS_INVALID_ARGUMENT, 'signal: expected an AbortSignal');
    }
    if (timeout !== undefined && !(typeof timeout === 'number' && timeout >= 0)) {
      throw new DeputyError(P.STATUS_INVALID_ARGUMENT, 'timeout: expected milliseconds');
    }
    if (signal !== undefined) {
      call.onAbort = () => {
        const error = new DeputyError(P.STATUS_CANCELLED, `${call.name}: the call was cancelled`);
        error['cause'] = signal.reason;
        this.leave(call, error);
      };
      if (signal.aborted) call.onAbort();
      else signal.addEventListener('abort', call.onAbort);
    }
    if (timeout !== undefined) {
      const leave = () => this.leave(call, new DeputyError(P.STATUS_TIMED_OUT, `${call.name}: ${timeout} ms passed before there was an outcome`));
      // More than this many milliseconds, and the timer would fire at once; who waits so long waits without limit.
      if (timeout < 0x80000000 && !call.ended) call.timer = setTimeout(leave, timeout);
    }
  }

  /** The caller does not want the outcome any more. @param {Call} call @param {DeputyError} error */
  leave(call, error) {
    if (call.ended) return;
    call.end(false, error);
    // A frame that is out comes back with an answer; if it has not begun, the function does not run.
    if (call.frame !== 0 && this.host) {
      const before = Atomics.or(this.host.memory.i32, (call.frame + P.FRAME_STATE) >>> 2, P.STATE_ABANDONED);
      // One that has begun may have a task behind it, which the I/O thread can cancel.
      if (before & P.STATE_TAKEN && this.left.push(call.frame) === 1) queueMicrotask(() => this.tellLeft());
    }
  }

  /** Tells the I/O thread of calls that were left, as far as there are frames. */
  tellLeft() {
    const { memory } = /** @type {import('./host.js').Host} */ (this.host);
    while (this.left.length > 0) {
      const frame = this.take();
      if (frame === 0) return;
      memory.i32[(frame + P.FRAME_KIND) >>> 2] = P.KIND_LEFT;
      memory.u32[(frame + P.FRAME_ARGS) >>> 2] = /** @type {number} */ (this.left.shift());
      this.pushToIo(frame);
    }
  }

  /** @param {Call} call */
  start(call) {
    const frame = this.waiting.length === 0 ? this.take() : 0;
    if (frame === 0) this.waiting.push(call);
    else this.send(call, frame);
  }

  /** A free frame, 0 if there is none: then the I/O thread makes more, and rings. */
  take() {
    const { host } = this;
    if (!host) return 0;
    const { memory } = host;
    if (this.free === 0) {
      const returned = (host.stock + P.HOME_RETURNED) >>> 2;
      memory.covers(host.stock, P.HOME_SIZE);
      this.free = Atomics.exchange(memory.i32, returned, 0) >>> 0;
      if (this.free === 0) {
        Atomics.store(memory.i32, (host.stock + P.HOME_WANTS) >>> 2, 1);
        // It may have just put some there.
        this.free = Atomics.exchange(memory.i32, returned, 0) >>> 0;
        if (this.free === 0) {
          wake(memory, host.rootWord(P.ROOT_IO));
          return 0;
        }
      }
    }
    const frame = this.free;
    if (!memory.covers(frame, P.FRAME_SIZE)) return 0;
    this.free = memory.u32[(frame + P.FRAME_NEXT) >>> 2];
    return frame;
  }

  /** @param {number} frame */
  putBack(frame) {
    const { memory } = /** @type {import('./host.js').Host} */ (this.host);
    memory.u32[(frame + P.FRAME_NEXT) >>> 2] = this.free;
    this.free = frame;
  }

  /**
   * Makes the frame the call's. False if that cannot be: the call has ended then.
   * @param {any} call @param {number} frame @param {number} chain
   */
  fill(call, frame, chain) {
    const host = /** @type {import('./host.js').Host} */ (this.host);
    const { memory } = host;
    const word = frame >>> 2;
    const { callback } = call;
    const number = callback ? callback.serial % 0x100000000 : this.numbers.get(call.name) ?? 0;
    try {
      const large = encodeBlock(memory, frame, call.args, number === 0 && !callback ? call.name : '', host.cross);
      call.handles = host.cross.handles;
      call.stash = large ? host.keep(large) : 0;
    } catch (thrown) {
      this.putBack(frame);
      call.end(false, thrown);
      return false;
    }
    memory.i32[word + (P.FRAME_KIND >>> 2)] = callback ? P.KIND_CALLBACK : P.KIND_EXPORT;
    if (callback) memory.u32[word + (P.FRAME_NAME_LEN >>> 2)] = Math.floor(callback.serial / 0x100000000);
    memory.u32[word + (P.FRAME_TARGET >>> 2)] = call.context;
    memory.u32[word + (P.FRAME_NAME >>> 2)] = number;
    memory.u32[word + (P.FRAME_ARGS >>> 2)] = call.stash;
    memory.u32[word + (P.FRAME_CHAIN >>> 2)] = chain;
    memory.u32[word + (P.FRAME_RUNNER >>> 2)] = 0;
    memory.i32[word + (P.FRAME_STATE >>> 2)] = 0;
    call.frame = frame;
    this.calls++;
    this.out.set(frame, call);
    return true;
  }

  /** @param {Call} call @param {number} frame */
  send(call, frame) {
    if (!this.fill(call, frame, 0)) return;
    const pushed = this.deliver(call);
    // The answer may come at once: poll for it before the event loop goes on.
    if (pushed !== REFUSED) this.expectAnswer(pushed === WOKEN);
  }

  /**
   * An answer may come soon: the host looks for it after the present job, without having been rung.
   * @param {boolean} woken  from a thread that had to be woken
   */
  expectAnswer(woken) {
    const host = /** @type {import('./host.js').Host} */ (this.host);
    if (woken) host.linger.wokeCaller();
    if (host.awake || host.closed) return;
    // Whoever comes first, a ring or this: the turn is asked for once.
    wakeSelf(host.memory, host.head);
    host.goOn();
  }

  /** Queues it where it runs; REFUSED if nobody is there: the call has ended then. @param {any} call */
  deliver(call) {
    const host = /** @type {import('./host.js').Host} */ (this.host);
    const main = call.context === P.CONTEXT_ID_MAIN;
    if (!main && !call.callback && Atomics.load(host.memory.u32, (host.root + P.ROOT_EXPORTS) >>> 2) === 0) {
      // Nobody routes it, and there is nothing to route it to.
      this.finish(call, P.STATUS_NOT_FOUND, `${call.name}: the program exports no function`);
      return REFUSED;
    }
    const pushed = push(host.memory, host.rootWord(main ? P.ROOT_MAIN : P.ROOT_IO), call.frame);
    if (pushed === REFUSED) this.finish(call, P.STATUS_CLOSED, `${call.name}: the deputy has ended`);
    return pushed;
  }

  /** A call that was not sent. @param {any} call @param {number} status @param {string} message */
  finish(call, status, message) {
    this.forget(call);
    call.end(false, new DeputyError(status, message));
  }

  /** Nobody has seen the call. @param {any} call */
  forget(call) {
    const host = /** @type {import('./host.js').Host} */ (this.host);
    if (call.stash !== 0) host.stash.delete(call.stash);
    if (call.handles) host.dropHandles(call.handles);
    this.out.delete(call.frame);
    this.putBack(call.frame);
    call.frame = 0;
  }

  /** @param {number} frame */
  pushToIo(frame) {
    const host = /** @type {import('./host.js').Host} */ (this.host);
    push(host.memory, host.rootWord(P.ROOT_IO), frame);
  }

  /** The frame of a call has come back with its outcome. @param {number} frame */
  answer(frame) {
    const host = /** @type {import('./host.js').Host} */ (this.host);
    const { memory } = host;
    const word = frame >>> 2;
    const call = this.out.get(frame);
    if (!call) return;
    this.out.delete(frame);
    call.frame = 0;
    if (call.stash !== 0) host.stash.delete(call.stash);
    const status = memory.i32[word + (P.FRAME_STATUS >>> 2)];
    const number = memory.u32[word + (P.FRAME_NAME >>> 2)];
    if (call.callback) call.thread = number === 0 ? '' : host.threadName(host.threadAt(number));
    else if (number !== 0) this.numbers.set(call.name, number);
    const at = memory.u32[word + (P.FRAME_ARGS >>> 2)];
    if (call.ended) host.callbacks?.giveBack(at, 1);
    const [ok, value] = call.ended ? [false, undefined] : ending(host, status, at, call.name, placeOf(call));
    // What native code wants to keep of them it has taken references to, before it answered.
    if (call.handles) host.dropHandles(call.handles);
    // A value that does not lie in the frame lies in memory that only native code can free.
    const large = at !== 0 && (at < frame || at >= frame + P.FRAME_SIZE);
    if (large) {
      memory.i32[word + (P.FRAME_KIND >>> 2)] = P.KIND_RELEASE;
      this.pushToIo(frame);
    } else {
      this.putBack(frame);
    }
    call.end(ok, value);
    if (this.waiting.length > 0 || /** @type {Callbacks} */ (host.callbacks).gone.length > 0 || this.left.length > 0) this.goOn();
  }

  /** There may be frames for calls that wait. */
  goOn() {
    this.host?.callbacks?.tell();
    if (this.left.length > 0) this.tellLeft();
    while (this.waiting.length > 0) {
      if (this.waiting[0].ended) {
        this.waiting.shift();
        continue;
      }
      const frame = this.take();
      if (frame === 0) return;
      this.send(/** @type {Call} */ (this.waiting.shift()), frame);
    }
  }

  /** The program has started: calls that waited for it go out. @param {import('./host.js').Host} host */
  open(host) {
    this.host = host;
    this.goOn();
  }

  /** No call has an outcome any more but this one. @param {DeputyError} error */
  close(error) {
    this.over = error;
    const calls = [...this.out.values(), ...this.waiting];
    this.out.clear();
    this.waiting.length = 0;
    for (const call of calls) {
      // Whoever waits is told; whoever does not must not end the page's program by an unhandled rejection.
      call.promise?.catch(() => {});
      call.end(false, error);
    }
  }
}
