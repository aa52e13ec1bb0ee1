import { equal } from '../runner/assert.mjs';
import { tasks } from './tasks.mjs';

/** @type {string[]} */
const lines = [];
export const { module } = tasks({}, { onLog: (level, text) => lines.push(`${level} ${text}`) });
export function check() {
  equal(lines.filter((line) => line.startsWith('warn')), ['warn from a thread']);
  equal(lines.filter((line) => line.startsWith('error')), Array.from({ length: 100 }, (_, i) => `error line ${i}`));
}
