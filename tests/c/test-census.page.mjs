import { collected, scripted, soon } from './exports.mjs';

const HUNDRED = 100;
const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
const ignore = () => {};

/** Callbacks that JavaScript has got. @type {Set<any>} */
const got = new Set();
/** Promises that are still to settle. */
let late = 0;

class Thing {
  act(/** @type {any[]} */ ...args) { return act(...args); }
}

/** Everything that holds something. @param {any} callback @param {any} thing @param {boolean} large */
const load = (callback, thing, large) => ({ callback, thing, error: Object.assign(new Error('e'), { thing }), again: [callback, new Thing()], text: large ? 'x'.repeat(300) : '' });

/** What native code calls: it ends as it is told. */
function act(how, callback, thing, large, nested, promise) {
  got.add(callback);
  promise?.catch?.(ignore);
  const value = large ? load(callback, thing, large) : how === 'ok' ? [callback, thing][Math.random() < 0.5 ? 0 : 1] : callback;
  const fail = () => { throw Object.assign(new Error(large ? 'y'.repeat(300) : 'y'), { value, nested }); };
  switch (how) {
    case 'ok': return value;
    case 'throw': return fail();
    case 'symbol': return [callback, thing, new Thing(), new Error('not this one either'), Symbol('cannot cross')];
    case 'resolve': return (async () => (await null, value))();
    case 'reject': return (async () => (await null, fail()))();
    case 'cancel': callback(null).catch(ignore);
  }
  late++;
  return sleep(2).then(() => (late--, large ? value : fail()));
}

const census = { act, make: () => new Thing(), nothing: ignore, fails() { throw new RangeError('made for it'); } };
/** @type {any} */ (globalThis).census = census;

/** Ways of native code, by number. */
const WAYS = ['sync', 'post', 'async', 'async, freed', 'async, then', 'batch', 'batch async', 'batch post', 'object', 'into', 'inline'];
const HOW = ['ok', 'throw', 'symbol', 'resolve', 'reject', 'cancel', 'timeout'];

const { module, check } = scripted(async (deputy) => {
  const { call } = deputy;
  const count = async () => {
    const { objects, callbacks, stashed, asyncCalls, exportCallsOut, promises } = deputy.stats();
    const [tasks, nativeCallbacks, notDropped, nativeObjects, continuing, frames] = await soon(call('count'));
    return { frames, counts: Object.entries({ objects, callbacks, stashed, asyncCalls, exportCallsOut, promises, tasks, nativeCallbacks, notDropped, nativeObjects, continuing, late })
      .filter(([, number]) => number !== 0).map(([name, number]) => `${number} ${name}`).join(', ') };
  };
  /** Nothing is left. Gives the number of frames that were ever made. */
  const quiet = async (/** @type {string} */ cell) => {
    let now = await count();
    for (const end = performance.now() + 10_000; now.counts !== '' && performance.now() < end;) {
      if (late === 0) {
        for (const callback of got) callback.dispose();
        got.clear();
      }
      await sleep(1);
      now = await count();
    }
    if (now.counts !== '') throw new Error(`${cell}: there are left: ${now.counts}`);
    return now.frames;
  };
  await quiet('the start');

  // From native code.
  for (const [way, name] of WAYS.entries()) {
    for (const how of HOW) {
      for (const large of [false, true]) {
        const cell = `${name} × ${how}${large ? ' × large' : ''}`;
        const dropped = (HOW.indexOf(how) + Number(large)) % 2 === 1;
        await soon(call('cross', way, how, large, dropped, { context: 'background' }), 20_000);
        let frames = await quiet(cell);
        if (!['sync', 'async', 'batch', 'inline'].includes(name)) continue;
        // How many are out at once is not known before, and calls that were left stay out while the page is slow: more may be
        // taken now and then. What leaks takes them every time.
        for (let more = HUNDRED, times = 0; more >= HUNDRED / 2; times++) {
          await soon(call('cross', way, how, large, !dropped, { context: 'background' }), 20_000);
          const now = await quiet(`${cell} × again`);
          more = now - frames;
          frames = now;
          if (times === 5) throw new Error(`${cell}: ${more} frames more each time`);
        }
      }
    }
  }

  // From JavaScript.
  const make = async () => {
    const callback = await call('callback');
    got.add(callback);
    return callback;
  };
  /** @type {Record<string, (options: any, status: number, value: any) => Promise<unknown>>} */
  const ways = {
    export: (options, status, value) => call('echo', value, status, options),
    'export on the background': (options, status, value) => call('echo', value, status, { ...options, context: 'background' }),
    callback: async (_, status, value) => (await make())(value, status),
    'export, task': (options, status, value) => call('follow', status ? 'reject' : 'resolve', value[0], value[1], value[4] !== '', options),
  };
  /** @type {Record<string, [status: number, options: () => any]>} */
  const endings = {
    ok: [0, () => ({ timeout: 10_000 })],
    fail: [-8, () => ({ timeout: 10_000 })],
    cancel: [0, () => {
      const controller = new AbortController();
      queueMicrotask(() => controller.abort());
      return { signal: controller.signal };
    }],
    timeout: [-8, () => ({ timeout: 0 })],
    dropped: [0, () => ({ timeout: 10_000 })],
  };
  for (const [name, way] of Object.entries(ways)) {
    for (const [how, [status, options]] of Object.entries(endings)) {
      for (const large of [false, true]) {
        const some = await Promise.all(Array.from({ length: HUNDRED }, make));
        const out = some.map(async (callback) => {
          const error = new Error('f');
          const value = [callback, new Thing(), error, [error], large ? 'z'.repeat(300) : ''];
          const back = /** @type {any} */ (await way(options(), status, value));
          if (name !== 'export, task' && back[0] !== callback) throw new Error(`${name} × ${how}: another callback came back`);
        });
        const settled = how === 'dropped' ? out.map((one) => void one.catch(ignore)) : await soon(Promise.allSettled(out), 20_000);
        const failed = /** @type {any[]} */ (settled).find((one) => one?.status === 'rejected' && !(one.reason instanceof deputy.DeputyError));
        if (failed) throw failed.reason;
        for (const end = performance.now() + 10_000; deputy.stats().exportCallsOut > 0 && performance.now() < end;) await sleep(1);
        await call('follow');
        await quiet(`${name} × ${how}${large ? ' × large' : ''}`);
      }
    }
  }

  // Nobody disposes what is forgotten: functions that were made, for calls that then could not be made, too.
  await (async () => {
    for (let i = 0; i < HUNDRED; i++) {
      const callback = await call('callback');
      await callback([callback, 1]).catch(ignore);
      await callback(callback, Symbol('cannot cross')).catch(ignore);
    }
  })();
  await collected(async () => (await count()).counts === '');
}, { imports: { census }, onError: ignore });

export { module, check };
