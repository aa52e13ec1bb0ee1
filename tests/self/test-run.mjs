// `make run` builds the example, runs it in a browser and ends as the program does: it prints what the program prints, the
// exit code and the longest frame gap, leaves a screenshot, and says what to do when the input is no good.
// ENV: chromium firefox
// TIMEOUT: 400
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../tools/serve.mjs';
import { startChild } from '../runner/children.mjs';

const checkout = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const browser = process.env.TEST_ENV ?? 'chromium';
/** @type {string} */
let directory;
/** @type {import('../../tools/serve.mjs').Server} */
let foreign;

/** @param {string[]} args */
async function run(...args) {
  let text = '';
  const command = [path.join(checkout, 'tools/run.mjs'), '--browser', browser, ...args];
  const child = startChild(process.execPath, command, { cwd: checkout, onText: (more) => (text += more) });
  const { code } = await child.ended;
  return { code, text };
}

/** @param {string} name @param {string | Buffer} content */
async function file(name, content) {
  const made = path.join(directory, name);
  await writeFile(made, content);
  return made;
}

describe('make run', { concurrency: 1 }, () => {
  before(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'emdeputy-run-'));
    foreign = await serve({
      routes: {
        '/book.txt': (_, response) => void response.end('Call me Ishmael. Call me.\n'.repeat(1000)),
        '/never.txt': (_, response) => response.setHeader('Access-Control-Allow-Origin', '*').write('Once'),
      },
    });
  });
  after(async () => {
    await rm(directory, { recursive: true });
    await foreign.close();
  });

  test('a file', async () => {
    const { code, text } = await run(await file('a text.txt', 'Deputy, sheriff; deputy!\n'.repeat(50_000)));
    assert.match(text, /^ +100000 {2}deputy\n +50000 {2}sheriff\nwords: +150000\ndistinct: 2$/m);
    assert.match(text, /^run: exit code 0; longest UI frame gap [\d.]+ ms in \d+ frames/m);
    assert.match(text, /^run: screenshot: target\/run\/wordcount.png$/m);
    assert.doesNotMatch(text, /uncaught/);
    assert.equal(code, 0);
    const png = await readFile(path.join(checkout, 'target/run/wordcount.png'));
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
  });

  test('a file that is elsewhere', async () => {
    const { code, text } = await run('--file', await file('copy', 'one two two'), '/not/here.txt');
    assert.match(text, /^words: +3$/m);
    assert.equal(code, 0);
  });

  test('a URL of an origin that does not allow others to read it', async () => {
    const { code, text } = await run(`${foreign.origin}/book.txt`);
    assert.match(text, /^ +2000 {2}call$/m);
    assert.equal(code, 0);
  });

  const refused = /** @type {const} */ ([
    ['a missing file', async () => '/not/here.txt', /^wordcount: \/not\/here.txt cannot be loaded: .*404.*there is no such file\n +Check the name/m],
    ['a folder', async () => directory, /^wordcount: .* cannot be loaded: .*it is no file/m],
    ['a missing page', async () => `${foreign.origin}/no.txt`, /^wordcount: http.*no.txt cannot be loaded: .*CORS.*\n.*404/m],
    ['an unreachable host', async () => 'http://nowhere.invalid/', /^wordcount: http:\/\/nowhere.invalid\/ cannot be loaded: .*\n.*cannot be reached/m],
    ['an empty file', () => file('empty', ''), /^wordcount: .*empty is empty: there is nothing to count/m],
    ['a binary file', () => file('binary', Buffer.alloc(1000)), /^wordcount: .*binary is not text/m],
  ]);
  for (const [name, input, message] of refused) {
    test(name, async () => {
      const { code, text } = await run(await input());
      assert.match(text, message);
      assert.match(text, /^run: exit code 1; /m);
      assert.equal(code, 1);
    });
  }

  test('a program that takes too long', async () => {
    const { code, text } = await run('--timeout', '1', `${foreign.origin}/never.txt`);
    assert.match(text, /^run: the program has not ended within 1 s/m);
    assert.equal(code, 1);
  });

  test('wrong options', async () => {
    const { code, text } = await run('--browser', 'lynx');
    assert.match(text, /there is no browser 'lynx'\nusage:/);
    assert.equal(code, 2);
  });
});
