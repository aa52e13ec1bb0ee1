import { equal } from '../runner/assert.mjs';
import { tasks } from './tasks.mjs';

const isNode = !('document' in globalThis);
const name = isNode ? `${process.getBuiltinModule('node:os').tmpdir()}/deputy-persist-${process.pid}` : `test-${Date.now()}-${Math.random()}`;

/** How the next save is broken. @type {unknown} */
let way;
const { module: made, check: checkTasks } = tasks({
  breakNext(how) {
    way = how;
    return 1;
  },
});
export const module = { ...made, arguments: [name, isNode ? 'node' : 'page'] };

if (!isNode) {
  const { put } = IDBObjectStore.prototype;
  let puts = 0;
  IDBObjectStore.prototype.put = function (...args) {
    // The second one: part of the state was written already.
    if (way === undefined || ++puts < 2) return put.apply(this, /** @type {[any]} */ (args));
    puts = 0;
    const how = way;
    way = undefined;
    if (how === 'quota') throw new DOMException('no room', 'QuotaExceededError');
    const request = put.apply(this, /** @type {[any]} */ (args));
    this.transaction.abort();
    return request;
  };
}

/** @param {any} app */
export async function check(app) {
  checkTasks(app);
  if (isNode) {
    const { readFileSync, rmSync } = process.getBuiltinModule('node:fs');
    equal(readFileSync(`${name}-changes/exit`, 'utf8'), 'at exit');
    for (const end of ['tree', 'changes']) rmSync(`${name}-${end}`, { recursive: true });
    return;
  }
  const db = await new Promise((resolve) => {
    const request = indexedDB.open(`deputy:${name}-changes`);
    request.onsuccess = () => resolve(request.result);
  });
  const entry = await new Promise((resolve) => {
    const request = db.transaction('entries').objectStore('entries').get('/exit');
    request.onsuccess = () => resolve(request.result);
  });
  equal(new TextDecoder().decode(entry[2]), 'at exit');
  db.close();
  for (const end of ['tree', 'changes', 'broken']) indexedDB.deleteDatabase(`deputy:${name}-${end}`);
}
