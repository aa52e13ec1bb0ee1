// What tools/shadows.mjs renames, so that emcc's optimizer does not take a variable of the module for unused; and that nothing else changes.
// FEATURE: F102
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutShadows } from '../../tools/shadows.mjs';

/** @param {string} code @param {string} expected */
const becomes = (code, expected) => assert.equal(withoutShadows(code), expected);
/** @param {string} code */
const stays = (code) => becomes(code, code);

test('a block has the name of what its function uses from outside', () => {
  becomes('var e = 1; function f(a) { if (a) { let e = 2; g(e); } return e + a; }', 'var e = 1; function f(a) { if (a) { let e$ = 2; g(e$); } return e + a; }');
  becomes('x = (() => { var e = 1; return () => { for (let e of a) g({ e }, b.e, { e: 1 }); return e; }; })()',
    'x = (() => { var e = 1; return () => { for (let e$ of a) g({ e: e$ }, b.e, { e: 1 }); return e; }; })()');
  becomes('function f() { try { a(); } catch (e) { b(e); } e(); }', 'function f() { try { a(); } catch (e$) { b(e$); } e(); }');
  becomes('function f() { { let [e, { c: d }] = a; b(() => e + d); } return e + d; }', 'function f() { { let [e$, { c: d$ }] = a; b(() => e$ + d$); } return e + d; }');
  becomes('function f() { { let e = 1; b(e); } c(() => e); }', 'function f() { { let e$ = 1; b(e$); } c(() => e); }');
});

test('the new name is a new one', () => {
  becomes('function f(e$) { { let e = 1; g(e); } return e + e$; }', 'function f(e$) { { let e$$ = 1; g(e$$); } return e + e$; }');
});

test('what is no danger stays', () => {
  stays('function f(a) { if (a) { let e = 2; g(e); } else { let e = 3; g(e); } return a; }');
  stays('function f(e) { { let e = 2; g(e); } return e; }');
  stays('function f() { var e; { let e = 2; g(e); } return e.e; }');
  stays('function f() { { let e = 1; g(e); } return (e) => e; }');
  stays('var e = 1; class A { e() { { let e = 2; g(e); } return this.e; } }');
  stays('e: for (;;) { { let a = 1; g(a); } break e; }');
});
