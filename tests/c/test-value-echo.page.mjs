import { equal } from '../runner/assert.mjs';

/** A text that tells kinds apart. @param {unknown} value @returns {string} */
function show(value) {
  if (Array.isArray(value)) return `[${value.map(show)}]`;
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${Array.from(/** @type {any} */ (value), String)})`;
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (value !== null && typeof value === 'object') return `{${Object.entries(value).map(([key, of]) => `${JSON.stringify(key)}:${show(of)}`)}}`;
  return Object.is(value, -0) ? '-0' : typeof value === 'bigint' ? `${value}n` : typeof value === 'string' ? JSON.stringify(value) : String(value);
}

const posted = new Map();
let differences = 0, compared = 0;
export const module = {
  deputy: {
    imports: {
      echo: (value) => value,
      echoLater: async (value) => value,
      posted: (number, value) => void posted.set(number, show(value)),
      called(number, value) {
        compared++;
        if (show(value) !== posted.get(number)) {
          differences++;
          console.error(`${number}: called with ${show(value).slice(0, 200)}, posted ${String(posted.get(number)).slice(0, 200)}`);
        }
      },
      differences: () => differences,
    },
  },
};
export function check(app) {
  equal(compared > 60, true, `${compared} values`);
  equal(app.deputy.stats().stashed, 0, 'outcomes that stayed in the host');
}
