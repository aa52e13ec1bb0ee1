// Faults that are made to happen: the points of the page (faults.h has those of native code), and what goes wrong at them. The host takes
// every step by a function of the platform's, `Atomics` above all; those are replaced here, before there is a program, and look what the
// step is by the address and by the frame's kind. The host itself is the one that ships.
import * as P from '../../emscripten-js/host/protocol.js';

/** @typedef {'late' | 'spurious' | 'cancel' | 'throw' | 'fail' | 'end' | 'twice' | 'kill' | 'memory'} Fault */
/** In the order of faults.h. @type {(Fault | '')[]} */
export const FAULTS = ['', 'late', 'spurious', 'cancel', 'throw', 'fail', 'end', 'twice', 'kill', 'memory'];

/** @typedef {{ number: number, name: string, border: string, faults: Fault[] }} Point */

const KINDS = Object.fromEntries(Object.entries(P).filter(([name]) => name.startsWith('KIND_')).map(([name, kind]) => [name.slice(5), Number(kind)]));

/** Steps of frames on the page: what they are, the kinds that take them. */
const STEPS = [
  { name: 'took', kinds: ['CALL', 'POST', 'ASYNC', 'FETCH', 'READ', 'DISCARD', 'CANCEL', 'REPORT', 'NATIVE', 'ANSWER', 'SETTLE', 'LOG', 'UNREF', 'SYSCALL'], border: 'native -> host' },
  { name: 'marks taken', kinds: ['CALL', 'ASYNC', 'FETCH', 'READ', 'SYSCALL'], border: 'native -> host' },
  { name: 'marks decoded', kinds: ['CALL', 'FETCH', 'READ'], border: 'native -> host' },
  { name: 'marks done', kinds: ['CALL', 'ASYNC', 'FETCH', 'READ', 'SYSCALL'], border: 'native -> host' },
  { name: 'marks nested', kinds: ['CALL'], border: 'host -> native' },
  { name: 'marks left', kinds: ['EXPORT'], border: 'host -> native' },
  { name: 'closes', kinds: ['UNREF'], border: 'native -> host' },
  { name: 'pushes', kinds: ['EXPORT', 'CALLBACK', 'ASYNC', 'RELEASE', 'DROP', 'LEFT'], border: 'host -> native' },
];
const [TOOK, , , , NESTED, LEFT, CLOSES, PUSHES] = STEPS.keys();
/** The first of them. */
const FIRST = 16;
const SINGLE = { sleeps: 8, returns: 9, notifies: 10, imports: 11, allocates: 12 };

/** Every point there is. @type {Point[]} */
export const POINTS = [
  { number: 0, name: 'waits', border: 'futex', faults: ['late', 'spurious', 'cancel'] },
  { number: 1, name: 'wakes', border: 'futex', faults: ['late', 'twice', 'cancel'] },
  { number: 2, name: 'rings', border: 'futex', faults: ['late', 'twice', 'cancel'] },
  { number: 3, name: 'runs', border: 'host -> native', faults: ['fail', 'end', 'late', 'cancel'] },
  { number: SINGLE.sleeps, name: 'sleeps', border: 'futex', faults: ['late', 'cancel'] },
  { number: SINGLE.returns, name: 'returns', border: 'native -> host', faults: ['late'] },
  { number: SINGLE.notifies, name: 'notifies', border: 'futex', faults: ['late', 'spurious', 'cancel'] },
  { number: SINGLE.imports, name: 'imports', border: 'native -> host', faults: ['throw', 'late', 'cancel'] },
  { number: SINGLE.allocates, name: 'allocates', border: 'memory', faults: ['throw'] },
  ...STEPS.flatMap(({ name, kinds, border }, step) => kinds.map((kind) => /** @type {Point} */ ({
    number: FIRST + 32 * step + KINDS[kind], name: `${name} ${kind}`, border, faults: ['late', 'spurious', 'cancel'],
  }))),
];

