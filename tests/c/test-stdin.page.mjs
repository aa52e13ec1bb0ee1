import { assert, equal } from '../runner/assert.mjs';

let stdin;
let prompt = 0;

export const module = {
  preRun: (program) => void (stdin = program.deputy.stdin),
  print: (line) => void (prompt ||= line === 'your name? ' ? performance.now() : 0),
  deputy: {
    // Not Node's own.
    stdin: () => new Promise(() => {}),
    imports: {
      later: (ms, text) => void setTimeout(() => (text === null ? stdin.end() : stdin.write(text)), ms),
    },
  },
};

export function check(app, { stdout }) {
  equal(stdout, ['your name? ']);
  let thrown;
  try {
    app.deputy.stdin.write('more');
  } catch (error) {
    thrown = error;
  }
  assert(thrown, 'writes after the end are refused');
}
