// Headless Chromium (DevTools protocol) and Firefox (WebDriver BiDi) behind one small interface. Every wait is bounded, and
// a browser is always ended by its own process group: nothing is left running or lying about, however a page behaved.
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, realpath, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';

/** @typedef {'chromium' | 'firefox'} BrowserName */
/**
 * @typedef {object} PageHandlers
 * @property {(text: string, type: string) => void} [onConsole] type is console's own: "log", "warn", "error", ...
 * @property {(message: string) => void} [onPageError] an error or rejection nobody caught, in the page or its workers
 * @property {(reason: string) => void} [onCrash] the page is gone and will not answer any more
 */
/**
 * @typedef {object} Page
 * @property {Promise<void>} loaded settles with the navigation; rejects if it failed
 * @property {(url: string, handlers?: PageHandlers) => Promise<void>} visit goes elsewhere in the same tab; settles as `loaded`
 *   does. What is told from now on goes to the new handlers.
 * @property {(source: string, ms?: number) => Promise<any>} evaluate value of a JavaScript expression, promises awaited
 * @property {(file: string, ms?: number) => Promise<void>} screenshot writes a PNG
 * @property {(ms?: number) => Promise<void>} close rejects if the page does not go away in time
 * @property {import('puppeteer-core').Page} raw
 */
/**
 * @typedef {object} Browser
 * @property {BrowserName} name
 * @property {string} version
 * @property {number} pid
 * @property {Promise<void>} gone resolves when the browser has ended, for whatever reason
 * @property {(url: string, handlers?: PageHandlers) => Promise<Page>} newPage
 * @property {() => Promise<void>} close never rejects
 */

const launchBound = 60_000;
const closeBound = 5_000;

const chromiumFlags = [
  '--no-sandbox', // tests run as root in containers, where Chromium's sandbox cannot start
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-sync',
  '--disable-component-update',
  '--disable-quic',
  // The key of tests/keys/loopback.pem, of servers of tests that speak HTTP/2, which browsers do over TLS only.
  '--ignore-certificate-errors-spki-list=+Cqqdsdin11V6cWfC1N9wGWkRrunWfTJPOJbMLMTTWQ=',
];

const firefoxPreferences = {
  'dom.max_script_run_time': 0, // a page that hangs is the runner's business, no dialog
  'dom.max_chrome_script_run_time': 0,
  'browser.tabs.crashReporting.sendReport': false,
  'toolkit.crashreporter.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

/**
 * Bounds a wait.
 * @template T
 * @param {number} ms
 * @param {Promise<T>} promise
 * @param {string} what names the wait in the error
 * @returns {Promise<T>}
 */
export async function within(ms, promise, what) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no answer in ${ms / 1000} s`)), ms);
  });
  promise.catch(() => {}); // the loser of the race must not become an unhandled rejection
  try {
    return /** @type {T} */ (await Promise.race([promise, late]));
  } finally {
    clearTimeout(timer);
  }
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/** Browsers that are running now, for the case that this process ends in a hurry. @type {Map<number, string>} */
const running = new Map();
let watching = false;

/** From the first browser on, the usual signals end this process by way of `exit`. */
function watchSignals() {
  if (watching) return;
  watching = true;
  process.on('exit', endAll);
  for (const [signal, number] of /** @type {const} */ ([['SIGINT', 2], ['SIGTERM', 15], ['SIGHUP', 1]])) {
    process.once(signal, () => process.exit(128 + number));
  }
}

function endAll() {
  for (const [pid, directory] of running) {
    killGroup(pid);
    try {
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // the dying browser may still write; a temporary directory is all that stays
    }
  }
}

/** @param {number} pid */
function killGroup(pid) {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // gone already
    }
  }
}

/** @param {BrowserName} name */
function executable(name) {
  const variable = name.toUpperCase();
  const file = process.env[variable];
  if (file) return file;
  throw new Error(`${variable} is not set. Run through \`tools/toolchain run\`, or set ${variable} to the browser's binary.`);
}

/**
 * @param {BrowserName} name
 * @param {string} directory for the profile and the browser's temporary files
 * @param {string} [template] the profile to begin with
 * @returns {Promise<import('puppeteer-core').Browser>}
 */
async function start(name, directory, template) {
  const profile = path.join(directory, 'profile');
  const temporary = path.join(directory, 'tmp');
  await Promise.all([template ? cp(template, profile, { recursive: true }) : mkdir(profile), mkdir(temporary)]);
  const common = {
    executablePath: executable(name),
    headless: true,
    userDataDir: profile,
    env: { ...process.env, TMPDIR: temporary },
    timeout: launchBound,
    protocolTimeout: 0, // bounds are set per wait, by `within`
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    defaultViewport: { width: 1024, height: 768 },
  };
  if (name === 'firefox') {
    return puppeteer.launch({ ...common, browser: 'firefox', extraPrefsFirefox: firefoxPreferences });
  }
  // A pipe instead of a port: Chromium ends when this process does, even if that was killed.
  return puppeteer.launch({ ...common, browser: 'chrome', pipe: true, args: chromiumFlags });
}

