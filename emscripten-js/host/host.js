// The host of a context: takes calls off the inbox, runs them, writes the outcomes. Plain JavaScript over shared
// memory; it never waits and runs no native code.
//
// One turn: rung -> (microtask) drain: take, run, take, run ... -> linger: poll a little, for the next call of a burst
// usually comes within microseconds -> sleep. What promises have set going runs before the host lingers: it goes on in
// another microtask. A turn that has used up its budget goes on in a new task, so that rendering, input and timers are
// never starved by a chatty thread; the inbox stays AWAKE meanwhile and nobody rings.

import { NoExports } from './absent.js';
import { DeputyError, describe, statusOf } from './error.js';
import { giveBack, LEFT, markDecoded, markDone, markTaken, Returns, WOKEN } from './frame.js';
import { hasNews, sleep, take, wakeSelf } from './inbox.js';
import { isThenable } from './kinds.js';
import { Linger } from './linger.js';
import { Memory } from './memory.js';
import { Names } from './names.js';
import { Objects } from './objects.js';
import * as P from './protocol.js';
import { say } from './say.js';
import { microtask, taskScheduler } from './turn.js';
import { decodeUtf8 } from './utf8.js';
import { decodeArguments, decodeValue, encodeResult, encodeThrown, RESULT } from './value.js';

/** Frames between two looks at the clock, at most; one, while functions take long. */
const FRAMES_PER_LOOK = 16;
/** Milliseconds between two looks that say that functions take long. */
const SLOW = 1;

/** How a turn ends: nothing is left; the time is up; promises have jobs to run first. */
const ASLEEP = 0, TIME_UP = 1, JOBS = 2;

/**
 * @typedef {object} HostOptions
 * @property {{ buffer: ArrayBufferLike }} memory  the shared memory
 * @property {number} context  address of the context this host serves
 * @property {Record<string, unknown>[]} [roots]  where names are looked up, first match wins; default [globalThis]
 * @property {(specifier: string) => unknown} [importModule]  gives what a module exports, or a promise of it
 * @property {(address: number) => unknown} [inline]  the function that is written in the program, by where its text lay
 * @property {number} [budget]  milliseconds a turn may run before it lets the event loop breathe; default 4
 * @property {number} [linger]  milliseconds to poll after the last call at most; default 0.05, 0 never polls
 * @property {(frame: number) => void} [native]  runs the native function of a frame; may throw
 * @property {(frame: number) => void} [syscall]  runs the file-system call of a frame; may throw
 * @property {() => void} [pump]  serves the platform's own queue while lingering; may throw
 * @property {(error: unknown, name: string, thread: string) => void} [onError]  a failure that nobody will look at: a posted
 *   call, or a task that was freed; default console.error
 * @property {(level: LogLevel, text: string, thread: string) => void} [onLog]  a line of the log; default the console
 * @property {(error: unknown, text: string) => void} [onUnobserved]  after onError, if the option says that such a failure ends
 *   the program
 * @property {import('./exports.js').Exports} [exports]  the calls of native functions
 * @property {number} [stock]  address of the record of the frames they travel in, if that is not the UI's
 * @property {import('./names.js').Operations[]} [operations]  the runtime's own functions, those that the program uses (operations.js, http.js)
 * @property {typeof import('./tasks.js').Tasks} [Tasks]  asynchronous calls and promises of tasks, where the program uses them (tasks.js)
 * @property {typeof import('./into.js').Into} [Into]  results that are bound to reserved handles, where the program has operations (into.js)
 * @property {import('./console.js').Console} [console]  what native code writes, in programs that do (console.js)
 * @property {number} [root]  address of the root (ROOT_*). The options it tells of win over `budget` and `linger`
 */

/** @typedef {'error' | 'warn' | 'info' | 'debug' | 'trace'} LogLevel */

