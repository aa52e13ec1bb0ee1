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
  'appear on globalThis': () => void Object.assign(globalThis, { changing: () => 'global' }),
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
    Reflect.deleteProperty(globalThis, 'changing');
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
const globalObject = { f() { return this === globalObject ? 'this is globalObject' : 'wrong this'; } };
Object.assign(globalThis, { both: () => 'not this one', globalOnly: () => 'global', globalObject });
export const module = { deputy: { imports } };
