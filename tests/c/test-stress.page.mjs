// The page's half: imports of every kind, and calls of the program's exports for as long as its threads run.
import { equal } from '../runner/assert.mjs';
import { tasks } from './tasks.mjs';
import { checkUiWaits } from './ui-waits.mjs';

const OPERATIONS = { node: 1_000_000, chromium: 200_000, firefox: 200_000 };
/** Calls of exports that are out at a time: more than the host has frames at first. */
const OUT = 48;

/** @type {any} */
let app;
let stopped = false;
const page = { calls: 0, ended: 0, ok: 0, out: 0 };
/** @type {Record<string, number>} */
const codes = {};
const seen = { posts: 0, followed: 0, errors: 0 };
/** @type {Set<(value: unknown) => void>} */
const nevers = new Set();
/** @type {unknown[]} */
const problems = [];
/** @type {number[]} */
const contexts = [];
/** @type {Promise<unknown>[]} */
const lanes = [];

let random = 12345;
/** @param {number} sides */
const roll = (sides) => {
  random ^= random << 13;
  random ^= random >>> 17;
  random ^= random << 5;
  return (random >>> 0) % sides;
};

/** What a call may end with, besides a value. */
const MAY = new Set(['DEPUTY_STALE', 'DEPUTY_CLOSED', 'DEPUTY_TIMED_OUT', 'DEPUTY_CANCELLED']);

async function oneCall() {
  /** @type {Record<string, any>} */
  const options = { context: [undefined, 'main', 'background', contexts[roll(8)]][roll(4)] };
  if (roll(8) === 0) options.timeout = 1 + roll(20);
  /** @type {AbortController | undefined} */
  let aborter;
  if (roll(8) === 0) options.signal = (aborter = new AbortController()).signal;
  const text = 'x'.repeat(roll(20) === 0 ? 50_000 : roll(300));
  const [a, b] = [roll(1000), roll(1000)];
  const { call } = app.deputy;
  const kind = roll(5);
  /** @type {(() => Promise<unknown>)[]} */
  const kinds = [
    () => call('sum', a, b, options),
    () => call('mirror', text, options),
    () => call('refuse', options),
    () => call('around', a, options),
    () => call('absent', a, options),
  ];
  const expected = [a + b, text, undefined, a, undefined][kind];
  const promise = kinds[kind]();
  page.calls++;
  if (aborter) {
    if (roll(2)) aborter.abort();
    else setTimeout(() => aborter?.abort(), roll(3));
  }
  let code = 'none';
  try {
    const value = await promise;
    if (value !== expected) problems.push(`export ${kind} gave ${String(value).slice(0, 50)}`);
    page.ok++;
  } catch (error) {
    code = /** @type {any} */ (error).code;
    const own = kind === 2 ? 'DEPUTY_OUT_OF_RANGE' : kind === 4 ? 'DEPUTY_NOT_FOUND' : '';
    if (code !== own && !MAY.has(code)) problems.push(error);
  }
  codes[code] = (codes[code] ?? 0) + 1;
  page.ended++;
}

async function lane() {
  while (!stopped) {
    await oneCall();
    // The page has other things to do.
    if (roll(4) === 0) await new Promise((resolve) => setTimeout(resolve, roll(3)));
  }
}

const base = tasks();
const imports = {
  ...base.imports,
  echo: (/** @type {unknown} */ value) => value,
  never: (/** @type {unknown} */ _value, /** @type {AbortSignal | undefined} */ signal) => new Promise((resolve) => {
    nevers.add(resolve);
    signal?.addEventListener('abort', () => nevers.delete(resolve));
  }),
  post: () => void seen.posts++,
  badPost() {
    throw new Error('on purpose');
  },
  follow(/** @type {Promise<unknown>} */ promise) {
    const end = () => void seen.followed++;
    promise.then(end, end);
  },
  context(/** @type {number} */ slot, /** @type {number} */ id) {
    seen.posts++;
    contexts[slot] = id;
  },
  begin() {
    seen.posts++;
    for (let i = 0; i < OUT; i++) lanes.push(lane());
  },
  /** The page makes no more calls, and all of them have ended. */
  async quiet() {
    stopped = true;
    await Promise.all(lanes);
    await app.deputy.call('around', 0, true);
    for (const resolve of nevers) resolve(undefined);
    return page.calls;
  },
  seenPosts: () => seen.posts,
  seenFollowed: () => seen.followed,
  promises: () => app.deputy.stats().promises,
  exportCallsOut: () => app.deputy.stats().exportCallsOut,
};

export const module = (/** @type {any} */ env) => ({
  arguments: [String(OPERATIONS[/** @type {keyof typeof OPERATIONS} */ (env.name)])],
  preRun: [(/** @type {any} */ instance) => {
    app = instance;
    base.module.preRun[0](instance);
  }],
  deputy: {
    imports,
    onError(/** @type {any} */ error) {
      seen.errors++;
      // A failed post, or a task that nobody looked at: its function failed on purpose, or its time was up, or its context closed.
      // What a worker threw may be gone with it.
      if (!/on purpose|JavaScript threw/.test(error.message) && !['DEPUTY_TIMED_OUT', 'DEPUTY_CLOSED'].includes(error.code)) problems.push(error);
    },
  },
});

/** @param {any} app */
export function check(app) {
  console.log(JSON.stringify({ page, codes, errors: seen.errors }));
  if (problems.length > 0) throw problems[0];
  const stats = app.deputy.stats();
  equal(page.ended, page.calls, 'calls of exports that ended');
  for (const name of ['asyncCalls', 'stashed', 'exportCallsOut', 'promises']) equal(stats[name], 0, name);
  checkUiWaits(app);
}
