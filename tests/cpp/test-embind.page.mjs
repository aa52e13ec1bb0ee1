import { equal } from '../runner/assert.mjs';
import { scripted } from '../c/exports.mjs';

export const { module, check } = scripted(async (deputy, app) => {
  // The factory has resolved when main() was called; a call of the deputy's waits for that.
  await deputy.call('nobody').catch(() => {});
  equal(app.add(1, 2.5), 3.5);
  equal(app.runs_on_page(), true);
  const counter = new app.Counter('clicks');
  equal(counter.next(), 1);
  equal(counter.next(), 2);
  equal(counter.name, 'clicks');
  counter.delete();
  const ints = new app.Ints();
  ints.push_back(5);
  equal(ints.get(0), 5);
  ints.delete();
});