export class Host {
  /** @param {HostOptions} options */
  constructor(options) {
    this.memory = new Memory(options.memory);
    this.context = options.context;
    this.head = options.context + P.CONTEXT_HEAD;
    /** What native code has handles of. */
    this.objects = new Objects(P.CONTEXT_ID_UI, (count) => void (this.memory.u32[(this.context + P.CONTEXT_OBJECTS) >>> 2] = count));
    this.names = new Names(options.roots ?? [/** @type {any} */ (globalThis)], this.objects, options.operations, options);
    this.budget = options.budget ?? 4;
    this.linger = new Linger(options.linger ?? 0.05);
    this.pump = options.pump;
    this.native = options.native;
    this.syscall = options.syscall;
    this.onError = options.onError ?? ((error, name, thread) => console.error(say`deputy: thread ${thread}: ${name} failed:`, error));
    // Not console.trace, which prints a stack.
    this.onLog = options.onLog ?? ((level, text, thread) => console[level === 'trace' ? 'debug' : level](`[${thread}] ${text}`));
    this.onUnobserved = options.onUnobserved;
    this.console = options.console;
    /** @type {import('./exports.js').Exports} */
    this.exports = options.exports ?? /** @type {any} */ (new NoExports());
    this.root = options.root ?? 0;
    this.chosen = this.rootWord(P.ROOT_OPTIONS);
    this.stock = options.stock ?? this.rootWord(P.ROOT_STOCK);
    this.spin = this.exports.spin(this);
    /** The call whose function runs, 0 if none does: its thread waits. */
    this.running = 0;
    /** That thread, once somebody has asked. @type {import('./spin.js').Caller | null} */
    this.waits = null;
    /** Those that JavaScript has, in programs that make some. @type {import('./callbacks.js').Callbacks | undefined} */
    this.callbacks = this.exports.callbacks(this);
    /** @type {import('./value.js').Crossing} */
    this.cross = {
      objects: this.objects,
      callbacks: this.callbacks,
      dropHandles: (handles) => this.dropHandles(handles),
      handles: undefined,
      view: () => void (this.viewed = true),
    };
    /** There is a view among the arguments that were just read. */
    this.viewed = false;
    this.tasks = options.Tasks && new options.Tasks(this);
    this.into = options.Into && new options.Into(this);

    /** Outcomes that did not fit their frame; the handles in them are references of whoever fetches them. @type {Map<number, { bytes: Uint8Array, handles?: number[] }>} */
    this.stash = new Map();
    this.stashed = 0;
    /** Frames of posts that have run. */
    this.returns = new Returns(this.memory);

    /** Frame to go on with in the next turn, 0 if none. */
    this.rest = 0;
    /** A turn is running or has been asked for: rings add nothing. */
    this.awake = false;
    /** Somebody rang since the host last slept. */
    this.rung = false;
    this.closed = false;
    /** Frames between two looks at the clock now. */
    this.interval = 1;
    /** When the turn has used up its budget. */
    this.turnEnd = 0;
    /** A promise was made or settled: its jobs wait for the turn to end. */
    this.jobs = false;

    this.turn = () => this.drain(false);
    this.sameTurn = () => this.drain(true);
    this.nextTask = taskScheduler(this.turn);
  }

  /** What the root says. @param {number} offset  ROOT_* */
  rootWord(offset) {
    return this.memory.u32[(this.root + offset) >>> 2];
  }

  /** The doorbell. Cheap, runs nothing: safe inside the platform's own pump. */
  ring() {
    this.rung = true;
    this.goOn();
  }

  /** There may be frames to run, of which no ring tells. */
  goOn() {
    if (this.awake || this.closed) return;
    this.awake = true;
    microtask(this.turn);
  }

  /**
   * One turn, or what is left of it.
   * @param {boolean} [same]  goes on after promises had their jobs run; the budget does too
   */
  drain(same = false) {
    if (this.closed) return;
    if (this.chosen !== 0) {
      this.budget = this.memory.u32[(this.chosen + P.OPTION_BUDGET) >>> 2] / 1000;
      this.linger.allow(this.memory.u32[(this.chosen + P.OPTION_LINGER) >>> 2] / 1000);
    }
    const now = performance.now();
    if (!same) {
      this.linger.woke(now);
      this.turnEnd = now + this.budget;
    }
    let how = TIME_UP;
    try {
      how = this.serve(this.turnEnd, now);
    } finally {
      this.returns.flush();
      // Also when the platform's pump threw: frames in `rest` and in the inbox must not be forgotten.
      this.awake = how !== ASLEEP;
      if (!this.closed) {
        if (how === JOBS) microtask(this.sameTurn);
        else if (how === TIME_UP) this.nextTask();
      }
    }
  }

