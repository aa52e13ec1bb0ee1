// Types of what the page sees: the option `deputy` of a Module, and the property `deputy` it has in its place afterwards.
// SPDX-License-Identifier: MIT OR Apache-2.0

/**
 * What crosses by value between native code and JavaScript (docs/value.md): arrays and plain objects up to 64 deep, bytes and typed
 * arrays by copy. A result may also be a promise of one. Symbols do not cross.
 */
export type DeputyValue = null | undefined | boolean | number | bigint | string | Date | Error | DeputyBytes
  | readonly DeputyValue[] | { readonly [key: string]: DeputyValue };
/** Bytes and typed arrays. What is no typed array arrives as bytes; bytes arrive as a Uint8Array. */
export type DeputyBytes = ArrayBuffer | SharedArrayBuffer | ArrayBufferView;
/** An object or function that crosses as a handle, whatever it is: `deputy.ref(x)`. */
export interface DeputyRef {
  readonly value: object;
}
/** What an export takes: other objects and functions stay where they are, and native code gets a handle. */
export type DeputyArgument = DeputyValue | DeputyRef | object;
/** What an export gives. */
export type DeputyResult = DeputyValue;

/**
 * A native callback (`deputy_callback_new`). Each call returns a promise for what it returns. A failure that nobody looks at is given
 * to {@link DeputyOptions.onError}.
 */
export interface DeputyCallback {
  (...args: any[]): Promise<any>;
  /** Lets go of the native function: what it needs is dropped when native code has freed it as well. Calls that are out end; later ones are DEPUTY_STALE. */
  dispose(): void;
  /** The same, for `using`. */
  [Symbol.dispose]?(): void;
}

/** `Module.deputy` as the page gives it. */
export interface DeputyOptions {
  /**
   * Where the names of `DEPUTY_FN("a.b")` are looked up, before `globalThis`. Looked up at every call: what is added
   * or replaced later is found.
   */
  imports?: Record<string, unknown>;
  /**
   * In place of `import()` for functions of modules, `DEPUTY_FN("./mod.mjs#f")`, and `deputy_module_import()`: gives what the module
   * exports, or a promise of it. Called once for each specifier, and again after a failure. For bundlers.
   */
  importModule?: (specifier: string) => unknown;
  /**
   * Milliseconds the UI polls for the next call of a burst before it goes back to its event loop. 0 never polls; with
   * one processor it never does. Default 0.05.
   */
  linger?: number;
  /** Milliseconds a turn of calls may take before rendering, input and timers get theirs. Default 4. */
  budget?: number;
  /**
   * A failure that nobody will look at: a posted call failed (`name` is the function's), a callback's promise was rejected and nobody
   * looked at it (`name` is 'callback', `thread` the one it ran on), or a task failed and was freed before
   * anybody looked. `thread` is the name, or the number, of the thread that posted or freed. Default: `console.error`.
   */
  onError?: (error: unknown, name: string, thread: string) => void;
  /** What comes after that: `'report'`, nothing; `'end'`, the program ends and `exited` rejects. Default `'report'`. */
  unobserved?: 'report' | 'end';
  /**
   * What `deputy.callSync()` may do. `'prevent'`: it throws. `'throw'`: it calls; what waits in the function is refused. `'warn'`: that is
   * logged. `'allow'`: everything. Default `'prevent'`.
   */
  blocking?: 'prevent' | 'throw' | 'warn' | 'allow';
  /**
   * Milliseconds after which the watchdog tells of a wait, in programs that have it (docs/guard.md); 0: never. Default 5000.
   */
  watchdog?: number;
  /**
   * Bytes of stack of threads that do not ask for a size of their own, 65536 to 1073741824; main()'s is chosen by `-sSTACK_SIZE` when the
   * program is linked. Default: what it was linked with, 1048576 by the flags of emdeputy.
   */
  stack?: number;
  /**
   * What the browser's tools call the program's Workers: `em-pthread-`, this, and a number. For pages with several programs. Default ''.
   */
  names?: string;
  /** Milliseconds a native thread polls for an answer before it sleeps, at most; up to 0.05. Default 0.05. */
  spin?: number;
  /**
   * How far the start is. `'download'`: `loaded` bytes of the WebAssembly have come, of `total`, which is 0 if the server does not say or
   * packs it; `'compile'`: all have; `'start'`: it is compiled, and static constructors and `main()` come next. Where the script has the
   * WebAssembly from somewhere else than fetch(), as in Node, no bytes are told. A program that tells this is not taken from the browser's
   * cache of compiled code.
   */
  onProgress?: (progress: { phase: 'download' | 'compile' | 'start'; loaded: number; total: number }) => void;
  /** The Workers that threads run on. Nothing needs to be chosen. */
  pool?: DeputyPoolOptions;
  /** What is less important is not logged. Default `'info'`. */
  logLevel?: 'off' | DeputyLogLevel;
  /** A line of the log, of `deputy_log()` or the `log` crate. Default: the console's function of that name. */
  onLog?: (level: DeputyLogLevel, text: string, thread: string) => void;
  /**
   * In place of `Module.print` and `printErr`: what the program writes to standard output and error as it comes, with line ends and the
   * beginnings of lines. For terminals (docs/console.md).
   */
  onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
  /**
   * Where standard input comes from: all of it; a function that gives more, or a promise of it, whenever the program waits, and null at
   * the end; or a stream. Default: what {@link Deputy.stdin} is given; in Node, the process's own.
   */
  stdin?: string | Uint8Array | (() => DeputyInput | Promise<DeputyInput>) | ReadableStream<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
  /**
   * Whether standard input, output and error are a terminal: what `isatty()` says. Default: false; in Node what it knows of those that are
   * the process's own.
   */
  terminal?: boolean;
}

