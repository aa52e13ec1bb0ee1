import { equal } from '../runner/assert.mjs';
import { soon, watched } from './watchdog.mjs';

export const { module, check } = watched(async ({ deputy, reports, goOn, confirming, tells }) => {
  await confirming();
  void deputy.call('score').catch(() => {});
  await tells(/^warn thread \d+ "decoder" has waited \d+\.\d s for mutex 0x[0-9a-f]+, held by thread \d+ "main", which waits for the UI \(call "confirm", which has begun\)$/);
  await tells(/the page's call "score"/);
  equal(deputy.waits().filter((/** @type {any} */ { waitsFor }) => /^a lock, a condition or a time \(0x[0-9a-f]+\)$/.test(waitsFor)).length >= 1, true);
  goOn();
  await confirming();
  await tells(/^warn thread \d+ has waited \d+\.\d s for mutex 0x[0-9a-f]+, held by thread \d+, which waits for mutex 0x[0-9a-f]+, held by thread \d+: a circle, in which nobody goes on$/);
  equal(reports.filter((text) => text.includes('a lock, a condition')), []);
  goOn();
  await soon(deputy.call('score'));
}, 200);
