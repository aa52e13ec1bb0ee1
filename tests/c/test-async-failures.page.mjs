import { tasks } from './tasks.mjs';

const revoked = Proxy.revocable({}, {});
revoked.revoke();
const broken = {
  getter: () => ({ get then() { throw new Error('getter'); } }),
  then: () => ({ then() { throw new Error('then'); } }),
  constructor_: () => Object.defineProperty(new Promise(() => {}), 'constructor', { get() { throw new Error('constructor'); } }),
  revoked: () => revoked.proxy,
  revokedSoon: () => ({ then: (resolve) => resolve(revoked.proxy) }),
  twice: () => ({ then: (resolve, reject) => (resolve(1), resolve(2), reject(new Error('third'))) }),
};
export const { module, check } = tasks({
  broken,
  nothing() {
    throw null;
  },
  object: () => Symbol('s'),
  objectSoon: async () => [Symbol('s')],
});
