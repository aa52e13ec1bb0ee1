// Runs programs and scripts in a browser, one page at a time. Each runner slot has a browser of its own: pages of one site
// may share a process, and a page that hangs or crashes must not take another test with it. The pages of a slot follow one
// another in one tab, which costs a fraction of opening one; between two tests an empty page ends what the last one left. A
// tab is not used again after a page with errors or without a verdict, and a browser not after a page that would not go.
import path from 'node:path';
import { launchBrowser, within } from '../../tools/browser.mjs';
import { answer, dropIsolation } from '../../tools/serve.mjs';
import { judge } from './verdict.mjs';

/** @typedef {import('../../tools/browser.mjs').Browser} Browser */
/** @typedef {import('../../tools/browser.mjs').Page} Page */
/** @typedef {import('./verdict.mjs').Observation} Observation */
/** @typedef {import('./run-env.mjs').Job} Job */
/** @typedef {import('./run-env.mjs').RunResult} RunResult */

let pages = 0;
/** How long a page may be busy after its verdict. */
const restBound = 5_000;
/** How long a page may take to go. */
const leaveBound = 5_000;
const empty = '/tests/runner/empty.html';

export class BrowserSlot {
  /**
   * @param {import('../../tools/browser.mjs').BrowserName} name
   * @param {import('../../tools/serve.mjs').Server} server
   * @param {string} checkout
   */
  constructor(name, server, checkout) {
    this.name = name;
    this.server = server;
    this.checkout = checkout;
    /** @type {Browser | undefined} */
    this.browser = undefined;
    /** @type {Page | undefined} the tab, on its empty page */
    this.page = undefined;
    this.gone = false;
  }

  /** @param {Job} job @returns {Promise<RunResult>} */
  async run(job) {
    /** @type {Observation} */
    const seen = { results: 0, uncaught: [], output: [] };
    try {
      if (this.gone) await this.close();
      await this.#runPage(job, (this.browser ??= await this.#launch()), seen);
    } catch (error) {
      seen.failure ??= error instanceof Error ? error.message : String(error);
      await this.close();
    }
    return { ...judge(job.test.head, seen), output: seen.output };
  }

