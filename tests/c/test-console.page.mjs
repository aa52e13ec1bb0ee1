import { assert, equal } from '../runner/assert.mjs';

const marks = [];
let printed = 0;

export const module = {
  print: () => void printed++,
  deputy: {
    imports: {
      mark: (i) => void marks.push([i, printed]),
      busy(ms) {
        const end = performance.now() + ms;
        while (performance.now() < end);
      },
    },
  },
};

export function check(app, { stdout, stderr }) {
  const next = { o: [0, 0, 0, 0], e: [0, 0, 0, 0] };
  for (const line of [...stdout, ...stderr].filter((line) => /^[oe] /.test(line))) {
    const [stream, thread, i] = line.split(' ');
    equal(Number(i), next[stream][thread], line);
    next[stream][thread] += stream === 'o' ? 1 : 8;
  }
  equal(next, { o: Array(4).fill(3000), e: Array(4).fill(3000) });
  equal(marks.length, 100);
  for (const [i, count] of marks) assert(count >= 12000 + i + 1, `post ${i} ran after ${count} lines`);
  const [long, last] = stdout.slice(-2);
  assert(long === '€'.repeat(133333), `the long line has ${long.length} characters`);
  equal(last, 'end without a line\'s end');
  equal(stderr.at(-1), 'err');
}
