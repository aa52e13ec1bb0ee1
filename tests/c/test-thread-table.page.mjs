import { assert, equal } from '../runner/assert.mjs';
import { tasks } from './tasks.mjs';

/** @type {any} */
let app;
/** @type {any[]} */
let listed = [];
/** @type {string[]} */
const dumped = [];
const lists = async () => {
  // main() sleeps by then.
  await new Promise((resolve) => setTimeout(resolve, 50));
  listed = app.deputy.threads();
  return listed.length;
};
const shared = tasks({ lists }, { onLog: (_level, text) => text.startsWith('thread ') && dumped.push(text) });
export const module = { ...shared.module, preRun: [...shared.module.preRun, (instance) => void (app = instance)] };

export function check(app) {
  shared.check(app);
  /** @type {(name: string) => any} */
  const of = (name) => listed.find((thread) => thread.name === name) ?? {};
  equal(of('main').kind, 'main');
  equal(of('main').context, 3);
  equal(of('main').waits, 'call', 'what main() waits for is this');
  equal(of('decoder').kind, 'program');
  equal(of('caller').waits, 'call');
  equal(of('plain').waits, '');
  equal(of('worker').kind, 'worker');
  equal(of('I/O').kind, 'io');
  equal(new Set(listed.map((thread) => thread.number)).size, listed.length, 'numbers are different');
  for (const { worker } of listed) equal(/^em-pthread-\d+$/.test(worker), true, `the name of a Worker: ${worker}`);
  equal(new Set(listed.map(({ worker }) => worker)).size, listed.length, 'they are different');
  equal(dumped.length, listed.length, `lines: ${dumped.join('\n')}`);
  assert(dumped.some((line) => /^thread \d+ 'caller', 0x[0-9a-f]+: waits for a call$/.test(line)), dumped.join('\n'));
  assert(dumped.some((line) => /^thread \d+ 'main', deputy, /.test(line)), dumped.join('\n'));
}
