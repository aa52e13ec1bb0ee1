import { equal, matches } from '../runner/assert.mjs';
import { BOUND } from './start.mjs';

export const module = { deputy: { imports: { forbid: () => 0 }, pool: { reserve: 0 } } };

export async function check(app, outcome, env) {
  const frame = document.createElement('iframe');
  const said = new Promise((resolve, reject) => {
    addEventListener('message', (event) => event.source === frame.contentWindow && resolve(event.data));
    setTimeout(() => reject(new Error(`no end within ${BOUND} ms`)), BOUND);
  });
  frame.src = `${env.base}page`;
  document.body.append(frame);
  const { end, told } = await said;
  equal(end, 'ended with 0', `${told}`);
  matches(told[0], /^the page's Content Security Policy does not allow its Worker: worker-src in "worker-src 'none'"\. Allow it: worker-src 'self'$/);
}
