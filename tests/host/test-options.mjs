// What the page chooses: good values become words for native code, wrong ones are refused with the option's name.
// FEATURE: F05
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import './strict.mjs';
import { DeputyError } from '../../emscripten-js/host/error.js';
import { readOptions } from '../../emscripten-js/host/options.js';
import * as P from '../../emscripten-js/host/protocol.js';

test('good ones', () => {
  assert.deepEqual(readOptions({}), []);
  assert.deepEqual(readOptions({ imports: {}, onError() {}, onLog() {}, linger: undefined, logLevel: undefined }), []);
  assert.deepEqual(readOptions({ linger: 0, budget: 0, spin: 0.0004 }), [[P.OPTION_LINGER, 0], [P.OPTION_BUDGET, 1], [P.OPTION_SPIN, 0]]);
  assert.deepEqual(readOptions({ linger: 0.05, budget: 4, spin: 4e6 }), [[P.OPTION_LINGER, 50], [P.OPTION_BUDGET, 4000], [P.OPTION_SPIN, 4e9]]);
  ['off', 'error', 'warn', 'info', 'debug', 'trace'].forEach((logLevel, i) => assert.deepEqual(readOptions({ logLevel }), [[P.OPTION_LOG, i]]));
  assert.deepEqual(readOptions({ stack: 65536, names: 'a' }), [[P.OPTION_STACK, 65536]]);
  ['prevent', 'throw', 'warn', 'allow'].forEach((blocking, i) => assert.deepEqual(readOptions({ blocking }), [[P.OPTION_BLOCKING, i]]));
  assert.deepEqual(readOptions({ watchdog: 500, stdin: null, terminal: true, pool: {} }), [[P.OPTION_WATCHDOG, 500]]);
  assert.deepEqual(readOptions({ pool: { initial: 1, reserve: 2, max: 3, trimAfter: 4, timeout: 5 } }),
    [[P.OPTION_RESERVE, 2], [P.OPTION_WORKERS, 3], [P.OPTION_TRIM, 4]]);
  ['report', 'end'].forEach((unobserved, i) => assert.deepEqual(readOptions({ unobserved }), [[P.OPTION_UNOBSERVED, i]]));
  assert.deepEqual(readOptions(Object.assign(Object.create({ inherited: 1 }), { linger: 1 })), [[P.OPTION_LINGER, 1000]]);
});

test('wrong ones', () => {
  const numbers = [-1, NaN, Infinity, 4000001, '1', null, true, {}, 1n, Symbol('s')];
  for (const [name, values] of /** @type {[string, unknown[]][]} */ ([
    ['linger', numbers], ['budget', numbers], ['spin', numbers], ['logLevel', ['', 'INFO', 0, null, {}, Symbol('s')]], ['unobserved', ['', true, 0, null]],
    ['pool', [null, 1, 'x']], ['watchdog', numbers],
    ['stack', [65535, 0x40000001, NaN, '65536', null, true]], ['names', [null, 1, {}]],
    ['imports', [null, 1, 'x', false]], ['onError', [null, {}, 'f']], ['onLog', [null, 1, true]],
    ['unknown', [1, null, 'x']], ['constructor', [1]], ['__proto__x', [0]],
  ])) {
    for (const value of values) {
      assert.throws(() => readOptions({ [name]: value }), (/** @type {any} */ error) => {
        assert.ok(error instanceof DeputyError);
        assert.equal(/** @type {any} */ (error)['status'], P.STATUS_INVALID_ARGUMENT);
        assert.ok(error.message.startsWith(`Module.deputy.${name}: `), error.message);
        return true;
      });
    }
  }
});

test('wrong ones of the pool', () => {
  for (const [name, value] of /** @type {[string, unknown][]} */ ([
    ['initial', -1], ['reserve', '1'], ['max', 0], ['trimAfter', 0x80000000], ['timeout', NaN], ['size', 1], ['pool', {}], ['linger', 1],
  ])) {
    assert.throws(() => readOptions({ pool: { [name]: value } }), { message: new RegExp(`^Module\\.deputy\\.pool\\.${name}: `) });
  }
});

test('each is documented, with its default', async () => {
  const read = (/** @type {string} */ file) => readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
  const [types, header, page, pool] = await Promise.all(['emscripten-js/deputy.d.ts', 'include/deputy.h', 'docs/log.md', 'docs/worker-pool.md'].map(read));
  const members = (/** @type {string} */ text, /** @type {RegExp} */ begins, /** @type {RegExp} */ each) => {
    const from = text.slice(text.search(begins));
    return [...from.slice(0, from.indexOf('\n}')).matchAll(each)].map(([, comment, name]) => ({ comment, name }));
  };
  const table = page.slice(page.indexOf('## Options'));
  const onPage = members(types, /export interface DeputyOptions/, /\/\*\*([^]*?)\*\/\n  (\w+)\?:/g);
  assert.ok(onPage.length > 15);
  for (const { name } of onPage) assert.ok(table.includes(`\`${name}\``), `${name} is not in docs/log.md`);
  for (const { name } of members(types, /export interface DeputyPoolOptions/, /\/\*\*([^]*?)\*\/\n  (\w+)\?:/g)) {
    assert.ok(pool.includes(`\`${name}\``), `${name} is not in docs/worker-pool.md`);
  }
  const inC = members(header, /typedef struct deputy_options/, /\/\*\*([^]*?)\*\/\n  \w+ (\w+);/g).filter(({ name }) => name !== 'struct_size');
  assert.equal(inC.length, (P.OPTIONS_SIZE) / 4);
  for (const { name, comment } of inC) {
    assert.match(comment, /Default/, name);
    assert.ok(table.includes(`\`${name}\``) || name.startsWith('pool_'), `${name} is not in docs/log.md`);
  }
});
