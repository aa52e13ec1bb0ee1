import { equal, matches } from '../runner/assert.mjs';
import { BOUND } from './start.mjs';

export async function check(app, outcome, env) {
  const frame = document.createElement('iframe');
  const told = new Promise((resolve, reject) => {
    addEventListener('message', (event) => event.source === frame.contentWindow && resolve(event.data));
    setTimeout(() => reject(new Error(`no end within ${BOUND} ms`)), BOUND);
  });
  frame.src = `${env.base}page`;
  document.body.append(frame);
  const error = await told;
  equal(error.reason, 'start', error.message);
  matches(error.message, /^cannot start: .*the page's Content Security Policy does not allow its Worker: worker-src in "worker-src 'none'"\. Allow it: worker-src 'self'$/);
}
