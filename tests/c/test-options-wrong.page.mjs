import { equal, matches } from '../runner/assert.mjs';
import { soon } from './exports.mjs';

/** @type {[Record<string, unknown>, RegExp][]} */
const wrong = [
  [{ linger: -1 }, /deputy\.linger: expected milliseconds, .* got -1/],
  [{ linger: '5' }, /deputy\.linger: expected milliseconds/],
  [{ linger: NaN }, /deputy\.linger: .* got NaN/],
  [{ budget: null }, /deputy\.budget: .* got null/],
  [{ spin: Infinity }, /deputy\.spin: .* got Infinity/],
  [{ spin: 4000001 }, /deputy\.spin: /],
  [{ logLevel: 'loud' }, /deputy\.logLevel: expected 'off', 'error', 'warn', 'info', 'debug', 'trace', got loud/],
  [{ logLevel: 3 }, /deputy\.logLevel: /],
  [{ unobserved: 'ignore' }, /deputy\.unobserved: expected 'report', 'end', got ignore/],
  [{ watchdog: -1 }, /deputy\.watchdog: expected milliseconds/],
  [{ blocking: 'never' }, /deputy\.blocking: expected 'prevent', 'throw', 'warn', 'allow', got never/],
  [{ stack: 65535 }, /deputy\.stack: expected bytes, 65536 to 1073741824, got 65535/],
  [{ stack: '1048576' }, /deputy\.stack: expected bytes/],
  [{ names: 7 }, /deputy\.names: expected a string/],
  [{ imports: null }, /deputy\.imports: expected an object/],
  [{ imports: 'x' }, /deputy\.imports: expected an object/],
  [{ onError: {} }, /deputy\.onError: expected a function/],
  [{ onLog: 'console' }, /deputy\.onLog: expected a function/],
  [{ lingers: 1 }, /deputy\.lingers: there is no such option/],
  [{ toString: 1 }, /deputy\.toString: there is no such option/],
];
export const module = { deputy: { budget: '4' } };
export async function check(_app, { stdout }) {
  equal(stdout, []);
  const url = new URL('../../target/tests/c-test-options-wrong/test-options-wrong.mjs', import.meta.url);
  const { default: create } = await import(url.href);
  for (const [deputy, message] of wrong) {
    const lines = [];
    const instance = { deputy, printErr: (line) => lines.push(line), preRun: [] };
    const made = create(instance);
    made.catch(() => {});
    // Node's build has something to import first.
    for (let turns = 0; turns < 1000 && !(/** @type {any} */ (instance.deputy).exited); turns++) await new Promise((resolve) => setTimeout(resolve, 1));
    const error = await soon(/** @type {any} */ (instance.deputy).exited.then((code) => new Error(`exited with ${code}`), (thrown) => thrown), 5000);
    matches(error.message, message);
    equal([error.reason, error.code, error.cause?.code], ['start', 'DEPUTY_CLOSED', 'DEPUTY_INVALID_ARGUMENT']);
    const late = await soon(/** @type {any} */ (instance.deputy).call('f').catch((thrown) => thrown), 5000);
    equal(late, error);
    equal(lines.length, 1, lines.join());
    // It settles, with an instance or without.
    await soon(made.then(() => {}, () => {}), 5000);
  }
}
