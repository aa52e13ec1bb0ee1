// Who waits for whom, since when: the watchdog, which tells of waits that take long, and what `deputy.waits()` gives. Only programs have it
// that refer to deputy_js_watch_. It runs on the page, which never waits: it looks at the records of threads in shared memory
// (HOME_* of rust-core/src/protocol.rs) and at the page's own calls. How long something takes it knows from looking again and again.

import * as P from './protocol.js';

/** @typedef {import('./host.js').Host} Host */

/** Milliseconds between two looks, at least and at most. */
const OFTEN = 20, SELDOM = 500;
/** So far a wait is followed. */
const HOPS = 8;
/** Bytes of an entry of the table of mutexes that somebody holds (c-shim/guard.c): the mutex, the record of the thread. */
const HELD = 8;
const CIRCLE = ': a circle, in which nobody goes on';
/** Bytes of a pthread_mutex_t. */
const MUTEX = 24;

/** A wait as it was seen: what it was, since when, and whether it was told. @typedef {{ state: string, since: number, told: boolean }} Seen */

/** What is told of a wait: who, for what, for how many milliseconds, and all that in one line. @typedef {{ thread: string, what: string, time: number, text: string }} Told */

export class Watch {
  /**
   * @param {() => Host | null} host  the page's, once there is one
   * @param {() => number[]} held  address and number of the entries of the table of mutexes that somebody holds, if the program has that
   */
  constructor(host, held) {
    this.host = host;
    this.held = held;
    /** By the address of a thread's record. @type {Map<number, Seen>} */
    this.seen = new Map();
    /** The page's calls. @type {WeakMap<object, Seen>} */
    this.calls = new WeakMap();
    /** Where the page's thread has waited, and how long at most. @type {Map<string, number>} */
    this.places = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.look = () => {
      const host = this.host();
      if (host && !host.closed) this.tick(host, performance.now());
      this.begin();
    };
  }

  /** Looks again and again from now on. */
  begin() {
    const host = this.host();
    const limit = host ? this.limit(host) : 0;
    this.timer = setTimeout(this.look, limit > 0 ? Math.min(Math.max(limit / 10, OFTEN), SELDOM) : SELDOM);
    // Node ends without it.
    /** @type {any} */ (this.timer)['unref']?.();
  }

  end() {
    clearTimeout(this.timer);
    // The page may still ask; nothing looks any more.
    this.begin = () => {};
  }

  /** Milliseconds after which a wait is told; 0 is never. @param {Host} host */
  limit(host) {
    return host.memory.u32[(host.chosen + P.OPTION_WATCHDOG) >>> 2];
  }

  /** Tells of what has taken too long and has not been told yet. @param {Host} host @param {number} now */
  tick(host, now) {
    const limit = this.limit(host);
    // Looked at always: who asks wants to know since when.
    const waits = this.all(host, now).filter(({ tells }) => tells);
    if (limit === 0) return;
    // Whoever is waited for by another one of these comes in that one's line, when its time has come. Of a circle one has to be first.
    const inside = new Set(waits.flatMap(({ chain, circle }) => (circle ? [] : chain.slice(1))));
    for (const wait of waits) {
      const { seen, chain, behind } = wait;
      if (seen.told || now - seen.since < limit || inside.has(chain[0])) continue;
      for (const { seen, chain: [home], behind: other } of waits) {
        if (chain.includes(home) && (home !== 0 || behind === other)) seen.told = true;
      }
      host.onLog('warn', this.tell(wait, now).text, 'watchdog');
    }
  }

  /** Every wait there is now, for the page. @returns {Told[]} */
  list() {
    const host = this.host();
    if (!host) return [];
    const now = performance.now();
    return this.all(host, now).map((wait) => this.tell(wait, now));
  }

  /** Prints every wait there is now. */
  dump() {
    const host = this.host();
    const lines = this.list().map(({ text }) => `\n  ${text}`);
    host?.onLog('warn', lines.length > 0 ? `waits:${lines.join('')}` : 'nobody waits', 'watchdog');
  }

  /** @param {Wait} wait @param {number} now @returns {Told} */
  tell({ who, what, seen, queued }, now) {
    const time = now - seen.since;
    const behind = queued > 0 ? `. ${queued} call${queued > 1 ? 's are' : ' is'} queued behind it` : '';
    return { thread: who, what, time, text: `${who} has waited ${(time / 1000).toFixed(1)} s for ${what}${behind}` };
  }

