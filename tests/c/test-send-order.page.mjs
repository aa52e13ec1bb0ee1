import { scripted, soon } from './exports.mjs';

export const { module, check } = scripted(async (deputy) => {
  let next = 0;
  for (let round = 0; round < 4; round++) {
    const calls = Array.from({ length: 80 }, () => deputy.call('numbered', next++, next % 3 ? 'small' : 'large'.repeat(500)));
    await new Promise((resolve) => setTimeout(resolve, 1));
    await soon(Promise.all(calls));
  }
});
