import { importModule } from '../../emscripten-js/host/script.js';
import { equal } from '../runner/assert.mjs';

// As Node's main script, the runner's, does.
if (globalThis.document) document.head.append(Object.assign(document.createElement('base'), { href: new URL('../runner/', import.meta.url).href }));

const page = /** @type {any} */ (globalThis);
let tried = 0;
let open = () => {};
/** @type {string[]} */
const failed = [];

export const module = {
  deputy: {
    imports: {
      evaluated: () => page.evaluated - 1, // `?again` is a module of its own
      close: () => { page.gate = new Promise((resolve) => (open = () => resolve(undefined))); },
      closed: () => {},
      open: () => open(),
    },
    importModule(/** @type {string} */ specifier) {
      if (specifier === 'mapped') return { answer: () => 42 };
      if (specifier === 'flaky' && tried++ === 0) throw new Error('not yet');
      if (specifier === 'flaky') return Promise.resolve({ answer: () => 43 });
      return importModule(specifier);
    },
    onError: (/** @type {any} */ error, /** @type {string} */ name) => failed.push(`${name.split('#').pop()} ${error.code}`),
  },
};

/** @param {any} app */
export function check(app) {
  equal(app.deputy.stats().postsFailed, 9);
  // No order between modules.
  equal(failed.sort().join(), ['f', 'f', 'f', 'f', 'nowhere', 'inner.nowhere', 'no.where', 'number', ''].map((name) => `${name} DEPUTY_NOT_FOUND`).sort().join());
}
