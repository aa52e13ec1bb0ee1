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
 * @param {import('./measure.mjs').Row[]} rows
 * @param {string} conditions
 */
export async function writeDocs(checkout, benches, rows, conditions) {
  const file = path.join(checkout, 'docs/performance.md');
  const barred = markdown(rows.filter(({ bar }) => bar));
  const others = markdown(rows.filter(({ bar }) => !bar));
  const names = benches.map(({ name, prose }) => `- \`${name}\`: ${prose}`).join('\n');
  let text = await readFile(file, 'utf8');
  text = replaceBetween(text, 'conditions', conditions);
  text = replaceBetween(text, 'table', `${barred}\n\nWithout a bar:\n\n${others}`);
  text = replaceBetween(text, 'names', names);
  await writeFile(file, text);
}
