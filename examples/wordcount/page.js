// The page of wordcount: starts the program, gives it the functions it calls, shows what it tells.
//
//   ?input=NAME            what the program is to count; NAME is a path or URL
//   &from=URL              where that really is, if not at NAME; repeated: where to look next if the browser cannot fetch it
import { FrameMeter } from './frames.js';
import { makeLoad } from './load.js';

/**
 * What the program's last call brings.
 * @typedef {object} Result
 * @property {number} words
 * @property {number} distinct
 * @property {number} bytes
 * @property {number} threads
 * @property {number} loadMs
 * @property {number} countMs
 * @property {[word: string, count: number][]} top
 */
/** @typedef {{stream: 'out' | 'err', text: string}} Line */
/**
 * @typedef {object} Ending
 * @property {number} [code] the program's exit code
 * @property {string} [failure] why there is none
 * @property {import('./frames.js').FrameReport} frames
 */

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const bar = /** @type {HTMLProgressElement} */ (element('bar'));
const numbers = new Intl.NumberFormat('en');

/** What the program printed and how it ended, for whoever drives this page: tools/run.mjs. */
class Transcript {
  /** @type {Line[]} */
  #lines = [];
  /** @type {Ending | undefined} */
  #ending;
  #wake = () => {};

  /** @param {Line} line */
  add(line) {
    this.#lines.push(line);
    this.#wake();
  }

  /** @param {Ending} ending */
  end(ending) {
    this.#ending = ending;
    this.#wake();
  }

  /**
   * Resolves when there is something new, or after a second.
   * @returns {Promise<{lines: Line[], ending: Ending | undefined}>}
   */
  async more() {
    if (this.#lines.length === 0 && !this.#ending) {
      await new Promise((resolve) => {
        this.#wake = () => resolve(undefined);
        setTimeout(resolve, 1000);
      });
    }
    return { lines: this.#lines.splice(0), ending: this.#ending };
  }
}

const transcript = new Transcript();
Object.assign(globalThis, { transcript });

/** @param {Line} line */
function show(line) {
  transcript.add(line);
  const log = element('log');
  const row = document.createElement('div');
  row.className = line.stream;
  row.textContent = line.text || ' ';
  log.append(row);
  log.scrollTop = log.scrollHeight;
}

/** @param {'running' | 'done' | 'failed'} state @param {string} text */
function setState(state, text) {
  element('state').dataset.state = state;
  if (state === 'done') progress(1, 'Done');
  if (state === 'failed') progress(bar.value, 'Stopped');
  element('state').textContent = text;
}

/** @param {import('./frames.js').FrameReport} report */
function showFrames({ frames, longest, elapsed, hidden }) {
  element('frames').textContent = numbers.format(frames);
  element('elapsed').textContent = `${(elapsed / 1000).toFixed(2)} s`;
  element('longest').textContent = `${longest.toFixed(1)} ms${hidden ? ' (hidden)' : ''}`;
}

/** @type {import('./load.js').Progress} */
function progress(fraction, label) {
  if (fraction === undefined) bar.removeAttribute('value');
  else bar.value = fraction;
  element('phase').textContent = label;
}

/** @param {string} json */
function table(json) {
  /** @type {Result} */
  const result = JSON.parse(json);
  const speed = result.bytes / 1e6 / (Math.max(result.countMs, 1) / 1000);
  element('summary').textContent =
    `${numbers.format(result.words)} words, ${numbers.format(result.distinct)} distinct, in ${numbers.format(result.bytes)} bytes. ` +
    `${result.threads} threads took ${numbers.format(result.countMs)} ms: ${speed.toFixed(0)} MB/s.`;
  const most = result.top[0]?.[1] ?? 1;
  element('rows').replaceChildren(
    ...result.top.map(([word, count], i) => {
      const row = document.createElement('tr');
      row.append(cell('td', `${i + 1}`), cell('th', word), cell('td', numbers.format(count)), shareCell(count / most, count / result.words));
      return row;
    }),
  );
}

/** @param {'td' | 'th'} tag @param {string} text */
function cell(tag, text) {
  const made = document.createElement(tag);
  if (tag === 'th') made.scope = 'row';
  made.textContent = text;
  return made;
}

/** @param {number} width of the bar, 1 is full @param {number} share */
function shareCell(width, share) {
  const made = document.createElement('td');
  const line = document.createElement('div');
  line.className = 'share';
  line.style.setProperty('width', `${100 * width}%`);
  line.title = `${(100 * share).toFixed(2)} %`;
  line.setAttribute('role', 'img');
  line.setAttribute('aria-label', line.title);
  made.append(line);
  return made;
}

/** @param {string} input @param {string[]} sources */
async function run(input, sources) {
  if (!crossOriginIsolated) {
    throw new Error(
      'This page is not cross-origin isolated, so it has no SharedArrayBuffer. Serve it with the headers ' +
        'Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp (`make serve` does).',
    );
  }
  const { default: createWordcount } = await import(new URL('build/wordcount.mjs', import.meta.url).href).catch((error) => {
    throw new Error(`The program is not there: ${error.message}. Is it built? \`make serve\` builds and serves it.`);
  });
  /** @type {Record<string, any>} what emscripten calls Module; it adds FS to it */
  const module = {
    arguments: [input],
    print: (/** @type {string} */ text) => show({ stream: 'out', text }),
    printErr: (/** @type {string} */ text) => show({ stream: 'err', text }),
    deputy: {
      imports: {
        wordcount: {
          load: makeLoad({ fs: () => module.FS, path: '/input.txt', urls: () => sources, progress }),
          progress,
          table,
        },
      },
    },
  };
  const app = await createWordcount(module);
  return /** @type {Promise<number>} */ (app.deputy.exited);
}

const query = new URLSearchParams(location.search);
const input = query.get('input');
if (input === null) {
  element('state').textContent = 'Which text?';
} else {
  /** @type {HTMLInputElement} */ (element('input')).value = input;
  const sources = query.getAll('from');
  const meter = new FrameMeter(/** @type {HTMLCanvasElement} */ (element('strip')), element('hand'), showFrames);
  setState('running', 'Running');
  meter.start();
  try {
    const code = await run(input, sources.length > 0 ? sources : [input]);
    const frames = meter.stop();
    showFrames(frames);
    setState(code === 0 ? 'done' : 'failed', code === 0 ? 'Done, exit code 0' : `Failed, exit code ${code}`);
    transcript.end({ code, frames });
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    const frames = meter.stop();
    showFrames(frames);
    show({ stream: 'err', text: failure });
    setState('failed', 'Failed');
    transcript.end({ failure, frames });
  }
}
