// The README shows the example as it is in its file, its commands build that outside the checkout, and its plain flags are
// those of flags.json.
// FEATURE: F102
// ENV: node
// TIMEOUT: 120
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { portFlags } from '../../tools/flags.mjs';
import { build } from '../port/run.mjs';
import { assert, equal } from '../runner/assert.mjs';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const example = path.join(checkout, 'examples/hello/hello.cpp');

/**
 * The fenced block after a comment that names this test.
 * @param {string} readme
 * @param {string} language
 */
function blocks(readme, language) {
  const found = [...readme.matchAll(/<!-- [^>]*test-port-readme\.mjs[^>]*-->\n```(\w+)\n([\s\S]*?)```\n/g)];
  return found.filter(([, own]) => own === language).map(([, , text = '']) => text);
}

/** @param {string} commands */
async function buildAndRun(commands) {
  const cwd = await mkdtemp(path.join(os.tmpdir(), 'deputy-readme-'));
  try {
    await cp(example, path.join(cwd, 'hello.cpp'));
    await build(['sh', '-ec', commands.replace(/^DEPUTY=.*$/m, `DEPUTY=${checkout}`)], cwd);
    const { default: hello } = await import(pathToFileURL(path.join(cwd, 'hello.mjs')).href);
    /** @type {string[]} */
    const printed = [];
    const program = await hello({ print: (/** @type {string} */ line) => printed.push(line), deputy: { imports: { ask: async () => 'Ada' } } });
    equal(await program.deputy.exited, 0, 'exit code');
    equal(printed, ['Hello, Ada! The sum is 500000500000.'], 'printed');
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

/** The words of a command, with its continuation lines. @param {string} commands @param {string} start */
function words(commands, start) {
  const line = commands.replaceAll('\\\n', ' ').split('\n').find((one) => one.startsWith(start));
  assert(line, `no command starts with '${start}'`);
  return line.slice(start.length).trim().split(/\s+/);
}

export default async function () {
  const readme = await readFile(path.join(checkout, 'README.md'), 'utf8');
  const source = await readFile(example, 'utf8');
  equal(blocks(readme, 'cpp').length, 1, 'examples in the README');
  assert(blocks(readme, 'cpp')[0] === source, 'the example in README.md is not examples/hello/hello.cpp: paste it again');
  equal(blocks(readme, 'sh').length, 2, 'commands in the README');
  const [port = '', plain = ''] = blocks(readme, 'sh');
  for (const [step, start] of /** @type {const} */ ([['compile', 'em++ -c hello.cpp -o hello.o'], ['link', 'em++ hello.o -sEXPORT_ES6 -o hello.mjs']])) {
    const flags = portFlags(step, '$DEPUTY');
    equal(words(plain, start), flags, `README.md: these words must follow '${start}': ${flags.join(' ')}`);
  }
  await buildAndRun(port);
  await buildAndRun(plain);
}
