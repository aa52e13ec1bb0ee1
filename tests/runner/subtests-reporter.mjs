// A node:test reporter that tells the runner about leaf tests, as JSON lines on file descriptor 3.
import { writeSync } from 'node:fs';

/**
 * @param {{details: {type?: string, error?: any}, name: string}} data
 * @param {boolean} hasChildren
 */
function counts(data, hasChildren) {
  if (!hasChildren && data.details.type !== 'suite') return true;
  // Not a leaf: counts only if it failed for a reason of its own, such as a hook.
  return data.details.error !== undefined && data.details.error.failureType !== 'subtestsFailed';
}

/** @param {AsyncIterable<any>} source */
export default async function* report(source) {
  /** Names of the open tests, outermost first. @type {string[]} */
  const names = [];
  /** Nesting of the tests that have seen a child. @type {Set<number>} */
  const parents = new Set();
  for await (const { type, data } of source) {
    if (type === 'test:start') {
      names[data.nesting] = data.name;
      names.length = data.nesting + 1;
      if (data.nesting > 0) parents.add(data.nesting - 1);
    } else if (type === 'test:pass' || type === 'test:fail') {
      const hasChildren = parents.delete(data.nesting);
      const failed = type === 'test:fail' && data.todo === undefined;
      if (!counts(data, hasChildren)) continue;
      const skipped = data.skip !== undefined || data.todo !== undefined;
      const cause = data.details.error?.cause ?? data.details.error;
      const reason = failed ? (cause?.stack ?? String(cause)) : skipped ? String(data.skip ?? data.todo) : undefined;
      const name = [...names.slice(0, data.nesting), data.name].join(' > ');
      const status = failed ? 'failed' : skipped ? 'skipped' : 'passed';
      writeSync(3, `${JSON.stringify({ name, status, reason, seconds: (data.details.duration_ms ?? 0) / 1000 })}\n`);
    }
  }
  yield '';
}
