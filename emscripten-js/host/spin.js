// Synchronous calls of native functions: `deputy.callSync(name, ...args)`.
//
// The UI cannot sleep, so it spins: it looks for the answer, serves the platform's queue (files, the console, the end of the
// program), and takes its inbox. Of that it runs what belongs to the same chain, that is, what native code does on behalf
// of this very call (rust-core/src/chain.rs), and what runs none of the page's code. All else keeps its order and runs in the
// next turn, as if it had come later: the page's code is never re-entered by strangers.
//
// A thread that waits for JavaScript which runs right now is called back through the frame it waits on, not through an
// inbox: that works for any thread, wherever it waits. So chains go to and fro as deep as stacks allow.

import { DeputyError } from './error.js';
import { contextOf, isOptions } from './exports.js';
import { unpark } from './frame.js';
import { hasNews, take, wakeSelf } from './inbox.js';
import * as P from './protocol.js';

/** @typedef {import('./callbacks.js').Held} Held */
/** @typedef {import('./exports.js').Exports} Exports */
/** @typedef {import('./host.js').Host} Host */

/** Looks at the inbox between two looks at everything else. */
const LOOKS = 256;
/** So long, in milliseconds, everybody waits for the same before that is a deadlock. */
const STUCK = 75;
/** Milliseconds between two looks for one. */
const CHECK = 10;
/** Milliseconds until the page is told whom it waits for. */
const LONG = 5000;
/** Milliseconds to wait for a free frame, which the I/O thread makes. */
const NO_FRAME = 1000;
/** Synchronous calls inside one another that any stack has room for. */
const SHALLOW = 50;
/** So many calls with so many arguments, of 8 bytes, must fit on the stack for one more: what runs for it must not fail in the middle of something. */
const ROOM_CALLS = 12;
const ROOM = new Array(512).fill(0);
/** Threads that wait for one another are followed so far. */
const HOPS = 8;

const THROW = 1;
/** An id of a context is an index below this, and a generation. */
const CONTEXTS = 1024;

/** A thread that waits for JavaScript that runs now: by which frame, its record, and its number while it lives. @typedef {{ frame: number, home: number, number: number }} Caller */

/** One synchronous call; `Exports` knows it by its frame, as it knows the others. */
class SyncCall {
  /** @param {string} name @param {unknown[]} args @param {number} context @param {Held | null} callback */
  constructor(name, args, context, callback) {
    this.name = name;
    this.callback = callback;
    /** As in `Call` of exports.js. @type {number[] | null} */
    this.lent = null;
    /** @type {number[] | undefined} */
    this.handles = undefined;
    this.thread = '';
    this.args = args;
    this.context = context;
    this.frame = this.stash = 0;
    this.sync = true;
    this.ended = this.ok = false;
    /** @type {unknown} */
    this.what = undefined;
  }

  /** @param {boolean} ok @param {unknown} what */
  end(ok, what) {
    if (this.ended) return;
    this.ended = true;
    this.ok = ok;
    this.what = what;
    this.callback?.ended();
  }
}

