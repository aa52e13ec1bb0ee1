// Folders whose files outlive the page: loaded when they are mounted, saved when the program asks for it (or calls fsync()). Only
// programs have this that refer to deputy_js_file_. The native half is rust-core/src/ffi/file.rs.
//
// In browsers a folder is an IndexedDB database, with an entry for each file, folder and link. A save is one transaction: all of it
// is there or nothing, whenever the page dies. Only what has changed is written.

import { DeputyError } from './error.js';
import { STATUS_INVALID_ARGUMENT, STATUS_NO_SPACE, STATUS_NOT_FOUND, STATUS_UNSUPPORTED } from './protocol.js';

/** What a database has of a file (its bytes), a link (its text) or a folder: mode, time and that. Not an object, whose keys the closure
 * compiler would rename. The key is the path in the folder. @typedef {[mode: number, time: number, content: Uint8Array<ArrayBuffer> | string | null]} Entry */

/** The same in the file system. `content` is the same object as long as a file was not replaced as a whole. @typedef {object} Item
 * @property {string} path  in the folder
 * @property {number} mode @property {number} time  of the last change that its owner sees @property {number} changed  of the last change at all
 * @property {object | undefined} content @property {() => Entry} entry  a copy */

/** What the platform's file system does. @typedef {object} FileSystem
 * @property {(path: string, sync: () => Promise<void>) => void} mount  an empty folder in memory, whose files call `sync` for fsync()
 * @property {(path: string) => void} unmount
 * @property {() => boolean} hasHost  there are folders of the machine's
 * @property {(path: string, folder: string) => void} host  mounts one
 * @property {(path: string) => Item[]} list  all that is in a mounted folder
 * @property {(path: string, entry: Entry) => void} put  an entry of a mounted folder; what it lies in comes before it */

const STORE = 'entries';

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** @param {string} name @returns {Promise<IDBDatabase>} */
function open(name) {
  if (!globalThis.indexedDB) throw new DeputyError(STATUS_UNSUPPORTED, `${name}: there is no IndexedDB here to keep files in`);
  const request = indexedDB.open(`deputy:${name}`, 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
  return answer(request);
}

/** A full device has a status of its own. @param {any} error @param {string} name */
const failed = (error, name) => error?.name === 'QuotaExceededError'
  ? new DeputyError(STATUS_NO_SPACE, `${name}: the browser has no more room for it: ${error.message}`) : error;

/** A mounted folder and its database. */
class Folder {
  /** @param {FileSystem} fs @param {string} path @param {string} name */
  constructor(fs, path, name) {
    this.fs = fs;
    this.path = path;
    this.name = name;
    /** What the database has, by path, as it was then. @type {Map<string, { mode: number, time: number, content: WeakRef<object> | undefined, at: number }>} */
    this.saved = new Map();
    /** The last save, or the load. @type {Promise<unknown>} */
    this.last = Promise.resolve();
  }

  /** Fills the folder with what the database has. */
  async load() {
    const db = await open(this.name);
    try {
      const store = db.transaction(STORE).objectStore(STORE);
      const [keys, entries] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
      // In order of their names: a folder comes before what is in it.
      keys.forEach((key, i) => this.fs.put(this.path + key, entries[i]));
    } finally {
      db.close();
    }
    this.remember(this.fs.list(this.path), Date.now());
  }

  /** @param {Item[]} items @param {number} at */
  remember(items, at) {
    this.saved = new Map(items.map(({ path, mode, time, content }) => [path, { mode, time, content: content && new WeakRef(content), at }]));
  }

  /** One after the other: each has what was there when it was asked for, or more. */
  save() {
    const next = this.last.then(() => this.saveNow());
    this.last = next.catch(() => {});
    return next;
  }

  async saveNow() {
    // All of it in this turn, in which nothing else runs: it is a state that was there.
    const at = Date.now();
    const items = this.fs.list(this.path);
    const changed = items.filter((item) => {
      const was = this.saved.get(item.path);
      // What was changed in the millisecond of a save may have been changed after it.
      return !was || item.changed >= was.at || item.mode !== was.mode || item.time !== was.time || was.content?.deref() !== item.content;
    });
    const there = new Set(items.map(({ path }) => path));
    const gone = [...this.saved.keys()].filter((path) => !there.has(path));
    if (changed.length + gone.length === 0) return;
    const entries = changed.map((item) => item.entry());
    const db = await open(this.name);
    try {
      // Durable when it says so, also if the machine loses power.
      const transaction = db.transaction(STORE, 'readwrite', Object.fromEntries([['durability', 'strict']]));
      const store = transaction.objectStore(STORE);
      const end = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'));
      });
      try {
        changed.forEach(({ path }, i) => store.put(entries[i], path));
        gone.forEach((path) => store.delete(path));
      } catch (error) {
        end.catch(() => {});
        transaction.abort();
        throw error;
      }
      await end;
    } finally {
      db.close();
    }
    this.remember(items, at);
  }
}

/** @param {FileSystem} fs @returns {import('./names.js').Operations} */
export const files = (fs) => () => {
  /** @type {Map<string, Folder | null>}  null: the machine's own */
  const folders = new Map();
  return {
    async 'deputy:file_persist'([at, called]) {
      const [path, name] = [String(at).replace(/\/+$/, ''), String(called)];
      if (!/^\/[^]/.test(path) || name === '') throw new DeputyError(STATUS_INVALID_ARGUMENT, 'a path that begins with / and names a folder, and a name, are needed');
      const folder = fs.hasHost() ? null : new Folder(fs, path, name);
      try {
        if (folder) fs.mount(path, () => folder.save());
        else fs.host(path, name);
      } catch (thrown) {
        const error = /** @type {any} */ (thrown);
        throw new DeputyError(STATUS_INVALID_ARGUMENT, `${path} cannot be a folder of its own: ${error.message || `errno ${error.errno}`}`);
      }
      try {
        await folder?.load();
      } catch (error) {
        fs.unmount(path);
        throw failed(error, name);
      }
      folders.set(path, folder);
    },
    async 'deputy:file_save'([at]) {
      const path = at === null ? null : String(at).replace(/\/+$/, '');
      if (path !== null && !folders.has(path)) throw new DeputyError(STATUS_NOT_FOUND, `${path} is no folder of deputy_file_persist()`);
      for (const folder of path === null ? folders.values() : [folders.get(path)]) {
        try {
          await folder?.save();
        } catch (error) {
          throw failed(error, /** @type {Folder} */ (folder).name);
        }
      }
    },
  };
};

/** Where the files are not JavaScript's. @returns {Record<string, import('./names.js').Operation>} */
export const noFiles = () => {
  const refuse = () => {
    throw new DeputyError(STATUS_UNSUPPORTED, 'with -sWASMFS files are native code; mount one of its own backends');
  };
  return Object.fromEntries(['deputy:file_persist', 'deputy:file_save'].map((name) => [name, refuse]));
};
