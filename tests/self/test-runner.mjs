// The parts of the runner: heads of tests, the server, the build's memory, results and the table of features.
// ENV: node
// TIMEOUT: 400
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile, stat } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { dropIsolation, serve } from '../../tools/serve.mjs';
import { buildTests } from '../runner/build.mjs';
import { BuildError } from '../runner/building.mjs';
import { parseFeatures, reportFeatures } from '../runner/features.mjs';
import { findTests } from '../runner/find.mjs';
import { HeadError, defaultHead, parseHead, splitWords } from '../runner/head.mjs';
import { Report, readResults } from '../runner/report.mjs';

const checkout = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** @type {string} */
let scratch;
before(async () => {
  // Below the checkout, as all that is built.
  await mkdir(path.join(checkout, 'target'), { recursive: true });
  scratch = await mkdtemp(path.join(checkout, 'target/self-'));
});
after(() => rm(scratch, { recursive: true, force: true }));

describe('the head of a test', () => {
  test('all keys', () => {
    const head = parseHead(`// Proves one thing,
// and another: this.
// FEATURE: F1 F20
// FEATURE: F3
// ENV: node firefox
// TIMEOUT: 2.5
// FLAGS: -DX="a b" -sFOO=1
// ARGS: 'one two' three
// EXIT: 7
// OUTPUT: ^done$
// ALONE: yes
// LINGERS: because
#include <stdio.h>
// EXIT: 9
`);
    assert.equal(head.prose, 'Proves one thing, and another: this.');
    assert.deepEqual(head.features, ['F1', 'F20', 'F3']);
    assert.deepEqual(head.env, ['node', 'firefox']);
    assert.deepEqual(head.flags, ['-DX=a b', '-sFOO=1']);
    assert.deepEqual(head.args, ['one two', 'three']);
    assert.deepEqual([head.timeout, head.exit, head.alone, head.lingers], [2.5, 7, true, 'because']);
    assert.ok(head.output?.test('a\ndone\nb'));
  });
  for (const [text, pattern] of /** @type {[string, RegExp][]} */ ([
    ['// What.\n// TIMEUOT: 3', /unknown key TIMEUOT/],
    ['// What.\n// EXIT: 3\n// EXIT: 4', /EXIT twice/],
    ['// What.\n// EXIT: 77', /skipped/],
    ['// What.\n// EXIT: soon', /not a number/],
    ['// What.\n// ENV: node chrome', /'chrome'/],
    ['// What.\n// ENV:', /nothing after the colon/],
    ['// What.\n// FEATURE: 10', /'10'/],
    ['// What.\n// OUTPUT: (', /OUTPUT: /],
    ['// What.\n// ALONE: maybe', /neither yes nor no/],
    ['// EXIT: 3', /what the test proves/],
    ['int main', /what the test proves/],
  ])) {
    test(`refused: ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseHead(text), (error) => error instanceof HeadError && pattern.test(error.message));
    });
  }
  test('words split as a shell splits them', () => {
    assert.deepEqual(splitWords(` a  "b c"d 'e "f"' `), ['a', 'b cd', 'e "f"']);
  });
});

describe('the server', () => {
  /** @type {import('../../tools/serve.mjs').Server} */
  let server;
  before(async () => {
    await mkdir(path.join(scratch, 'www/below'), { recursive: true });
    await writeFile(path.join(scratch, 'secret.txt'), 'secret');
    await writeFile(path.join(scratch, 'www/a b.wasm'), 'wasm');
    await writeFile(path.join(scratch, 'www/index.html'), 'index');
    await writeFile(path.join(scratch, 'www/below/x.mjs'), 'module');
    await symlink(path.join(scratch, 'secret.txt'), path.join(scratch, 'www/link.txt'));
    server = await serve({
      mounts: { '/': path.join(scratch, 'www'), '/other/': path.join(scratch, 'www/below') },
      routes: {
        '/fails': () => Promise.reject(new Error('on purpose')),
        '/tree/': (_, response, url) => void response.end(url.pathname),
        '/plain': (_, response) => (dropIsolation(response), response.end('plain')),
        '/socket': { upgrade: (_, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nhello') },
      },
    });
  });
  after(() => server.close());

  /** A request as raw as it gets: no client cleans the path. @param {string} target @param {string} [method] */
  const get = (target, method = 'GET') =>
    /** @type {Promise<{status: number | undefined, headers: http.IncomingHttpHeaders, body: string}>} */ (
      new Promise((resolve, reject) => {
        const request = http.request({ host: '127.0.0.1', port: server.port, path: target, method }, async (response) => {
          let body = '';
          for await (const chunk of response) body += chunk;
          resolve({ status: response.statusCode, headers: response.headers, body });
        });
        request.on('error', reject);
        request.end();
      })
    );

  test('files, with the headers that isolate a page', async () => {
    const { status, headers, body } = await get('/a%20b.wasm');
    assert.equal(status, 200);
    assert.equal(body, 'wasm');
    assert.equal(headers['content-type'], 'application/wasm');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.equal(headers['cross-origin-embedder-policy'], 'require-corp');
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal((await get('/')).body, 'index');
    assert.equal((await get('/other/x.mjs')).headers['content-type'], 'text/javascript; charset=utf-8');
    assert.equal((await get('/a%20b.wasm', 'HEAD')).body, '');
    assert.equal((await get('/a%20b.wasm', 'PUT')).status, 405);
  });
  for (const target of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/other/../../secret.txt', '/link.txt', '/below', '/none', '/%00', '/%zz', '//etc/passwd']) {
    test(`no file: ${target}`, async () => assert.equal((await get(target)).status, 404));
  }
  test('routes', async () => {
    assert.match((await get('/fails')).body, /on purpose/);
    assert.equal((await get('/fails')).status, 500);
    assert.equal((await get('/tree/a/b')).body, '/tree/a/b');
    const plain = await get('/plain');
    assert.equal(plain.headers['cross-origin-opener-policy'], undefined);
    const remove = server.route('/late', (_, response) => void response.end('late'));
    assert.throws(() => server.route('/late', () => {}), /a route \/late already/);
    assert.equal((await get('/late')).body, 'late');
    remove();
    assert.equal((await get('/late')).status, 404);
  });
  test('upgrades', async () => {
    const talk = (/** @type {string} */ target) =>
      new Promise((resolve, reject) => {
        let text = '';
        const socket = net.connect(server.port, '127.0.0.1', () => socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: test\r\n\r\n`));
        socket.on('data', (data) => (text += data));
        socket.on('end', () => socket.end());
        socket.on('close', () => resolve(text));
        socket.on('error', reject);
      });
    assert.match(await talk('/socket'), /hello$/);
    assert.equal(await talk('/nobody'), '');
  });
  test('only this machine reaches it', async () => {
    const other = Object.values(os.networkInterfaces()).flat().find((one) => one && one.family === 'IPv4' && !one.internal);
    if (!other) return;
    await assert.rejects(new Promise((resolve, reject) => net.connect(server.port, other.address, () => resolve(0)).on('error', reject)));
  });
});