  /**
   * Serves until there is nothing left for a while, or the time is up, or promises have jobs to run.
   * @param {number} end
   * @param {number} last  the time now
   */
  serve(end, last) {
    const { memory, head } = this;
    for (;;) {
      // A failure that ends the program may have closed it.
      if (this.closed) return ASLEEP;
      const fresh = this.rest === 0;
      if (fresh) {
        if (this.objects.busy) this.objects.betweenBatches(memory, this.returns);
        this.rest = take(memory, head);
      }
      // What their senders have written before comes first.
      if (this.console?.drain(end, fresh)) return TIME_UP;
      let look = this.interval;
      while (this.rest !== 0) {
        const frame = this.rest;
        // The link first: once the frame is done it may be in use again.
        this.rest = memory.u32[(frame + P.FRAME_NEXT) >>> 2];
        this.run(frame);
        if (--look === 0) {
          const now = performance.now();
          if (this.closed) return ASLEEP;
          if (now >= end) return TIME_UP;
          look = this.interval = now - last > SLOW ? 1 : Math.min(this.interval * 2, FRAMES_PER_LOOK);
          last = now;
        }
      }
      this.returns.flush();
      if (!this.objects.busy && !hasNews(memory, head)) {
        if (this.jobs) {
          this.jobs = false;
          return JOBS;
        }
        if (!this.linger.wait(memory, head, end, this.pump)) {
          // The I/O thread rings when it has made frames, which nothing in the inbox tells.
          if (this.rung) {
            this.rung = false;
            this.exports.goOn();
          }
          if (sleep(memory, head)) {
            this.console?.settle(this);
            return ASLEEP;
          }
          continue;
        }
      }
      if (performance.now() >= end) return TIME_UP;
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
      case P.KIND_ASYNC: case P.KIND_CANCEL: case P.KIND_SETTLE: case P.KIND_REPORT:
        // They come only from programs that have handles of tasks (`ffi/handle.rs`).
        return this.tasks?.run(frame, kind);
      case P.KIND_DISCARD:
        this.dropStash(memory.u32[word + (P.FRAME_TARGET >>> 2)]);
        return this.returns.add(frame);
      case P.KIND_UNREF:
        return this.objects.see(memory, frame, this.returns);
      case P.KIND_ANSWER:
        this.jobs = true;
        return this.exports.answer(frame);
      case P.KIND_LOG:
        this.log(frame);
        return this.returns.add(frame);
      case P.KIND_NATIVE:
        this.count(P.CONTEXT_POSTS);
        return this.runNative(frame);
    }
    if (!markTaken(memory, frame)) {
      this.count(P.CONTEXT_ABANDONED);
      if (kind === P.KIND_FETCH) this.dropStash(memory.u32[word + (P.FRAME_TARGET >>> 2)]);
      else if (kind === P.KIND_CALL) this.into?.neverRan(frame);
      return giveBack(memory, frame);
    }
    if (kind === P.KIND_CALL) {
      this.count(P.CONTEXT_CALLS);
      return this.runCall(frame);
    }
    if (kind === P.KIND_SYSCALL) return this.runSyscall(frame);
    if (kind === P.KIND_FETCH || kind === P.KIND_READ) return this.runFetch(frame, kind);
    markDecoded(memory, frame);
    this.fail(frame, new DeputyError(P.STATUS_INTERNAL, say`a frame asks for ${kind}, which this host does not know`));
  }

  /** @param {number} frame */
  runCall(frame) {
    const { memory } = this;
    const flags = memory.u32[(frame + P.FRAME_FLAGS) >>> 2];
    const target = memory.u32[(frame + P.FRAME_TARGET) >>> 2];
    let result;
    let viewed = false;
    try {
      let args;
      try {
        args = this.arguments(frame);
      } finally {
        // The caller of a function that sees its memory must not leave before the function has.
        viewed = this.viewed;
        if (viewed) this.viewed = false;
        else markDecoded(memory, frame);
      }
      this.running = frame;
      this.waits = null;
      result = this.names.call(target, args);
      this.running = 0;
      if (isThenable(result)) {
        if (this.spin.chain === 0) return this.runLater(frame, result, flags, viewed);
        Promise.resolve(result).catch(() => {});
        throw this.spin.promised(this.names.text(target));
      }
    } catch (thrown) {
      this.running = 0;
      if (viewed) markDecoded(memory, frame);
      this.unread(thrown);
      return this.fail(frame, thrown);
    }
    if (viewed) markDecoded(memory, frame);
    this.succeed(frame, result, flags);
  }

