// The core's codec, built for wasm32-unknown-unknown, against the host's, both in one memory: shared vectors in both
// directions, alone, many at once and as outcomes, and damaged blocks (tests/codec/src/lib.rs, run by wasm-bindgen-test).
// FEATURE: F15 F16 F20
// ENV: node chromium
// TIMEOUT: 600
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startChild } from '../runner/children.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const checkout = path.dirname(path.dirname(here));
const inBrowser = process.env.TEST_ENV === 'chromium';
const runner = 'wasm-bindgen-test-runner';

/**
 * @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{code: number | null, text: string}>} code null: there is no such program, or it was ended
 */
async function run(command, args, env) {
  let text = '';
  try {
    const child = startChild(command, args, { cwd: checkout, env: { ...process.env, ...env }, onText: (more) => (text += more) });
    return { code: (await child.ended).code, text };
  } catch {
    return { code: null, text };
  }
}

/** Why the tests cannot run here; undefined if they can. */
async function missing() {
  const wanted = (await readFile(path.join(checkout, 'tools/wasm-bindgen-version.txt'), 'utf8')).trim();
  const { code, text } = await run(runner, ['--version']);
  const install = `cargo install wasm-bindgen-cli --version ${wanted} --locked`;
  if (code !== 0) return `${runner} is not on PATH: ${install}`;
  if (!text.includes(wanted)) return `${text.trim()} is on PATH, ${wanted} is needed: ${install}`;
  if (inBrowser && (await run(driver, ['--version'])).code !== 0) return 'chromedriver is not on PATH and CHROMEDRIVER does not name one';
  return undefined;
}

/** @returns {Promise<string>} the built tests */
async function build() {
  // emcc's linker: not every Rust has one of its own. Debian's name ends with its version.
  const [folder, version] = await Promise.all(['LLVM_ROOT', 'LLVM_ADD_VERSION'].map(async (key) => (await run('em-config', [key])).text.trim()));
  const linker = [`wasm-ld-${version}`, 'wasm-ld'].map((name) => path.join(folder, name)).find(existsSync);
  assert.ok(linker, `there is no wasm-ld in ${folder}, where emcc has its LLVM`);
  const { code, text } = await run('cargo', [
    'test', '--no-run', '--locked', '-Zbuild-std=std,panic_abort',
    '--target=wasm32-unknown-unknown', `--manifest-path=${path.join(here, 'Cargo.toml')}`, `--target-dir=${path.join(checkout, 'target/codec')}`,
  ], { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: linker, RUSTC_BOOTSTRAP: '1', RUSTFLAGS: '' });
  assert.equal(code, 0, text);
  const built = text.match(/Executable .*\((.+\.wasm)\)/);
  assert.ok(built, `cargo named no executable:\n${text}`);
  return path.resolve(checkout, /** @type {string} */ (built[1]));
}

const driver = process.env.CHROMEDRIVER || 'chromedriver';
const skip = await missing();
if (skip) {
  test('codec', { skip }, () => {});
} else {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'emdeputy-codec-'));
  try {
    const module = await build();
    const capabilities = path.join(directory, 'webdriver.json');
    const args = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${path.join(directory, 'profile')}`];
    await writeFile(capabilities, JSON.stringify({ 'goog:chromeOptions': { args, ...(process.env.CHROMIUM && { binary: process.env.CHROMIUM }) } }));
    const { code, text } = await run(runner, [module], inBrowser ? {
      WASM_BINDGEN_USE_BROWSER: '1', WASM_BINDGEN_TEST_TIMEOUT: '120', WASM_BINDGEN_TEST_DRIVER_TIMEOUT: '30',
      WASM_BINDGEN_TEST_WEBDRIVER_JSON: capabilities, CHROMEDRIVER: await which(driver),
    } : { WASM_BINDGEN_USE_NODE_EXPERIMENTAL: '1' });
    const results = [...text.matchAll(/^test (\S+) \.\.\. (\w+)/gm)];
    for (const [, name, verdict] of results) test(`${name}`, () => assert.equal(verdict, 'ok', text));
    test('the tests ran to their end', () => {
      assert.equal(code, 0, text);
      assert.equal(String(results.length), text.match(/^running (\d+) tests?/m)?.[1], text);
    });
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The runner wants a path. @param {string} command */
async function which(command) {
  if (path.isAbsolute(command)) return command;
  const { text } = await run('sh', ['-c', 'command -v "$1"', 'sh', command]);
  return text.trim();
}
