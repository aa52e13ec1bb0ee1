// What the tools of browsers and of Node show of threads: each Worker has a number in its name, by which the list of threads knows it, and in
// the Worker's console `name` is what the thread is called at that time. Asked of Chromium by the protocol of its tools, of Node by its
// inspector's. Firefox's tools show the name that a Worker was made with, and its protocol for tests tells none: there that name is looked at.
// FEATURE: F64
// ENV: node
// TIMEOUT: 180
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launchBrowser, within } from '../../tools/browser.mjs';
import { portFlags } from '../../tools/flags.mjs';
import { serve } from '../../tools/serve.mjs';
import { build } from '../port/run.mjs';
import { assert, equal, matches } from '../runner/assert.mjs';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const cwd = path.join(checkout, 'target/tests/thread-devtools');
const BOUND = 20_000;

/** In the page and in Node: as long as somebody looks. */
const begin = `(create) => {
  globalThis.looking = new Promise((there) => {
    const look = () => new Promise((go) => there(globalThis.go = () => go(0)));
    globalThis.end = create({ deputy: { imports: { look } }, preRun: [(instance) => { globalThis.app = instance; }] }).then((app) => app.deputy.exited);
  });
}`;

/** Keeps the names that Workers are made with. */
const watch = `(() => {
  globalThis.made = [];
  const Real = Worker;
  globalThis.Worker = class extends Real {
    constructor(url, options) {
      super(url, options);
      made.push(options.name);
    }
  };
})()`;

/** @param {any[]} threads of deputy.threads() @param {string} who */
function checkList(threads, who) {
  const workers = threads.filter(({ kind }) => kind !== 'ui').map(({ worker }) => worker);
  for (const worker of workers) matches(worker, /^em-pthread-\d+$/, who);
  equal(new Set(workers).size, workers.length, `${who}: they are different: ${workers}`);
  for (const name of ['main', 'painter', 'poet', 'worker']) assert(threads.some((thread) => thread.name === name), `${who}: ${name} is in the list`);
}

/** @param {'chromium' | 'firefox'} name @param {string} origin */
async function inBrowser(name, origin) {
  const browser = await launchBrowser(name);
  try {
    const page = await browser.newPage(`${origin}/empty.html`);
    await page.loaded;
    /** @type {string[]} */
    const titles = [];
    if (name === 'chromium') {
      const session = await page.raw.createCDPSession();
      session.on('Target.attachedToTarget', ({ targetInfo }) => targetInfo.type === 'worker' && titles.push(targetInfo.title));
      await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
    }
    await page.evaluate(watch);
    await page.evaluate(`import('/devtools.mjs').then(({ default: create }) => (${begin})(create)).then(() => looking).then(() => 0)`, BOUND);
    const threads = await page.evaluate('app.deputy.threads()');
    checkList(threads, name);
    const shown = name === 'chromium' ? titles : await page.evaluate('made');
    for (const { kind, worker } of threads) assert(kind === 'ui' || shown.includes(worker), `${name}: ${worker} is among ${shown}`);
    if (name === 'chromium') {
      // A thread that waits answers nobody.
      const ask = (/** @type {any} */ worker) => within(3000, worker.evaluate('name'), 'a worker').catch(() => undefined);
      const told = await Promise.all(page.raw.workers().map(ask));
      for (const wanted of ['painter', 'poet', 'worker']) assert(told.includes(wanted), `${wanted} is among ${told}`);
    }
    await page.evaluate('go()');
    equal(await page.evaluate('end', BOUND), 0, name);
  } finally {
    await browser.close();
  }
}

async function inNode() {
  const session = new Session();
  session.connect();
  /** @type {string[]} */
  const titles = [];
  session.on('NodeWorker.attachedToWorker', ({ params }) => titles.push(params.workerInfo.title));
  await session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  const { default: create } = await import(pathToFileURL(path.join(cwd, 'devtools.mjs')).href);
  (0, eval)(begin)(create);
  const there = /** @type {any} */ (globalThis);
  await within(BOUND, there.looking, 'the program');
  const threads = there.app.deputy.threads();
  checkList(threads, 'node');
  for (const { kind, worker } of threads) {
    if (kind !== 'ui') assert(titles.some((title) => title.endsWith(` ${worker}`)), `${worker} is among ${titles}`);
  }
  there.go();
  equal(await within(BOUND, there.end, 'the end'), 0, 'node');
  await session.post('NodeWorker.disable');
  session.disconnect();
}

export default async function () {
  await rm(cwd, { recursive: true, force: true });
  await mkdir(cwd, { recursive: true });
  await build(['emcc', path.join(checkout, 'tests/port/devtools.c'), `-I${path.join(checkout, 'tests/c')}`, '-O1', '-sASSERTIONS=0', ...portFlags('all'), '-sEXPORT_ES6', '-o', 'devtools.mjs'], cwd);
  await writeFile(path.join(cwd, 'empty.html'), '<!doctype html><link rel="icon" href="data:,">');
  await inNode();
  const server = await serve({ mounts: { '/': cwd } });
  try {
    for (const name of /** @type {const} */ (['chromium', 'firefox'])) await inBrowser(name, server.origin);
  } finally {
    await server.close();
  }
}
