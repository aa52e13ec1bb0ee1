import { equal, rejects } from '../runner/assert.mjs';

// As Node's main script, the runner's, does.
if (globalThis.document) document.head.append(Object.assign(document.createElement('base'), { href: new URL('../runner/', import.meta.url).href }));

/** @type {any} */
let deputy;
export const module = {
  deputy: {
    imports: {
      address: () => new URL('module-good.mjs#default', import.meta.url).href,
      both: () => 'imported',
      add: () => deputy.register('late', { number: 2, f() { return this.number; } }),
      remove() {
        equal(deputy.unregister('late'), true);
        equal(deputy.unregister('late'), false);
        equal(deputy.unregister('never'), false);
        equal(deputy.unregister('both'), true);
      },
    },
  },
  // Before main() runs; `deputy` is there since the script was evaluated.
  preRun: [(/** @type {any} */ app) => {
    deputy = app.deputy;
    deputy.register('early', () => 0);
    deputy.register('early', () => 1); // replaces
    deputy.register('both', () => 'registered');
  }],
};

export async function check() {
  for (const [name, value] of [['a.b', {}], ['a#b', {}], ['', {}], [1, {}], ['a', null], ['a', 5], ['a', undefined]]) {
    await rejects(async () => deputy.register(name, value), /^deputy\.register: /);
  }
}
