// docs/fault.md lists the points at which faults are made to happen, and no others.
// FEATURE: F113
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { SERVICES } from '../c/fault-services.mjs';
import { POINTS } from '../c/faults.mjs';

test('docs/fault.md', async () => {
  const page = await readFile(new URL('../../docs/fault.md', import.meta.url), 'utf8');
  const rows = (/** @type {string} */ from, /** @type {string} */ to) => page.slice(page.indexOf(from), page.indexOf(to)).split('\n')
    .filter((line) => line.startsWith('| ')).slice(1).map((row) => row.split('|').slice(1, -1).map((cell) => cell.trim()));
  const told = rows('## Points', '## Services').flatMap(([point, of, border, faults]) => {
    const kinds = /^[A-Z]/.test(of) ? of.split(', ') : [''];
    return kinds.map((kind) => `${point} ${kind}`.trim() + `, ${border}: ${faults}`);
  });
  const are = POINTS.map(({ name, border, faults }) => `${name}, ${border}: ${faults.join(', ')}`);
  assert.deepEqual(told, [...are, 'allocates, memory: memory']);
  assert.deepEqual(rows('## Services', '## A Worker').map(([name, faults, where]) => `${name} ${faults.replace(/:.*/, '')} ${where}`),
    SERVICES.map(({ name, faults, browser }) => `\`${name}\` ${faults.join(', ')} ${browser ? 'in browsers' : ''}`));
});
