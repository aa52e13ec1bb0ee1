// The page's side of the tests of the watchdog.
import { equal } from '../runner/assert.mjs';
import { scripted, soon, until } from './exports.mjs';

/**
 * @param {(at: { deputy: any, reports: string[], goOn: () => void, confirming: () => Promise<void>, tells: (pattern: RegExp) => Promise<string> }) => Promise<void>} script
 * @param {number} limit  milliseconds
 */
export function watched(script, limit) {
  /** @type {string[]} */
  const reports = [];
  let goOn = () => {};
  let confirms = false;
  return scripted(async (deputy) => {
    await script({
      deputy,
      reports,
      goOn: () => {
        confirms = false;
        goOn();
      },
      confirming: () => until(() => confirms),
      async tells(pattern) {
        await until(() => reports.some((text) => pattern.test(text))).catch(() => {
          throw new Error(`not told: ${pattern}\n${reports.join('\n')}\n${JSON.stringify(deputy.waits(), null, 1)}`);
        });
        const told = reports.filter((text) => pattern.test(text));
        equal(told.length, 1, `told once: ${told.join('\n')}`);
        return told[0];
      },
    });
  }, {
    watchdog: limit,
    imports: {
      confirm: () => new Promise((resolve) => {
        goOn = () => resolve(1);
        confirms = true;
      }),
    },
    onLog: (/** @type {string} */ level, /** @type {string} */ text, /** @type {string} */ thread) => void (thread === 'watchdog' && reports.push(`${level} ${text}`)),
  });
}

export { soon, until };