/** The words of fault_block in faults.h. */
const ARMED = 0, LEFT_UNTIL = 1, WHAT = 2, HAPPENED = 3, WANTED = 4, SIZE = 5, PASSES = 6;
const PAUSE = 4;

const { add, compareExchange, exchange, load, notify, or, store, sub } = Atomics;

export class Faults {
  constructor() {
    /** @type {Int32Array} */
    this.heap = new Int32Array(0);
    /** Index of the block; 0 before it is known. */
    this.block = 0;
    this.root = 0;
    this.inbox = 0;
    /** Words of other inboxes. @type {Set<number>} */
    this.inboxes = new Set();
    /** What is to be done for 'kill'. */
    this.kill = () => {};
    this.install();
  }

  /** The program says where its block and its root lie. @param {number} block @param {number} root */
  open(block, root) {
    const at = (/** @type {number} */ offset) => this.heap[(root + offset) >>> 2] >>> 0;
    this.root = root;
    this.inbox = (at(P.ROOT_UI) + P.CONTEXT_HEAD) >>> 2;
    this.inboxes = new Set([P.ROOT_MAIN, P.ROOT_IO].map((offset) => (at(offset) + P.CONTEXT_HEAD) >>> 2));
    this.block = block >>> 2;
  }

  /** There is another program. */
  close() {
    this.block = 0;
    this.heap = new Int32Array(0);
  }

  /** Bytes of the memory that there was not. */
  get size() {
    return this.block === 0 ? 0 : load(this.heap, this.block + SIZE);
  }

  /** How often each point was passed since the last time. @returns {number[]} */
  passes() {
    const counts = [];
    for (const { number } of POINTS) counts[number] = exchange(this.heap, this.block + PASSES + number, 0);
    return counts;
  }

  /** A point is passed. Gives what goes wrong there, if that is for the caller to do. @param {number} point */
  pass(point) {
    const { heap, block } = this;
    if (block === 0) return '';
    add(heap, block + PASSES + point, 1);
    if (load(heap, block + ARMED) !== point || sub(heap, block + LEFT_UNTIL, 1) !== 1) return '';
    store(heap, block + ARMED, -1);
    add(heap, block + HAPPENED, 1);
    const what = FAULTS[load(heap, block + WHAT)];
    if (what === 'late') pause(PAUSE);
    else if (what === 'spurious') this.wakeAll();
    else if (what === 'cancel') this.cancel();
    else if (what === 'kill') this.kill();
    return what;
  }

  /** As the kernel may: whoever sleeps on a parking word wakes up. */
  wakeAll() {
    const { heap, root } = this;
    for (let home = heap[(root + P.ROOT_THREADS) >>> 2] >>> 0; home !== 0; home = heap[(home + P.HOME_NEXT) >>> 2] >>> 0) {
      notify(heap, (home + P.HOME_PARK) >>> 2);
    }
  }

  /** Another thread cancels what is under way. Bounded: it may wait for the page. */
  cancel() {
    const { heap, block } = this;
    store(heap, block + WANTED, 1);
    notify(heap, block + WANTED);
    for (const end = performance.now() + 50; load(heap, block + WANTED) !== 0 && performance.now() < end;);
  }

  /** @param {number} step @param {number} frame */
  step(step, frame) {
    const kind = this.heap[(frame + P.FRAME_KIND) >>> 2];
    if (kind > 0 && kind < 32) this.pass(FIRST + 32 * step + kind);
  }

  /** @param {any} array */
  knows(array) {
    if (this.block !== 0) return array.buffer === this.heap.buffer;
    // Before the program has said where: the heap is known by its size.
    if (array.byteLength > 1 << 20 && array instanceof Int32Array) this.heap = array;
    return false;
  }

