// The Node process of one test: node tests/runner/node.mjs SPEC. Tells the runner what happens as JSON lines on file
// descriptor 3, each written at once, so that what was said before a hang or a crash is not lost.
import { writeSync } from 'node:fs';
import { execute, plainError } from './program.mjs';

/** @typedef {import('./program.mjs').PlainError} PlainError */
/** @typedef {{line: import('./program.mjs').Line} | {uncaught: PlainError} | {outcome: import('./program.mjs').Outcome}} Message */

/** @param {Message} message */
function tell(message) {
  let bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(3, bytes));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

/** @type {import('./program.mjs').Spec} */
const spec = JSON.parse(process.argv[2] ?? '');
let reported = false;

/** @param {unknown} error */
function onUncaught(error) {
  const uncaught = plainError(error);
  tell({ uncaught });
  if (spec.errorsExpected || reported) return;
  reported = true;
  tell({ outcome: { uncaught, onExits: 0 } });
  process.exit(1);
}
process.on('uncaughtException', onUncaught);
process.on('unhandledRejection', onUncaught);

// Not awaited: with nothing left to wait for, Node is to end quietly, and the runner says what that means.
void execute(spec, (line) => tell({ line })).then((outcome) => {
  if (reported) return;
  reported = true;
  tell({ outcome });
});
