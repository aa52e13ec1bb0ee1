// The runner reports what really happened: tests that fail, hang, crash, skip, report twice or cannot be built or read are
// reported as such, and do not disturb the others. Runs the runner on the fixtures beside this file.
// TIMEOUT: 240
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseHead } from '../runner/head.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const checkout = path.dirname(path.dirname(here));
const fixtures = path.join(here, 'fixtures');
const env = process.env.TEST_ENV ?? 'node';
const out = path.join(checkout, 'target/self', env);

/** @typedef {'ok' | 'skip' | RegExp} Expected passed, skipped, or the reason of the failure */
/** @type {Record<string, Expected | {node: Expected, chromium: Expected, firefox: Expected}>} */
const expected = {
  'c/test-compiles': 'ok',
  'c/test-warns': /unused variable 'never_used'/,
  'js/test-isolated': 'ok',
  'js/test-never': { node: /before its verdict/, chromium: /^no verdict within 2 s/, firefox: /^no verdict within 2 s/ },
  'js/test-not-a-script': /^SyntaxError/,
  'js/test-not-a-test': /no default export/,
  'js/test-skips': 'skip',
  'js/test-throws': /^Error: lists: got \[1,2\], expected \[1,3\]/,
  'module/test-busy': /^no verdict within 2 s/,
  'module/test-busy-after': { node: /did not end within/, chromium: /hangs after its verdict/, firefox: /hangs after its verdict/ },
  'module/test-companion': 'ok',
  'module/test-companion-objects': /^check: Error: this is not what I wanted/,
  'module/test-crashed-browser': /^the page crashed: /,
  'module/test-crashed-page': { node: 'ok', chromium: /^the page crashed: /, firefox: /^no verdict within 5 s/ },
  'module/test-declared-error': 'ok',
  'module/test-exit-code': 'ok',
  'module/test-may-stay': 'ok',
  'module/test-never': /^no verdict within 4 s[^]*waiting for Godot/,
  'module/test-no-exited': /no promise deputy.exited/,
  'module/test-no-start': /^did not start: Error: no memory/,
  'module/test-not-isolated': 'ok',
  'module/test-nothing-left': { node: /before its verdict/, chromium: /^no verdict within 2 s/, firefox: /^no verdict within 2 s/ },
  'module/test-pass': 'ok',
  'module/test-process-exit': { node: /before its verdict/, chromium: /^no verdict within 2 s/, firefox: /^no verdict within 2 s/ },
  'module/test-rejected': /^Error: trapped/,
  'module/test-rejects': 'ok',
  'module/test-rejects-not': /^ended with exit code 0, but had to reject/,
  'module/test-rejects-other': /^rejected with the wrong error[^]*closed/,
  'module/test-rejects-start': 'ok',
  'module/test-rejects-string': /^rejected with a string instead of an Error: trapped/,
  'module/test-routes': 'ok',
  'module/test-skip': 'skip',
  'module/test-stays': /did not end within/,
  'module/test-two-exits': /^onExit was called 2 times/,
  'module/test-two-results': /^reported 2 results/,
  'module/test-uncaught': /^uncaught Error: nobody catches this/,
  'module/test-uncaught-late': /^uncaught Error: too late to be nice/,
  'module/test-undeclared-error': /^uncaught Error: something else/,
  'module/test-unhandled': /^uncaught Error: nobody handles this/,
  'module/test-unknown-key': /^head comment: unknown key TIMOUT/,
  'module/test-worker-error': /^uncaught Error: .*worker went wrong/,
  'module/test-wrong-exit-code': /^exit code 3, expected 0[^]*printed before\ncomplained before/,
  'module/test-wrong-output': /^the output does not match/,
  'host/test-crashes': /^ended with code 3/,
  'host/test-empty': /^has no subtests/,
  'host/test-hangs': /^did not end within 2 s/,
  'host/test-subtests > passes': 'ok',
  'host/test-subtests > fails': /Expected values to be strictly equal/,
  'host/test-subtests > is skipped': 'skip',
  'host/test-subtests > a suite > has a test': 'ok',
  'host/test-subtests > a parent > has a child that fails': /Expected values to be strictly equal/,
};

