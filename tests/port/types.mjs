// Not run: tsc checks here that deputy.d.ts lets through what works, and nothing else.
import { DeputyError as HostError } from '../../emscripten-js/host/error.js';
import { Host } from '../../emscripten-js/host/host.js';
import { STATUS_NAMES, STATUS_TIMED_OUT } from '../../emscripten-js/host/protocol.js';

/** @typedef {import('../../emscripten-js/deputy.js').DeputyFactory<{FS: object}>} Factory */
/** @typedef {import('../../emscripten-js/deputy.js').DeputyStatusName} Name */
/** @typedef {ConstructorParameters<typeof Host>[0]} HostOptions */
/** @typedef {import('../../emscripten-js/deputy.js').DeputyOptions} Options */

/** @param {Factory} create */
export async function use(create) {
  const app = await create({
    print: console.log,
    deputy: { imports: { ask: async () => 'yes', nested: { f() {} } }, linger: 0, budget: 8, onError: (error, name) => console.log(name, error) },
  });
  await create();
  // @ts-expect-error no such option
  await create({ deputy: { lingering: 1 } });
  // @ts-expect-error a function, not a name
  await create({ deputy: { onError: 'report' } });
  // @ts-expect-error names start at an object
  await create({ deputy: { imports: 'ask' } });

  /** @type {object} */
  const fs = app.FS;
  /** @type {number} */
  const code = await app.deputy.exited;
  /** @type {number | undefined} */
  const calls = app.deputy.stats().calls;
  const error = new app.deputy.DeputyError(STATUS_TIMED_OUT);
  /** @type {'abort' | 'uncaught' | 'start' | 'thread' | 'unobserved' | undefined} */
  const reason = error.reason;
  // @ts-expect-error the promise is the program's
  app.deputy.exited = Promise.resolve(1);
  return { fs, code, calls, reason, status: error.status, name: error.code };
}

/** The names of statuses are the protocol's. @type {Record<typeof STATUS_NAMES[number], true> extends Record<Name, true> ? true : never} */
export const noneTooMany = true;
/** @type {Record<Name, true> extends Record<typeof STATUS_NAMES[number], true> ? true : never} */
export const noneMissing = true;
/** Options are passed on to the host. @type {Options['linger'] & Options['budget'] extends HostOptions['linger'] & HostOptions['budget'] ? true : never} */
export const sameNumbers = true;
/** @type {NonNullable<Options['onError']> extends NonNullable<HostOptions['onError']> ? true : never} */
export const sameOnError = true;
/** @type {ConstructorParameters<typeof HostError> extends ConstructorParameters<import('../../emscripten-js/deputy.js').DeputyErrorConstructor> ? true : never} */
export const sameError = true;