  /**
   * What threads and the page's calls wait for, and remembers since when.
   * @param {Host} host @param {number} now @returns {Wait[]}
   */
  all(host, now) {
    /** @type {Wait[]} */
    const waits = [];
    const { exports } = host;
    const u32 = (/** @type {number} */ at) => this.word(host, at);
    const calls = [...exports.out?.values() ?? [], ...exports.waiting ?? []];
    const taken = (/** @type {any} */ call) => call.frame !== 0 && (u32(call.frame + P.FRAME_STATE) & P.STATE_TAKEN) !== 0;
    const queuedFor = (/** @type {number} */ context) => (context === 0 ? 0 : calls.filter((call) => call.context === context && !taken(call)).length);
    /** By the context that they serve. @type {Map<number, number>} */
    const owners = new Map();
    for (let home = u32(host.root + P.ROOT_THREADS); home !== 0; home = u32(home + P.HOME_NEXT)) {
      const number = u32(home + P.HOME_NUMBER);
      const context = u32(home + P.HOME_CONTEXT);
      if (number !== 0 && context !== 0 && context !== P.CONTEXT_ID_BACKGROUND && context !== P.CONTEXT_ID_POOL) owners.set(context, home);
      if (number === 0 || !this.waits(host, home)) {
        this.seen.delete(home);
        continue;
      }
      const state = `${number} ${u32(home + P.HOME_WAIT)} ${this.isOurs(host, home) ? 0 : u32(home + P.HOME_FUTEX_SINCE)}`;
      let seen = this.seen.get(home);
      if (seen?.state !== state) this.seen.set(home, seen = { state, since: now - this.before(host, home), told: false });
      const chain = [home];
      const what = this.reason(host, home, chain);
      // Who serves meanwhile is at work, and whoever sleeps at a place of which nobody knows what it is may want to.
      const tells = this.isOurs(host, home) ? (u32(home + P.HOME_WAIT) & P.WAIT_PUMPS) === 0 : this.next(host, home) !== 0;
      waits.push({ who: this.thread(host, home), what, seen, chain, behind: 0, queued: queuedFor(context), tells, circle: what.endsWith(CIRCLE) });
    }
    for (const call of calls) {
      let seen = this.calls.get(call);
      if (!seen) this.calls.set(call, seen = { state: '', since: now, told: false });
      const owner = owners.get(call.context) ?? 0;
      const runs = taken(call);
      if (runs && (owner === 0 || !this.waits(host, owner))) continue;
      const chain = [0];
      const where = owner === 0 ? `context ${call.context}` : `${this.thread(host, owner)}${this.goesOn(host, owner, chain)}`;
      waits.push({ who: `the page's call "${call.name}"`, what: runs ? `its function, which runs on ${where}` : where, seen, chain,
        behind: runs ? -call.frame : call.context, queued: runs ? 0 : queuedFor(call.context) - 1, tells: true, circle: where.endsWith(CIRCLE) });
    }
    return waits;
  }

  /**
   * The guard: the page's own thread waits, which it must not, in a native function that was sent to it. Told once for each place, and again
   * where it is much longer.
   * @param {number} address  on which @param {number} ms  so far @param {boolean} ended @param {number} waker  the record of the thread that
   *   ended it @param {string} wakerStack  where @param {string} stack  where the page waits
   */
  uiWaited(address, ms, ended, waker, wakerStack, stack) {
    const longest = this.places.get(stack) ?? 0;
    if (longest > 0 && ms < longest * 10) return;
    this.places.set(stack, ms);
    const host = this.host();
    const by = waker && host ? this.thread(host, waker) : 'a thread that has ended';
    const holder = host && !ended ? this.holder(host, address) : 0;
    const how = ended ? `waited ${ms.toFixed(1)} ms` : `has waited ${(ms / 1000).toFixed(1)} s`;
    let text = `the page's thread ${how} for a lock (0x${address.toString(16)}), which it must not: do that on another thread. It waited here:\n${withoutGuard(stack)}`;
    if (wakerStack) text += `\nand ${by} let it go on here:\n${withoutGuard(wakerStack)}`;
    if (host && holder) text += `\nThe mutex is held by ${this.thread(host, holder)}${this.goesOn(host, holder, [])}`;
    if (host) host.onLog('error', text, 'guard');
    else console.error(`deputy: ${text}`);
  }

  /** @param {Host} host @param {number} at */
  word(host, at) {
    // It may have grown.
    host.memory.covers(at, 4);
    return Atomics.load(host.memory.u32, at >>> 2);
  }

  /** Whether it is a wait of the runtime's. @param {Host} host @param {number} home */
  isOurs(host, home) {
    return (this.word(host, home + P.HOME_WAIT) & P.WAIT_KIND) !== P.WAIT_NONE;
  }

  /** @param {Host} host @param {number} home */
  waits(host, home) {
    return this.isOurs(host, home) || this.word(host, home + P.HOME_FUTEX) !== 0;
  }

  /** Milliseconds that it has waited before it was seen, where the thread itself has written down when it began. @param {Host} host @param {number} home */
  before(host, home) {
    if (this.isOurs(host, home)) return 0;
    const now = Math.floor(performance.timeOrigin + performance.now()) % 2 ** 32;
    return Math.max(0, (now - this.word(host, home + P.HOME_FUTEX_SINCE)) | 0);
  }

