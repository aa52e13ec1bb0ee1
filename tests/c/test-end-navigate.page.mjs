import { equal } from '../runner/assert.mjs';
import { BOUND } from './start.mjs';

export const module = { deputy: { imports: { begin: () => 1, give: (value) => value } } };

export async function check(app, outcome, env) {
  const frame = document.createElement('iframe');
  /** @type {string[]} */
  const told = [];
  /** @type {() => void} */
  let look = () => {};
  addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow) return;
    told.push(event.data);
    look();
  });
  const until = (/** @type {number} */ count) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`after ${BOUND} ms only ${told}`)), BOUND);
    look = () => {
      if (told.length < count) return;
      clearTimeout(timer);
      resolve(undefined);
    };
    look();
  });
  sessionStorage.removeItem('visits');
  frame.src = `${env.base}program`;
  document.body.append(frame);
  await until(1);
  const window = /** @type {Window} */ (frame.contentWindow);
  window.location.href = `${env.base}elsewhere`;
  await until(2);
  window.history.back();
  await until(4);
  equal(told, ['begun', 'elsewhere', 'begun', 'ended with 0']);
}