/** A native thread. */
export interface DeputyThread {
  /** No other thread had it before. */
  number: number;
  /** Its name, or ''. */
  name: string;
  kind: 'program' | 'ui' | 'main' | 'worker' | 'io' | 'background' | 'pool';
  /** Its `pthread_t`. */
  pthread: number;
  /** What the browser's tools call its Worker: `em-pthread-7`. */
  worker: string | undefined;
  /** The id of its context, or 0. */
  context: number;
  /** What it waits for in the runtime, or ''. Waits in locks, joins and sleeps are not known. */
  waits: '' | 'call' | 'frame' | 'task' | 'promise' | 'send' | 'pool';
  /** The number of the thread that is to bring that, or 0 if it is not known. */
  awaits: number;
}
/** More of standard input, or its end. */
export type DeputyInput = string | Uint8Array | null | undefined;


/** The worker pool: browser Workers for threads. */
export interface DeputyPoolOptions {
  /** Workers that start with the download of the program, main()'s among them. Nobody waits for them. Default 1. */
  initial?: number;
  /** Workers that are kept up and idle; the page starts others while no thread waits for one. Default 10. */
  reserve?: number;
  /** Workers at most, those that run a thread among them. Beyond it `pthread_create()` gives EAGAIN. Default 480. */
  max?: number;
  /** Milliseconds after which a Worker ends that no thread has needed and that is not part of the reserve. Default 30000. */
  trimAfter?: number;
  /** Milliseconds that a Worker may take to come up; then it has failed. 0: as many as it likes. Default 30000. */
  timeout?: number;
}

/** Of `deputy.waits()`. */
export interface DeputyWait {
  /** Number and name of the thread, or a call of the page's. */
  thread: string;
  waitsFor: string;
  milliseconds: number;
  /** All of it in a line. */
  text: string;
}

/** Of `deputy.stats()`. A Worker that is neither running nor idle is on its way. */
export interface DeputyPoolStats {
  /** Workers made so far. */
  made: number;
  /** Workers that run a thread, or will as soon as they are up. */
  running: number;
  /** Workers that are up and wait for a thread. */
  idle: number;
  /** Threads that got a Worker on which another had run. */
  reused: number;
  /** Workers that were ended: too many, touched by JavaScript of the program's, or not to be loaded. */
  destroyed: number;
  /** Threads for which no Worker was up: they had to wait for one. */
  depleted: number;
}

export type DeputyLogLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** How `deputy.call()` calls. */
export interface DeputyCallOptions {
  /** Ends the call with DEPUTY_CANCELLED; the error's `cause` is the signal's reason. A function that has begun runs on. */
  signal?: AbortSignal;
  /** Milliseconds until the call ends with DEPUTY_TIMED_OUT. Default: no limit. */
  timeout?: number;
  /** Where the function runs: `'main'`, the deputy, which is the default; `'background'`; `'pool'`, the compute pool; `'thread'`, a new thread, which ends with the call; or a `deputy_context` of the program's. */
  context?: 'main' | 'background' | 'pool' | 'thread' | number;
}