  /**
   * The function returned a promise: the frame stays out until it settles.
   * @param {number} frame @param {unknown} thenable @param {number} flags @param {boolean} viewed
   */
  runLater(frame, thenable, flags, viewed) {
    this.jobs = true;
    // The caller has no next call to poll for before this one has ended.
    this.linger.factor = 0;
    // Promise.resolve assimilates foreign thenables: their `then` may throw, or settle twice.
    const promise = Promise.resolve(thenable);
    const settled = viewed ? promise.finally(() => markDecoded(this.memory, frame)) : promise;
    const answer = (/** @type {() => void} */ give) => {
      if (viewed && !(/** @type {any} */ (thenable).soon)) return give();
      // The caller is about to make its next call, which may come at once: to poll for it is cheaper than its ring.
      if (!this.awake && !this.closed) {
        wakeSelf(this.memory, this.head);
        this.goOn();
      }
      give();
      // Not longer than for one that is awake: on two processors one that has to be woken may want the page's.
      this.linger.factor = 1;
    };
    settled.then((value) => answer(() => this.succeed(frame, value, flags)), (thrown) => answer(() => this.fail(frame, thrown)));
  }

  /** @param {number} frame */
  runPost(frame) {
    const target = this.memory.u32[(frame + P.FRAME_TARGET) >>> 2];
    const sender = this.sender(frame);
    // It goes home with a later one, at the earliest: until user code runs it can be read.
    this.returns.add(frame);
    try {
      const result = this.names.call(target, this.arguments(frame));
      if (isThenable(result)) {
        this.jobs = true;
        Promise.resolve(result).then(undefined, (thrown) => this.postFailed(target, thrown, sender));
      }
    } catch (thrown) {
      this.unread(thrown);
      this.postFailed(target, thrown, sender);
    }
  }

  /** @param {number} target @param {unknown} thrown @param {Sender} sender */
  postFailed(target, thrown, sender) {
    this.count(P.CONTEXT_POSTS_FAILED);
    this.tell(thrown, this.names.text(target), this.threadName(sender));
  }

  /** @param {unknown} thrown @param {string} name @param {string} thread */
  tell(thrown, name, thread) {
    try {
      this.onError(thrown, name, thread);
    } catch (worse) {
      console.error(say`deputy: onError itself failed:`, worse);
    }
    if (this.chosen !== 0 && this.memory.u32[(this.chosen + P.OPTION_UNOBSERVED) >>> 2] !== 0) {
      this.onUnobserved?.(thrown, say`${name} failed, and nobody looked: ${describe(thrown).slice(0, 2).join(': ')}`);
    }
  }

  /**
   * A line of the log.
   * @param {number} frame
   */
  log(frame) {
    const { memory } = this;
    const level = /** @type {LogLevel} */ (say`off error warn info debug trace`.split(' ')[memory.u32[(frame + P.FRAME_TARGET) >>> 2] || 3] ?? 'info');
    const at = memory.u32[(frame + P.FRAME_ARGS) >>> 2];
    memory.covers(at, P.VALUE_SIZE);
    try {
      this.onLog(level, String(decodeValue(memory, at, RESULT)), this.threadName(this.sender(frame)));
    } catch (thrown) {
      console.error(say`deputy: onLog failed:`, thrown);
    }
  }

  /**
   * Who sent a frame: number, and where the name lies. The thread may be gone when somebody asks for the name; the text stays.
   * @param {number} frame
   * @returns {Sender}
   */
  sender(frame) {
    return this.threadAt(this.memory.u32[(frame + P.FRAME_HOME) >>> 2]);
  }

  /** @param {number} home  address of its record @returns {Sender} */
  threadAt(home) {
    const { memory } = this;
    if (!memory.covers(home, P.HOME_SIZE)) return { number: 0, at: 0, length: 0 };
    return {
      number: memory.u32[(home + P.HOME_NUMBER) >>> 2],
      at: memory.u32[(home + P.HOME_NAME) >>> 2],
      length: memory.u32[(home + P.HOME_NAME_LEN) >>> 2],
    };
  }

  /** @typedef {{ number: number, at: number, length: number }} Sender */

