/**
 * Glue between emscripten and the host. `$DeputyHost` is the bundle of emscripten-js/host, put in by tools/bundle.mjs.
 * Names that users see are quoted: they survive the closure compiler.
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */
#if !PTHREADS
#error "emdeputy: this is the library for threads; compile and link with -pthread"
#endif
#if MEMORY64
#error "emdeputy: the library is built for 32-bit memory; compile and link without -m64 and -sMEMORY64"
#endif
#if !PROXY_TO_PTHREAD
#error "emdeputy: link with -sPROXY_TO_PTHREAD, so that main() runs on the deputy"
#endif
#if !EXIT_RUNTIME
#error "emdeputy: link with -sEXIT_RUNTIME=1, so that the exit code of the program is known"
#endif

addToLibrary({
  $Deputy__deps: ['$DeputyHost', '$DeputyInternals', '$handleException', '$addOnPostRun', 'deputy_sys_pump', 'deputy_core_run', 'deputy_core_root',
    'deputy_core_texts', 'deputy_sys_last_create', 'pthread_self'],
  $Deputy__postset: () => {
    addAtInit('Deputy.initialize();');
    addAtPostCtor('Deputy.constructed();');
    return 'DeputyHost.giveTexts(Deputy.text);'
      + 'if (!ENVIRONMENT_IS_PTHREAD) Deputy.install(); else Deputy.watchSelf();';
  },
  $Deputy: {
    host: undefined,
    options: {},
    /** What the page chose, as words for native code. */
    chosen: [],
    /** Calls of native functions; there before the host, because they may be made before the program starts. */
    exports: undefined,
    /** How those are made, in programs that have native functions for JavaScript. */
    Exports: undefined,
    /** The runtime's own functions, such as what native code does to objects besides calling their methods: what the program uses of them. */
    operations: [],
    /** What tasks need of the host, in programs that have some. */
    Tasks: undefined,
    /** The same of handles that native code reserves. */
    Into: undefined,
    /** Where names are looked up. */
    roots: [],
    /** What native code has written and is not printed, in programs that write. */
    console: undefined,
    /** To be done once the program has ended, in whichever way. Not by `exited`: who rejects unheard is to be reported. */
    atEnd: [],
    ended: false,
    /** The factory's promise is still pending: what fails now rejects it. */
    starting: true,
    /** Why the browser refused to make a Worker, the last time. */
    refused: undefined,
    exited: undefined,
    /** With what `exited` was rejected. */
    failure: undefined,
    resolve: undefined,
    reject: undefined,

    /** Texts in the library's memory. There is none before the WebAssembly is there. */
    text(number) {
      if (!_deputy_core_texts) return '';
      var at = HEAPU32[(_deputy_core_texts >>> 2) + number];
      // They are ASCII. Without a copy: errors are made where there is no memory, too.
      return String.fromCharCode(...HEAPU8.subarray(at, HEAPU8.indexOf(0, at)));
    },

    /** Milliseconds that static constructors took; before they have ended, when they began. */
    constructors: 0,

    /** The WebAssembly is there, and its static constructors are about to run. */
    initialize() {
      try {
        Deputy.chosen = DeputyHost.readOptions(Deputy.options);
      } catch (e) {
        throw Deputy.cannotStart(e.message, e);
      }
      Deputy.constructors = performance.now();
    },

    constructed() {
      Deputy.constructors = performance.now() - Deputy.constructors;
      if (Deputy.constructors > 50) err(DeputyHost.say`deputy: static constructors took ${Math.round(Deputy.constructors)} ms of the page's`);
    },

    /** Not made before somebody asks: which kind is known when the whole script is evaluated. */
    calls: () => Deputy.exports ||= new (Deputy.Exports || DeputyHost.NoExports)(),

    /** On the UI, while the script is evaluated: before anything can fail. */
    install() {
      Deputy.options = Module['deputy'] || {};
      var exited = new Promise((resolve, reject) => {
        Deputy.resolve = resolve;
        Deputy.reject = reject;
      });
      Deputy.exited = exited;
      Deputy.roots = [Deputy.options['imports'] || {}, globalThis];
      var registered = new DeputyHost.Register(Deputy.roots);
      var call = (name, ...args) => Deputy.calls().call(name, args);
      var callSync = (name, ...args) => Deputy.calls().callSync(name, args);
      Module['deputy'] = {
        'exited': exited,
        'call': call,
        'ref': (value) => new DeputyHost.Ref(value),
        'exports': Deputy.byName(call),
        'callSync': callSync,
        'exportsSync': Deputy.byName(callSync),
        'register': (name, value) => registered.add(name, value),
        'unregister': (name) => registered.remove(name),
        'stats': () => Deputy.host ? { ...Deputy.host.stats(), 'constructors': Deputy.constructors, 'pool': DeputyInternals.stats() } : {},
        'DeputyError': DeputyHost.DeputyError,
      };
      var missing = DeputyHost.missing();
      if (missing) throw Deputy.cannotStart(missing);
      Deputy.chain('onExit', (code) => Deputy.finish(code));
      Deputy.chain('onAbort', (what) => {
        if (Deputy.host || Deputy.ended) return Deputy.fail('abort', DeputyHost.say`the program was aborted: ${what || 'abort() was called'}`);
        if (!runtimeInitialized) return Deputy.cannotStart(`the WebAssembly could not be loaded: ${what}`, what);
        var memory = /OOM|memory/.test(what) ? `; ${Deputy.moreMemory()}` : '';
        Deputy.cannotStart(DeputyHost.say`the program was aborted before main(): ${what || 'abort() was called'}${memory}`);
      });
      DeputyInternals.watchStart((e, step) => {
        // After an abort or an exit, e is only emscripten's way out.
        if (Deputy.ended) return Deputy.failure || e;
        if (step == 'memory') return Deputy.cannotStart(Deputy.noMemory(e), e);
        if (step == 'load') return Deputy.cannotStart(`the WebAssembly could not be loaded: ${e}`, e);
        return Deputy.cannotStart(DeputyHost.say`static constructors or the page's own hooks failed: ${e}`, e);
      });
      var { 'onProgress': progress } = Deputy.options;
      // What else it may be, initialize() will say.
      if (typeof progress == 'function') DeputyInternals.watchProgress((phase, loaded, total) => progress({ 'phase': phase, 'loaded': loaded, 'total': total }));
      addOnPostRun(() => {
        Deputy.starting = false;
        // The deputy is the last thread that the UI has made by now.
        if (!_deputy_sys_last_create() || Deputy.ended) return;
        Deputy.starting = true;
        throw Deputy.refused
          ? Deputy.cannotStart(DeputyHost.say`the thread of main() has no Worker: ${Deputy.refused.message}`, Deputy.refused)
          : Deputy.cannotStart(DeputyHost.say`there is no memory for the stack of main()'s thread; ${Deputy.moreMemory()}`);
      });
      DeputyHost.watchPolicy();
      Deputy.holdNode?.();
      DeputyInternals.watchWorkers(Deputy.workerFailed, (e) => {
        // Once: a program may try again and again.
        if (e.message != Deputy.refused?.message) err(DeputyHost.say`deputy: a thread could not be started: ${e.message}`);
        Deputy.refused = e;
      }, () => Deputy.host?.spin.chain, (i) => Deputy.ended ? undefined : DeputyHost.limit(Deputy.host, i), Deputy.options['pool']?.['timeout'] ?? 30000);
      DeputyInternals.startEarly(Deputy.options['pool']?.['initial'] ?? 1);
    },

#if ENVIRONMENT_MAY_BE_NODE
    /** Node ends when only Workers are left, even if they are at work; the program has not ended until it says so. */
    holdNode() {
      if (!ENVIRONMENT_IS_NODE) return;
      var hold = setInterval(() => {}, 0x7fffffff);
      Deputy.atEnd.push(() => clearInterval(hold));
    },
#endif

    // Any name is a function; `then` is not, or a promise of this object would wait for it.
    byName: (call) => new Proxy({}, { get: (_, name) => typeof name == 'string' && name != 'then' ? (...args) => call(name, ...args) : undefined }),

    noMemory: (e) => `the browser gives no shared memory: ${e.message}. The program asks for {{{ INITIAL_MEMORY / 0x100000 }}} MiB`
#if ALLOW_MEMORY_GROWTH
      + ', and room to grow to {{{ MAXIMUM_MEMORY / 0x100000 }}} MiB; link it with a smaller -sMAXIMUM_MEMORY'
#else
      + '; link it with a smaller -sINITIAL_MEMORY'
#endif
      + ', or close other tabs',

    moreMemory: () => DeputyHost.say`link it with a larger -sINITIAL_MEMORY or with -sALLOW_MEMORY_GROWTH, or with a smaller -sSTACK_SIZE`,

    /** A Worker is gone, or was never there. */
    async workerFailed(worker, event, isLoaded) {
      // The error may overtake the message that tells that the Worker was up: that one is here a turn later.
      if (!isLoaded()) await new Promise((resolve) => setTimeout(resolve));
      if (Deputy.ended) return;
      if (!isLoaded()) {
        var thread = DeputyInternals.replace(worker);
        // It has another one; or it was for nobody, and nobody waits until it is up.
        if (thread == 'again' || !(thread || Deputy.notReady)) return;
        var why = await DeputyHost.whyNotLoaded(event, '{{{ TARGET_JS_NAME }}}', String(_scriptName));
        var cause = event instanceof Error ? event : event?.error;
        if (!thread) Deputy.notReady(why);
        else if (!Deputy.host) Deputy.cannotStart(DeputyHost.say`a thread could not be started: ${why}`, cause);
        else if (!Deputy.refuse?.(thread, why, Deputy.host)) Deputy.fail('thread', DeputyHost.say`thread 0x${thread.pthread_ptr.toString(16)} could not be started: ${why}`, cause);
        return;
      }
      Deputy.uncaught(DeputyHost.say`a thread`, event);
    },

    uncaught(who, event) {
      // Node hands over what was thrown, as far as it can be copied; browsers only an event with a text.
      var text = event?.message || String(event?.error ?? event);
      // C++ exceptions have no text of their own, whichever way they are compiled.
      if (/^(Uncaught )?(\[object .*\]|Error:?|uncaught exception: .*\[object .*)$/.test(text)) {
        text = DeputyHost.say`a C++ exception that nothing caught (link with -sASSERTIONS for its type and text)`;
      }
      var cause = event instanceof Error ? event : event?.error instanceof Error ? event.error : new Error(text);
      Deputy.fail('uncaught', DeputyHost.say`${who} ended with an uncaught error: ${text}`, cause);
    },

    /**
     * On a pthread. After an uncaught error its Worker lives on, and emscripten would end the thread in an orderly way at the next
     * message, the program's exit code 0 with it, before the page has heard of the error.
     */
    watchSelf() {
      // For the browser's tools. What emscripten has it for is known by now.
      Object.defineProperty(globalThis, 'name', { configurable: true, get: () => runtimeInitialized && DeputyHost.nameOf(wasmMemory, _deputy_core_root(), _pthread_self()) || 'em-pthread', set() {} });
      // Of too much recursion Firefox tells only as the rejection that emscripten makes an error of.
      for (var name of ['error', 'unhandledrejection']) globalThis.addEventListener?.(name, Deputy.failed);
      Deputy.watchNode?.();
    },

#if ENVIRONMENT_MAY_BE_NODE
    watchNode() {
      if (ENVIRONMENT_IS_NODE) process.on('uncaughtExceptionMonitor', Deputy.failed);
    },
#endif

    /** On a pthread: an error ends it. */
    failed(event) {
      if (event.defaultPrevented) return;
      ABORT = true;
      // The UI may be waiting in a synchronous call, and hears of no event then.
      Atomics.store(HEAP32, (_deputy_core_root() + DeputyHost.FAILED) >>> 2, 1);
    },

    /** Has `then` called after the user's own Module[name], also if the user sets that later. */
    chain(name, then) {
      var own = Module[name];
      var both = (what) => {
        try {
          own?.(what);
        } finally {
          then(what);
        }
      };
      // Enumerable: emscripten asks that to decide whether threads forward their onAbort to the UI.
      Object.defineProperty(Module, name, { configurable: true, enumerable: true, get: () => both, set: (f) => { own = f; } });
    },

    attach(root) {
      if (Deputy.host || Deputy.ended) return;
      if (!root) return Deputy.cannotStart(DeputyHost.say`the I/O thread could not be started; is there memory for one more thread's stack?`);
      var options = Deputy.options;
      try {
        Deputy.host = DeputyHost.start(wasmMemory, root, Deputy.chosen, {
          roots: Deputy.roots,
          importModule: options['importModule'] || DeputyHost.importModule,
          inline: DeputyInternals.inline,
          onError: options['onError'],
          onLog: options['onLog'],
          operations: Deputy.operations,
          Tasks: Deputy.Tasks,
          Into: Deputy.Into,
          console: Deputy.console,
          onUnobserved: (error, text) => Deputy.fail('unobserved', text, error),
          exports: Deputy.calls(),
          syscall: _deputy_core_run,
          native(frame) {
            try {
              _deputy_core_run(frame);
            } catch (e) {
              try {
                handleException(e);
              } catch {
                // It left in the middle of native code, with whatever that holds: nobody could go on from there.
                Deputy.uncaught(DeputyHost.say`a native function on the page's thread`, e);
              }
            }
          },
          pump() {
            try {
              _deputy_sys_pump();
            } catch (e) {
              handleException(e);
            }
          },
        });
        DeputyInternals.open();
      } catch (e) {
        Deputy.cannotStart(e.message, e);
      }
    },

    /** The program ends in an orderly way. What it posted before still runs. */
    end(code) {
      if (Deputy.ended) return;
      Deputy.console?.drain(Infinity);
      Deputy.host?.close();
      Deputy.console?.close();
      DeputyInternals.end(code);
      Deputy.finish(code);
    },

    finish(code) {
      if (Deputy.ended) return;
      Deputy.over(Deputy.endedWith(code));
      Deputy.resolve(code);
    },

    endedWith: (code) => new DeputyHost.DeputyError(DeputyHost.CLOSED, DeputyHost.say`the program has ended with code ${code}`),

    /** Nothing runs any more: whoever waits is told. */
    over(error) {
      Deputy.ended = true;
      Deputy.console?.close();
      if (Deputy.host) Deputy.host.lastWords(error);
      else Deputy.calls().close(error);
      for (var f of Deputy.atEnd) f();
    },

    /** The program is broken: no thread goes on. */
    fail(reason, message, cause) {
      if (Deputy.ended) return;
      var error = new DeputyHost.DeputyError(DeputyHost.CLOSED, message);
      error['reason'] = reason;
      if (cause !== undefined) error['cause'] = cause;
      Deputy.over(error);
      DeputyInternals.kill();
      Deputy.reject(error);
      return Deputy.failure = error;
    },

    /** The program does not get to main(). Gives the error, to throw where that rejects the factory's promise. */
    cannotStart(message, cause) {
      message = `cannot start: ${message}`;
      // emscripten may not have read the page's printErr yet.
      if (!Deputy.ended) (Module['printErr'] || err)(`deputy: ${message}`);
      // The factory's promise tells; nobody may ever get to see this one.
      if (Deputy.starting) Deputy.exited.catch(() => {});
      return Deputy.fail('start', message, cause);
    },
  },

  // All run on the UI thread: the shim calls them from functions it has sent there.
  deputy_js_ring__deps: ['$Deputy'],
  deputy_js_ring__sig: 'v',
  deputy_js_ring: () => Deputy.host?.ring(),

  // Never called: a program that refers to it has the operations. Its dependencies are evaluated before there is a host.
  $DeputyOperations__deps: ['$Deputy'],
  $DeputyOperations__postset: 'Deputy.operations.push(DeputyOperations.operations); Deputy.Into = DeputyOperations.Into;',
  deputy_js_operations_: () => {},
  deputy_js_operations___deps: ['$DeputyOperations'],
  deputy_js_operations___sig: 'v',

  // What becomes of a thread that native code has a task for and that gets no Worker (rust-core/src/spawn.rs).
  // What is known of threads and their Workers, and Workers on demand.
  $DeputyThreads__deps: ['$Deputy', '$DeputyReady'],
  $DeputyThreads__postset: () => 'if (!ENVIRONMENT_IS_PTHREAD) {'
    + 'DeputyReady.install();'
    + 'Module["deputy"]["threads"] = () => Deputy.host ? DeputyThreads.threads(Deputy.host, DeputyReady.name) : [];'
    + 'Module["deputy"]["prepareThreads"] = DeputyReady.prepare;'
    + 'Deputy.operations.push(() => ({'
    + '"deputy:prepare": ([count]) => DeputyReady.prepare(count),'
    + '"deputy:workers": () => Int32Array.from(Object.values(DeputyInternals.stats())),'
    + '}));'
    + '}',
  deputy_js_threads_: () => {},
  deputy_js_threads___deps: ['$DeputyThreads'],
  deputy_js_threads___sig: 'v',

  // On any pthread: its Worker is not used again.
  deputy_js_dirty__deps: ['$DeputyDirty'],
  deputy_js_dirty__sig: 'v',
  deputy_js_dirty: () => DeputyDirty.mark(),

  $DeputySpawn__deps: ['$DeputyAnswers'],
  deputy_js_spawn_: () => {},
  deputy_js_spawn___deps: ['$Deputy', '$DeputyRefuse'],
  deputy_js_spawn___postset: 'Deputy.refuse = DeputyRefuse;',
  deputy_js_spawn___sig: 'v',

  // What is written to terminals, in programs that write.
  deputy_js_write__deps: ['$Deputy', '$DeputyConsole', '$DeputyTerminals', 'deputy_core_root',
#if SYSCALLS_REQUIRE_FILESYSTEM
    '$FS',
#endif
  ],
  deputy_js_write__postset: () => addAtInit('Deputy.console = DeputyTerminals.open();'),
  deputy_js_write__sig: 'vipp',
  deputy_js_write: (error, at, length) => Deputy.console.write(error, at, length),

  // What is read from terminals, in programs that read: on the UI, which other threads ask.
#if SYSCALLS_REQUIRE_FILESYSTEM
  deputy_js_want_input__deps: ['$DeputyStdin', '$FS', '$TTY'],
  deputy_js_want_input__proxy: 'sync',
#endif
  deputy_js_want_input__sig: 'ii',
  deputy_js_want_input: (fd) => {
#if SYSCALLS_REQUIRE_FILESYSTEM
    DeputyStdin.want();
    return FS.getStream(fd)?.flags & {{{ cDefs.O_NONBLOCK }}} ? 0 : 1;
#endif
  },

  deputy_js_drain__deps: ['$Deputy'],
  deputy_js_drain__sig: 'v',
  deputy_js_drain: () => Deputy.console?.drain(Infinity),

  // The same, of HTTP: one more set of the runtime's own functions.
  $DeputyHttp__deps: ['$Deputy'],
  $DeputyHttp__postset: 'Deputy.operations.push(DeputyHttp.http);',
  deputy_js_http_: () => {},
  deputy_js_http___deps: ['$DeputyHttp'],
  deputy_js_http___sig: 'v',

  // The same, of folders that outlive the page.
#if WASMFS
  $DeputyFile__deps: ['$Deputy'],
  $DeputyFile__postset: 'Deputy.operations.push(DeputyFile.noFiles);',
#else
  $DeputyFile__deps: ['$Deputy', '$DeputyFolders'],
  $DeputyFile__postset: 'Deputy.operations.push(DeputyFile.files(DeputyFolders));',
#endif
  deputy_js_file_: () => {},
  deputy_js_file___deps: ['$DeputyFile'],
  deputy_js_file___sig: 'v',

  // The same, of WebSockets.
  $DeputyWs__deps: ['$Deputy'],
  $DeputyWs__postset: 'Deputy.operations.push(DeputyWs.ws);',
  deputy_js_ws_: () => {},
  deputy_js_ws___deps: ['$DeputyWs'],
  deputy_js_ws___sig: 'v',

  // The watchdog, for programs that refer to it.
  $DeputyWatch__deps: ['$Deputy'],
  $DeputyWatch__postset: 'if (!ENVIRONMENT_IS_PTHREAD) DeputyWatch.install(Deputy, Module);',
  deputy_js_watch_: () => {},
  deputy_js_watch___deps: ['$DeputyWatch'],
  deputy_js_watch___sig: 'v',

  // The guard (c-shim/guard.c), which programs have that are linked with it.
  $DeputyGuard__deps: ['$Deputy', '$DeputyWatch', 'deputy_guard_table', 'deputy_guard_entries'],
  $DeputyGuard__postset: 'Deputy.held = () => [_deputy_guard_table() >>> 0, _deputy_guard_entries()];',
  $DeputyGuard: {
    /** More of it than engines give by themselves. */
    stack() {
      var before = Error.stackTraceLimit;
      Error.stackTraceLimit = 50;
      try {
        return new Error().stack;
      } finally {
        Error.stackTraceLimit = before;
      }
    },
  },
  // On any thread.
  deputy_js_guard_stack__deps: ['$stringToUTF8', '$DeputyGuard'],
  deputy_js_guard_stack__sig: 'vpi',
  deputy_js_guard_stack: (to, size) => stringToUTF8(DeputyGuard.stack(), to, size),
  // On the page.
  deputy_js_guard_waited__deps: ['$Deputy', '$DeputyGuard', '$UTF8ToString'],
  deputy_js_guard_waited__sig: 'vpdipp',
  deputy_js_guard_waited: (address, ms, ended, waker, stack) =>
    Deputy.watch.uiWaited(address >>> 0, ms, ended, waker >>> 0, stack ? UTF8ToString(stack) : '', DeputyGuard.stack()),

  // JavaScript of other threads than the page's, for programs that open some.
  $DeputyWorker__deps: ['$Deputy', '$DeputyWorkers'],
  $DeputyWorker__postset: 'Deputy.operations.push(DeputyWorker.channel); if (!ENVIRONMENT_IS_PTHREAD) DeputyWorkers.watch(DeputyWorker.connect, DeputyWorker.disconnect);',
  // All on the thread itself.
  deputy_js_worker_open__deps: ['$Deputy', '$DeputyWorker', '$DeputyInternals', '$DeputyDirty', '$DeputyWorkers', 'deputy_core_root'],
  deputy_js_worker_open__sig: 'vpipppppp',
  deputy_js_worker_open: (context, id, stock, runHere, aside, report, allocate, release) => {
    DeputyDirty.mark();
    var calls = Deputy.exports = new (Deputy.Exports || DeputyHost.NoExports)();
    Deputy.worker = new DeputyWorker.WorkerHost(wasmMemory, _deputy_core_root(), context, id, {
      stock,
      roots: [globalThis],
      importModule: DeputyHost.importModule,
      inline: DeputyInternals.inline,
      operations: Deputy.operations,
      Tasks: Deputy.Tasks,
      Into: Deputy.Into,
      exports: calls,
      onError: Deputy.tell ||= DeputyWorker.reporter((bytes, status, [error, what, thread]) => {
        var at = {{{ makeDynCall('pp', 'allocate') }}}(bytes.length);
        if (!at) return console.error('deputy: there is no memory to tell of a failure');
        HEAPU8.set(bytes, at);
        {{{ makeDynCall('vipiii', 'report') }}}(status, at, error, what, thread);
        {{{ makeDynCall('vp', 'release') }}}(at);
      }),
    }, { run: (frame) => {{{ makeDynCall('ip', 'runHere') }}}(frame), aside: (frame) => {{{ makeDynCall('vp', 'aside') }}}(frame) });
    var call = (name, ...args) => calls.call(name, args);
    var callSync = (name, ...args) => calls.callSync(name, args);
    globalThis['deputy'] = {
      'context': id,
      'call': call,
      'exports': Deputy.byName(call),
      'callSync': callSync,
      'exportsSync': Deputy.byName(callSync),
      'ref': (value) => new DeputyHost.Ref(value),
      'DeputyError': DeputyHost.DeputyError,
    };
    var port;
#if ENVIRONMENT_MAY_BE_NODE
    // What emscripten puts in the place of postMessage() there moves nothing.
    if (ENVIRONMENT_IS_NODE) port = process['getBuiltinModule']('node:worker_threads')['parentPort'];
#endif
    DeputyWorker.introduce(id, (message, transfer) => (port || globalThis).postMessage(message, transfer));
  },
  deputy_js_worker_run__sig: 'vpi',
  deputy_js_worker_run: (frame, how) => Deputy.worker.run(frame, how),
  deputy_js_worker_between__sig: 'i',
  deputy_js_worker_between: () => Deputy.worker.between(),
  deputy_js_worker_close__sig: 'v',
  deputy_js_worker_close: () => Deputy.worker.close(),

  // The same as of operations, of tasks.
  $DeputyAnswers__deps: ['$Deputy'],
  $DeputyTasks__deps: ['$Deputy', '$DeputyAnswers'],
  $DeputyTasks__postset: 'Deputy.Tasks = DeputyTasks.Tasks;',
  deputy_js_tasks_: () => {},
  deputy_js_tasks___deps: ['$DeputyTasks'],
  deputy_js_tasks___sig: 'v',

  // Programs that ask have native functions for JavaScript. On any thread.
  $DeputyNative__deps: ['$Deputy', '$DeputyAnswers', '$DeputyEntry'],
  $DeputyNative__postset: 'Deputy.Exports = DeputyNative.Exports;',
  // On a pthread: an error that ends it before its function has returned. Firefox tells a Worker of no error that is too much recursion.
  $DeputyEntry__deps: ['$Deputy', '$invokeEntryPoint'],
  $DeputyEntry__postset: 'if (ENVIRONMENT_IS_PTHREAD) DeputyEntry();',
  $DeputyEntry: () => {
    var enter = invokeEntryPoint;
    invokeEntryPoint = (ptr, arg) => {
      try {
        return enter(ptr, arg);
      } catch (e) {
        if (e instanceof Error) Deputy.failed(e);
        throw e;
      }
    };
  },
  deputy_js_has_room__deps: ['$DeputyNative'],
  deputy_js_has_room__sig: 'i',
  deputy_js_has_room: () => DeputyNative.hasRoom(),

  // ccall() and cwrap() on the deputy, for programs that ask emcc for its own. Anything may stand at the end of the arguments but options.
  $DeputyCcall__deps: ['$Deputy', 'deputy_sys_ccall'],
  $DeputyCcall__postset: 'if (!ENVIRONMENT_IS_PTHREAD) DeputyCcall.install(Module["deputy"]);',
  $DeputyCcall: {
    kinds: [null, 'number', 'string', 'boolean', 'pointer'],
    convert: (value, type) => value == null ? value
      : type == 'string' ? String(value)
      : type == 'array' ? Uint8Array.from(value)
      : value,
    call(name, returns, types, args, options) {
      var kind = DeputyCcall.kinds.indexOf(returns ?? null);
      if (kind < 0) return Promise.reject(new TypeError(`ccall: '${returns}' is no type of a result; there are null, number, string, boolean and pointer`));
      args = [...args || []].map((value, i) => DeputyCcall.convert(value, types?.[i]));
      return Module['deputy']['call']('deputy.ccall', String(name), kind, ...args, ...options ? [options] : []);
    },
    install(deputy) {
      deputy['ccall'] = DeputyCcall.call;
      deputy['cwrap'] = (name, returns, types, options) => (...args) => DeputyCcall.call(name, returns, types, args, options);
    },
  },
  // On the thread of the function.
  deputy_js_ccall__deps: ['$UTF8ToString', '$stackSave', '$stackRestore'],
  deputy_js_ccall__sig: 'ipppip',
  deputy_js_ccall: (name, args, isI64, count, out) => {
    var f = Module['_' + UTF8ToString(name)];
    if (!f) return -1;
    var given = [];
    for (var i = 0; i < count; i++) given.push(HEAPU8[isI64 + i] ? HEAP64[(args >>> 3) + i] : HEAPF64[(args >>> 3) + i]);
    var stack = stackSave();
    try {
      var result = f(...given);
    } catch (e) {
      // A BigInt for a number, or the other way round. Everything else is not for us to catch.
      if (!(e instanceof TypeError)) throw e;
      stackRestore(stack);
      return -2;
    }
    if (typeof result == 'bigint') return HEAP64[out >>> 3] = result, 2;
    if (typeof result == 'number') return HEAPF64[out >>> 3] = result, 1;
    return 0;
  },

  deputy_js_attach__deps: ['$Deputy',
#if HAVE_EM_ASM
    '$DeputyProxied',
#endif
#if EXPORTED_RUNTIME_METHODS.has('ccall') || EXPORTED_RUNTIME_METHODS.has('cwrap')
    '$DeputyCcall',
#endif
  ],
  deputy_js_attach__sig: 'ip',
  deputy_js_attach: (root) => {
    Deputy.attach(root);
#if !WASMFS
    return !!Deputy.host;
#endif
  },

  deputy_js_end__deps: ['$Deputy'],
  deputy_js_end__sig: 'vi',
  // Later: emscripten's pump must have returned before the runtime is taken down under it.
  deputy_js_end: (code) => {
    Deputy.host?.spin.stop(Deputy.endedWith(code));
    DeputyHost.microtask(() => Deputy.end(code));
  },

  // On any thread.
  deputy_js_abort__deps: ['$UTF8ToString'],
  deputy_js_abort__sig: 'vpi',
  deputy_js_abort: (text, where) => abort(UTF8ToString(text) + (where ? new Error().stack : '')),

  // On any pthread: its own JavaScript.
  deputy_js_listen__deps: ['$Deputy', '$DeputyHost', '$callUserCallback', '$keepRuntimeAlive', 'pthread_self', 'deputy_core_turn'],
  deputy_js_listen__sig: 'vpi',
  deputy_js_listen: (word, expected) => {
    var self = _pthread_self();
    var mine = Deputy.listens = {};
    var later;
    var sleep = (ticket) => {
      // Every browser has it but those of before 2025: they look a hundred times a second.
      if (!Atomics.waitAsync) return void setTimeout(look, 10);
      var wait = Atomics.waitAsync(HEAP32, word >>> 2, ticket);
      if (wait.async) wait.value.then(look);
      else (later ||= DeputyHost.taskScheduler(look))();
    };
    var look = () => {
      // The thread may have ended; the Worker may run another one by now, in the same memory.
      if (_pthread_self() != self || Deputy.listens != mine) return;
      // An exception has ended the thread, which the UI is about to hear of: to go on here would end it in good order.
      if (!keepRuntimeAlive()) return;
      callUserCallback(() => {
        var ticket = _deputy_core_turn();
        if (ticket >= 0) sleep(ticket | 0);
      });
    };
    sleep(expected);
  },
});
