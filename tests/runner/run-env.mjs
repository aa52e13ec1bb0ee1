// Runs the tests of one environment, a few at a time.
import { pathToFileURL } from 'node:url';
import { BrowserSlot } from './browser-env.mjs';
import { runInNode } from './node-env.mjs';
import { runSubtests } from './subtests.mjs';

/** @typedef {import('./find.mjs').Test} Test */
/** @typedef {import('./head.mjs').EnvironmentName} EnvironmentName */
/**
 * @typedef {object} Job
 * @property {Test} test
 * @property {EnvironmentName} env
 * @property {string} module what is to be loaded
 * @property {string} server origin
 * @property {string} base URL of the test's own routes
 */
/** @typedef {import('./verdict.mjs').Verdict & {output: string[], subtests?: import('./subtests.mjs').Subtest[]}} RunResult */
/**
 * @typedef {object} Context
 * @property {Map<Test, string | Error>} built
 * @property {import('../../tools/serve.mjs').Server} server
 * @property {string} checkout
 * @property {number} jobs tests at a time
 * @property {(test: Test, env: EnvironmentName, result: RunResult, seconds: number) => void} onResult
 */

/**
 * @param {EnvironmentName} env
 * @param {Test[]} tests
 * @param {Context} context
 */
export async function runEnvironment(env, tests, context) {
  // What may take longest starts first: the last to end is then a short one.
  const together = tests.filter((test) => !test.head.alone).sort((a, b) => b.head.timeout - a.head.timeout);
  const alone = tests.filter((test) => test.head.alone);
  const width = Math.max(1, Math.min(context.jobs, together.length));
  const slots = Array.from({ length: width }, () =>
    env === 'chromium' || env === 'firefox' ? new BrowserSlot(env, context.server, context.checkout) : undefined,
  );
  /** @param {Test[]} queue @param {BrowserSlot | undefined} slot */
  const drain = async (queue, slot) => {
    for (let test = queue.shift(); test; test = queue.shift()) {
      const start = performance.now();
      const result = await runOne(test, env, slot, context);
      context.onResult(test, env, result, (performance.now() - start) / 1000);
    }
  };
  try {
    await Promise.all(slots.map((slot) => drain(together, slot)));
    await Promise.all(slots.slice(1).map((slot) => slot?.close()));
    await drain(alone, slots[0]);
  } finally {
    await Promise.all(slots.map((slot) => slot?.close()));
  }
}

/**
 * @param {Test} test
 * @param {EnvironmentName} env
 * @param {BrowserSlot | undefined} slot
 * @param {Context} context
 * @returns {Promise<RunResult>}
 */
async function runOne(test, env, slot, { built, server }) {
  const module = built.get(test);
  if (typeof module !== 'string') return { status: 'failed', reason: module?.message ?? 'was not built', output: [] };
  const path = `/@routes/${env}/${test.name}/`;
  /** @type {Job} */
  const job = { test, env, module, server: server.origin, base: server.origin + path };
  /** @type {(() => void)[]} */
  let unroute = [];
  try {
    if (test.server) {
      const companion = await import(pathToFileURL(test.server).href);
      unroute = Object.entries(companion.routes).map(([key, route]) => server.route(path + key.replace(/^\//, ''), route));
    }
    if (test.kind.how === 'subtests') return await runSubtests(job);
    return await (slot ? slot.run(job) : runInNode(job));
  } catch (error) {
    return { status: 'failed', reason: `the runner failed: ${error instanceof Error ? error.stack : error}`, output: [] };
  } finally {
    for (const remove of unroute) remove();
  }
}
