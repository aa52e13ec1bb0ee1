// Runs a file of node:test tests in a process of its own. Each of its leaf tests is a result.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from './children.mjs';

/** @typedef {import('./run-env.mjs').RunResult} RunResult */
/** @typedef {{name: string, status: 'passed' | 'failed' | 'skipped', reason?: string, seconds: number}} Subtest */

const reporter = new URL('./subtests-reporter.mjs', import.meta.url).href;

/**
 * @param {import('./run-env.mjs').Job} job
 * @returns {Promise<RunResult>}
 */
export async function runSubtests({ test, env }) {
  /** @type {Subtest[]} */
  const subtests = [];
  let raw = '';
  let failure;
  const child = startChild(process.execPath, [`--test-reporter=${reporter}`, '--test-reporter-destination=stdout', test.file], {
    cwd: path.dirname(fileURLToPath(new URL('../../', import.meta.url))),
    env: { ...process.env, TEST_ENV: env },
    onText: (text) => (raw += text),
    onMessage: (line) => subtests.push(JSON.parse(line)),
  });
  const timer = setTimeout(() => {
    failure = `did not end within ${test.head.timeout} s`;
    child.kill();
  }, test.head.timeout * 1000);
  try {
    const { code, signal } = await child.ended;
    if (code !== 0 && !subtests.some((one) => one.status === 'failed')) failure ??= `ended with ${signal ?? `code ${code}`}`;
    if (subtests.length === 0) failure ??= 'has no subtests';
  } catch (error) {
    failure = `node does not start: ${error instanceof Error ? error.message : error}`;
  } finally {
    clearTimeout(timer);
  }
  const output = raw.replace(/\n$/, '').split('\n');
  return failure ? { status: 'failed', reason: failure, output, subtests } : { status: 'passed', output, subtests };
}