  async #launch() {
    const browser = await launchBrowser(this.name);
    this.gone = false;
    void browser.gone.then(() => (this.gone ||= this.browser === browser));
    return browser;
  }

  async close() {
    const { browser } = this;
    this.browser = undefined;
    this.page = undefined;
    this.gone = false;
    await browser?.close();
  }

  /** A tab with an empty page. @param {Browser} browser */
  async #open(browser) {
    const page = await browser.newPage(this.server.origin + empty);
    await page.loaded;
    return page;
  }

  /** A newer tab in front of the page makes it a hidden one, in both browsers. @param {Browser} browser @param {Page} page */
  async #hide(browser, page) {
    const cover = await this.#open(browser);
    if (!(await page.evaluate('document.hidden', leaveBound))) throw new Error('the page did not hide behind another tab');
    return cover;
  }

  /** @param {Job} job @param {Browser} browser @param {Observation} seen */
  async #runPage(job, browser, seen) {
    const { head } = job.test;
    const prefix = `/@page/${++pages}/`;
    /** @type {string[]} */
    const consoleLines = [];
    /** @type {Set<string>} messages of uncaught errors, which the page and the browser both tell */
    const known = new Set();
    /** @param {{lines: import('./program.mjs').Line[], uncaught: import('./program.mjs').PlainError[]}} more */
    const take = ({ lines, uncaught }) => {
      seen.output.push(...lines.map((line) => line.text));
      seen.uncaught.push(...uncaught);
      for (const error of uncaught) known.add(error.message);
    };

    /** @type {(failure?: string) => void} */
    let end = () => {};
    /** @type {Promise<string | undefined>} */
    const ended = new Promise((resolve) => (end = resolve));
    const unroute = this.server.route(prefix, async (request, response, url) => {
      if (url.pathname === prefix) {
        if (!head.isolated) dropIsolation(response);
        return answer(response, 200, this.#html(job, prefix), 'text/html; charset=utf-8');
      }
      if (url.pathname !== `${prefix}result` || request.method !== 'POST') return answer(response, 404, '');
      seen.results++;
      let text = '';
      request.setEncoding('utf8');
      for await (const chunk of request) text += chunk;
      const report = JSON.parse(text);
      seen.outcome ??= report.outcome;
      take(report);
      answer(response, 200, 'ok');
      end();
    });

    // A page that ends may crash before it has told its browser-side listeners: the first reason counts.
    /** @type {string[]} */
    const browserErrors = [];
    let { page } = this;
    this.page = undefined;
    /** @type {Page | undefined} */
    let cover;
    const timer = setTimeout(() => end(`no verdict within ${head.timeout} s`), head.timeout * 1000);
    try {
      /** @type {import('../../tools/browser.mjs').PageHandlers} */
      const handlers = {
        onConsole: (text) => consoleLines.push(text),
        onPageError: (message) => browserErrors.push(message),
        onCrash: (reason) => end(`the page crashed: ${reason}`),
      };
      const url = this.server.origin + prefix;
      if (head.hidden) cover = await this.#hide(browser, (page ??= await this.#open(browser)));
      const loaded = page ? page.visit(url, handlers) : (page = await browser.newPage(url, handlers)).loaded;
      loaded.catch((error) => end(`the page did not load: ${error.message}`));
      seen.failure = await ended;
      // Late errors and second results get a turn; from a page without a verdict, whatever it printed.
      const rest = page.evaluate(`globalThis.__test?.rest(${seen.failure === undefined})`, seen.failure === undefined ? restBound : 2_000);
      try {
        take((await rest) ?? { lines: [], uncaught: [] });
      } catch (error) {
        seen.failure ??= `the page hangs after its verdict: ${error instanceof Error ? error.message : error}`;
      }
    } finally {
      clearTimeout(timer);
      unroute();
      await cover?.close(leaveBound).catch(() => (this.gone = true));
    }
    // Errors in Workers may show only in the browser's own report. The page's has the better stack.
    for (const message of browserErrors) {
      const bare = message.replace(/^(Uncaught )?(\w*Error: )?/, '');
      if (![...known].some((one) => one === message || one.includes(bare) || message.includes(one))) {
        seen.uncaught.push({ name: 'Uncaught', message, isError: true });
      }
    }
    seen.output.push(...consoleLines);
    try {
      // After errors, expected or not, more of them may be on their way: they must not reach the next test.
      const errors = seen.uncaught.length > 0 || seen.outcome?.error || seen.outcome?.uncaught || head.rejects || head.errors;
      if (seen.failure !== undefined || errors) return await page.close();
      this.page = page;
      const lost = () => (this.page = undefined);
      await within(leaveBound, page.visit(this.server.origin + empty, { onCrash: lost }), 'leaving the page');
    } catch {
      await this.close(); // hung or crashed: the next test gets a fresh browser
    }
  }

  /** @param {string} file */
  #url(file) {
    const relative = path.relative(this.checkout, file);
    if (relative.startsWith('..')) throw new Error(`${file} is outside the checkout, which is all that pages see`);
    return `/${relative.split(path.sep).map(encodeURIComponent).join('/')}`;
  }

  /** @param {Job} job @param {string} prefix */
  #html({ test, module, base }, prefix) {
    /** @type {import('./program.mjs').Spec & {result: string}} */
    const spec = {
      name: test.name,
      how: test.kind.how === 'script' ? 'script' : 'program',
      entry: this.#url(module),
      ...(test.page && { page: this.#url(test.page) }),
      args: test.head.args,
      errorsExpected: Boolean(test.head.rejects ?? test.head.errors),
      env: this.name,
      server: this.server.origin,
      base,
      result: `${prefix}result`,
    };
    const json = JSON.stringify(spec).replaceAll('<', '\\u003c');
    return `<!doctype html>
<meta charset="utf-8">
<title>${test.name}</title>
<link rel="icon" href="data:,">
<script type="application/json" id="spec">${json}</script>
<script type="module" src="/tests/runner/page.mjs"></script>
`;
  }
}

