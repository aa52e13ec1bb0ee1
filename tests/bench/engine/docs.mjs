// Writes what was measured into docs/performance.md, between its marks; the text around them is written by hand.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { markdown } from './table.mjs';

/**
 * @param {string} text
 * @param {string} mark
 * @param {string} content
 */
function replaceBetween(text, mark, content) {
  const [begin, end] = [`<!-- ${mark}: written by tests/bench/run.mjs -->`, `<!-- end of ${mark} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no marks for ${mark}`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}

/**
 * @param {string} checkout
 * @param {import('./find.mjs').Bench[]} benches
 * @param {{rows: import('./measure.mjs').Row[], conditions: string} | undefined} measured undefined: the numbers stay
 */
export async function writeDocs(checkout, benches, measured) {
  const file = path.join(checkout, 'docs/performance.md');
  const names = benches.map(({ name, prose }) => `- \`${name}\`: ${prose}`).join('\n');
  let text = replaceBetween(await readFile(file, 'utf8'), 'names', names);
  if (measured) {
    const barred = markdown(measured.rows.filter(({ bar }) => bar));
    const others = markdown(measured.rows.filter(({ bar }) => !bar));
    text = replaceBetween(text, 'conditions', measured.conditions);
    text = replaceBetween(text, 'table', `${barred}\n\nWithout a bar:\n\n${others}`);
  }
  await writeFile(file, text);
}
