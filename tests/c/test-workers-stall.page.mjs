import { assert, equal, matches } from '../runner/assert.mjs';
import { BOUND, ends, replaceWorker } from './start.mjs';

const TIMEOUT = 700;
export const module = { deputy: { imports: { what: () => 0 } } };

export async function check(_app, _outcome, env) {
  const path = '/target/tests/c-test-workers-stall/test-workers-stall.mjs';
  const { default: factory } = await import(env.browser ? env.server + path : `../..${path}`);
  // In Node, where there is no server, a script that never ends.
  const script = env.browser ? `${env.base}never` : 'data:text/javascript,setInterval(() => {}, 1000)';
  let stalls = false;
  const restore = replaceWorker((Real) => class extends Real {
    /** @param {any} url @param {any} options */
    constructor(url, options) {
      super(stalls ? new URL(script) : url, options);
    }
  });
  /** @type {[text: string, ms: number][]} */
  const told = [];
  /** @type {any} */
  let app;
  /** @param {number} what */
  const options = (what) => ({
    deputy: {
      pool: { reserve: 0, timeout: TIMEOUT },
      imports: {
        what: () => what,
        stall: () => void (stalls = true),
        idle: () => app.deputy.stats().pool.idle,
        told: (text, ms) => void told.push([text, ms]),
      },
    },
    preRun: [(instance) => void (app = instance)],
  });
  const late = /Worker was not up after 700 ms \(Module\.deputy\.pool\.timeout\): its script, .*test-workers-stall\.mjs, did not come or does not end$/;
  try {
    // The program goes on.
    const spawned = await factory(options(1));
    equal(await spawned.deputy.exited, 0);
    equal(told.length, 1);
    matches(told[0][0], late);
    assert(told[0][1] >= 1.5 * TIMEOUT && told[0][1] < BOUND, `after two tries: ${told[0][1]} ms`);
    // It ends: a later thread, then the first.
    for (const [what, reason, begin] of /** @type {const} */ ([[2, 'thread', /^thread 0x[0-9a-f]+ could not be started: /], [0, 'start', /^cannot start: a thread could not be started: /]])) {
      stalls = what === 0;
      const from = performance.now();
      const { error } = await ends(factory, options(what));
      equal(error.reason, reason);
      matches(error.message, begin);
      matches(error.message, late);
      assert(performance.now() - from < BOUND, 'in bounded time');
    }
  } finally {
    restore();
  }
}