/** Runs the runner. @param {string[]} args @param {NodeJS.ProcessEnv} [variables] */
async function run(args, variables = {}) {
  const flags = path.join(fixtures, 'flags.json');
  const command = [path.join(checkout, 'tests/run.mjs'), '--root', fixtures, '--out', out, '--flags', flags, ...args];
  const running = promisify(execFile)(process.execPath, command, { env: { ...process.env, ...variables }, maxBuffer: 1 << 24 });
  return running.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

/** Test name to what was said about it. @param {string} text @returns {Map<string, {line: string, details: string}>} */
function readTap(text) {
  const found = new Map();
  /** @type {string[]} */
  let details = [];
  for (const line of text.split('\n')) {
    const result = /^(?:not )?ok \d+ - (.*) \[\w+\] \(/.exec(line);
    if (result) {
      details = [];
      assert(!found.has(result[1]), `${result[1]} is reported twice`);
      found.set(result[1], { line, details });
    } else if (line.startsWith('    ')) {
      details.push(line.slice(4));
    }
  }
  return new Map([...found].map(([name, { line, details }]) => [name, { line, details: details.join('\n') }]));
}

/** Names of the fixtures that belong to the environments of this run. */
async function fixtureNames() {
  const names = [];
  for (const kind of ['c', 'js', 'module', ...(env === 'node' ? ['host'] : [])]) {
    for (const file of readdirSync(path.join(fixtures, kind)).filter((one) => /^test-[\w-]+\.\w+$/.test(one))) {
      const source = await readFile(path.join(fixtures, kind, file), 'utf8');
      const broken = file.startsWith('test-unknown-key');
      if (kind === 'host' || broken || parseHead(source).env.includes(/** @type {any} */ (env))) names.push(`${kind}/${file.replace(/\.\w+$/, '')}`);
    }
  }
  return names;
}

describe(`the fixtures in ${env}`, async () => {
  /** @type {Awaited<ReturnType<typeof run>>} */
  let result;
  /** @type {ReturnType<typeof readTap>} */
  let tap;
  before(async () => {
    result = await run(['--env', env === 'node' ? 'node,host' : env]);
    tap = readTap(result.stdout);
  });

  const names = await fixtureNames();
  for (const [name, want] of Object.entries(expected)) {
    if (!names.includes(name.split(' > ')[0] ?? '')) continue;
    const verdict = want instanceof RegExp || typeof want === 'string' ? want : want[/** @type {'node'} */ (env)];
    test(`${name} is ${verdict === 'ok' ? 'passed' : verdict === 'skip' ? 'skipped' : 'failed'}`, () => {
      const said = tap.get(name);
      assert(said, `nothing was reported about ${name}:\n${result.stderr}`);
      if (verdict === 'ok') return assert.match(said.line, /^ok (?!.*# SKIP)/, said.details);
      if (verdict === 'skip') return assert.match(said.line, /^ok .* # SKIP (no microphone # here|no WebGPU|no time)$/);
      assert.match(said.line, /^not ok /);
      return assert.match(said.details.replace('\n  output: |', ''), verdict);
    });
  }
  test('nothing else is reported, and no fixture is left out', () => {
    const listed = Object.keys(expected);
    assert.deepEqual([...tap.keys()].filter((name) => !listed.includes(name)), []);
    assert.deepEqual(names.filter((name) => !listed.some((one) => one.split(' > ')[0] === name)), []);
  });
  test('totals, plan, exit code and results.json agree', async () => {
    const lines = [...tap.values()].map(({ line }) => line);
    const failed = lines.filter((line) => line.startsWith('not ok')).length;
    const skipped = lines.filter((line) => line.includes('# SKIP')).length;
    const last = result.stdout.trimEnd().split('\n').slice(-2);
    assert.deepEqual(last, [`1..${lines.length}`, `${lines.length - failed - skipped} passed, ${failed} failed, ${skipped} skipped`]);
    assert.equal(result.code, 1);
    const rows = JSON.parse(await readFile(path.join(out, 'results.json'), 'utf8'));
    assert.equal(rows.length, lines.length);
    assert.equal(rows.filter((/** @type {any} */ row) => row.status === 'failed').length, failed);
  });
});

test('a good run ends with exit code 0 and two numbers', async () => {
  const { code, stdout } = await run(['--env', env, '--filter', '^module/test-pass$']);
  assert.match(stdout, /\n1 passed, 0 failed\n$/);
  assert.equal(code, 0);
});

test('an environment in which nothing ran is a failure', async () => {
  const { code, stdout } = await run(['--env', env, '--filter', '^no such test$']);
  assert.match(stdout, /\n0 passed, 1 failed\n$/);
  assert.equal(code, 1);
});

if (env !== 'node') {
  test('a browser that does not start fails its tests', async () => {
    for (const binary of ['/bin/false', '']) {
      const { code, stdout } = await run(['--env', env, '--filter', '^module/test-pass$'], { [env.toUpperCase()]: binary });
      assert.match(stdout, new RegExp(`${env} does not start: `));
      assert.match(stdout, /\n0 passed, 1 failed\n$/);
      assert.equal(code, 1);
    }
  });
}
