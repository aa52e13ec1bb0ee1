import { equal } from '../runner/assert.mjs';
import { rejects, scripted, soon, until } from './exports.mjs';

/** @type {(callback: any) => void} */
let track;
const tracked = new Promise((resolve) => (track = resolve));
export const { module, check } = scripted(async (deputy) => {
  const moved = await soon(tracked);
  equal([await moved(2, 3), await moved(4, 5)], [6, 26]);
  await rejects(deputy, moved(1), 'DEPUTY_WRONG_TYPE', /moved: expected 2 arguments, got 1/);
  moved.dispose();
  await until(async () => await deputy.call('live') === 0);
}, { imports: { track: (callback) => track(callback) } });
