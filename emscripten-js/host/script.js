// Why a thread's Worker did not come up. A browser tells a page no more than that it did not, so the page asks for the script
// once more and looks at the answer. The one file of the host that knows of pages.

import { say } from './say.js';

/** How long the question may take, in milliseconds. */
const ASK = 3000;

/** That the page's Content Security Policy refused Workers, or scripts. @type {Event | undefined} */
let refused;

/** A property whose name the closure compiler may not know, and then must not change. @param {any} object @param {string} name */
const of = (object, name) => object[name];

/** Listens for what the Content Security Policy refuses. */
export function watchPolicy() {
  globalThis.document?.addEventListener('securitypolicyviolation', (event) => {
    if (/^(worker|child|script)-src/.test(of(event, 'effectiveDirective'))) refused = event;
  });
}

/**
 * Whether this page or process has what threads need.
 * @returns {string | undefined} what is missing and what to do
 */
export function missing() {
  if (typeof SharedArrayBuffer === 'function') return undefined;
  if (of(globalThis, 'isSecureContext') === false) {
    return 'this page has no SharedArrayBuffer, because it was not loaded by https: or from localhost. ' + HEADERS;
  }
  if (of(globalThis, 'crossOriginIsolated') === false) return 'this page is not cross-origin isolated (SharedArrayBuffer is missing). ' + HEADERS;
  return 'SharedArrayBuffer is missing: this browser is too old, or has it turned off';
}

const HEADERS = 'Send  Cross-Origin-Opener-Policy: same-origin  and  Cross-Origin-Embedder-Policy: require-corp  with the page and with every worker script';

/**
 * What went wrong with a Worker before it was loaded.
 * @param {any} event  its error event; in Node, and where the constructor threw, an error
 * @param {string} built  the script's file name when it was built
 * @param {string} script  where the page has the script from
 * @returns {Promise<string>}
 */
export async function whyNotLoaded(event, built, script) {
  const said = event?.message || event?.error?.message;
  if (event?.code === 'LATE') return said;
  // An error of the script itself, or Node's, says enough.
  const detail = said ? `${event?.name ?? 'Error'}: ${said}` : '';
  const lost = /^(ERR_|ENOENT|MODULE_NOT_FOUND)/.test(event?.code); // Node could not find or read it
  if (said && !lost) return say`the script of its Worker failed: ${event instanceof Error ? detail : said}`;
  if (!/^https?:/.test(script)) return say`its Worker could not be loaded: ${detail}`;
  const answer = await ask(script);
  // Asked after the answer: the browser tells of a violation on its own time.
  if (refused) return say`the page's Content Security Policy does not allow its Worker: ${of(refused, 'effectiveDirective')} in "${of(refused, 'originalPolicy')}". Allow it: worker-src 'self'`;
  if (answer) return say`its Worker could not be loaded: ${script} ${answer}`;
  const loaded = decodeURIComponent(new URL(script).pathname.replace(/.*\//, ''));
  return say`its Worker could not be loaded from ${script}${built === loaded ? say`, though the server sends it: is there a syntax error in it?`
    : say`. The script was built as ${built} and is loaded as ${loaded}: Workers look for the first`}`;
}

/**
 * Imports a module. What is relative is so to the page's document, as in its scripts; in Node, to the main script.
 * @param {string} specifier
 */
export const importModule = (specifier) => import(/^\.{0,2}\//.test(specifier) ? new URL(specifier, base()).href : specifier);

function base() {
  if (globalThis.document) return globalThis.document.baseURI;
  const node = of(globalThis, 'process');
  if (!node) return globalThis.location.href;
  return of(of(node, 'getBuiltinModule')('node:url'), 'pathToFileURL')(of(node, 'argv')[1] ?? './').href;
}

/** What is wrong with the server's answer, if anything. @param {string} script */
async function ask(script) {
  try {
    const response = await fetch(script, { cache: 'no-store', signal: of(AbortSignal, 'timeout').call(AbortSignal, ASK) });
    response.body?.cancel().catch(() => {});
    if (!response.ok) return say`was answered with ${response.status} ${response.statusText}`.trimEnd();
    const type = response.headers.get('Content-Type') ?? say`no type`;
    if (!/^(text|application)\/(x-)?(java|ecma)script\b/i.test(type)) return say`was sent as ${type}; send it as text/javascript`;
    if (of(globalThis, 'crossOriginIsolated') && !/^(require-corp|credentialless)/.test(/** @type {any} */ (response.headers.get('Cross-Origin-Embedder-Policy')))) {
      return say`was sent without  Cross-Origin-Embedder-Policy: require-corp  ; scripts of Workers need it as pages do`;
    }
    return undefined;
  } catch (error) {
    return say`could not be asked for: ${/** @type {Error} */ (error).message}`;
  }
}
