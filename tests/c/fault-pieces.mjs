// The page's side of fault-pieces.h: imports, calls of exports, and what is counted between two pieces.
import { equal } from '../runner/assert.mjs';
import { soon } from './exports.mjs';
import { FAULTS } from './faults.mjs';
import { tasks } from './tasks.mjs';

/** What a failure of a call must be when this went wrong. @type {Record<string, string[]>} */
const MAY = {
  throw: ['DEPUTY_NO_MEMORY', 'RangeError', 'DEPUTY_JS_EXCEPTION'],
  fail: ['DEPUTY_OUT_OF_RANGE'],
  end: ['DEPUTY_CLOSED', 'DEPUTY_STALE'],
  memory: ['DEPUTY_NO_MEMORY', 'DEPUTY_NO_THREADS'],
};

/** @param {import('./faults.mjs').Faults} faults */
export function pieces(faults) {
  /** @type {any} */
  let app;
  let posted = 0;
  /** Errors that nobody looked at: on purpose, or by the fault of the moment. @type {unknown[]} */
  const told = [];
  /** @type {Set<any>} */
  const callbacks = new Set();
  let now = '';
  let began = (/** @type {unknown} */ _value) => {};

  /** A call of an export: its value, or a failure that the fault explains. @param {Promise<unknown>} promise @param {(value: any) => void} check @param {string[]} [others] */
  const ends = async (promise, check, others = []) => {
    let value;
    try {
      value = await soon(promise);
    } catch (error) {
      const { code, name } = /** @type {any} */ (error);
      if ([...MAY[now] ?? [], ...others].some((one) => one === code || one === name)) return;
      throw error;
    }
    check(value);
  };

  const text = 'x'.repeat(20_000);
  const hows = [
    async () => {
      await ends(app.deputy.call('back', 7), (value) => equal(value, 7));
      await ends(app.deputy.call('back', 'text'), (value) => equal(value, 'text'));
      await ends(app.deputy.call('absent'), () => { throw new Error('it is not there'); }, ['DEPUTY_NOT_FOUND']);
    },
    () => ends(app.deputy.call('back', text), (value) => equal(value, text)),
    () => ends(app.deputy.call('task'), (value) => equal(value, 5)),
    async () => {
      // At once, while it is on its way, and by its time; whatever comes first.
      for (const wait of [-1, 0, 1]) {
        const aborter = new AbortController();
        const call = app.deputy.call('back', text, { signal: aborter.signal, context: wait === 0 ? 'background' : 'main' });
        call.catch(() => {});
        if (wait >= 0) await new Promise((resolve) => setTimeout(resolve, wait));
        aborter.abort();
        await ends(call, (value) => equal(value, text), ['DEPUTY_CANCELLED']);
      }
      // When it has begun.
      const begun = new Promise((resolve) => void (began = resolve));
      const aborter = new AbortController();
      const call = app.deputy.call('stays', { signal: aborter.signal, context: 'background' });
      await Promise.race([begun, call.catch(() => {})]);
      aborter.abort();
      await ends(call, () => { throw new Error('its caller has left'); }, ['DEPUTY_CANCELLED']);
      await ends(app.deputy.call('back', 1, { timeout: 1 }), (value) => equal(value, 1), ['DEPUTY_TIMED_OUT']);
    },
    async () => {
      for (const context of ['background', 'pool', 'thread']) await ends(app.deputy.call('back', 3, { context }), (value) => equal(value, 3));
    },
  ];

  const imports = {
    post: () => {
      faults.import();
      posted++;
    },
    badPost() {
      throw new Error('on purpose');
    },
    began: () => began(undefined),
    posted() {
      const so = posted;
      posted = 0;
      return so;
    },
    /** @param {Uint8Array} view */
    fill: (view) => {
      faults.import();
      view.fill('!'.charCodeAt(0));
    },
    make: () => {
      faults.import();
      return new Map([['a', 1]]);
    },
    follow: async (/** @type {Promise<unknown>} */ promise) => {
      faults.import();
      return await promise;
    },
    nest: (/** @type {number} */ value) => {
      faults.import();
      try {
        return app.deputy.callSync('back', value);
      } catch (error) {
        // The calling thread has left meanwhile.
        if (now === 'cancel' && /** @type {any} */ (error).code === 'DEPUTY_CLOSED') return value;
        throw error;
      }
    },
    callBack: async (/** @type {any} */ callback, /** @type {number} */ value) => {
      callbacks.add(callback);
      faults.import();
      return await callback(value);
    },
    disposeAll() {
      for (const callback of callbacks) callback.dispose();
      callbacks.clear();
    },
    calls: async (/** @type {number} */ how, /** @type {number} */ fault) => {
      now = FAULTS[fault];
      await hows[how]();
    },
    told: () => told.length,
    counter: (/** @type {string} */ name) => app.deputy.stats()[name],
  };
  const { give, soon: later } = tasks().imports;
  const shared = tasks({
    ...imports,
    give: (/** @type {unknown} */ value) => {
      faults.import();
      return give(value);
    },
    soon: async (/** @type {unknown} */ value) => {
      faults.import();
      return await later(value);
    },
  }, {
    onLog: (/** @type {string} */ level, /** @type {string} */ text) => level === 'info' || console.error(level, text),
    onError: (/** @type {any} */ error) => void told.push(error),
  });
  return { ...shared, told, module: { ...shared.module, print() {}, preRun: [...shared.module.preRun, (/** @type {any} */ instance) => void (app = instance)] } };
}
