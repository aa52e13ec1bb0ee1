import { assert, equal, matches } from '../runner/assert.mjs';

const count = 24;
let ticks = 0;
/** Milliseconds between two turns of the page's event loop, at most. */
let longest = 0;
/** When the page drew. @type {number[]} */
const frames = [];

/** @param {import('../runner/program.mjs').Env} env */
export const module = (env) => ({
  arguments: [env.base],
  preRun: [() => {
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      ticks++;
      longest = Math.max(longest, now - last);
      last = now;
    }, 5);
    // Node ends when nothing is left.
    /** @type {any} */ (timer).unref?.();
    globalThis.requestAnimationFrame?.(function frame(now) {
      frames.push(now);
      requestAnimationFrame(frame);
    });
  }],
});

/** @param {unknown} _ @param {{stdout: string[], stderr: string[]}} seen */
export function check(_, { stdout, stderr }) {
  const all = stdout.join('\n');
  const errors = stderr.join('\n');
  for (const expected of [/^other: FAILED$/m, /^missing: FAILED open or read$/m, /^broken: FAILED open or read$/m, /^4 files, 3 failed$/m, new RegExp(`^${count} files, 0 failed$`, 'm')]) matches(all, expected);
  for (const expected of [/^usage: fetch-hash/m, /no-list: the server answers 404/, /missing: the server answers 404/, /broken: broke off/]) matches(errors, expected);
  equal(stdout.filter((line) => /^name \d+: OK$/.test(line)).length, count + 1, 'files that are good');
  assert(ticks > 10, `the page's event loop turned ${ticks} times`);
  if (frames.length > 0) {
    const gaps = frames.slice(1).map((at, i) => at - frames[i]).sort((a, b) => a - b);
    const median = gaps[gaps.length >> 1];
    console.log(`frames of ${median.toFixed(1)} ms, the longest ${gaps.at(-1)?.toFixed(1)} ms`);
    assert(median < 25, `the page drew every ${median} ms`);
  }
  assert(longest < 500, `the page did nothing for ${longest} ms`);
}
