// Dotted names: looked up at every call, roots in order, with the right `this` and the right arguments; what is missing is
// named.
// FEATURE: F10 F19 F22
import assert from 'node:assert/strict';
import { test } from 'node:test';
import './strict.mjs';
import { DeputyError } from '../../emscripten-js/host/error.js';
import { Names } from '../../emscripten-js/host/names.js';
import { STATUS_NOT_FOUND, STATUS_WRONG_TYPE } from '../../emscripten-js/host/protocol.js';

/** @param {Record<string, any>[]} roots */
function setUp(...roots) {
  const names = new Names(roots);
  let id = 0;
  return (/** @type {string} */ name, /** @type {unknown[]} */ ...args) => {
    names.learn(++id, name);
    return names.call(id, args);
  };
}

test('a name is known once it was learned', () => {
  const names = new Names([{}]);
  assert.equal(names.knows(3), false);
  names.learn(3, 'a.b');
  assert.equal(names.knows(3), true);
  assert.equal(names.knows(2), false);
  assert.equal(names.text(3), 'a.b');
  assert.equal(names.text(2), '#2');
});

test('every number of arguments arrives', () => {
  const call = setUp({ f: (/** @type {unknown[]} */ ...args) => args });
  for (let count = 0; count < 8; count++) {
    const args = Array.from({ length: count }, (_, i) => i);
    assert.deepEqual(call('f', ...args), args);
  }
});

test('`this` is what comes before the last dot', () => {
  const root = { f() { return this; }, a: { f() { return this; }, b: { f() { return this; } } } };
  const call = setUp(root);
  assert.equal(call('f'), root);
  assert.equal(call('f', 1), root);
  assert.equal(call('f', 1, 2), root);
  assert.equal(call('f', 1, 2, 3), root);
  assert.equal(call('a.f'), root.a);
  assert.equal(call('a.b.f'), root.a.b);
});

test('the first root that has the first part wins, also with something wrong', () => {
  const second = { f: () => 'second', a: { g: () => 'second' }, only: () => 'second' };
  const call = setUp({ f: () => 'first', a: { f: () => 'first' } }, second);
  assert.equal(call('f'), 'first');
  assert.equal(call('a.f'), 'first');
  assert.equal(call('only'), 'second');
  assert.throws(() => call('a.g'), { status: STATUS_NOT_FOUND });
});

test('functions are found as they are at the call', () => {
  /** @type {Record<string, any>} */
  const root = {};
  const names = new Names([root]);
  names.learn(1, 'a.f');
  assert.throws(() => names.call(1, []), { status: STATUS_NOT_FOUND });
  root.a = { f: () => 1 };
  assert.equal(names.call(1, []), 1);
  root.a.f = () => 2;
  assert.equal(names.call(1, []), 2);
  root.a = { f: () => 3 };
  assert.equal(names.call(1, []), 3);
  delete root.a;
  assert.throws(() => names.call(1, []), { status: STATUS_NOT_FOUND });
});

for (const [name, part] of [
  ['none', 'none does not exist'], ['none.f', 'none does not exist'], ['a.none.f', 'a.none does not exist'],
  ['a.none', 'a.none does not exist'], ['a.nothing.f', 'a.nothing does not exist'], ['a.nothing', 'a.nothing does not exist'],
  ['a', 'a is object, not a function'], ['a.number', 'a.number is number, not a function'], ['a.f.f', 'a.f.f does not exist'],
  ['a.number.f', 'a.number.f does not exist'], ['', ' does not exist'], ['a.', 'a. does not exist'],
]) {
  test(`missing: '${name}'`, () => {
    const call = setUp({ a: { f() {}, number: 1, nothing: null } });
    assert.throws(() => call(name), (/** @type {any} */ error) => {
      assert.ok(error instanceof DeputyError);
      assert.equal(error.status, STATUS_NOT_FOUND);
      assert.ok(error.message.startsWith(`${name}: `), error.message);
      assert.ok(error.message.includes(part), error.message);
      return true;
    });
  });
}

test('methods of the first argument, and constructors', () => {
  class Point {
    constructor(/** @type {number} */ x = 1, /** @type {number} */ y = 2) { Object.assign(this, { x, y, inner: { z: 3, deep() { return this.z; } } }); }
    sum(/** @type {number[]} */ ...more) { return [/** @type {any} */ (this).x, /** @type {any} */ (this).y, ...more].reduce((a, b) => a + b); }
  }
  const call = setUp({ geometry: { Point, no: 1 } });
  const point = call('new geometry.Point', 3, 4);
  assert.ok(point instanceof Point);
  assert.equal(call('.sum', point), 7);
  assert.equal(call('.sum', point, 1), 8);
  assert.equal(call('.sum', point, 1, 2), 10);
  assert.equal(call('.sum', point, 1, 2, 3), 13);
  assert.equal(call('.inner.deep', point), 3);
  assert.equal(call('.toUpperCase', 'a'), 'A');
  /** @type {any} */ (point).sum = () => 'replaced';
  assert.equal(call('.sum', point), 'replaced');
  assert.throws(() => call('.none', point), { status: STATUS_NOT_FOUND, message: /^\.none: none does not exist; the object has no such method/ });
  assert.throws(() => call('.none.of', point), { status: STATUS_NOT_FOUND, message: /none does not exist/ });
  assert.throws(() => call('.sum', null), { status: STATUS_WRONG_TYPE, message: /the first argument is null/ });
  assert.throws(() => call('.sum'), { status: STATUS_WRONG_TYPE });
  assert.throws(() => call('new geometry.no'), { status: STATUS_NOT_FOUND, message: /not a constructor/ });
  assert.throws(() => call('new nowhere.At'), { status: STATUS_NOT_FOUND, message: /nowhere does not exist/ });
  assert.throws(() => call('deputy:get'), { status: STATUS_NOT_FOUND });
});

test('getters and functions that throw, throw what they throw', () => {
  const call = setUp({
    get broken() { throw new RangeError('getter'); },
    f() { throw new TypeError('function'); },
    Class: class {},
  });
  assert.throws(() => call('broken'), { name: 'RangeError', message: 'getter' });
  assert.throws(() => call('broken.f'), { name: 'RangeError', message: 'getter' });
  assert.throws(() => call('f'), { name: 'TypeError', message: 'function' });
  assert.throws(() => call('Class'), TypeError); // without `new`
});
