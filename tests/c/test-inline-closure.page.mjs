import { equal } from '../runner/assert.mjs';
import * as plain from './test-inline.page.mjs';

export const { module } = plain;

/** @param {any} app @param {unknown} _ @param {import('../runner/program.mjs').Env} env */
export async function check(app, _, env) {
  plain.check(app);
  if (!env.browser) return;
  const frame = document.createElement('iframe');
  const told = new Promise((resolve, reject) => {
    addEventListener('message', (event) => event.source === frame.contentWindow && resolve(event.data));
    setTimeout(() => reject(new Error('no end within 10 s')), 10_000);
  });
  frame.src = `${env.base}page`;
  document.body.append(frame);
  equal(await told, 'code 0, failed note, eval refused');
}
