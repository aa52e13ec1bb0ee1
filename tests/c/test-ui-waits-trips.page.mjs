import { uiWaits } from './ui-waits.mjs';

/** @param {any} app */
export function check(app) {
  const { ours } = uiWaits(app);
  if (!Object.keys(ours).some((who) => who.startsWith('waits_on_the_ui'))) throw new Error(`not found: ${JSON.stringify(ours)}`);
}
