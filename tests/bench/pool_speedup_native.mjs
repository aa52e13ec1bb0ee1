// The loop of pool_speedup on the machine itself, without a browser: `ours` is rayon on a pool of so many threads, `stock` so many threads made
// for it and joined. One row for each number of threads. No bar: it is what pool_speedup is to be seen beside.
// UNIT: us
// ENV: node
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '../runner/children.mjs';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const target = path.join(checkout, 'target/bench/native');

/** @param {string} command @param {string[]} args */
async function run(command, args) {
  let text = '';
  const { code } = await startChild(command, args, { cwd: checkout, onText: (more) => (text += more) }).ended;
  if (code !== 0) throw new Error(`${command} ended with code ${code}\n${text}`);
  return text;
}

/** @type {import('./engine/measure.mjs').Measure} */
export default async () => {
  await run('cargo', ['build', '--quiet', '--locked', '--release', '--manifest-path', 'tests/bench/native/Cargo.toml', '--target-dir', target]);
  const rows = new Map();
  for (const line of (await run(path.join(target, 'release/native'), [])).trim().split('\n')) {
    const [threads = NaN, ours = NaN, stock = NaN] = line.split(' ').map(Number);
    rows.set(threads === 1 ? '1 thread' : `${threads} threads`, { ours, stock });
  }
  return rows;
};