describe('the build', () => {
  test('knows what is up to date', async () => {
    const root = path.join(scratch, 'build');
    const flagsFile = path.join(root, 'flags.json');
    await mkdir(path.join(root, 'c'), { recursive: true });
    const files = {
      'c/test-one.c': '// One.\n// NEEDS: data.txt\n#include "one.h"\nint main(void) { return ONE; }\n',
      'c/one.h': '#define ONE 1\n',
      'c/data.txt': 'data',
      'pre.js': '// nothing\n',
      'flags.json': JSON.stringify({ compile: [], link: ['--pre-js', path.join(root, 'pre.js')] }),
    };
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(root, name), text);
    const build = async () => {
      const options = { checkout, out: path.join(root, 'out'), flagsFile, jobs: 1 };
      const [result] = [...(await buildTests(await findTests(root), options)).values()];
      assert.ok(typeof result === 'string', String(result));
      return result;
    };
    const module = await build();
    assert.equal(path.relative(root, module), 'out/c-test-one/test-one.mjs');
    const old = new Date(0);
    /** Whether a build replaces the module. */
    const rebuilds = async () => {
      await utimes(module, old, old);
      await build();
      return (await stat(module)).mtimeMs !== 0;
    };
    assert.equal(await rebuilds(), false, 'nothing changed');
    for (const [name, text] of Object.entries(files)) {
      if (name === 'flags.json') await writeFile(flagsFile, text.replace('"compile":[]', '"compile":["-DTWO"]'));
      else await writeFile(path.join(root, name), `${text}\n// changed\n`);
      assert.equal(await rebuilds(), true, `${name} changed`);
      assert.equal(await rebuilds(), false, `${name} did not change again`);
    }
  });
  test('without flags, or without what it needs, it fails and says so', async () => {
    const root = path.join(scratch, 'broken');
    await mkdir(path.join(root, 'c'), { recursive: true });
    await writeFile(path.join(root, 'c/test-one.c'), '// One.\n// NEEDS: nowhere.txt\nint main(void) { return 0; }\n');
    const options = { checkout, out: path.join(root, 'out'), flagsFile: path.join(root, 'flags.json'), jobs: 1 };
    const build = async () => [...(await buildTests(await findTests(root), options)).values()][0];
    const first = await build();
    assert.ok(first instanceof BuildError && /flags.json/.test(first.message));
    await writeFile(options.flagsFile, '{"compile": [], "link": []}');
    const second = await build();
    assert.ok(second instanceof BuildError && /NEEDS: there is no nowhere.txt/.test(second.message));
  });
});

