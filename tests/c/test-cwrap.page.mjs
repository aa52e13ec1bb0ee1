import { equal } from '../runner/assert.mjs';
import { rejects, scripted } from './exports.mjs';

const shared = scripted(async (deputy, app) => {
  const add = deputy.cwrap('add', 'number', ['number', 'number']);
  equal(await add(1.5, 2), 3.5); // called before the program has started
  equal(await deputy.ccall('add', 'number', ['number', 'number'], [0.25, -1]), -0.75);
  equal(app.cwrap('add', 'number', ['number', 'number'])(1, 2), 3); // emscripten's own, on the page
  const greet = deputy.cwrap('greet', 'string', ['string']);
  equal(await greet('wörld'), 'hello, wörld');
  equal(await greet(null), null);
  equal(await deputy.ccall('sum', 'number', ['array', 'number'], [[1, 2, 250], 3]), 253);
  equal(await deputy.ccall('sum', 'number', ['array', 'number'], [new Uint8Array(100000).fill(1), 100000]), 100000);
  equal(await deputy.ccall('is_deputy', 'boolean'), true);
  equal(app.ccall('is_deputy', 'boolean'), false);
  equal(await deputy.ccall('twice', 'number', ['number'], [1n << 40n]), 1n << 41n);
  equal(await deputy.ccall('nothing', null), undefined);
  equal((await deputy.ccall('where', 'pointer')) > 0, true);
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 10);
  equal(await deputy.ccall('waits', 'number', ['number'], [100]), 100);
  clearInterval(ticking);
  equal(ticks > 2, true, 'the page was free');

  await rejects(deputy, deputy.ccall('missing', null), 'DEPUTY_NOT_FOUND', /EXPORTED_FUNCTIONS/);
  await rejects(deputy, deputy.ccall('twice', 'number', ['number'], [1]), 'DEPUTY_WRONG_TYPE', /BigInt/);
  await rejects(deputy, deputy.ccall('add', 'number', ['number', 'number'], [1n, 1]), 'DEPUTY_WRONG_TYPE', /BigInt/);
  await rejects(deputy, deputy.ccall('add', 'number', [], [{}, 1]), 'DEPUTY_WRONG_TYPE', /arguments are/);
  let wrong;
  await deputy.ccall('add', 'float').catch((/** @type {unknown} */ error) => (wrong = error));
  equal(wrong instanceof TypeError, true);
  const abort = new AbortController();
  abort.abort();
  await rejects(deputy, deputy.cwrap('add', 'number', [], { signal: abort.signal })(1, 2), 'DEPUTY_CANCELLED', /./);
  await rejects(deputy, deputy.ccall('waits', 'number', ['number'], [300], { timeout: 20 }), 'DEPUTY_TIMED_OUT', /./);
  equal(await deputy.ccall('is_deputy', 'boolean', [], [], { context: 'background' }), false);
});
export const module = {
  ...shared.module,
  deputy: { imports: { later: (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(() => resolve(ms), ms)) } },
};
export const { check } = shared;
