// The table, on the terminal and in docs/performance.md.

/** @typedef {import('./measure.mjs').Row} Row */

/** Three digits that count. @param {number} value */
export function digits(value) {
  if (!Number.isFinite(value)) return '-';
  const size = Math.abs(value);
  if (size >= 100 || value === 0) return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
  return value.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** @param {import('./stats.mjs').Spread} spread */
function value({ median, min, max }) {
  return min === max ? digits(median) : `${digits(median)} (${digits(min)}..${digits(max)})`;
}

export const header = ['name', 'env', 'ours (rounds)', 'stock (rounds)', 'unit', 'ratio', 'bar', 'ok'];

/** @param {Row} row */
export const cells = (row) => [
  row.name, row.env, value(row.ours), value(row.stock), row.unit, digits(row.ratio), row.bar ?? '', row.bar ? (row.ok ? 'yes' : 'NO') : '',
];

const widths = [26, 9, 24, 24, 8, 7, 28, 3];

/** @param {string[]} words */
export const line = (words) => words.map((word, i) => word.padEnd(widths[i] ?? 0)).join(' ').trimEnd();

/** @param {Row[]} rows */
export function markdown(rows) {
  const all = [header, header.map(() => '---'), ...rows.map(cells)];
  return all.map((words) => `| ${words.join(' | ')} |`).join('\n');
}
