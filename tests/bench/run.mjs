// Measures emdeputy beside stock emscripten, in one run on one machine, and writes target/bench/results.json.
//
//   node tests/bench/run.mjs [--env node,chromium,firefox] [--filter REGEX] [--quick] [--write-docs]
//
// Exit code 0 also if a bar is missed; 1 if a bench could not run; 2 if the command is wrong.
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { builder } from './engine/build.mjs';
import { writeDocs } from './engine/docs.mjs';
import { openEnv } from './engine/env.mjs';
import { environments, findBenches, parseEnvironments } from './engine/find.mjs';
import { measure } from './engine/measure.mjs';
import { Quiet } from './engine/quiet.mjs';
import { cells, header, line } from './engine/table.mjs';

const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const out = path.join(checkout, 'target/bench');

/** @param {string[]} words */
function parse(words) {
  const options = { env: environments, filter: /(?:)/, quick: false, docs: false };
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--env') options.env = parseEnvironments(words.shift() ?? '');
    else if (word === '--filter') options.filter = new RegExp(words.shift() ?? '');
    else if (word === '--quick') options.quick = true;
    else if (word === '--write-docs') options.docs = true;
    else throw new Error(`what is ${word}?`);
  }
  if (options.docs && (options.quick || options.env !== environments || options.filter.source !== '(?:)')) {
    throw new Error('--write-docs goes with a whole run only');
  }
  return options;
}

/** @type {ReturnType<typeof parse>} */
let options;
try {
  options = parse(process.argv.slice(2));
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : error}`);
  process.exit(2);
}

/** @type {import('./engine/measure.mjs').Row[]} */
const rows = [];
/** @type {string[]} */
const failures = [];
const quiet = new Quiet(options.quick ? 0 : 300_000);

/** What every run leaves behind, also one that was stopped halfway. */
async function save() {
  const results = rows.filter(({ bar }) => bar).map(({ name, env, ours, stock, unit, ratio, bar, ok }) => (
    { name, env, ours: ours.median, stock: stock.median, unit, ratio, bar, ok }
  ));
  await writeFile(path.join(out, 'results.json'), `${JSON.stringify(results, null, 1)}\n`);
  await writeFile(path.join(out, 'rows.json'), `${JSON.stringify(rows, null, 1)}\n`);
}

const buildDirectory = path.join(out, 'build');
await mkdir(buildDirectory, { recursive: true });
const benches = await findBenches(options.filter);
if (benches.length === 0) {
  console.error(`bench: nothing matches ${options.filter}`);
  process.exit(1);
}
const { build, version } = await builder(checkout, buildDirectory);
const versions = [version.replace(/^emcc .*\) (\S+).*$/, 'emcc $1')];
console.log(line(header));
for (const name of options.env) {
  const wanted = benches.filter((bench) => bench.env.includes(name));
  if (wanted.length === 0) continue;
  let env;
  try {
    env = await openEnv(name, checkout);
    versions.push(env.version);
    for (const bench of wanted) {
      try {
        for (const row of await measure(bench, env, build, options.quick, quiet)) {
          rows.push(row);
          console.log(line(cells(row)));
        }
        await save();
      } catch (error) {
        failures.push(`${bench.name} in ${name}: ${error instanceof Error ? error.message : error}`);
        console.log(line([bench.name, name, 'could not run']));
      }
    }
  } catch (error) {
    failures.push(`${name}: ${error instanceof Error ? error.message : error}`);
  } finally {
    await env?.close();
  }
}
await save();
const conditions = `${os.cpus().length} cores (${os.cpus()[0]?.model.trim()}), ${versions.join(', ')}, ${new Date().toISOString().slice(0, 10)}, ${quiet}`;
const missed = rows.filter(({ ok }) => !ok);
console.log(`\n${conditions}`);
if (missed.length > 0) console.log(`BARS MISSED: ${missed.map(({ name, env }) => `${name} (${env})`).join(', ')}`);
for (const failure of failures) console.error(`bench: COULD NOT RUN ${failure}`);
if (options.docs && failures.length === 0) {
  await writeDocs(checkout, benches, quiet.good ? { rows, conditions } : undefined);
  if (!quiet.good) console.log('bench: THE NUMBERS IN docs/performance.md STAY AS THEY WERE: the machine was busy');
}
process.exitCode = failures.length > 0 ? 1 : 0;
