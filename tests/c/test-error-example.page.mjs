import { equal } from '../runner/assert.mjs';
import { rejects, scripted, until } from './exports.mjs';

export const { module, check } = scripted(async (deputy) => {
  const { load } = deputy.exports;
  equal(await load('[1]'), [1]);
  const error = await rejects(deputy, load('{'), 'DEPUTY_JS_EXCEPTION', /^load: SyntaxError: /);
  equal(error.cause instanceof SyntaxError, true);
  await until(() => deputy.stats().objects === 0);
});
