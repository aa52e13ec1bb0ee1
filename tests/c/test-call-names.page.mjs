class WithPrivate {
  #text = 'private kept';
  method() {
    return this.#text;
  }
}
const a = {
  name: 'a',
  c() { return `this is ${this.name}`; },
  b: { name: 'a.b', c() { return `this is ${this.name}`; } },
};
const table = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`f${i}`, () => i]));
const steps = {
  'appear on globalThis': () => { globalThis.changing = () => 'global'; },
  'appear in imports'() {
    imports.changing = () => 'import';
    a.b.d = { e: () => 'deep' };
  },
  replace() {
    imports.changing = () => 'replaced';
    a.b.d = { e: () => 'replaced deep' };
  },
  'remove from imports': () => { delete imports.changing; },
  'remove from globalThis'() {
    delete globalThis.changing;
    a.b.d = undefined;
  },
};
const imports = Object.assign(Object.create({ inherited: () => 'from the prototype' }), {
  a,
  table,
  instance: new WithPrivate(),
  both: () => 'import',
  step: (what) => steps[what](),
});
Object.defineProperty(imports, 'fromGetter', { get: () => () => 'got' });
globalThis.both = () => 'not this one';
globalThis.global = () => 'global';
globalThis.globalObject = { f() { return this === globalThis.globalObject ? 'this is globalObject' : 'wrong this'; } };
export const module = { deputy: { imports } };
