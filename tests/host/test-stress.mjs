// Four Workers send 20 000 posts each with recycled frames, and calls between: no loss, no reordering, every outcome the
// right one; with plenty of frames, with very few, and with a host that goes to sleep at once.
// FEATURE: F10 F12
// TIMEOUT: 120
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stress } from './stress.mjs';

for (const [what, options] of /** @type {[string, Parameters<typeof stress>[0]][]} */ ([
  ['plenty of frames', {}],
  ['few frames', { frames: 2, posts: 5000 }],
  ['a host that never lingers', { options: { linger: 0 }, posts: 10_000, callEvery: 50 }],
  ['a host whose turns are short', { options: { budget: 0.1 } }],
  ['calls only, nearly', { posts: 2000, callEvery: 1 }],
])) {
  test(what, { timeout: 60_000 }, async () => {
    const { seen, rings, stats, errors } = await stress(options);
    assert.deepEqual(errors, []);
    const posts = options?.posts ?? 20_000;
    assert.deepEqual(seen, [posts, posts, posts, posts]);
    assert.equal(stats.posts, 4 * posts);
    assert.ok(rings > 0);
  });
}
