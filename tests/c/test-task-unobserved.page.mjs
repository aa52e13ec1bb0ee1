import { equal } from '../runner/assert.mjs';
import { tasks } from './tasks.mjs';

/** What the page is told, by whichever way. @type {string[]} */
const told = [];
const tell = (...words) => void told.push(words.map((word) => (word instanceof Error ? `${/** @type {any} */ (word).code}: ${word.message}` : String(word))).join(' '));
const real = console.error;
console.error = (...words) => {
  tell(...words);
  real(...words);
};
const shared = tasks({ reports: () => told.length }, { onError: tell });
export const module = { ...shared.module, printErr: tell };
export function check(app) {
  shared.check(app);
  const times = (/** @type {string} */ text) => told.filter((line) => line.includes(text)).length;
  const all = ['unseen', 'polled', 'late', 'watched', 'continued', 'cancelled', 'OUT_OF_RANGE', 'TIMED_OUT'];
  equal(all.map((text) => `${text} ${times(text)}`), [
    'unseen 1', 'polled 1', 'late 1', 'watched 0', 'continued 0', 'cancelled 0', 'OUT_OF_RANGE 1', 'TIMED_OUT 1',
  ]);
}
