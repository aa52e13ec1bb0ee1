// The README's example, built with the port outside the checkout, runs in its page: the page asks while main() waits.
// FEATURE: F102 F10
// ENV: chromium firefox
// TIMEOUT: 120
import { equal, matches } from '../runner/assert.mjs';

/** @param {import('../runner/program.mjs').Env} env */
export default async function (env) {
  const frame = document.createElement('iframe');
  frame.src = `${env.base}page/index.html`;
  document.body.append(frame);
  await new Promise((resolve) => (frame.onload = resolve));
  const page = frame.contentDocument;
  if (!page) throw new Error('the page is not of this origin');

  /** @param {() => boolean} condition @returns {Promise<void>} */
  const until = (condition) => new Promise((resolve) => {
    const observer = new MutationObserver(look);
    observer.observe(page, { subtree: true, childList: true, attributes: true, characterData: true });
    function look() {
      if (!condition()) return;
      observer.disconnect();
      resolve();
    }
    look();
  });
  const form = /** @type {HTMLFormElement} */ (page.querySelector('form'));
  const output = () => page.querySelector('pre')?.textContent ?? '';
  await until(() => !form.hidden || output() !== '');
  equal(output(), '', 'printed before it asked');
  equal(form.textContent?.includes('What is your name?'), true, 'the question is shown');
  /** @type {HTMLInputElement} */ (form.elements.namedItem('answer')).value = 'Zoë';
  form.requestSubmit();
  await until(() => /exit code|Error/.test(output()));
  matches(output(), /^Hello, Zoë! The sum is 500000500000\.\nexit code 0\n$/);
}
