import { equal } from '../runner/assert.mjs';
import { scripted } from '../c/exports.mjs';

/** @param {() => boolean} condition @param {string} what */
async function until(condition, what) {
  for (let i = 0; i < 500 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!condition()) throw new Error(`not so after 5 s: ${what}`);
}

export const { module, check } = scripted(async () => {
  const rows = () => [...document.querySelectorAll('table tr')].map((row) => [...row.children].map((cell) => cell.textContent ?? ''));
  await until(() => rows().length === 1000, '1000 rows');
  equal(rows()[0]?.[0], 'Nordheim 1');
  const input = /** @type {HTMLInputElement} */ (document.querySelector('input'));
  input.value = 'Seeau';
  input.dispatchEvent(new Event('input'));
  await until(() => rows().length === 10, '10 rows');
  equal(document.querySelector('p')?.textContent, '10 of 1000');
  /** @type {HTMLButtonElement} */ (document.querySelector('button')).click();
  const people = () => rows().map((row) => Number(row[1]));
  const sorted = () => people().every((count, i, all) => i === 0 || count <= all[i - 1]);
  await until(sorted, 'sorted by people');
  input.value = '';
  input.dispatchEvent(new Event('input'));
  await until(() => rows().length === 1000 && sorted(), 'all of them, still sorted');
});
