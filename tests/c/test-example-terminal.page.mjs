import { inTerminal } from '../../examples/terminal/page.js';
import { equal } from '../runner/assert.mjs';
// @ts-ignore: its types are for the package's name
import { Terminal } from '../../tools/node_modules/@xterm/xterm/lib/xterm.mjs';
import { until } from './exports.mjs';

const box = document.body.appendChild(document.createElement('div'));
const terminal = new Terminal({ convertEol: true });
terminal.open(box);

/** What one sees. */
function seen() {
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, i) => active.getLine(i).translateToString(true));
  return lines.join('\n').trimEnd();
}

async function types() {
  for (const [prompt, keys] of [['1>', '1+x\x7f2*(3'], ['1> 1+2*(3', ')^2\r'], ['19\n2>', '2 +\r'], ['3>', 'nonsense\x15\r'], ['4>', '2^0.5\r'], ['5>', '\x04']]) {
    await until(() => seen().endsWith(prompt), 10000);
    terminal.input(keys);
  }
}

/** @type {unknown} */
let failure;
const typing = types().catch((error) => (failure = error));

export const module = inTerminal(terminal);

export async function check() {
  await typing;
  if (failure) throw failure;
  await until(() => seen().endsWith('bye'), 10000);
  equal(seen().split('\n').map((line) => line.trimEnd()), [
    'A calculator: + - * / ^ ( ). Ctrl+D ends it.',
    '1> 1+2*(3)^2', '19',
    '2> 2 +', 'not understood from here: the end',
    '3>', '4> 2^0.5', '1.4142135623731',
    '5>', 'bye',
  ]);
}