export class Spin {
  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    /** The chain for which the UI spins, 0 if it does not. */
    this.chain = 0;
    this.chains = 0;
    this.depth = 0;
    /** Frames of others, in order. */
    this.first = this.last = 0;
    /** Who waits for JavaScript that is on the stack, under the call that runs now. @type {Caller[]} */
    this.callers = [];
    /** The page has been told that it waits long. */
    this.told = false;
    /** Frames that were run. */
    this.ran = 0;
    /** What everybody waited for at the last deadlock: calls around the one that ended by it wait for the same, and end at once. */
    this.dead = '';
    /** Why no call can be made any more. @type {DeputyError | null} */
    this.stopped = null;
  }

  /**
   * Calls a native function and waits for its outcome.
   * @param {string} name
   * @param {unknown[]} args  the last may be the options
   * @returns {unknown}
   */
  call(name, args) {
    const options = isOptions(args.at(-1)) ? /** @type {Record<string, any>} */ (args.pop()) : {};
    if (options['signal'] !== undefined) throw wrong('signal: nothing can abort while the page waits; give a timeout');
    const timeout = options['timeout'];
    if (timeout !== undefined && !(typeof timeout === 'number' && timeout >= 0)) throw wrong('timeout: expected milliseconds');
    const back = options['context'] === 'caller';
    return this.start(name, args, back ? 0 : contextOf(options['context']), back, timeout ?? Infinity, null);
  }

  /**
   * Calls a callback and waits for its outcome.
   * @param {Held} held @param {unknown[]} args
   * @returns {unknown}
   */
  callBack(held, args) {
    if (held.over) throw new DeputyError(P.STATUS_STALE, 'the callback was disposed');
    return this.start('callback', args, held.owner === P.CONTEXT_ID_MAIN ? P.CONTEXT_ID_MAIN : 0, false, Infinity, held);
  }

  /**
   * @param {string} name @param {unknown[]} args @param {number} context @param {boolean} back  to whoever waits
   * @param {number} timeout @param {Held | null} callback
   */
  start(name, args, context, back, timeout, callback) {
    const { host } = this;
    const { memory, exports } = host;
    const ended = exports.over ?? this.stopped;
    if (ended) throw ended;
    const isTarget = (/** @type {number} */ id) => (callback ? id % CONTEXTS === callback.owner : id === context);
    // Read now: a function that is called below may change what runs.
    const { running } = host;
    const waits = running === 0 ? null : host.waits ??= this.caller(running);
    if (waits) this.callers.push(waits);
    try {
      const caller = this.callers.findLast(({ frame, home, number }) => (back || isTarget(memory.u32[(home + P.HOME_CONTEXT) >>> 2]))
        && memory.u32[(home + P.HOME_NUMBER) >>> 2] === number
        && (Atomics.load(memory.i32, (frame + P.FRAME_STATE) >>> 2) & P.STATE_ABANDONED) === 0);
      if (!caller) this.allow(name, back);
      if (this.depth >= SHALLOW && !hasRoom()) {
        throw new DeputyError(P.STATUS_NO_MEMORY, `${name}: the stack of JavaScript ends: ${this.depth} synchronous calls inside one another`);
      }
      if (callback) callback.out++;
      const call = new SyncCall(name, args, context, callback);
      this.enter();
      try {
        this.run(call, caller, timeout);
      } finally {
        // Whatever was thrown: no frame, the platform's queue.
        call.end(false, undefined);
        this.leave();
      }
      if (!call.ok) throw call.what;
      return call.what;
    } finally {
      if (waits) this.callers.pop();
      host.running = running;
      host.waits = waits;
    }
  }

  /** Who waits for the call that runs now, and surely has not ended yet. @param {number} frame @returns {Caller} */
  caller(frame) {
    const { memory } = this.host;
    const home = memory.u32[(frame + P.FRAME_HOME) >>> 2];
    memory.covers(home, P.HOME_SIZE);
    return { frame, home, number: memory.u32[(home + P.HOME_NUMBER) >>> 2] };
  }

  /** Throws if the blocking mode does not allow the call. @param {string} name @param {boolean} back */
  allow(name, back) {
    if (back) throw wrong('context: no thread waits for the JavaScript that runs now');
    if (this.mode() === 0) {
      throw new DeputyError(P.STATUS_WOULD_BLOCK, `${name}: the page would freeze until this call has ended, and by default it must not: `
        + `use 'await deputy.call()', or start the program with Module.deputy.blocking: 'throw', 'warn' or 'allow'`);
    }
  }

  mode() {
    const { chosen, memory } = this.host;
    return chosen === 0 ? 0 : memory.u32[(chosen + P.OPTION_BLOCKING) >>> 2];
  }

  enter() {
    const { host } = this;
    if (this.depth++ > 0) return;
    this.told = false;
    this.chains = (this.chains + 1) >>> 0 || 1;
    this.setChain(this.chains);
    // What this turn has not come to yet comes after the call.
    this.first = host.rest;
    host.rest = 0;
    if (this.first !== 0) for (this.last = this.first; this.next(this.last) !== 0;) this.last = this.next(this.last);
    wakeSelf(host.memory, host.head);
  }

  leave() {
    const { host } = this;
    host.returns.flush();
    if (--this.depth > 0) return;
    this.setChain(0);
    if (this.first !== 0) {
      host.memory.u32[(this.last + P.FRAME_NEXT) >>> 2] = host.rest;
      host.rest = this.first;
      this.first = this.last = 0;
    }
    // The inbox is AWAKE and nobody rings.
    host.goOn();
  }

  /** @param {number} chain */
  setChain(chain) {
    this.chain = chain;
    const { memory, root } = this.host;
    if (root !== 0) Atomics.store(memory.u32, (root + P.ROOT_SPIN) >>> 2, chain);
  }

  /** @param {number} frame */
  next(frame) {
    return this.host.memory.u32[(frame + P.FRAME_NEXT) >>> 2];
  }

  /** @param {SyncCall} call @param {Caller | undefined} caller @param {number} timeout */
  run(call, caller, timeout) {
    const { host } = this;
    const { exports, memory } = host;
    const start = performance.now();
    let frame = exports.take();
    if (frame === 0) {
      const most = Math.min(timeout, NO_FRAME);
      this.until(() => (frame = exports.take()) !== 0 || performance.now() - start > most);
      if (this.stopped) throw this.stopped;
      if (frame === 0) {
        throw timeout < NO_FRAME ? late(call.name, timeout)
          : new DeputyError(P.STATUS_DEADLOCK, `${call.name}: deadlock: the I/O thread makes no frames for calls; if it has not started yet, it does when the page is free: 'await deputy.call()' first`);
      }
    }
    // Refused: the call has ended.
    if (!exports.fill(call, frame, this.chain)) return;
    if (caller) this.give(call, caller);
    else exports.deliver(call);
    let polls = 0;
    let due = 0;
    let ran = this.ran;
    /** What everybody waited for at the last look, and since when. */
    let seen = '';
    let since = 0;
    for (;;) {
      this.serve(call);
      if (call.ended) return;
      if (++polls % LOOKS !== 0) continue;
      host.returns.flush();
      host.pump?.();
      if (Atomics.load(memory.u32, (host.root + P.ROOT_FAILED) >>> 2) !== 0) {
        this.stop(new DeputyError(P.STATUS_CLOSED, 'a thread has failed, and the program ends; deputy.exited tells how'));
      }
      const over = exports.over ?? this.stopped;
      if (over) return this.abandon(call, caller, over);
      const now = performance.now();
      if (now - start >= timeout) return this.abandon(call, caller, late(call.name, timeout));
      if (now < due) continue;
      due = now + CHECK;
      const [stuck, waits] = this.look(call, caller);
      if (stuck === '' || (stuck !== this.dead && (stuck !== seen || ran !== this.ran))) {
        seen = stuck;
        since = now;
        ran = this.ran;
      } else if (stuck === this.dead || now - since >= STUCK) {
        this.dead = stuck;
        return this.abandon(call, caller, new DeputyError(P.STATUS_DEADLOCK, `${call.name}: deadlock: the page waits for ${waits}`));
      }
      if (!this.told && now - start >= LONG) {
        this.told = true;
        console.warn(`deputy: the page has waited ${LONG / 1000} s in callSync('${call.name}') for ${waits}; it does nothing else meanwhile. `
          + `Use 'await deputy.call()', or give a timeout.`);
      }
    }
  }

  /** Spins until then, and runs nothing of the page's. @param {() => boolean} done */
  until(done) {
    while (!done() && !this.stopped) this.host.pump?.();
  }

  /** The call goes to a thread that waits for JavaScript that runs now. @param {SyncCall} call @param {Caller} caller */
  give(call, { frame, home }) {
    const { memory } = this.host;
    memory.u32[(call.frame + P.FRAME_RUNNER) >>> 2] = home;
    Atomics.store(memory.u32, (frame + P.FRAME_NESTED) >>> 2, call.frame);
    const before = Atomics.or(memory.i32, (frame + P.FRAME_STATE) >>> 2, P.STATE_NESTED);
    if (before & P.STATE_ABANDONED) {
      // It has just left. Whether it has seen the call the word tells.
      if (this.takeBack(call, frame)) call.end(false, new DeputyError(P.STATUS_CLOSED, `${call.name}: the thread that it was for has left its own call`));
    } else if (before & P.STATE_WAITING) {
      unpark(memory, home);
    }
  }

  /** Takes a call back that its thread has not seen. @param {SyncCall} call @param {number} frame */
  takeBack(call, frame) {
    const { memory, exports } = this.host;
    if (Atomics.compareExchange(memory.i32, (frame + P.FRAME_NESTED) >>> 2, call.frame | 0, 0) !== (call.frame | 0)) return false;
    exports.forget(call);
    return true;
  }

  /** The page does not wait any more. @param {SyncCall} call @param {Caller | undefined} caller @param {DeputyError} error */
  abandon(call, caller, error) {
    if (call.ended) return;
    call.end(false, error);
    if (caller && this.takeBack(call, caller.frame)) return;
    // It comes back with an answer; if it has not begun, the function does not run.
    if (call.frame !== 0) Atomics.or(this.host.memory.i32, (call.frame + P.FRAME_STATE) >>> 2, P.STATE_ABANDONED);
  }

  /** Runs what there is for the chain, until the call has ended. @param {SyncCall} call */
  serve(call) {
    const { host } = this;
    const { memory, head } = host;
    for (;;) {
      if (host.rest === 0) {
        if (!hasNews(memory, head)) return;
        host.rest = take(memory, head);
      }
      while (host.rest !== 0) {
        const frame = host.rest;
        host.rest = this.next(frame);
        if (this.isOurs(frame)) {
          this.ran++;
          host.run(frame);
          if (call.ended) return;
        } else {
          memory.u32[(frame + P.FRAME_NEXT) >>> 2] = 0;
          if (this.first === 0) this.first = frame;
          else memory.u32[(this.last + P.FRAME_NEXT) >>> 2] = frame;
          this.last = frame;
        }
      }
    }
  }

  /** Whether the frame is one to run while the page waits. @param {number} frame */
  isOurs(frame) {
    const { memory, exports } = this.host;
    switch (memory.i32[(frame + P.FRAME_KIND) >>> 2]) {
      case P.KIND_CALL: case P.KIND_POST: case P.KIND_ASYNC: case P.KIND_NATIVE: case P.KIND_LOG: case P.KIND_CANCEL:
        return memory.u32[(frame + P.FRAME_CHAIN) >>> 2] === this.chain;
      case P.KIND_ANSWER:
        return exports.out.get(frame)?.sync === true;
      // They run none of the page's code, and somebody may wait for them.
      case P.KIND_FETCH: case P.KIND_READ: case P.KIND_DISCARD: case P.KIND_SYSCALL:
        return true;
    }
    return false;
  }

  /**
   * What is wrong with a promise for a call of the chain, which the page cannot await now.
   * @param {string} name  the function's
   */
  promised(name) {
    const strict = this.mode() <= THROW;
    return new DeputyError(strict ? P.STATUS_WOULD_BLOCK : P.STATUS_DEADLOCK,
      `${name} returned a promise, and the page waits for a synchronous call meanwhile; have it return the value itself, or use 'await deputy.call()'`);
  }

  /**
   * Looks whom the call waits for: if that is somebody who cannot go on before the page does, a text that is the same as long as
   * nothing changes; and what to tell of it.
   * @param {SyncCall} call @param {Caller | undefined} caller
   * @returns {[stuck: string, waits: string]}
   */
  look(call, caller) {
    const { host } = this;
    const { memory } = host;
    const word = call.frame >>> 2;
    const taken = (Atomics.load(memory.i32, word + (P.FRAME_STATE >>> 2)) & P.STATE_TAKEN) !== 0;
    let home = Atomics.load(memory.u32, word + (P.FRAME_RUNNER >>> 2));
    if (!taken && !caller && call.context === P.CONTEXT_ID_MAIN) home = Atomics.load(memory.u32, (host.rootWord(P.ROOT_MAIN) + P.CONTEXT_OWNER) >>> 2);
    let stuck = '';
    let text = '';
    for (let hop = 0; hop < HOPS && home !== 0; hop++) {
      memory.covers(home, P.HOME_SIZE);
      const wait = Atomics.load(memory.u32, (home + P.HOME_WAIT) >>> 2);
      const of = memory.u32[(home + P.HOME_WAIT_FOR) >>> 2];
      const kind = wait & P.WAIT_KIND;
      text += `${hop > 0 ? ', and that' : ''} thread ${host.threadName(host.threadAt(home))}`.trimStart();
      stuck += ` ${wait} ${Atomics.load(memory.u32, (home + P.HOME_PARK) >>> 2)}`;
      if (kind === P.WAIT_NONE) return ['', text];
      // What is not taken needs a thread that serves; a thread that waits for the JavaScript that runs now does.
      const serves = hop === 0 && !taken && (caller ? kind === P.WAIT_CALL && of === caller.frame : (wait & P.WAIT_PUMPS) !== 0);
      // What it waits for is there: it only has to get to run.
      const there = kind === P.WAIT_CALL ? (Atomics.load(memory.i32, (of + P.FRAME_STATE) >>> 2) & P.STATE_DONE) !== 0
        : kind === P.WAIT_FRAME && Atomics.load(memory.i32, (home + P.HOME_RETURNED) >>> 2) !== 0;
      if (serves || there) return ['', text];
      text += `, which waits for ${this.whatFor(kind, of)}`;
      if (hop === 0 && !taken) return [stuck, `${text} and does not serve its context (DEPUTY_CALL_PUMP, deputy_task_wait_pump())`];
      home = Atomics.load(memory.u32, (home + P.HOME_AWAITS) >>> 2);
      // What the page is to bring.
      if (home === 0 && kind !== P.WAIT_TASK && kind < P.WAIT_SEND) return [stuck, `${text}, for which the page has no time now`];
    }
    return ['', text || 'a thread that has not begun'];
  }

  /** @param {number} kind @param {number} of */
  whatFor(kind, of) {
    const { memory, names } = this.host;
    switch (kind) {
      case P.WAIT_CALL:
        if (memory.i32[(of + P.FRAME_KIND) >>> 2] !== P.KIND_CALL) return 'the bytes of an outcome';
        // It may be one that has not run, and the first of its name.
        this.host.learn(of);
        return `the call '${names.text(memory.u32[(of + P.FRAME_TARGET) >>> 2])}'`;
      case P.WAIT_FRAME: return 'its posts to be run';
      case P.WAIT_PROMISE: return 'promises';
      case P.WAIT_SEND: return 'a function that it has sent';
      case P.WAIT_POOL: return 'the compute pool';
    }
    return 'a task';
  }

  /** Nothing can be waited for any more: the program ends. @param {DeputyError} error */
  stop(error) {
    this.stopped ??= error;
  }
}

/** Whether the calling thread's stack of JavaScript, and of WebAssembly, goes on for a while. */
export function hasRoom() {
  try {
    return goesOn(ROOM_CALLS);
  } catch {
    return false;
  }
}

/**
 * The arguments, which nothing takes, make its frame as large as it is to be. An engine puts them elsewhere if their number is known, and
 * if there are very many.
 * @param {number} n @param {...number} _
 * @returns {boolean}
 */
function goesOn(n, ..._) {
  return n === 0 || goesOn(n - 1, ...ROOM);
}

/** @param {string} name @param {number} timeout */
const late = (name, timeout) => new DeputyError(P.STATUS_TIMED_OUT, `${name}: ${timeout} ms passed before there was an outcome`);

/** @param {string} text */
const wrong = (text) => new DeputyError(P.STATUS_INVALID_ARGUMENT, text);
