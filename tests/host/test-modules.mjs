// Modules: imported once, calls that wait run in order and before later ones, failures are told and not kept; what is relative is
// so to the main script. What the page registers stands in front.
// FEATURE: F18 F19
import assert from 'node:assert/strict';
import { test } from 'node:test';
import './strict.mjs';
import { Modules } from '../../emscripten-js/host/modules.js';
import { Names } from '../../emscripten-js/host/names.js';
import { STATUS_NAMES, STATUS_NOT_FOUND } from '../../emscripten-js/host/protocol.js';
import { Register } from '../../emscripten-js/host/register.js';
import { importModule } from '../../emscripten-js/host/script.js';

test('one import for all; what waits runs in order, in one job', async () => {
  let imports = 0;
  /** @type {(exports: unknown) => void} */
  let arrive = () => {};
  const modules = new Modules(() => (imports++, new Promise((resolve) => (arrive = resolve))));
  /** @type {number[]} */
  const ran = [];
  const run = (/** @type {number} */ n) => modules.use('m', [], () => ran.push(n));
  const waiting = [run(1), run(2), run(3)];
  await null;
  arrive({});
  // A call of every later microtask: none may come before those that waited.
  for (let i = 0; i < 8; i++) {
    await null;
    run(10 + i);
  }
  await Promise.all(waiting);
  assert.equal(imports, 1);
  assert.deepEqual(ran.slice(0, 3), [1, 2, 3]);
  assert.deepEqual(ran, [...ran].sort((a, b) => a - b));
  assert.equal(run(99), ran.length, 'no promise any more');
});

test('failures are told to all, with the cause, and not kept', async () => {
  let imports = 0;
  const cause = new SyntaxError('no module');
  const modules = new Modules(() => {
    if (imports++ === 0) throw cause;
    return { f: 1 };
  });
  const use = () => /** @type {Promise<any>} */ (modules.use('./m.js', [], (exports) => /** @type {any} */ (exports).f));
  const [first, second] = await Promise.allSettled([use(), use()]);
  assert.equal(first, first);
  for (const one of [first, second]) {
    assert.equal(one?.status, 'rejected');
    assert.equal(one.reason.status, STATUS_NOT_FOUND);
    assert.equal(one.reason.cause, cause);
    assert.equal(one.reason.stack, cause.stack);
    assert.equal(one.reason.message, './m.js: the module could not be imported: SyntaxError: no module');
  }
  assert.equal(await use(), 1);
  assert.equal(imports, 2);
});

test('a function that throws harms nobody else who waits', async () => {
  const modules = new Modules(async () => ({}));
  const failed = modules.use('m', [], () => { throw new RangeError('mine'); });
  const other = modules.use('m', [], () => 5);
  await assert.rejects(/** @type {Promise<unknown>} */ (failed), { message: 'mine' });
  assert.equal(await other, 5);
});

test('names: where a module ends, what it lacks, functions written in the program', async () => {
  /** @type {string[]} */
  const asked = [];
  /** @param {string} specifier */
  const load = (specifier) => (asked.push(specifier), { f: () => specifier, o: { g() { return this === exports.o; } } });
  const exports = load('');
  const names = new Names([{ '#a': () => 'a name' }], undefined, undefined, {
    importModule: (specifier) => (specifier === 'same' ? exports : load(specifier)),
    inline: (address) => (address === 7 ? (/** @type {number[]} */ ...args) => args.length : undefined),
  });
  let id = 0;
  const call = async (/** @type {string} */ name, /** @type {unknown[]} */ ...args) => (names.learn(++id, name), names.call(id, args));
  assert.equal(await call('./m.mjs#f'), './m.mjs');
  assert.equal(await call('../m.mjs#f'), '../m.mjs');
  assert.equal(await call('https://a/b.js#part#f'), 'https://a/b.js#part');
  assert.equal(await call('#inner#f'), '#inner');
  assert.equal(await call('same#o.g'), true);
  assert.equal(await call('#a'), 'a name');
  await assert.rejects(call('m#x.y'), { status: STATUS_NOT_FOUND, message: 'm#x.y: x does not exist; export it from the module' });
  assert.deepEqual(asked, ['', './m.mjs', '../m.mjs', 'https://a/b.js#part', '#inner', 'm']);

  assert.equal(await call('js:7:count', 1, 2), 2);
  assert.equal(names.text(id), 'count');
  assert.equal(names.call(id, [1, 2, 3]), 3);
  await assert.rejects(call('js:8:other'), { status: STATUS_NOT_FOUND, message: /^other: this script has no such function/ });
});

test('relative to the main script', async () => {
  const main = process.argv[1];
  try {
    process.argv[1] = new URL('main.mjs', import.meta.url).pathname;
    const { STATUS_NAMES: same } = await /** @type {Promise<any>} */ (importModule('../../emscripten-js/host/protocol.js'));
    assert.equal(same, STATUS_NAMES);
    assert.equal((await importModule('data:text/javascript,export const one = 1')).one, 1);
    assert.equal(typeof (await importModule('node:fs')).readFile, 'function');
    await assert.rejects(importModule('./nowhere.mjs'), { code: 'ERR_MODULE_NOT_FOUND' });
  } finally {
    process.argv[1] = /** @type {string} */ (main);
  }
});

test('what is registered stands in front', () => {
  const roots = [{ f: () => 'imported' }];
  const register = new Register(roots);
  const names = new Names(roots);
  names.learn(1, 'f');
  names.learn(2, 'toString.f');
  assert.equal(names.call(1, []), 'imported');
  assert.equal(roots.length, 1);
  register.add('f', () => 'registered');
  register.add('toString', { f: () => 'mine' });
  assert.equal(names.call(1, []), 'registered');
  assert.equal(names.call(2, []), 'mine');
  assert.equal(register.remove('f'), true);
  assert.equal(register.remove('f'), false);
  assert.equal(names.call(1, []), 'imported');
  assert.equal(roots.length, 2);
});
