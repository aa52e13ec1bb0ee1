import { equal } from '../runner/assert.mjs';
import { tasks } from './tasks.mjs';

/** @type {string[]} */
const printed = [];
/** @type {unknown} */
let shown = 0;
const shared = tasks({
  download: async (name, signal) => {
    if (!(signal instanceof AbortSignal)) throw new Error('no signal');
    return `the text of ${name}`;
  },
  mirror: (number) => new Promise((resolve) => { if (number === 1) setTimeout(resolve, 5); }),
  save: () => new Promise((resolve) => setTimeout(resolve, 5)),
  show: async (sum) => void (shown = await sum),
  shown: () => shown,
  printed: () => printed.length,
});
export const module = { ...shared.module, print: (line) => void printed.push(line) };
export function check(app) {
  shared.check(app);
  equal(printed, ['the text of a.txt', 'document: DEPUTY_OK']);
}
