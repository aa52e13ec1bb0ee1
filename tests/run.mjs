// The test runner. Finds the tests, builds what has to be built and runs everything in each environment.
//
//   node tests/run.mjs [--env host,node,chromium,firefox] [--filter REGEX] [--jobs N] [--list] [--features]
//
// Ends with "N passed, N failed[, N skipped]" and exit code 1 if anything failed, or if an environment ran nothing.
// For the runner's tests of itself: --root DIR (where tests are), --out DIR (where builds and results go), --flags FILE.
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { serve } from '../tools/serve.mjs';
import { buildTests } from './runner/build.mjs';
import { reportFeatures } from './runner/features.mjs';
import { findTests } from './runner/find.mjs';
import { environments } from './runner/head.mjs';
import { Report } from './runner/report.mjs';
import { runEnvironment } from './runner/run-env.mjs';

/** @typedef {import('./runner/head.mjs').EnvironmentName} EnvironmentName */

const checkout = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const print = (/** @type {string} */ text) => void process.stdout.write(`${text}\n`);

/** @param {string} text @returns {never} */
function misuse(text) {
  console.error(`run: ${text}`);
  console.error('usage: node tests/run.mjs [--env host,node,chromium,firefox] [--filter REGEX] [--jobs N] [--list] [--features]');
  process.exit(2);
}

function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        env: { type: 'string' },
        filter: { type: 'string' },
        jobs: { type: 'string' },
        list: { type: 'boolean' },
        features: { type: 'boolean' },
        root: { type: 'string', default: path.join(checkout, 'tests') },
        out: { type: 'string', default: path.join(checkout, 'target/tests') },
        flags: { type: 'string', default: path.join(checkout, 'emscripten-js/port/flags.json') },
      },
    }));
  } catch (error) {
    return misuse(error instanceof Error ? error.message : String(error));
  }
  const names = values.env?.split(',') ?? environments;
  const wrong = names.find((name) => !(/** @type {readonly string[]} */ (environments).includes(name)));
  if (wrong !== undefined) misuse(`there is no environment '${wrong}'`);
  const jobs = values.jobs === undefined ? undefined : Number(values.jobs);
  if (jobs !== undefined && !(Number.isInteger(jobs) && jobs > 0)) misuse('--jobs wants a number');
  let filter;
  try {
    filter = values.filter === undefined ? undefined : new RegExp(values.filter);
  } catch (error) {
    return misuse(`--filter: ${error instanceof Error ? error.message : error}`);
  }
  return {
    envs: /** @type {EnvironmentName[]} */ ([...new Set(names)]),
    envGiven: values.env !== undefined,
    filter,
    buildJobs: jobs ?? os.availableParallelism(),
    runJobs: jobs ?? Math.min(2, os.availableParallelism()),
    list: values.list ?? false,
    features: values.features ?? false,
    root: path.resolve(values.root),
    out: path.resolve(values.out),
    flagsFile: path.resolve(values.flags),
  };
}

async function main() {
  const options = readOptions();
  const all = await findTests(options.root);
  const results = path.join(options.out, 'results.json');
  if (options.features) {
    return (await reportFeatures({ table: path.join(checkout, 'docs/features.md'), results, tests: all, print })) ? 0 : 1;
  }
  const chosen = all.filter((test) => options.filter?.test(test.name) ?? true);
  const plan = options.envs.map((env) => ({ env, tests: chosen.filter((test) => test.head.env.includes(env)) }));
  if (options.list) {
    for (const { name, head, broken } of chosen) {
      print(`${name} [${head.env.join(' ')}] ${head.features.join(' ')}${broken ? ` BROKEN: ${broken}` : ''}`);
    }
    return 0;
  }

  const report = new Report(print);
  const server = await serve({ mounts: { '/': checkout } });
  try {
    const needed = chosen.filter((test) => plan.some(({ tests }) => tests.includes(test)));
    const built = await buildTests(needed, { checkout, out: options.out, flagsFile: options.flagsFile, jobs: options.buildJobs });
    for (const { env, tests } of plan) {
      // The runner's tests of itself prove nothing about the product: they do not make an environment one that ran.
      const real = tests.filter((test) => !test.name.startsWith('self/'));
      const wanted = options.filter === undefined || (options.envGiven && tests.length === 0);
      if (wanted && real.length === 0) report.addEmpty(env, 'no test ran here');
      await runEnvironment(env, tests, {
        built, server, checkout, jobs: options.runJobs, onResult: (...result) => report.add(...result),
      });
    }
    if (report.rows.length === 0) report.addEmpty(options.envs.join(','), 'no test matches the filter');
  } finally {
    await server.close();
  }
  report.finish();
  await report.save(results, (name, env) => options.envs.includes(/** @type {EnvironmentName} */ (env)) && (options.filter?.test(name) ?? true));
  return report.count('failed') > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`run: ${error instanceof Error ? error.stack : error}`);
  process.exitCode = 1;
}
