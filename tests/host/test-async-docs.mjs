// The C examples of docs/task.md, context.md, export.md, callback.md, value.md, inline.md, module.md, object.md, batch.md, blocking.md, http.md, worker.md, pool.md, timer.md, crypto.md and ws.md are
// parts of tests that are built and run.
// FEATURE: F11 F14 F17 F18 F23 F24 F25 F27 F40 F66 F68 F69 F83 F84 F85
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const read = (/** @type {string} */ file) => readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
/** Without indentation and empty lines. @param {string} text */
const lines = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean).join('\n');

for (const noun of ['task', 'context', 'export', 'callback', 'value', 'inline', 'module', 'object', 'batch', 'blocking', 'error', 'http', 'worker', 'pool', 'timer', 'crypto', 'ws']) {
  test(`docs/${noun}.md`, async () => {
    const examples = [...(await read(`docs/${noun}.md`)).matchAll(/```c\n([^]*?)```/g)];
    const program = lines(await read(`tests/c/test-${noun}-example.c`));
    assert.ok(examples.length > 0);
    for (const [, example] of examples) assert.ok(program.includes(lines(example)), `this is in no test:\n${example}`);
  });
}
