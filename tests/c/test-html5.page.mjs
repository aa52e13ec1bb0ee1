import { equal } from '../runner/assert.mjs';
import { scripted, until } from './exports.mjs';

const shared = scripted(async (deputy) => {
  await deputy.call('seen'); // main() has returned
  const press = (/** @type {string} */ key) => void window.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
  for (const key of 'abc') press(key);
  const canvas = /** @type {HTMLElement} */ (document.getElementById('canvas'));
  const { left, top } = canvas.getBoundingClientRect();
  canvas.dispatchEvent(new MouseEvent('click', { clientX: left + 12, clientY: top + 3 }));
  await until(async () => (await deputy.call('seen')) === 'abc 1 0');
  const blocked = deputy.call('block', 100);
  for (const key of 'de') press(key);
  window.dispatchEvent(new UIEvent('resize'));
  await blocked;
  await until(async () => (await deputy.call('seen')) === 'abcde 1 1');
  await deputy.call('stop');
  press('f');
  canvas.dispatchEvent(new MouseEvent('click', { clientX: left + 12, clientY: top + 3 }));
  await until(async () => (await deputy.call('seen')) === 'abcde 2 1');
  equal(await deputy.call('seen'), 'abcde 2 1');
});
export const module = () => {
  document.body.appendChild(document.createElement('canvas')).id = 'canvas';
  return shared.module;
};
export const { check } = shared;