/** How `deputy.callSync()` calls. */
export interface DeputySyncOptions {
  /** Milliseconds until the call ends with DEPUTY_TIMED_OUT. Default: no limit. */
  timeout?: number;
  /**
   * Where the function runs, as in {@link DeputyCallOptions}; or `'caller'`, the thread that waits for the JavaScript that runs right
   * now.
   */
  context?: 'main' | 'background' | 'caller' | number;
}

export type DeputyCReturn = 'number' | 'string' | 'boolean' | 'pointer' | null | undefined;
export type DeputyCType = 'number' | 'string' | 'boolean' | 'pointer' | 'array';

/** `Module.deputy` as the page gets it: there as soon as the script is evaluated, before `main()` runs. */
export interface Deputy {
  /**
   * Standard input, of a program that reads: `write()` supplies bytes, or a text as UTF-8, from then on or later; `end()` is the end of
   * file. Throws after the end.
   */
  readonly stdin: { write(text: string | Uint8Array): void; end(): void };
  /**
   * The exit code, however the program ends in an orderly way. Rejects with a {@link DeputyError} whose `reason` says
   * how it ended otherwise.
   */
  readonly exited: Promise<number>;
  /**
   * Calls a function that the program exports (`DEPUTY_EXPORT`). Before the program has started, the call waits for it. A last
   * argument that is a plain object with at least one key of {@link DeputyCallOptions}, and no others, is that. Rejects with a
   * {@link DeputyError}: what the function returned, or why it did not run.
   */
  call(name: string, ...args: [...DeputyArgument[], DeputyCallOptions] | DeputyArgument[]): Promise<DeputyResult>;
  /** The same, by property: `deputy.exports.score('text', 10)`. */
  readonly exports: Record<string, (...args: [...DeputyArgument[], DeputyCallOptions] | DeputyArgument[]) => Promise<any>>;
  /**
   * Calls a function that the program exports and waits for its outcome; the page does nothing else meanwhile. Throws a
   * {@link DeputyError}: what the function returned, or why it did not run; DEPUTY_WOULD_BLOCK with the blocking mode `'prevent'`, unless
   * it calls back the thread that waits for the JavaScript that runs right now; DEPUTY_DEADLOCK if nobody could go on.
   */
  callSync(name: string, ...args: [...DeputyArgument[], DeputySyncOptions] | DeputyArgument[]): DeputyResult;
  /** The same, by property: `deputy.exportsSync.score('text', 10)`. */
  readonly exportsSync: Record<string, (...args: [...DeputyArgument[], DeputySyncOptions] | DeputyArgument[]) => any>;
  /**
   * emscripten's `ccall()` on the deputy, which may wait there: runs a function that the program exports by `-sEXPORTED_FUNCTIONS`. Only in
   * programs linked with `-sEXPORTED_RUNTIME_METHODS=ccall` or `cwrap`. A 64-bit parameter takes a BigInt. Rejects with a
   * {@link DeputyError}: DEPUTY_NOT_FOUND if no such function is exported, DEPUTY_WRONG_TYPE for arguments that do not fit.
   */
  ccall?(name: string, returns: DeputyCReturn, types?: readonly DeputyCType[], args?: readonly unknown[], options?: DeputyCallOptions): Promise<any>;
  /** The same as a function: `const add = deputy.cwrap('add', 'number', ['number', 'number'])`. */
  cwrap?(name: string, returns: DeputyCReturn, types?: readonly DeputyCType[], options?: DeputyCallOptions): (...args: any[]) => Promise<any>;
  /**
   * From now on, names that begin with this one are looked up in `value`, before `imports` and `globalThis`: a function, or an object
   * with functions. Before the program has started, too. Replaces what was registered under the name.
   */
  register(name: string, value: object): void;
  /** Takes that back. Whether there was something. */
  unregister(name: string): boolean;
  /** An argument that crosses as a handle, also if it is an array, a date or a plain object. */
  ref(value: object): DeputyRef;
  /** Counters of the UI's host; empty before `main()` starts. */
  stats(): Partial<DeputyStats>;
  /**
   * What is known of the program's threads, of the newest first. There in programs that use `deputy_thread_list()`, `_dump()`, `_prepare()`
   * or `_workers()`, or are linked with `-sDEFAULT_LIBRARY_FUNCS_TO_INCLUDE=$DeputyThreads`.
   */
  threads?(): DeputyThread[];
  /** Waits until so many Workers are up and idle; starts what is missing. Rejects with a {@link DeputyError} that says why there cannot be so many. There as {@link threads} is. */
  prepareThreads?(count: number): Promise<void>;
  /** Who waits for whom now. Only in programs that refer to `deputy_waits_dump()`, or are linked with the guard. */
  waits?(): DeputyWait[];
  /** For `instanceof`, and for functions that want native code to see a status of their choice. */
  readonly DeputyError: DeputyErrorConstructor;
}

