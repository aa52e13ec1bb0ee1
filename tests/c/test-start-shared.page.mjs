import { assert, equal, matches } from '../runner/assert.mjs';
import { ends } from './start.mjs';

/** @type {(error: any, refused: any, printed: string[], message: RegExp) => void} */
function refusedWith(error, refused, printed, message) {
  matches(error.message, message);
  equal(error.reason, 'start');
  assert(refused === error, `the factory rejected with ${refused}`);
  equal(printed, [`deputy: ${error.message}`]);
}

export async function check(app, outcome, env) {
  const entry = env.browser ? `${env.server}/target/tests/c-test-start-shared/test-start-shared.mjs` : '../../target/tests/c-test-start-shared/test-start-shared.mjs';
  const { default: factory } = await import(entry);

  const { SharedArrayBuffer: shared } = globalThis;
  delete (/** @type {any} */ (globalThis).SharedArrayBuffer);
  const without = await ends(factory).finally(() => (globalThis.SharedArrayBuffer = shared));
  refusedWith(without.error, without.refused, without.printed, /^cannot start: SharedArrayBuffer is missing: /);

  const { Memory } = WebAssembly;
  WebAssembly.Memory = /** @type {any} */ (function () { throw new RangeError('WebAssembly.Memory(): could not allocate memory'); });
  const small = await ends(factory).finally(() => (WebAssembly.Memory = Memory));
  refusedWith(small.error, small.refused, small.printed,
    /^cannot start: the browser gives no shared memory: .*could not allocate memory\. The program asks for 128 MiB, and room to grow to 1024 MiB; link it with a smaller -sMAXIMUM_MEMORY, or close other tabs$/);
  equal(small.error.cause.name, 'RangeError');

  const option = await ends(factory, { deputy: { lingr: 1 } });
  refusedWith(option.error, option.refused, option.printed, /^cannot start: Module\.deputy\.lingr: there is no such option$/);

  const missing = await ends(factory, { locateFile: (/** @type {string} */ name) => `${env.base}none/${name}` });
  matches(missing.error.message, /^cannot start: the WebAssembly could not be loaded: /);
  equal(missing.error.reason, 'start');
  assert(missing.refused === missing.error, `the factory rejected with ${missing.refused}`);

  const hook = await ends(factory, { preRun: [() => { throw new TypeError('not today'); }] });
  refusedWith(hook.error, hook.refused, hook.printed, /^cannot start: static constructors or the page's own hooks failed: TypeError: not today$/);
}
