// The page of one test. Reports exactly one result to the runner's server; `__test` is what the runner looks at afterwards,
// or when no result came.
import { execute, plainError } from './program.mjs';

/** @type {import('./program.mjs').Spec & {result: string}} */
const spec = JSON.parse(document.getElementById('spec')?.textContent ?? '');
/** @type {import('./program.mjs').Line[]} */
const lines = [];
/** @type {import('./program.mjs').PlainError[]} */
const uncaught = [];
let reported = false;
/** @type {(value?: unknown) => void} */
let sent = () => {};
const allSent = new Promise((resolve) => (sent = resolve));

/** @param {import('./program.mjs').Outcome} outcome */
async function report(outcome) {
  if (reported) return;
  reported = true;
  await fetch(spec.result, { method: 'POST', body: JSON.stringify({ outcome, lines: lines.splice(0), uncaught: uncaught.splice(0) }) });
  sent();
}

/** @param {import('./program.mjs').PlainError} error */
function onUncaught(error) {
  uncaught.push(error);
  if (!spec.errorsExpected) void report({ uncaught: error, onExits: 0 });
}
addEventListener('error', (event) => {
  if (!(event instanceof ErrorEvent)) return;
  // Errors from Workers come without the error itself.
  const message = `${event.message} (${event.filename}:${event.lineno})`;
  onUncaught(event.error ? plainError(event.error) : { name: 'Error', message, isError: true });
});
addEventListener('unhandledrejection', (event) => onUncaught(plainError(event.reason)));

Object.assign(globalThis, {
  __test: {
    /**
     * What came since the last report. Waits for two turns of the event loop, so that late errors get in.
     * @param {boolean} result whether a result is known to the runner; if it was not ours, ours is to follow
     */
    async rest(result) {
      if (result) await allSent;
      for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
      return { lines: lines.splice(0), uncaught: uncaught.splice(0) };
    },
  },
});

await report(await execute(spec, (line) => lines.push(line)));
