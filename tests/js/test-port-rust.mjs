// The commands of docs/rust.md build examples/rust outside of the checkout; the program counts on all threads and ends.
// FEATURE: F60 F102
// ENV: node
// TIMEOUT: 300
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { run } from '../port/run.mjs';
import { assert, equal } from '../runner/assert.mjs';

const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
/** Where the runner builds Rust tests: std is there already, or will be. */
const target = path.join(checkout, 'target/tests/cargo');

export default async function () {
  const page = await readFile(path.join(checkout, 'docs/rust.md'), 'utf8');
  const commands = /<!-- [^>]*test-port-rust\.mjs[^>]*-->\n```sh\n([\s\S]*?)```\n/.exec(page)?.[1];
  assert(commands, 'docs/rust.md has no commands');
  const cwd = await mkdtemp(path.join(os.tmpdir(), 'deputy-rust-'));
  try {
    await cp(path.join(checkout, 'examples/rust'), cwd, { recursive: true, filter: (file) => !file.endsWith('target') });
    const manifest = path.join(cwd, 'Cargo.toml');
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('../../rust-core', `${checkout}/rust-core`));
    const { code, text } = await run(['sh', '-ec', `export CARGO_TARGET_DIR=${target}\n${commands.replace(/^DEPUTY=\S+/m, `DEPUTY=${checkout}`)}`], cwd);
    equal(code, 0, text);
    for (const name of ['primes.js', 'primes.wasm']) await cp(path.join(target, 'wasm32-unknown-emscripten/debug/deps', name), path.join(cwd, name));
    await writeFile(path.join(cwd, 'package.json'), '{"type": "module"}');
    const { default: primes } = await import(pathToFileURL(path.join(cwd, 'primes.js')).href);
    /** @type {string[]} */
    const printed = [];
    const program = await primes({ print: (/** @type {string} */ line) => printed.push(line) });
    equal(await program.deputy.exited, 0, 'exit code');
    equal(printed.join('\n').replace(/\d+ threads/, 'N threads'), '78498 primes below a million, counted by N threads');
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