export interface DeputyStats {
  /** Milliseconds that static constructors took, in which the page stood still. */
  constructors: number;
  /** The worker pool. */
  pool: DeputyPoolStats;
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
  /** Calls that their callers left before there was an outcome: time up, or cancelled. */
  left: number;
  /** Calls of exports so far. */
  exportCalls: number;
  /** Calls of exports that have no outcome yet. */
  exportCallsOut: number;
  /** Promises for tasks that JavaScript was given and that have not settled. */
  promises: number;
  /** Native callbacks that JavaScript has functions for. */
  callbacks: number;
  /** Objects that native code has handles of; after the end, those it had not given back. */
  objects: number;
  /** Results that did not fit their frame and are kept: not fetched yet, or belonging to a task that is not freed. */
  stashed: number;
}

export type DeputyStatusName =
  | 'DEPUTY_OK' | 'DEPUTY_INVALID_ARGUMENT' | 'DEPUTY_NO_MEMORY' | 'DEPUTY_WOULD_BLOCK' | 'DEPUTY_TIMED_OUT'
  | 'DEPUTY_CANCELLED' | 'DEPUTY_CLOSED' | 'DEPUTY_NOT_FOUND' | 'DEPUTY_JS_EXCEPTION' | 'DEPUTY_WRONG_TYPE'
  | 'DEPUTY_OUT_OF_RANGE' | 'DEPUTY_STALE' | 'DEPUTY_DEADLOCK' | 'DEPUTY_UNSUPPORTED' | 'DEPUTY_NO_THREADS'
  | 'DEPUTY_INTERNAL' | 'DEPUTY_WRONG_CONTEXT' | 'DEPUTY_NATIVE_EXCEPTION' | 'DEPUTY_NO_SPACE' | 'DEPUTY_CORRUPT';

/** An error of the runtime. Thrown by a called function, it gives native code its `status` instead of JS_EXCEPTION. */
export interface DeputyError extends Error {
  name: 'DeputyError';
  /** A `deputy_status` of deputy.h. */
  status: number;
  /** The name of that status. */
  code: DeputyStatusName;
  /** Of a failure that began in JavaScript, or of an object given with it: that object. Of a cancelled call the signal's reason. */
  cause?: unknown;
  /**
   * Set when `exited` rejects. `abort`: abort() was called, an assertion failed, or emscripten gave up. `uncaught`: a
   * thread ended with a trap, an exception or an unhandled rejection, or its Worker did; `cause` holds what is known. `start`:
   * the program did not get to `main()`. `thread`: the Worker of a later thread could not be loaded. `unobserved`: the option of
   * that name said so.
   */
  reason?: 'abort' | 'uncaught' | 'start' | 'thread' | 'unobserved';
}

export interface DeputyErrorConstructor {
  new (status: number, message?: string): DeputyError;
  readonly prototype: DeputyError;
}

/** The function that a program linked with -sMODULARIZE or -sEXPORT_ES6 exports. */
export type DeputyFactory<Module extends object = Record<string, any>> =
  (options?: { deputy?: DeputyOptions } & Record<string, any>) => Promise<Module & { readonly deputy: Deputy }>;

/** `globalThis.deputy` where a native thread has JavaScript of its own (`deputy_worker_open()`, `deputy_worker_spawn()`). */
export interface DeputyWorkerScope extends Pick<Deputy, 'call' | 'exports' | 'callSync' | 'exportsSync' | 'ref' | 'DeputyError'> {
  /** The thread's `deputy_context`. */
  readonly context: number;
}
