// Builds examples/wordcount, runs it in a headless browser and shows what it does.
//
//   node tools/run.mjs [--browser chromium|firefox] [--timeout SECONDS] [--file PATH] [INPUT]
//   node tools/run.mjs --serve [--port N] [--file PATH] [INPUT]       only serves it, for a browser of your own
//
// INPUT is a path or URL; without it a default text is taken. --file says where the file really is, for callers that see it
// under another path than this process does. Ends with the program's exit code.
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchBrowser, within } from './browser.mjs';
import { buildExample } from './run/build.mjs';
import { findInput } from './run/input.mjs';
import { serve } from './serve.mjs';

/** @typedef {import('../examples/wordcount/page.js').Ending} Ending */
/** @typedef {import('../examples/wordcount/page.js').Line} Line */

const checkout = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const example = path.join(checkout, 'examples/wordcount');
const out = path.join(checkout, 'target/run');
const screenshot = path.join(out, 'wordcount.png');
const usage = 'usage: node tools/run.mjs [--browser chromium|firefox] [--timeout SECONDS] [--serve [--port N]] [--file PATH] [INPUT]';
const loadBound = 60_000;
/** How long the page may be too busy to answer. */
const silenceBound = 15_000;

const say = (/** @type {string} */ text) => console.error(`run: ${text}`);

/** @param {string} text @returns {never} */
function misuse(text) {
  say(text);
  console.error(usage);
  process.exit(2);
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        browser: { type: 'string', default: 'chromium' },
        timeout: { type: 'string', default: '120' },
        file: { type: 'string' },
        serve: { type: 'boolean', default: false },
        port: { type: 'string', default: '8080' },
      },
    });
    const { browser } = values;
    if (browser !== 'chromium' && browser !== 'firefox') return misuse(`there is no browser '${browser}'`);
    const [timeout, port] = [Number(values.timeout), Number(values.port)];
    if (!(timeout > 0)) return misuse('--timeout wants seconds');
    if (!Number.isInteger(port)) return misuse('--port wants a number');
    if (positionals.length > 1) return misuse('one input, please');
    const { file, serve: only } = values;
    return { browser: /** @type {import('./browser.mjs').BrowserName} */ (browser), timeout, port, file, only, input: positionals[0] ?? '' };
  } catch (error) {
    return misuse(error instanceof Error ? error.message : String(error));
  }
}

/** @param {import('./run/input.mjs').Input} input @param {number} port @returns {Promise<{server: import('./serve.mjs').Server, url: string}>} */
async function serveExample(input, port) {
  const server = await serve({
    mounts: { '/': example, '/build/': path.join(out, 'wordcount') },
    routes: { [input.path]: input.route },
    port,
  });
  const query = new URLSearchParams([['input', input.name], ...input.sources.map((source) => ['from', source])]);
  return { server, url: `${server.origin}/?${query}` };
}

/** @param {Line} line */
function print({ stream, text }) {
  process[stream === 'out' ? 'stdout' : 'stderr'].write(`${text}\n`);
}

/**
 * Prints what the program prints until it has ended.
 * @param {import('./browser.mjs').Page} page
 * @param {number} seconds
 * @returns {Promise<Ending>}
 */
async function follow(page, seconds) {
  await within(loadBound, page.loaded, 'loading the page');
  const deadline = performance.now() + seconds * 1000;
  while (performance.now() < deadline) {
    /** @type {{lines: Line[], ending: Ending | undefined}} */
    const { lines, ending } = await page.evaluate('transcript.more()', silenceBound);
    lines.forEach(print);
    if (ending) return ending;
  }
  throw new Error(`the program has not ended within ${seconds} s (--timeout would allow more)`);
}

/** Of a page that has ended: after the next frame everything is painted. @param {import('./browser.mjs').Page} page */
async function takeScreenshot(page) {
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
  await page.screenshot(screenshot);
  say(`screenshot: ${path.relative(checkout, screenshot)}`);
}

/** @param {Ending} ending */
function summary({ code, failure, frames }) {
  const end = code === undefined ? `no exit code: ${failure}` : `exit code ${code}`;
  const hidden = frames.hidden ? ' (not all were drawn: the page was hidden)' : '';
  return `${end}; longest UI frame gap ${frames.longest.toFixed(1)} ms in ${frames.frames} frames, ${(frames.elapsed / 1000).toFixed(2)} s${hidden}`;
}

/**
 * @param {string} url
 * @param {{browser: import('./browser.mjs').BrowserName, timeout: number}} options
 * @returns {Promise<number>} exit code
 */
async function runInBrowser(url, { browser: name, timeout }) {
  const browser = await launchBrowser(name);
  /** @type {string[]} */
  const told = [];
  try {
    say(`${name} ${browser.version}`);
    /** @type {(error: Error) => void} */
    let crash = () => {};
    const crashed = new Promise((_, reject) => (crash = reject));
    crashed.catch(() => {});
    const page = await browser.newPage(url, {
      onConsole: (text, type) => told.push(`${type}: ${text}`),
      onPageError: (message) => say(`uncaught in the page: ${message}`),
      onCrash: (reason) => crash(new Error(`the page crashed: ${reason}`)),
    });
    const ending = await Promise.race([follow(page, timeout), crashed]);
    say(summary(ending));
    await takeScreenshot(page).catch((error) => say(`no screenshot: ${error.message}`));
    return ending.code ?? 1;
  } catch (error) {
    for (const line of told) say(`console ${line}`);
    throw error;
  } finally {
    await browser.close();
  }
}

/** @returns {Promise<number | undefined>} exit code, if there is one already */
async function main() {
  const options = readOptions();
  await mkdir(out, { recursive: true });
  await rm(screenshot, { force: true });
  const input = await findInput(options.input, options.file);
  await buildExample({ checkout, sources: example, out: path.join(out, 'wordcount'), say });
  if (options.only) {
    // The usual port if it is free, else any.
    const { url } = await serveExample(input, options.port).catch(() => serveExample(input, 0));
    say('serving until interrupted');
    console.log(url);
    return undefined;
  }
  const { server, url } = await serveExample(input, 0);
  try {
    say(`counting ${input.name}`);
    return await runInBrowser(url, options);
  } finally {
    await server.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
