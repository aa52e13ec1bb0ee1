// The host alone, without wasm, in every environment: four Workers post and call at once; nothing is lost or reordered.
// FEATURE: F10 F12
// TIMEOUT: 60
import { stress } from '../host/stress.mjs';
import { assert, equal } from '../runner/assert.mjs';

export default async () => {
  for (const options of [{}, { frames: 3, posts: 5000, callEvery: 20 }]) {
    const { seen, rings, stats, errors } = await stress(options);
    const posts = options.posts ?? 20_000;
    equal(errors, []);
    equal(seen, [posts, posts, posts, posts]);
    equal(stats.posts, 4 * posts);
    assert(rings > 0, 'nobody ever rang');
  }
};
