import { equal } from '../runner/assert.mjs';
import { soon, watched } from './watchdog.mjs';

export const { module, check } = watched(async ({ deputy, reports, goOn, confirming, tells }) => {
  await confirming();
  // The deputy waits for the asker's end, and that one for a promise.
  await tells(/^warn thread \d+ "main" has waited \d+\.\d s for a task of thread \d+ "asker", which waits for a promise of the page's$/);
  equal(reports.length, 1, 'whoever is in that line has none of its own');
  goOn();

  await confirming();
  const calls = [1, 2, 3].map(() => deputy.call('score'));
  await tells(/^warn thread \d+ "joiner" has waited \d+\.\d s for a task of thread \d+ "decoder", which waits for a function that it has sent to thread \d+ "main", which waits for the UI \(call "confirm", which has begun\)$/);
  await tells(/^warn the page's call "score" has waited \d+\.\d s for thread \d+ "main", which waits for the UI \(call "confirm", which has begun\)\. 2 calls are queued behind it$/);
  const waits = deputy.waits();
  equal(waits.filter((/** @type {any} */ wait) => /^thread \d+ "(main|decoder|joiner)"$/.test(wait.thread)).length, 3);
  equal(waits.filter((/** @type {any} */ wait) => wait.thread === `the page's call "score"`).length, 3);
  for (const { milliseconds, waitsFor, text } of waits) equal([typeof milliseconds, text.includes(waitsFor)], ['number', true]);
  reports.length = 0;
  await soon(deputy.call('dump', { context: 'background' }));
  await tells(/^warn waits:(\n {2}.*){6}$/);
  // Told already.
  await new Promise((resolve) => setTimeout(resolve, 500));
  equal(reports.length, 1, reports.join('\n'));
  await soon(deputy.call('limit', 0, { context: 'background' }));
  goOn();
  for (const call of calls) equal(await soon(call), 7);

  // Not told with 0, but known.
  await confirming();
  await new Promise((resolve) => setTimeout(resolve, 800));
  equal(reports.length, 1, reports.join('\n'));
  equal(deputy.waits().some((/** @type {any} */ { text }) => /"decoder" has waited .* sent to thread \d+ "main"/.test(text)), true);
  await soon(deputy.call('limit', 100, { context: 'background' }));
  await tells(/"joiner" has waited/);
  goOn();
  await soon(deputy.call('score'));
}, 200);
