// A program in Node without a page: its standard input is the process's, read to the end or only in part, and then keeps no process alive;
// whether it is a terminal isatty() tells; its output is the process's, beginnings of lines at once, complete when JavaScript calls process.exit(); what it ends with is the process's code.
// FEATURE: F75 F76
// ENV: node
// TIMEOUT: 120
import { spawn, spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { portFlags } from '../../tools/flags.mjs';
import { build } from '../port/run.mjs';
import { equal } from '../runner/assert.mjs';

const checkout = fileURLToPath(new URL('../..', import.meta.url));

const first = `#include <stdio.h>
#include <emscripten.h>
int main(int argc, char **argv) {
  char line[100];
  printf("first? ");
  fflush(stdout);
  if (!fgets(line, sizeof line, stdin)) return 1;
  for (int i = 0; i < 1000; i++) printf("%d %s", i, line);
  if (argc > 1) MAIN_THREAD_EM_ASM({ process.exit(9); });
  return argv[0] ? 5 : 6;
}
`;

/**
 * Runs it; writes the text once it has asked for the first line, and ends the input if there is no `open`.
 * @param {string} cwd @param {string[]} args @param {string} text @param {boolean} [open] @param {string} [command]
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run(cwd, args, text, open = false, command = process.execPath) {
  const child = spawn(command, args, { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  let answered = false;
  child.stdout.on('data', (bytes) => {
    output += bytes;
    if (answered || !/\? $|> $/.test(output)) return;
    answered = true;
    child.stdin.write(text);
    if (!open) child.stdin.end();
  });
  const limit = setTimeout(() => child.kill(), 20000);
  return new Promise((resolve) => child.on('close', (code) => {
    clearTimeout(limit);
    child.stdin.destroy();
    resolve({ code, output });
  }));
}

export default async function () {
  const cwd = await mkdtemp(path.join(os.tmpdir(), 'deputy-console-'));
  try {
    await writeFile(path.join(cwd, 'first.c'), first);
    await cp(path.join(checkout, 'examples/terminal/calc.c'), path.join(cwd, 'calc.c'));
    for (const name of ['first', 'calc']) await build(['emcc', `${name}.c`, '-lm', '-o', `${name}.js`, ...portFlags('all', checkout)], cwd);
    const calc = await run(cwd, ['calc.js'], '1+2\n3*3');
    equal(calc, { code: 0, output: '1> \x1b[32m3\x1b[0m\n2> \x1b[32m9\x1b[0m\n3> \nbye\n' });
    // At a terminal, which echoes what is typed.
    if (spawnSync('script', ['--version']).status === 0) {
      const { code, output } = await run(cwd, ['-qec', `'${process.execPath}' calc.js`, '/dev/null'], '1+2\n', false, 'script');
      equal([code, output.split('\r\n', 1)[0]], [0, 'A calculator: + - * / ^ ( ). Ctrl+D ends it.']);
    }
    const lines = `first? ${Array.from({ length: 1000 }, (_, i) => `${i} one\n`).join('')}`;
    equal(await run(cwd, ['first.js'], 'one\ntwo\n', true), { code: 5, output: lines });
    equal(await run(cwd, ['first.js', 'exit'], 'one\n'), { code: 9, output: lines });
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