  install() {
    /** @type {any} */
    const atomics = Atomics;
    /** By bit of the state. */
    const marks = new Map([[P.STATE_TAKEN, 1], [P.STATE_DECODED, 2], [P.STATE_DONE, 3], [P.STATE_NESTED, NESTED], [P.STATE_ABANDONED, LEFT], [P.UNREF_CLOSED, CLOSES]]);
    atomics.or = (/** @type {Int32Array} */ array, /** @type {number} */ index, /** @type {number} */ value) => {
      const step = this.knows(array) ? marks.get(value) : undefined;
      if (step !== undefined) this.step(step, (index << 2 >>> 0) - P.FRAME_STATE);
      return or(array, index, value);
    };
    atomics.exchange = (/** @type {Int32Array} */ array, /** @type {number} */ index, /** @type {number} */ value) => {
      const before = exchange(array, index, value);
      if (this.knows(array) && index === this.inbox && value === P.INBOX_AWAKE) {
        const met = new Set();
        for (let frame = before >>> 0; frame > P.INBOX_CLOSED; frame = this.heap[(frame + P.FRAME_NEXT) >>> 2] >>> 0) {
          const kind = this.heap[(frame + P.FRAME_KIND) >>> 2];
          if (!met.has(kind)) this.step(TOOK, frame);
          met.add(kind);
        }
      }
      return before;
    };
    atomics.compareExchange = (/** @type {Int32Array} */ array, /** @type {number} */ index, /** @type {number} */ old, /** @type {number} */ value) => {
      if (this.knows(array)) {
        if (index === this.inbox) {
          if (value === P.INBOX_ASLEEP) this.pass(SINGLE.sleeps);
        } else if (this.inboxes.has(index)) {
          if (value >>> 0 > P.INBOX_CLOSED) this.step(PUSHES, value >>> 0);
        } else if (value >>> 0 > 1024 && (this.heap[(value + P.FRAME_HOME) >>> 2] + P.HOME_RETURNED) >>> 2 === index) {
          this.pass(SINGLE.returns);
        }
      }
      return compareExchange(array, index, old, value);
    };
    atomics.notify = (/** @type {Int32Array} */ array, /** @type {number} */ index, /** @type {number | undefined} */ count) => {
      if (this.knows(array)) this.pass(SINGLE.notifies);
      return notify(array, index, count);
    };
    this.installMemory();
  }

  /** What takes memory of the page's: buffers, copies, texts. */
  installMemory() {
    /** @type {any} */
    const globals = globalThis;
    const check = () => {
      if (this.pass(SINGLE.allocates) === 'throw') throw new RangeError('Array buffer allocation failed');
    };
    for (const name of ['ArrayBuffer', 'Uint8Array']) {
      globals[name] = new Proxy(globals[name], {
        construct: (target, args, of) => {
          check();
          return Reflect.construct(target, args, of === globals[name] ? target : of);
        },
      });
    }
    /** @param {any} object @param {string} method */
    const guard = (object, method) => {
      const real = object[method];
      object[method] = function (/** @type {unknown[]} */ ...args) {
        check();
        return real.apply(this, args);
      };
    };
    guard(Object.getPrototypeOf(Int8Array.prototype), 'slice');
    guard(TextDecoder.prototype, 'decode');
    guard(TextEncoder.prototype, 'encode');
  }

  /** For functions of the page's: throws, if that is what goes wrong. */
  import() {
    if (this.pass(SINGLE.imports) === 'throw') throw new RangeError('on purpose');
  }
}

/** @param {number} ms */
export function pause(ms) {
  for (const end = performance.now() + ms; performance.now() < end;);
}

/**
 * What is to be tried after a run in which points were passed so often: at each point each of its faults, the first, the second and the last
 * time.
 * @param {number[]} passes
 * @returns {[point: number, nth: number, what: number][]}
 */
export function plan(passes) {
  return POINTS.flatMap(({ number, faults }) => {
    const times = new Set([1, 2, passes[number]].filter((nth) => nth >= 1 && nth <= passes[number]));
    return faults.flatMap((fault) => [...times].map((nth) => /** @type {[number, number, number]} */ ([number, nth, FAULTS.indexOf(fault)])));
  });
}
