import { equal } from '../runner/assert.mjs';
import { scripted } from './exports.mjs';
import { checkUiWaits } from './ui-waits.mjs';

let followed = 0;
let done = () => {};
const over = new Promise((resolve) => { done = () => resolve(undefined); });

const page = scripted(async (deputy) => {
  let ended = false;
  void over.then(() => { ended = true; });
  for (let i = 0; !ended; i++) {
    const sums = Array.from({ length: 40 }, (_, k) => deputy.call('add', i, k, ...(k % 8 ? [] : [{ context: 'background' }])));
    (await Promise.all(sums)).forEach((sum, k) => equal(sum, i + k));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}, {
  imports: {
    give: (/** @type {unknown} */ value) => value,
    follow(/** @type {Promise<unknown>} */ promise) {
      promise.then((text) => { if (text === 'from the page') followed++; }, () => {});
    },
    done,
  },
});

/** @type {any} */
const options = page.module.deputy;
export const module = { ...page.module, deputy: { imports: { ...options.imports, done: () => done() } } };

/** @param {any} app */
export function check(app) {
  page.check(app);
  equal(followed, 4 * 400, 'promises that were resolved from the UI');
  checkUiWaits(app);
}
