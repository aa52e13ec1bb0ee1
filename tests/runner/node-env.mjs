// Runs programs and scripts in Node, each in a process of its own.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startChild } from './children.mjs';
import { judge } from './verdict.mjs';

/** @typedef {import('./verdict.mjs').Observation} Observation */

const driver = fileURLToPath(new URL('./node.mjs', import.meta.url));
/** How long a process may take to end after its verdict. */
const endBound = 5_000;

/**
 * @param {import('./run-env.mjs').Job} job
 * @returns {Promise<import('./run-env.mjs').RunResult>}
 */
export function runInNode({ test, module, server, base }) {
  const { head } = test;
  /** @type {Observation} */
  const seen = { results: 0, uncaught: [], output: [] };
  /** @type {import('./program.mjs').Spec} */
  const spec = {
    name: test.name,
    how: test.kind.how === 'script' ? 'script' : 'program',
    entry: pathToFileURL(module).href,
    ...(test.page && { page: pathToFileURL(test.page).href }),
    args: head.args,
    errorsExpected: Boolean(head.rejects ?? head.errors),
    env: 'node',
    server,
    base,
  };
  return new Promise((resolve) => {
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    let raw = '';
    const child = startChild(process.execPath, [driver, JSON.stringify(spec)], {
      onText: (text) => (raw += text),
      onMessage(line) {
        const message = JSON.parse(line);
        if (message.line) seen.output.push(message.line.text);
        if (message.uncaught) seen.uncaught.push(message.uncaught);
        if (!message.outcome) return;
        seen.results++;
        seen.outcome ??= message.outcome;
        if (seen.results > 1) return;
        clearTimeout(timer);
        timer = setTimeout(() => {
          if (!head.lingers) seen.failure = `the process did not end within ${endBound / 1000} s of its verdict (LINGERS: would allow it)`;
          child.kill();
        }, head.lingers ? 50 : endBound);
      },
    });
    timer = setTimeout(() => {
      seen.failure = `no verdict within ${head.timeout} s`;
      child.kill();
    }, head.timeout * 1000);

    const finish = () => {
      clearTimeout(timer);
      if (raw) seen.output.push(...raw.replace(/\n$/, '').split('\n'));
      resolve({ ...judge(head, seen), output: seen.output });
    };
    child.ended.then(
      ({ code, signal }) => {
        if (!seen.outcome) {
          const why = code === 0 ? ' (it was told to, or nothing was left that could have brought one)' : '';
          seen.failure ??= `the process ended with ${signal ?? `code ${code}`} before its verdict${why}`;
        }
        finish();
      },
      (error) => {
        seen.failure = `node does not start: ${error.message}`;
        finish();
      },
    );
  });
}
