// What the tests named after an ending share: companions that look at everything a page gets to know about it.
import { assert, equal } from '../runner/assert.mjs';

/** A Module whose own handlers count, and which counts the calls of the import `count`. */
function counting() {
  const seen = { exits: /** @type {number[]} */ ([]), aborts: 0, counted: 0 };
  const module = {
    onExit: (code) => seen.exits.push(code),
    onAbort: () => seen.aborts++,
    deputy: { imports: { count: () => ++seen.counted, never: () => new Promise(() => {}), back: (value) => value } },
  };
  return { seen, module };
}

/**
 * The program ends with this code, and is told so once.
 * @param {number} code
 * @param {{stdout?: string[], counted?: number}} [expected]  the lines it prints, and how often it calls `count`
 */
export function orderly(code, expected = {}) {
  const { seen, module } = counting();
  return {
    module,
    async check(app, outcome) {
      equal(outcome.exit, code);
      equal(await app.deputy.exited, code, 'asked again');
      equal(seen.exits, [code], 'calls of onExit');
      equal(seen.aborts, 0, 'calls of onAbort');
      if (expected.stdout) equal(outcome.stdout, expected.stdout);
      if (expected.counted !== undefined) equal(seen.counted, expected.counted, 'calls of count()');
    },
  };
}

/**
 * The program breaks: `exited` rejects with an error that says why, and no exit code is made up.
 * @param {'abort' | 'uncaught'} reason
 * @param {{stdout?: string[]}} [expected]
 */
export function broken(reason, expected = {}) {
  const { seen, module } = counting();
  return {
    module,
    check(app, { error, stdout }) {
      assert(error instanceof app.deputy.DeputyError, `${error} is no DeputyError`);
      equal(error.name, 'DeputyError');
      equal(error.code, 'DEPUTY_CLOSED');
      equal(error.reason, reason);
      equal(seen.exits, [], 'calls of onExit');
      if (reason === 'abort') equal(seen.aborts, 1, 'calls of onAbort');
      assert(seen.aborts <= 1, 'onAbort was called twice');
      if (expected.stdout) equal(stdout, expected.stdout);
    },
  };
}