  /** @param {Host} host @param {number} home */
  thread(host, home) {
    const sender = host.threadAt(home);
    if (sender.number === 0) return 'a thread that has ended';
    return `thread ${sender.number}${sender.length > 0 ? ` "${host.threadName(sender)}"` : ''}`;
  }

  /** The thread that has what this one waits for, 0 if that is not known. @param {Host} host @param {number} home */
  next(host, home) {
    if (this.isOurs(host, home)) return this.word(host, home + P.HOME_AWAITS);
    return this.holder(host, this.word(host, home + P.HOME_FUTEX));
  }

  /** The thread that has a mutex, 0 if that is not known. @param {Host} host @param {number} futex  on which others wait */
  holder(host, futex) {
    const [table, entries] = this.held();
    for (let i = 0; i < entries; i++) {
      const at = table + i * HELD;
      // What is waited for lies in the mutex.
      const distance = futex - this.word(host, at);
      if (distance >= 0 && distance < MUTEX) return this.word(host, at + 4);
    }
    return 0;
  }

  /**
   * What a thread waits for, and what that one waits for in turn. `chain` gets the threads.
   * @param {Host} host @param {number} home @param {number[]} chain @returns {string}
   */
  reason(host, home, chain) {
    const kind = this.word(host, home + P.HOME_WAIT) & P.WAIT_KIND;
    const of = this.word(host, home + P.HOME_WAIT_FOR);
    const next = this.next(host, home);
    const by = next === 0 ? '' : this.thread(host, next);
    /** @type {string} */
    let what;
    switch (kind) {
      case P.WAIT_CALL: what = `${by || 'the UI'} (${this.call(host, of)})`; break;
      case P.WAIT_FRAME: what = 'its posts to be run'; break;
      case P.WAIT_PROMISE: what = by ? `a promise of ${by}` : "a promise of the page's"; break;
      case P.WAIT_SEND: what = by ? `a function that it has sent to ${by}` : 'a function that it has sent'; break;
      case P.WAIT_POOL: what = 'the compute pool'; break;
      case P.WAIT_NONE: {
        const futex = `0x${this.word(host, home + P.HOME_FUTEX).toString(16)}`;
        what = by ? `mutex ${futex}, held by ${by}` : `a lock, a condition or a time (${futex})`;
        break;
      }
      default: what = by ? `a task of ${by}` : 'a task';
    }
    return next === 0 ? what : what + this.goesOn(host, next, chain);
  }

  /** @param {Host} host @param {number} home @param {number[]} chain */
  goesOn(host, home, chain) {
    if (chain.includes(home)) return CIRCLE;
    chain.push(home);
    if (!this.waits(host, home) || chain.length > HOPS) return '';
    return `, which waits for ${this.reason(host, home, chain)}`;
  }

  /** @param {Host} host @param {number} frame  that a thread waits on */
  call(host, frame) {
    const { memory } = host;
    if (!memory.covers(frame, P.FRAME_SIZE) || this.word(host, frame + P.FRAME_KIND) !== P.KIND_CALL) return 'the bytes of an outcome';
    const at = this.word(host, frame + P.FRAME_NAME);
    const length = this.word(host, frame + P.FRAME_NAME_LEN);
    const state = this.word(host, frame + P.FRAME_STATE);
    return `call "${host.threadName({ number: 0, at, length })}", ${(state & P.STATE_TAKEN) === 0 ? 'not begun' : 'which has begun'}`;
  }
}

/**
 * `chain` are the records of the threads, or first 0 for a call of the page's, which is `behind` a context with others; `tells`: it is one to
 * be told of by itself.
 * @typedef {{ who: string, what: string, seen: Seen, chain: number[], behind: number, queued: number, tells: boolean, circle: boolean }} Wait
 */

/** What every such stack begins with. @param {string} stack */
const withoutGuard = (stack) => stack.split('\n').filter((line) => !/^Error$|DeputyGuard|Object\.stack|^stack@|deputy_js_guard_|__wrap_emscripten_futex|wait_on_ui/.test(line)).join('\n');

/**
 * On the page, before there is a host.
 * @param {{ host: Host | null, operations: import('./names.js').Operations[], held?: () => number[], watch?: Watch }} glue  libdeputy.js
 * @param {Record<string, any>} module
 */
export function install(glue, module) {
  const watch = glue.watch = new Watch(() => glue.host, () => glue.held?.() ?? [0, 0]);
  // Words as texts, or the closure compiler renames them.
  module['deputy']['waits'] = () => watch.list().map(({ thread, what, time, text }) =>
    Object.fromEntries([['thread', thread], ['waitsFor', what], ['milliseconds', time], ['text', text]]));
  glue.operations.push((_, objects) => {
    watch.begin();
    objects.ends.set(watch, () => watch.end());
    return { 'deputy:waits': () => watch.dump() };
  });
}
