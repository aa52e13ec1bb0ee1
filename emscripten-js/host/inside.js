// Synchronous calls of native functions from JavaScript of a thread's own, `deputy.callSync` and callbacks that are synchronous.
//
// What is the thread's own runs at once, on the stack: JavaScript and native code share the thread. What is another thread's runs there
// only if that waits for the JavaScript that runs now, as on the page (spin.js); meanwhile this thread sleeps, and of its inbox it runs
// what that other one sends, which may wait for it, and nothing else: the rest keeps its order and comes when the call has ended.
// All other threads are refused: who waits for nobody in particular may wait for ever, and `await deputy.call()` is at hand.

import { DeputyError } from './error.js';
import { hasNews, take } from './inbox.js';
import * as P from './protocol.js';

/** @typedef {import('./spin.js').Caller} Caller */
/** @typedef {{ run: (frame: number) => boolean, aside: (frame: number) => void }} Native  runs a call on this thread, true if it was answered; takes frames that come later */

/** Milliseconds of a sleep, at most: whoever calls may leave without a word. */
const LOOK = 20;
/** Milliseconds to wait for a free frame, which the I/O thread makes. */
const NO_FRAME = 1000;

/**
 * Makes a host's `callSync` and callbacks those of a thread.
 * @param {import('./worker.js').WorkerHost} worker @param {number} id  of its context @param {Native} native
 */
export function callInside(worker, id, native) {
  const { host } = worker;
  const { memory, exports, spin } = host;
  const thread = memory.u32[(host.context + P.CONTEXT_OWNER) >>> 2];
  const word = worker.park;
  /** The target of the call that begins is this thread. */
  let own = false;
  const { start } = spin;
  spin.start = (name, args, context, back, timeout, callback) => {
    own = callback ? callback.owner === host.objects.owner : context === id;
    return start.call(spin, name, args, context, back, timeout, callback);
  };
  spin.allow = (name, back) => {
    if (own) return;
    throw new DeputyError(P.STATUS_UNSUPPORTED, back ? `${name}: no thread waits for the JavaScript that runs now`
      : `${name}: a call that waits reaches this thread itself ({ context: deputy.context }), or the thread that waits for the JavaScript that runs now; use 'await deputy.call()'`);
  };
  spin.enter = () => {
    spin.depth++;
  };
  spin.leave = () => {
    host.returns.flush();
    if (--spin.depth > 0) return;
    const { first } = spin;
    spin.first = spin.last = 0;
    native.aside(first);
  };
  /** Sleeps until there may be news, or so long. @param {number} ticket @param {number} most */
  const sleep = (ticket, most) => void Atomics.wait(memory.i32, word, ticket, Math.max(0, Math.min(most, LOOK)));
  spin.run = (call, caller, timeout) => {
    const here = own || caller?.home === thread;
    const end = performance.now() + timeout;
    let frame = 0;
    for (const last = performance.now() + Math.min(timeout, NO_FRAME); ;) {
      const ticket = Atomics.load(memory.i32, word);
      frame = exports.take();
      if (frame !== 0) break;
      if (performance.now() >= last) throw new DeputyError(P.STATUS_TIMED_OUT, `${call.name}: there was no frame for the call in time`);
      sleep(ticket, last - performance.now());
    }
    if (!exports.fill(call, frame, 0)) return;
    if (here || !caller) {
      if (native.run(frame)) exports.answer(frame);
      else call.end(false, new DeputyError(P.STATUS_WOULD_BLOCK, `${call.name}: the result is a task that has not settled; call it with 'await deputy.call()'`));
      return;
    }
    spin.give(call, caller);
    const before = worker.here;
    // What the other thread calls here must not wait for this one's event loop.
    worker.here = true;
    try {
      for (;;) {
        const ticket = Atomics.load(memory.i32, word);
        serve(call, caller);
        host.returns.flush();
        if (call.ended) return;
        const { over } = exports;
        if (over) return spin.abandon(call, caller, over);
        if (performance.now() >= end) {
          return spin.abandon(call, caller, new DeputyError(P.STATUS_TIMED_OUT, `${call.name}: ${timeout} ms passed before there was an outcome`));
        }
        if (Atomics.load(memory.i32, (caller.frame + P.FRAME_STATE) >>> 2) & P.STATE_ABANDONED && spin.takeBack(call, caller.frame)) {
          return call.end(false, new DeputyError(P.STATUS_CLOSED, `${call.name}: the thread that it was for has left its own call`));
        }
        if (!hasNews(memory, host.head)) sleep(ticket, end - performance.now());
      }
    } finally {
      worker.here = before;
    }
  };
  /** Runs what the other thread has sent, and what runs none of the program's code. @param {any} call @param {Caller} caller */
  const serve = (call, caller) => {
    while (hasNews(memory, host.head)) {
      for (let rest = take(memory, host.head); rest !== 0;) {
        const frame = rest;
        rest = spin.next(frame);
        if (isOurs(frame, caller)) {
          host.run(frame);
          continue;
        }
        memory.u32[(frame + P.FRAME_NEXT) >>> 2] = 0;
        if (spin.first === 0) spin.first = frame;
        else memory.u32[(spin.last + P.FRAME_NEXT) >>> 2] = frame;
        spin.last = frame;
      }
      if (call.ended) return;
    }
  };
  /** @param {number} frame @param {Caller} caller */
  const isOurs = (frame, { home }) => {
    switch (memory.i32[(frame + P.FRAME_KIND) >>> 2]) {
      case P.KIND_CALL: case P.KIND_POST: case P.KIND_ASYNC: case P.KIND_CANCEL:
        return memory.u32[(frame + P.FRAME_HOME) >>> 2] === home;
      case P.KIND_ANSWER:
        return exports.out.get(frame)?.sync === true;
      case P.KIND_FETCH: case P.KIND_READ: case P.KIND_DISCARD:
        return true;
    }
    return false;
  };
}