/** @param {string} name @param {string[]} features @returns {import('../runner/find.mjs').Test} */
const fakeTest = (name, features = []) => ({ name, file: name, kind: { extension: 'c', how: 'program' }, head: { ...defaultHead(), features } });

describe('results', () => {
  test('of other environments and of filtered-out tests are kept', async () => {
    const file = path.join(scratch, 'results/results.json');
    /** @param {[string, string, 'passed' | 'failed'][]} rows @param {(test: string, env: string) => boolean} stale */
    const save = async (rows, stale) => {
      const report = new Report(() => {});
      for (const [name, env, status] of rows) report.add(fakeTest(name), env, { status, output: [] }, 0.1);
      await report.save(file, stale);
    };
    await save([['c/a', 'node', 'passed'], ['c/gone', 'node', 'passed']], (_, env) => env === 'node');
    await save([['c/a', 'chromium', 'failed']], (_, env) => env === 'chromium');
    await save([['c/a', 'node', 'failed'], ['c/b', 'node', 'passed']], (_, env) => env === 'node');
    await save([['c/b', 'node', 'failed']], (name, env) => env === 'node' && name === 'c/b');
    const rows = (await readResults(file)).map(({ name, env, status }) => [name, env, status]);
    assert.deepEqual(rows, [['c/a', 'chromium', 'failed'], ['c/a', 'node', 'failed'], ['c/b', 'node', 'failed']]);
    assert.deepEqual(await readResults(path.join(scratch, 'none.json')), []);
  });
});

describe('the table of features', () => {
  const table = '# Features\n| id | text | phase | status |\n|---|---|---|---|\n| F1 | one \\| two | 1 | STATUS |\n| F2 | two | 1 | |\n';
  test('rows', () => {
    assert.deepEqual(parseFeatures(table.replace('STATUS', 'done'))[0], { id: 'F1', text: 'one \\| two', phase: '1', status: 'done' });
    assert.throws(() => parseFeatures(table.replace('STATUS', 'nearly')), /F1: status 'nearly'/);
  });
  /** @param {string} status @param {any[]} rows @param {import('../runner/find.mjs').Test[]} tests */
  const holds = async (status, rows, tests) => {
    const files = { table: path.join(scratch, 'features.md'), results: path.join(scratch, 'rows.json') };
    await writeFile(files.table, table.replace('STATUS', status));
    await writeFile(files.results, JSON.stringify(rows));
    return reportFeatures({ ...files, tests, print: () => {} });
  };
  const row = { name: 'c/a', test: 'c/a', env: 'node', features: ['F1'], seconds: 0 };
  const tests = [fakeTest('c/a', ['F1'])];
  test('done needs a test that passed and none that fails', async () => {
    assert.equal(await holds('done', [{ ...row, status: 'passed' }], tests), true);
    assert.equal(await holds('done', [{ ...row, status: 'passed' }, { ...row, env: 'firefox', status: 'failed' }], tests), false);
    assert.equal(await holds('done', [{ ...row, status: 'skipped' }], tests), false);
    assert.equal(await holds('done', [], tests), false);
    assert.equal(await holds('done', [], []), false);
    assert.equal(await holds('partial', [], []), true);
  });
  test('a test cannot name a feature that does not exist', async () => {
    assert.equal(await holds('', [], [fakeTest('c/a', ['F9'])]), false);
  });
});

test('every test of this checkout has a readable head', async () => {
  for (const one of await findTests(path.join(checkout, 'tests'))) assert.equal(one.broken, undefined, one.name);
});