  /** @param {Sender} sender */
  threadName({ number, at, length }) {
    return at !== 0 && this.memory.covers(at, length) ? decodeUtf8(this.memory.u8, at, length) : `${number}`;
  }

  /** @param {number} frame */
  runNative(frame) {
    try {
      this.native?.(frame);
    } catch (thrown) {
      console.error(say`deputy: a native function that was sent here ended with an exception:`, thrown);
    }
  }

  /** @param {number} frame */
  runSyscall(frame) {
    try {
      this.syscall?.(frame);
    } catch (thrown) {
      // The call has its errno already; the cause would be lost.
      console.error(say`deputy: a file-system call:`, thrown);
    }
    if (markDone(this.memory, frame) === WOKEN) this.linger.wokeCaller();
  }

  /** @param {number} frame @param {number} kind */
  runFetch(frame, kind) {
    const { memory } = this;
    const word = frame >>> 2;
    const id = memory.u32[word + (P.FRAME_TARGET >>> 2)];
    const to = memory.u32[word + (P.FRAME_ARGS >>> 2)];
    const room = memory.u32[word + (P.FRAME_ARGC >>> 2)];
    const kept = this.stash.get(id);
    const found = to !== 0 && kept?.bytes.length === room && memory.covers(to, room) ? kept : null;
    if (found) {
      memory.u8.set(found.bytes, to);
      // For somebody else, or for whoever drops it now: the references go with the bytes.
      this.retainHandles(found.handles);
    }
    if (kind === P.KIND_FETCH) this.dropStash(id);
    // Before the outcome: a caller that left in between waits for this, its buffer must not be written any more.
    markDecoded(memory, frame);
    memory.i32[word + (P.FRAME_RESULT >>> 2)] = P.TAG_NULL;
    this.finish(frame, found || to === 0 ? P.STATUS_OK : P.STATUS_INTERNAL, null, found?.handles);
  }

  /** From then on the name of the function that a frame calls is known. @param {number} frame */
  learn(frame) {
    const { memory, names } = this;
    const word = frame >>> 2;
    const target = memory.u32[word + (P.FRAME_TARGET >>> 2)];
    if (names.knows(target)) return;
    const at = memory.u32[word + (P.FRAME_NAME >>> 2)];
    const length = memory.u32[word + (P.FRAME_NAME_LEN >>> 2)];
    memory.covers(at, length);
    names.learn(target, decodeUtf8(memory.u8, at, length));
  }

  /** @param {number} frame */
  arguments(frame) {
    const { u32 } = this.memory;
    this.learn(frame);
    return this.readArguments(frame, u32[(frame + P.FRAME_ARGS) >>> 2], u32[(frame + P.FRAME_ARGC) >>> 2]);
  }

  /**
   * Where there are callbacks (callbacks.js) and tasks (tasks.js), they look after those among the arguments.
   * @param {number} _frame @param {number} at @param {number} argc
   */
  readArguments(_frame, at, argc) {
    return decodeArguments(this.memory, at, argc, this.cross);
  }

  /** No function has taken the arguments that were read, or it has thrown. @param {unknown} _thrown */
  unread(_thrown) {}

  /** @param {number} frame @param {unknown} value @param {number} flags */
  succeed(frame, value, flags) {
    let bytes;
    try {
      bytes = encodeResult(this.memory, frame, value, this.cross, flags);
    } catch (thrown) {
      return this.fail(frame, thrown);
    }
    this.finish(frame, P.STATUS_OK, bytes, this.cross.handles);
  }

  /** @param {number} frame @param {unknown} thrown */
  fail(frame, thrown) {
    const bytes = encodeThrown(this.memory, frame, thrown, this.cross, this.whereOf(frame, this.sender(frame)));
    this.finish(frame, statusOf(thrown), bytes, this.cross.handles);
  }

  /** The last line of a stack, for native code: what was called, by whom. @param {number} frame @param {Sender} sender */
  whereOf(frame, sender) {
    return say`    at ${this.names.text(this.memory.u32[(frame + P.FRAME_TARGET) >>> 2])} (called by native thread ${this.threadName(sender)})`;
  }

