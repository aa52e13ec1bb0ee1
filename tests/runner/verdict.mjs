// Judges what happened to a test. One place, for all environments.

/** @typedef {import('./program.mjs').Outcome} Outcome */
/** @typedef {import('./program.mjs').PlainError} PlainError */
/**
 * Everything known about one run.
 * @typedef {object} Observation
 * @property {Outcome} [outcome] absent: the test never reported
 * @property {number} results how many results it reported
 * @property {string} [failure] why it did not come to an end: a timeout, a crash
 * @property {PlainError[]} uncaught
 * @property {string[]} output what the program printed, in order, and what reached the console
 */
/**
 * @typedef {object} Verdict
 * @property {'passed' | 'failed' | 'skipped'} status
 * @property {string} [reason]
 */

/** @param {string} reason @returns {Verdict} */
const failed = (reason) => ({ status: 'failed', reason });

/** @param {PlainError} error */
const describe = (error) => {
  const first = `${error.name}: ${error.message}`;
  if (!error.stack) return first;
  // V8 repeats name and message at the top of the stack, other engines do not.
  return (error.stack.startsWith(first) ? error.stack : `${first}\n${error.stack}`).trimEnd();
};

/**
 * @param {import('./head.mjs').Head} head
 * @param {Observation} seen
 * @returns {Verdict}
 */
export function judge(head, seen) {
  const undeclared = head.rejects ? undefined : seen.uncaught.find((error) => !head.errors?.test(error.message));
  if (seen.failure !== undefined) return failed(undeclared ? `${seen.failure}\nuncaught ${describe(undeclared)}` : seen.failure);
  if (seen.results > 1) return failed(`reported ${seen.results} results instead of one`);
  if (undeclared) return failed(`uncaught ${describe(undeclared)}`);
  const { outcome } = seen;
  if (!outcome) return failed('reported no result');
  if (outcome.uncaught) return failed(`uncaught ${describe(outcome.uncaught)}`);
  if (outcome.skip !== undefined) return { status: 'skipped', reason: outcome.skip };
  if (outcome.exit === 77) {
    const reason = seen.output.findLast((line) => line.trim() !== '');
    return { status: 'skipped', reason: reason?.trim() ?? 'no reason given' };
  }
  if (outcome.onExits > 1) return failed(`onExit was called ${outcome.onExits} times`);
  const ending = judgeEnding(head, outcome);
  if (ending) return failed(ending);
  if (outcome.check) return failed(`check: ${describe(outcome.check)}`);
  if (head.output && !head.output.test(seen.output.join('\n'))) return failed(`the output does not match ${head.output}`);
  return { status: 'passed' };
}

/**
 * What is wrong with the way the program ended, if anything.
 * @param {import('./head.mjs').Head} head
 * @param {Outcome} outcome
 */
function judgeEnding(head, outcome) {
  const { error } = outcome;
  if (head.rejects) {
    if (!error) return `ended with exit code ${outcome.exit}, but had to reject with ${head.rejects}`;
    if (!error.isError) return `rejected with a ${error.name} instead of an Error: ${error.message}`;
    return head.rejects.test(error.message) ? undefined : `rejected with the wrong error, expected ${head.rejects}:\n${describe(error)}`;
  }
  if (error) return `${outcome.phase === 'start' ? 'did not start: ' : ''}${describe(error)}`;
  return outcome.exit === head.exit ? undefined : `exit code ${outcome.exit}, expected ${head.exit}`;
}
