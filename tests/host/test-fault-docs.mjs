// docs/fault.md lists the points at which faults are made to happen, and no others.
// FEATURE: F113
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { POINTS } from '../c/faults.mjs';

test('docs/fault.md', async () => {
  const page = await readFile(new URL('../../docs/fault.md', import.meta.url), 'utf8');
  const rows = page.slice(page.indexOf('## Points')).split('\n').filter((line) => line.startsWith('| ')).slice(1);
  const told = rows.flatMap((row) => {
    const [point, of, border, faults] = row.split('|').slice(1, -1).map((cell) => cell.trim());
    const kinds = /^[A-Z]/.test(of) ? of.split(', ') : [''];
    return kinds.map((kind) => `${point} ${kind}`.trim() + `, ${border}: ${faults}`);
  });
  const are = POINTS.map(({ name, border, faults }) => `${name}, ${border}: ${faults.join(', ')}`);
  assert.deepEqual(told, [...are, 'allocates, memory: memory']);
});