  /** @param {number} frame @param {number} status @param {Uint8Array | null} bytes  what did not fit @param {number[]} [handles]  in it */
  finish(frame, status, bytes, handles) {
    const id = this.writeOutcome(frame, status, bytes, handles);
    const seen = markDone(this.memory, frame);
    if (seen === WOKEN) this.linger.wokeCaller();
    else if (seen === LEFT) id !== 0 ? this.dropStash(id) : this.dropHandles(handles);
  }

  /** Nobody will read them. @param {number[]} [handles] */
  dropHandles(handles = []) {
    for (const serial of handles) serial < 0 ? this.callbacks?.takeBack(-serial) : this.objects.drop(serial);
  }

  /** Somebody else will read them, too. @param {number[]} [handles] */
  retainHandles(handles = []) {
    for (const serial of handles) serial < 0 ? this.callbacks?.giveAgain(-serial) : this.objects.retain(serial);
  }

  /** Nobody will fetch it. @param {number} id */
  dropStash(id) {
    const kept = this.stash.get(id);
    this.stash.delete(id);
    this.dropHandles(kept?.handles);
  }

  /**
   * Everything but DONE.
   * @param {number} frame @param {number} status @param {Uint8Array | null} bytes @param {number[]} [handles]  in it
   * @returns {number}  the stash's number, 0 if there is none
   */
  writeOutcome(frame, status, bytes, handles) {
    const { memory } = this;
    const word = frame >>> 2;
    let id = 0;
    if (bytes) {
      id = this.keep(bytes, handles);
      memory.u32[word + ((P.FRAME_RESULT + P.VALUE_DATA) >>> 2)] = id;
    }
    memory.i32[word + (P.FRAME_STATUS >>> 2)] = status;
    return id;
  }

  /**
   * Keeps bytes until native code has fetched them.
   * @param {Uint8Array} bytes
   * @param {number[]} [handles]  in them
   * @returns {number}  the stash's number
   */
  keep(bytes, handles) {
    // 0 is no stash; numbers wrap long after the outcomes they named are fetched.
    do this.stashed = (this.stashed + 1) >>> 0; while (this.stashed === 0 || this.stash.has(this.stashed));
    this.stash.set(this.stashed, { bytes, handles });
    return this.stashed;
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
    this.eachLeft((frame) => this.run(frame));
    while (this.objects.busy) this.objects.betweenBatches(this.memory, this.returns);
    this.end(new DeputyError(P.STATUS_CLOSED, say`the program has ended`));
    this.returns.flush();
  }

  /** Runs nothing more. Whoever waits for native code is told. @param {DeputyError} error */
  end(error) {
    if (this.closed) return;
    this.closed = true;
    this.objects.close();
    this.exports.close(error);
    this.tasks?.close(error);
  }

  /** The program is broken: what it logged before still appears, and nothing else happens. @param {DeputyError} error */
  lastWords(error) {
    if (this.closed) return;
    this.eachLeft((frame) => {
      if (this.memory.i32[(frame + P.FRAME_KIND) >>> 2] === P.KIND_LOG) this.log(frame);
    });
    this.end(error);
  }

  /**
   * Hands out what is left of the turn, then what is in the inbox now, oldest first.
   * @param {(frame: number) => void} use
   */
  eachLeft(use) {
    for (let batch = 0; batch < 2; batch++) {
      if (batch > 0) this.rest = take(this.memory, this.head);
      while (this.rest !== 0) {
        const frame = this.rest;
        this.rest = this.memory.u32[(frame + P.FRAME_NEXT) >>> 2];
        use(frame);
      }
    }
  }

  /** @returns {Record<string, number>} */
  stats() {
    const counter = (/** @type {number} */ offset) => this.memory.u32[(this.context + offset) >>> 2];
    const values = [
      counter(P.CONTEXT_CALLS), counter(P.CONTEXT_POSTS), counter(P.CONTEXT_POSTS_FAILED), counter(P.CONTEXT_ABANDONED), counter(P.CONTEXT_LEFT),
      this.tasks?.calls.size ?? 0, this.stash.size, ...this.exports.figures(), this.tasks?.promises.size ?? 0,
      this.objects.size, this.callbacks?.held.size ?? 0,
    ];
    // Not keys of an object: the closure compiler would rename them.
    const names = say`calls posts postsFailed abandoned left asyncCalls stashed exportCalls exportCallsOut promises objects callbacks`;
    return Object.fromEntries(names.split(' ').map((name, i) => [name, values[i]]));
  }
}

export { DeputyError, describe };
