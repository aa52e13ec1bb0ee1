// Runs one test on the thread it is called on: a page's UI thread or Node's main thread. Knows neither, so that a verdict
// means the same everywhere. It only reports what happened; verdict.mjs judges.

/**
 * What the runner tells the test's page or process.
 * @typedef {object} Spec
 * @property {string} name
 * @property {'program' | 'script'} how
 * @property {string} entry URL of the module
 * @property {string} [page] URL of the companion
 * @property {string[]} args
 * @property {boolean} errorsExpected uncaught errors do not end the test
 * @property {'node' | 'chromium' | 'firefox'} env
 * @property {string} server origin of the runner's server
 * @property {string} base URL under which the test's own routes are, ends in "/"
 */
/**
 * What tests and companions get to know.
 * @typedef {object} Env
 * @property {'node' | 'chromium' | 'firefox'} name
 * @property {boolean} browser
 * @property {string} server origin of the runner's server, which serves the checkout
 * @property {string} base URL under which the test's own routes are, ends in "/"
 * @property {(reason: string) => never} skip ends a script as skipped
 */
/** @typedef {{name: string, message: string, stack?: string, isError: boolean}} PlainError */
/** @typedef {{stream: 'out' | 'err', text: string}} Line */
/**
 * @typedef {object} Outcome
 * @property {number} [exit] exit code of the program; 0 for a script that returned
 * @property {PlainError} [error] why there is no exit code
 * @property {'start' | 'run'} [phase] where the error came from: making the instance, or `exited`
 * @property {string} [skip] a script's reason to be skipped
 * @property {PlainError} [check] the companion's objection
 * @property {PlainError} [uncaught] an undeclared uncaught error ended the test
 * @property {number} onExits how often onExit was called
 */

/**
 * @param {unknown} error
 * @returns {PlainError}
 */
export function plainError(error) {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error), isError: false };
  return { name: error.name, message: error.message, stack: error.stack, isError: true };
}

class Skip extends Error {}

/**
 * @param {Spec} spec
 * @param {(line: Line) => void} onLine called for every line the program prints
 * @returns {Promise<Outcome>}
 */
export async function execute(spec, onLine) {
  /** @type {Env} */
  const env = {
    name: spec.env,
    browser: spec.env !== 'node',
    server: spec.server,
    base: spec.base,
    skip(reason) {
      throw new Skip(reason);
    },
  };
  try {
    return await (spec.how === 'script' ? runScript(spec, env) : runProgram(spec, env, onLine));
  } catch (error) {
    if (error instanceof Skip) return { skip: error.message, onExits: 0 };
    return { error: plainError(error), onExits: 0 };
  }
}

/**
 * @param {Spec} spec
 * @param {Env} env
 * @returns {Promise<Outcome>}
 */
async function runScript(spec, env) {
  const module = await import(spec.entry);
  if (typeof module.default !== 'function') throw new Error('the test has no default export to call');
  await module.default(env);
  return { exit: 0, onExits: 0 };
}

/**
 * @param {Spec} spec
 * @param {Env} env
 * @param {(line: Line) => void} onLine
 * @returns {Promise<Outcome>}
 */
async function runProgram(spec, env, onLine) {
  const companion = spec.page ? await import(spec.page) : {};
  const wanted = typeof companion.module === 'function' ? await companion.module(env) : (companion.module ?? {});
  const seen = { stdout: /** @type {string[]} */ ([]), stderr: /** @type {string[]} */ ([]), output: /** @type {string[]} */ ([]) };
  /** @param {'out' | 'err'} stream @param {((text: string) => void) | undefined} also */
  const printer = (stream, also) => (/** @type {unknown[]} */ ...words) => {
    const text = words.join(' ');
    seen[stream === 'out' ? 'stdout' : 'stderr'].push(text);
    seen.output.push(text);
    onLine({ stream, text });
    also?.(text);
  };
  /** @type {Outcome} */
  const outcome = { onExits: 0 };
  const module = {
    ...wanted,
    arguments: wanted.arguments ?? spec.args,
    print: printer('out', wanted.print),
    printErr: printer('err', wanted.printErr),
    /** @param {number} code */
    onExit(code) {
      outcome.onExits++;
      wanted.onExit?.(code);
    },
  };
  /** @type {unknown} the error as thrown, for the companion */
  let thrown;
  let app;
  try {
    outcome.phase = 'start';
    const { default: factory } = await import(spec.entry);
    app = await factory(module);
    outcome.phase = 'run';
    if (typeof app?.deputy?.exited?.then !== 'function') throw new Error('the instance has no promise deputy.exited');
    outcome.exit = await app.deputy.exited;
    if (!Number.isInteger(outcome.exit)) throw new Error(`deputy.exited resolved with ${outcome.exit}, which is no exit code`);
  } catch (error) {
    thrown = error;
    delete outcome.exit;
    outcome.error = plainError(error);
  }
  if (companion.check && outcome.exit !== 77) {
    try {
      await companion.check(app, outcome.error ? { error: thrown, ...seen } : { exit: outcome.exit, ...seen }, env);
    } catch (error) {
      outcome.check = plainError(error);
    }
  }
  return outcome;
}
