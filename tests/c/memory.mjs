// The page's side of the tests of memory: imports that give back what they got, and calls of exports all the while.
import { equal } from '../runner/assert.mjs';
import { scripted, soon } from './exports.mjs';

/** @param {{rounds: number, size: number, many: number, timeout: number}} plan  `many` calls of exports are out at once */
export function memory({ rounds, size, many, timeout }) {
  let wrong = 0;
  let posts = 0;
  const imports = {
    back: (value) => value,
    later: (value) => new Promise((resolve) => setTimeout(() => resolve(value))),
    posted(text, length) {
      posts++;
      if (text.length !== length || text[0] !== text.at(-1)) wrong++;
    },
    posts: () => posts,
    throws() { throw new Error('as it should'); },
    hang: () => new Promise(() => {}),
  };
  return scripted(async (/** @type {any} */ deputy) => {
    if (!(await soon(deputy.call('ready'), timeout))) return;
    for (let round = 0; round < rounds; round++) {
      const letter = String.fromCharCode(97 + (round % 26));
      const text = letter.repeat(size + round);
      const raw = new TextEncoder().encode(text);
      const calls = [deputy.call('twice', text), deputy.call('bytes', raw), deputy.call('bytes', raw, { context: 'background' })];
      for (let i = 0; i < many; i++) calls.push(deputy.call('twice', `${i}`));
      const [doubled, copy, other, ...rest] = await soon(Promise.all(calls), timeout);
      equal(doubled === text + text, true, `round ${round}: the text`);
      for (const got of [copy, other]) {
        equal(got instanceof Uint8Array && got.length === raw.length && got.every((byte, i) => byte === raw[i]), true, `round ${round}: the bytes`);
      }
      rest.forEach((got, i) => equal(got, `${i}${i}`));
    }
    await soon(deputy.call('crossed'), timeout);
    equal(wrong, 0, 'posts with another text');
  }, { imports });
}
