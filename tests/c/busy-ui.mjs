// The page's side of the tests of a busy page (busy-ui.h).
import { tasks } from './tasks.mjs';

const shared = tasks({
  async settleAndBeBusy(key, ms) {
    shared.imports.settle(key, null);
    await new Promise((resolve) => setTimeout(resolve)); // what the settling brings about on the page has been done
    shared.imports.busy(ms);
  },
});
export const { module, check } = shared;
