import { equal } from '../runner/assert.mjs';
import { scripted, soon } from './exports.mjs';

export const { module, check } = scripted(async (deputy) => {
  await soon(deputy.call('begin'), 30_000);
  for (const length of [10, 100_000]) {
    equal((await soon(deputy.call('follow', length, false))).length, length);
    const error = /** @type {any} */ (await soon(deputy.call('follow', length, true).catch((/** @type {unknown} */ thrown) => thrown)));
    equal([error.code, error.cause.name, error.cause.message.length], ['DEPUTY_JS_EXCEPTION', 'RangeError', length]);
    if (!/at follow \(native, context main\)/.test(error.stack)) throw new Error(error.stack);
  }
});
