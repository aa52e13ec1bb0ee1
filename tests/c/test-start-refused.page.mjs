import { equal, matches } from '../runner/assert.mjs';
import { ends } from './start.mjs';

/** @type {any} */
let real;
/** @param {boolean} on */
function refuse(on) {
  real ??= globalThis.Worker;
  globalThis.Worker = on ? /** @type {any} */ (class {
    constructor() {
      throw new DOMException('no more of them', 'SecurityError');
    }
  }) : real;
  return 0;
}
export const module = { deputy: { imports: { refuse } } };

export async function check(app, outcome, env) {
  matches(outcome.stderr.join('\n'), /^deputy: a thread could not be started: no more of them$/m);
  const entry = env.browser ? `${env.server}/target/tests/c-test-start-refused/test-start-refused.mjs` : '../../target/tests/c-test-start-refused/test-start-refused.mjs';
  const { default: factory } = await import(entry);
  // In Node emscripten sets globalThis.Worker itself when it starts.
  const { error, refused } = await ends(factory, { preRun: [() => void refuse(true)] }).finally(() => refuse(false));
  equal(error.reason, 'start');
  equal(refused === error, true, 'the factory rejects with the same');
  matches(error.message, /^cannot start: the thread of main\(\) has no Worker: no more of them$/);
}
