// Types of what the page sees: the option `deputy` of a Module, and the property `deputy` it has in its place afterwards.
// SPDX-License-Identifier: MIT OR Apache-2.0

/** What crosses between native code and JavaScript in this version. A result may also be a promise of one. */
export type DeputyValue = null | undefined | boolean | number | string;

/** `Module.deputy` as the page gives it. */
export interface DeputyOptions {
  /**
   * Where the names of `DEPUTY_FN("a.b")` are looked up, before `globalThis`. Looked up at every call: what is added
   * or replaced later is found.
   */
  imports?: Record<string, unknown>;
  /**
   * Milliseconds the UI polls for the next call of a burst before it goes back to its event loop. 0 never polls; with
   * one processor it never does. Default 0.05.
   */
  linger?: number;
  /** Milliseconds a turn of calls may take before rendering, input and timers get theirs. Default 4. */
  budget?: number;
  /**
   * A posted call failed, or its promise was rejected. `name` is the function's. Default: `console.error`.
   */
  onError?: (error: unknown, name: string) => void;
}

/** `Module.deputy` as the page gets it: there as soon as the script is evaluated, before `main()` runs. */
export interface Deputy {
  /**
   * The exit code, however the program ends in an orderly way. Rejects with a {@link DeputyError} whose `reason` says
   * how it ended otherwise.
   */
  readonly exited: Promise<number>;
  /** Counters of the UI's host; empty before `main()` starts. */
  stats(): Partial<DeputyStats>;
  /** For `instanceof`, and for functions that want native code to see a status of their choice. */
  readonly DeputyError: DeputyErrorConstructor;
}

export interface DeputyStats {
  /** Calls taken. Wraps at 2 ** 32, like the next three. */
  calls: number;
  /** Posts taken. */
  posts: number;
  /** Posts whose function failed, or does not exist. */
  postsFailed: number;
  /** Calls whose caller had left before they were taken; they did not run. */
  abandoned: number;
  /** Asynchronous calls that have not ended. */
  asyncCalls: number;
  /** Results that did not fit their frame and are kept: not fetched yet, or belonging to a task that is not freed. */
  stashed: number;
}

export type DeputyStatusName =
  | 'DEPUTY_OK' | 'DEPUTY_INVALID_ARGUMENT' | 'DEPUTY_NO_MEMORY' | 'DEPUTY_WOULD_BLOCK' | 'DEPUTY_TIMED_OUT'
  | 'DEPUTY_CANCELLED' | 'DEPUTY_CLOSED' | 'DEPUTY_NOT_FOUND' | 'DEPUTY_JS_EXCEPTION' | 'DEPUTY_WRONG_TYPE'
  | 'DEPUTY_OUT_OF_RANGE' | 'DEPUTY_STALE' | 'DEPUTY_DEADLOCK' | 'DEPUTY_UNSUPPORTED' | 'DEPUTY_NO_THREADS'
  | 'DEPUTY_INTERNAL';

/** An error of the runtime. Thrown by a called function, it gives native code its `status` instead of JS_EXCEPTION. */
export interface DeputyError extends Error {
  name: 'DeputyError';
  /** A `deputy_status` of deputy.h. */
  status: number;
  /** The name of that status. */
  code: DeputyStatusName;
  /**
   * Set when `exited` rejects. `abort`: abort() was called, an assertion failed, or emscripten gave up. `uncaught`: a
   * thread ended with a trap, an exception or an unhandled rejection, or its Worker did; `cause` holds what is known.
   */
  reason?: 'abort' | 'uncaught';
}

export interface DeputyErrorConstructor {
  new (status: number, message?: string): DeputyError;
  readonly prototype: DeputyError;
}

/** The function that a program linked with -sMODULARIZE or -sEXPORT_ES6 exports. */
export type DeputyFactory<Module extends object = Record<string, any>> =
  (options?: { deputy?: DeputyOptions } & Record<string, any>) => Promise<Module & { readonly deputy: Deputy }>;
