import { equal, matches } from '../runner/assert.mjs';
import { ends, replaceWorker } from './start.mjs';

let restore = () => {};
/** @param {boolean} on */
function refuse(on) {
  restore();
  restore = on ? replaceWorker(() => class {
    constructor() {
      throw new DOMException('no more of them', 'SecurityError');
    }
  }) : () => {};
  return 0;
}
export const module = { deputy: { imports: { refuse } } };

export async function check(app, outcome, env) {
  matches(outcome.stderr.join('\n'), /^deputy: a thread could not be started: no more of them$/m);
  const entry = env.browser ? `${env.server}/target/tests/c-test-start-refused/test-start-refused.mjs` : '../../target/tests/c-test-start-refused/test-start-refused.mjs';
  const { default: factory } = await import(entry);
  refuse(true);
  const { error, refused } = await ends(factory).finally(() => refuse(false));
  equal(error.reason, 'start');
  equal(refused === error, true, 'the factory rejects with the same');
  matches(error.message, /^cannot start: the thread of main\(\) has no Worker: no more of them$/);
}