/**
 * A started browser, its process and its directory.
 * @param {BrowserName} name
 * @param {string} [template]
 */
async function startOwned(name, template) {
  watchSignals();
  const directory = await mkdtemp(path.join(os.tmpdir(), `emdeputy-${name}-`));
  let raw;
  try {
    raw = await within(launchBound + 5_000, start(name, directory, template), `starting ${name}`);
  } catch (error) {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    throw new Error(`${name} does not start: ${messageOf(error)}`, { cause: error });
  }
  const child = raw.process();
  const pid = child?.pid;
  if (!child || pid === undefined) throw new Error(`${name} has no process`);
  running.set(pid, directory);
  const exited = new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(undefined);
    else child.once('exit', () => resolve(undefined));
  });
  // Killed, not asked: its profile is thrown away, and a browser that tidies up takes as long as it took to start.
  const close = async () => {
    killGroup(pid);
    await within(closeBound, exited, `end of ${name}`).catch(() => {});
    running.delete(pid);
    await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }).catch(() => {});
  };
  return { raw, pid, directory, exited, close };
}

const templates = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'target/browsers');
/** @type {Map<string, Promise<string | undefined>>} */
const madeTemplates = new Map();

/**
 * A profile in which Firefox was started once and shown nothing: a copy of it starts in half the time of an empty one.
 * A Firefox that has changed since throws away what it cannot use.
 * @returns {Promise<string | undefined>} undefined: there is none to be had
 */
async function firefoxTemplate() {
  const file = process.env.FIREFOX ?? '';
  const info = await realpath(file).then(stat).catch(() => undefined);
  if (!info?.isFile()) return undefined; // why it does not start is said when it is started
  const key = createHash('sha256').update(JSON.stringify([file, info.size, info.mtimeMs, firefoxPreferences])).digest('hex').slice(0, 16);
  const template = path.join(templates, `firefox-${key}`);
  if (existsSync(template)) return template;
  const made = madeTemplates.get(template) ?? makeFirefoxTemplate(template);
  madeTemplates.set(template, made);
  return made;
}

/** @param {string} template */
async function makeFirefoxTemplate(template) {
  const { raw, directory, exited, close } = await startOwned('firefox');
  const aside = `${template}.${process.pid}`;
  try {
    // This one is asked to end: that is when it writes what makes the next start fast.
    await within(launchBound, raw.close().then(() => exited), 'closing firefox');
    await cp(path.join(directory, 'profile'), aside, { recursive: true, filter: (file) => !/(\/|\.parent)lock$/.test(file) });
    await rename(aside, template);
  } catch {
    await rm(aside, { recursive: true, force: true });
  } finally {
    await close();
  }
  return existsSync(template) ? template : undefined; // made by another process, perhaps
}

/**
 * Starts a browser with a fresh profile.
 * @param {BrowserName} name
 * @returns {Promise<Browser>}
 */
export async function launchBrowser(name) {
  const { raw, pid, exited, close } = await startOwned(name, name === 'firefox' ? await firefoxTemplate() : undefined);
  const gone = /** @type {Promise<void>} */ (
    Promise.race([exited, new Promise((resolve) => raw.once('disconnected', () => resolve(undefined)))])
  );
  /** @type {Promise<void> | undefined} */
  let closing;
  return {
    name,
    pid,
    gone,
    version: await raw.version(),
    newPage: (url, handlers = {}) => openPage(raw, gone, url, handlers),
    close: () => (closing ??= close()),
  };
}

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {Promise<void>} gone
 * @param {string} url
 * @param {PageHandlers} handlers
 * @returns {Promise<Page>}
 */
async function openPage(browser, gone, url, handlers) {
  const page = await within(20_000, browser.newPage(), 'opening a page');
  let now = handlers;
  let closed = false;
  page.on('console', (message) => now.onConsole?.(message.text(), message.type()));
  page.on('pageerror', (error) => now.onPageError?.(messageOf(error)));
  page.on('error', (error) => closed || now.onCrash?.(messageOf(error)));
  page.on('close', () => closed || now.onCrash?.('the page closed itself or crashed'));
  void gone.then(() => closed || now.onCrash?.('the browser ended'));
  /** @param {string} where */
  const go = (where) => {
    const loaded = page.goto(where, { waitUntil: 'load', timeout: 0 }).then(() => {});
    loaded.catch(() => {}); // whoever is interested awaits it
    return loaded;
  };
  return {
    raw: page,
    loaded: go(url),
    visit(where, next = {}) {
      now = next;
      return go(where);
    },
    evaluate: (source, ms = 10_000) => within(ms, page.evaluate(source), 'the page'),
    async screenshot(file, ms = 20_000) {
      await within(ms, page.screenshot({ path: /** @type {`${string}.png`} */ (file) }), 'the screenshot');
    },
    async close(ms = closeBound) {
      closed = true;
      await within(ms, page.close(), 'closing the page');
    },
  };
}
