// A native thread of a stress test: a Worker that posts and calls, with the few frames it has, as rust-core does. Runs in
// Node and in browsers. Answers with the number of rings, or with what went wrong.
import { Native, P } from './native.mjs';

const inNode = typeof process === 'object' && Boolean(process.versions?.node);
/** @type {any} */
const port = inNode ? (await import('node:worker_threads')).parentPort : self;

/** @typedef {{buffer: SharedArrayBuffer, context: number, from: number, me: number, posts: number, frames: number, callEvery: number}} Job */

/** @param {Job} job */
function produce({ buffer, context, from, me, posts, frames, callEvery }) {
  const native = new Native({ memory: { buffer }, from });
  native.context = context;
  native.head = context + P.CONTEXT_HEAD;
  native.host = { ring: () => port.postMessage('ring') };
  // The thread record is the first thing behind `from`, behind what the constructor took.
  const home = native.home();
  /** @type {number[]} */
  const free = [];
  for (let i = 0; i < frames; i++) {
    const frame = native.allocate(P.FRAME_SIZE);
    native.write(frame + P.FRAME_HOME, home);
    native.write(frame + P.FRAME_ARGC, 2);
    native.write(frame + P.FRAME_ARGS, frame + P.FRAME_DATA);
    free.push(frame);
  }
  const names = ['post', 'call'].map((name) => native.bytes(name));

  /** Sleeps until there is news since `ticket`. @param {number} ticket */
  const park = (ticket) => {
    if (Atomics.wait(native.memory.i32, (home + P.HOME_PARK) >>> 2, ticket, 30_000) === 'timed-out') throw new Error('nobody woke me for 30 s');
  };
  const take = () => {
    if (free.length === 0) free.push(...native.returned(home));
    if (free.length === 0) {
      native.write(home + P.HOME_WANTS, 1);
      for (;;) {
        const ticket = native.woken(home);
        free.push(...native.returned(home));
        if (free.length > 0) break;
        park(ticket);
      }
      native.write(home + P.HOME_WANTS, 0);
    }
    return /** @type {number} */ (free.pop());
  };
  /** @param {number} kind @param {number} name @param {number} frame @param {number} number */
  const send = (kind, name, frame, number) => {
    native.write(frame + P.FRAME_STATE, 0);
    native.write(frame + P.FRAME_KIND, kind);
    native.write(frame + P.FRAME_TARGET, name + 1);
    native.write(frame + P.FRAME_NAME, names[name][0]);
    native.write(frame + P.FRAME_NAME_LEN, names[name][1]);
    native.value(frame + P.FRAME_DATA, me);
    native.value(frame + P.FRAME_DATA + P.VALUE_SIZE, number);
    native.push(frame);
  };

  for (let i = 0; i < posts; i++) {
    send(P.KIND_POST, 0, take(), i);
    if (i % callEvery !== callEvery - 1) continue;
    const frame = take();
    send(P.KIND_CALL, 1, frame, i);
    for (;;) {
      const ticket = native.woken(home);
      if (native.waits(frame) & P.STATE_DONE) break;
      park(ticket);
    }
    const { status, value } = native.outcome(frame);
    if (status !== 0 || value !== i + 1) throw new Error(`producer ${me}: after ${i + 1} posts the host had ${value} (status ${status})`);
    free.push(frame);
  }
  return { rings: native.rings };
}

/** @param {Job} job */
function onJob(job) {
  try {
    port.postMessage(produce(job));
  } catch (error) {
    port.postMessage({ error: error instanceof Error ? error.stack : String(error) });
  }
}
if (inNode) port.once('message', onJob);
else port.onmessage = (/** @type {MessageEvent} */ event) => onJob(event.data);
