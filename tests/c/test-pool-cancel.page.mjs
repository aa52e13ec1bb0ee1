import { rejects, scripted, soon, until } from './exports.mjs';

let ready = () => {};
const begins = new Promise((resolve) => void (ready = () => resolve(undefined)));

export const { module, check } = scripted(async (deputy) => {
  const { call } = deputy;
  await soon(begins);
  const count = (/** @type {boolean} */ begun) => soon(call('count', begun, { context: 'background' }));
  for (const context of ['main', 'background', 'pool']) {
    for (const how of ['loop', 'nested', 'scope']) {
      const before = await count(true);
      const controller = new AbortController();
      const work = call('compute', how, { context, signal: controller.signal });
      work.catch(() => {});
      await until(async () => await count(true) > before);
      controller.abort();
      await soon(rejects(deputy, work, 'DEPUTY_CANCELLED', /./));
      await until(async () => await count(true) === await count(false));
    }
  }
}, { imports: { ready: () => ready() } });
