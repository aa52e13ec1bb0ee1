let continued = 0, listening = 0, heard = 0;
// A listener that throws ends the process in Node: there it does not.
const node = /** @type {any} */ (globalThis).process?.versions?.node ? /** @type {any} */ (globalThis).process : undefined;
const imports = {
  throws() { throw new RangeError('on purpose'); },
  continues(/** @type {Promise<unknown>} */ given) {
    const thrown = given.then(() => {
      continued++;
      throw new Error('on purpose');
    });
    thrown.catch(() => {});
  },
  continued: () => continued,
  listens(/** @type {AbortSignal} */ signal) {
    listening++;
    signal.addEventListener('abort', () => {
      heard++;
      if (!node) throw new Error('on purpose');
    });
    return new Promise(() => {});
  },
  listening: () => listening,
  heard: () => heard,
  bad(/** @type {string} */ how) {
    if (how === 'getter') return { get a() { throw new Error('on purpose'); } };
    if (how === 'thenable') return { then() { throw new Error('on purpose'); } };
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
};
export const module = { deputy: { imports } };
