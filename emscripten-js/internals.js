/**
 * The one file that touches emscripten's internals. Tried with 6.0.5.
 *
 * Each use says what it needs and what happens without it; tests/c/test-internals.c fails when one goes away.
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */
#if ENVIRONMENT_MAY_BE_NODE && !LibraryManager.has('libnodefs.js')
// emscripten's own, for $DeputyFolders.
#include "lib/libnodefs.js"
#endif

addToLibrary({
  $DeputyInternals__deps: ['$PThread', '$exitJS', '$ExitStatus', '$terminateWorker'],
  $DeputyInternals: {
    /**
     * Calls `onError(worker, event, isLoaded)` when a thread dies of an uncaught exception, a trap or an unhandled rejection,
     * its Worker ends by itself, or (`isLoaded()` is false) does not come up. Stock emscripten rethrows on the UI instead,
     * which ends a Node process and in a page reaches only window.onerror. Calls `onRefused(error)` when there cannot be a
     * Worker at all; then pthread_create() fails with EAGAIN. While `isBusy()`, the UI does not get to start one, and only one
     * that is up will do. `limit(i)` are those of the pool, or nothing before main() runs: Workers in reserve, Workers at most, and the
     * milliseconds after which one that is too many ends.
     *
     * Needs PThread.allocateUnusedWorker to make every Worker and to put it last into PThread.unusedWorkers, and emscripten to
     * take errors through the Worker's `onerror` property. The property is replaced on the object itself, so that emscripten's
     * handler is never installed. Needs PThread.loadWasmModuleToWorker to give a promise that resolves once the Worker is up, else
     * every error counts as one before that; PThread.getNewWorker to give the Worker of a new thread, or nothing if there is
     * none, else the thread that calls pthread_create() waits for ever; and PThread.returnWorkerToPool to put one whose thread has
     * ended last into PThread.unusedWorkers, without which none is too many. One that is not up after `timeout` milliseconds has failed, with
     * 0 none.
     */
    watchWorkers(onError, onRefused, isBusy, limit, timeout) {
      var pool = DeputyInternals;
      pool.limit = limit;
      var allocate = PThread.allocateUnusedWorker;
      PThread.allocateUnusedWorker = () => {
        var made = pool.made + 1;
        pool.numbered(allocate, made);
        pool.made = made;
        var worker = PThread.unusedWorkers.at(-1);
        pool.watch(worker, onError);
        return worker;
      };
      var load = PThread.loadWasmModuleToWorker;
      PThread.loadWasmModuleToWorker = (worker) => {
        var loading = load(worker);
        pool.loaded.set(worker, false);
        pool.coming++;
        // In ten steps: time that the page sleeps through does not count.
        var steps = 0;
        var clock = timeout && setInterval(() => {
          if (++steps < 10) return;
          clearInterval(clock);
          worker.onerror(Object.assign(new Error(DeputyHost.say`its Worker was not up after ${timeout} ms (Module.deputy.pool.timeout): its script, ${_scriptName}, did not come or does not end`), { 'code': 'LATE' }));
        }, timeout / 10);
        clock?.['unref']?.(); // Node: no reason to live on
        loading.then(() => {
          clearInterval(clock);
          pool.loaded.set(worker, true);
          pool.coming--;
          pool.onUp();
          pool.fill();
        });
        return loading;
      };
      var take = PThread.getNewWorker;
      PThread.getNewWorker = () => {
        try {
          var idle = PThread.unusedWorkers;
          // The last that came back and is up.
          var ready = idle.findLastIndex((worker) => pool.loaded.get(worker));
          if (ready >= 0) {
            if (ready < idle.length - 1) idle.push(...idle.splice(ready, 1));
          } else {
            // A Worker comes up only when the UI is free; one that is up runs at once.
            if (isBusy()) throw new Error(DeputyHost.say`the page waits in a synchronous call, and no Worker is ready; start the thread before, or choose a larger Module.deputy.pool.reserve`);
            if (limit(1)) {
              pool.depleted++;
              if (!idle.length && !pool.hasRoom()) throw new Error(DeputyHost.say`there are ${limit(1)} Workers already, which is Module.deputy.pool.max`);
            }
          }
          var worker = take();
          // One that was started early.
          if (worker && !pool.loaded.has(worker)) PThread.loadWasmModuleToWorker(worker);
          // Emscripten sets it to 0 when the thread has ended.
          if (worker?.pthread_ptr === 0) pool.reused++;
          pool.lowest = Math.min(pool.lowest, idle.length);
          pool.fill();
          return worker;
        } catch (e) {
          onRefused(e);
        }
      };
      var giveBack = PThread.returnWorkerToPool;
      PThread.returnWorkerToPool = (worker) => {
        giveBack(worker);
        pool.trim();
      };
      var spawn = spawnThread;
      spawnThread = (thread) => {
        var error = spawn(thread);
        var start = thread.arg >>> 2;
        // thread_start in c-shim/thread.c, whose pthread_create() frees what emscripten's leaves.
        if (!error) pool.threads.set(PThread.pthreads[thread.pthread_ptr], thread);
        else if (HEAPU32[start] == 0x64705468) HEAPU32[start + 2] = thread.pthread_ptr;
        return error;
      };
    },

    /**
     * Makes a Worker that the browser's tools show with a number. emscripten calls all of them em-pthread, and takes one of another name for
     * a page; workers.js, which stands before the script, gives it that name back. Not by a `Worker` of our own in the script: bundlers would
     * not find emscripten's any more.
     *
     * Needs workers.js by --extern-pre-js, without which the name stays, and allocateUnusedWorker to take Worker from the global object.
     */
    numbered(allocate, number) {
#if ASSERTIONS
      allocate();
#else
      var was = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
      if (typeof deputyNumbersWorkers != 'undefined') {
        var { Worker } = globalThis;
        Object.defineProperty(globalThis, 'Worker', {
          configurable: true,
          value: function(url, options) {
            return new Worker(url, { ...options, 'name': `em-pthread-${Deputy.options['names'] ?? ''}${number}` });
          },
        });
      }
      try {
        allocate();
      } finally {
        Object.defineProperty(globalThis, 'Worker', was);
      }
      PThread.unusedWorkers.at(-1).workerID = number;
#endif
    },

    /** What each Worker was given to run, so that another can have it. */
    threads: new WeakMap(),

    /**
     * A Worker did not come up: its thread gets another one, the first time, which gives 'again'. Gives the thread if there is nothing more
     * to be done, and nothing if there was none.
     *
     * Needs spawnThread to give what it is called with to a Worker, and to do that again; PThread.pthreads to have the Workers of threads.
     */
    replace(worker) {
      var pool = DeputyInternals;
      if (pool.loaded.has(worker)) pool.coming--;
      pool.destroyed++;
      terminateWorker(worker);
      var thread = pool.threads.get(worker);
      PThread.unusedWorkers = PThread.unusedWorkers.filter((other) => other != worker);
      if (!worker.pthread_ptr) return;
      delete PThread.pthreads[worker.pthread_ptr];
      if (thread.again) return thread;
      thread.again = true;
      return spawnThread(thread) ? thread : 'again';
    },

    /** Workers that have been given the program, and whether they are up. */
    loaded: new WeakMap(),
    /** One more is. */
    onUp() {},

    /** How many there have been: Workers, threads that got one that had run another, Workers that were ended, threads for which none was up. */
    made: 0,
    reused: 0,
    destroyed: 0,
    depleted: 0,

    /** The same, and how many run a thread or are up and idle now; the rest is on its way. */
    stats() {
      var pool = DeputyInternals;
      return {
        'made': pool.made,
        'reused': pool.reused,
        'destroyed': pool.destroyed,
        'depleted': pool.depleted,
        'running': Object.keys(PThread.pthreads).length,
        'idle': PThread.unusedWorkers.filter((worker) => pool.loaded.get(worker)).length,
      };
    },

    /** Whether there can be one more. */
    hasRoom: (more = 1) => DeputyInternals.made - DeputyInternals.destroyed + more <= DeputyInternals.limit(1),

    /** main() runs: those that were started early get the program, and the reserve is filled when the first steps are done. */
    open() {
      PThread.unusedWorkers.forEach((worker) => DeputyInternals.loaded.has(worker) || PThread.loadWasmModuleToWorker(worker));
      setTimeout(DeputyInternals.fill, 100);
    },

    /** How many are on their way. */
    coming: 0,

    /** How often the reserve has been put off, and the timer until it is looked at again. */
    put: 0,
    later: 0,

    /**
     * Has one Worker more start if the reserve is not full and no other is on its way, and when that is up the next: threads that want one
     * now come first, the reserve takes no more than one core, and the page stays free in between. One that does not come up is the
     * last, until a thread wants one. Bursts of calls take two cores: the reserve waits until they are over, two seconds in all at most.
     */
    fill() {
      var pool = DeputyInternals;
      var isMissing = () => !pool.coming && PThread.unusedWorkers.length < pool.limit(0) && pool.hasRoom();
      if (!isMissing()) return;
      // Calls are under way, or were just now.
      var { host } = Deputy;
      if (host && pool.put < 20 && (host.awake || performance.now() - host.linger.slept < 5)) {
        pool.later ||= setTimeout(() => {
          pool.later = 0;
          pool.put++;
          pool.fill();
        }, 100);
        pool.later['unref']?.(); // Node: no reason to live on
        return;
      }
      // Not in the midst of what a thread waits for.
      Promise.resolve().then(() => isMissing() && PThread.loadWasmModuleToWorker(PThread.allocateUnusedWorker())).catch(() => {});
    },

    /** The fewest that were idle since somebody began to look whether some are too many. */
    lowest: 0,
    trimming: false,
    /** Those who wait until some are up, in programs that may ($DeputyReady). */
    waiting: undefined,

    /** Ends those that nobody has wanted for a while and that the reserve does not need: the ones that came back first. */
    trim() {
      var pool = DeputyInternals;
      var tooMany = (many) => many - pool.limit(0);
      // Before main() runs, and after the end, there is no limit.
      if (pool.trimming || !(tooMany(PThread.unusedWorkers.length) > 0)) return;
      pool.trimming = true;
      pool.lowest = PThread.unusedWorkers.length;
      setTimeout(() => {
        pool.trimming = false;
        for (var many = pool.waiting?.size ? 0 : tooMany(pool.lowest); many > 0; many--) pool.discard(PThread.unusedWorkers[0]);
        pool.trim();
      }, pool.limit(2))['unref']?.(); // Node: no reason to live on; its name must stay
    },

    /** Ends a Worker that runs no thread. */
    discard(worker) {
      var idle = PThread.unusedWorkers;
      idle.splice(idle.indexOf(worker), 1);
      DeputyInternals.destroyed++;
      terminateWorker(worker);
      DeputyInternals.fill();
    },

    /**
     * Starts so many Workers: they read their script while the page still loads the WebAssembly. That there can be none is told
     * when a thread wants it. One is main()'s; others compete with it and the page for the cores.
     *
     * Needs PThread.allocateUnusedWorker as above, and PThread.loadWasmModuleToWorker to be what gives a Worker the program.
     */
    startEarly(many) {
      try {
        for (; many > 0; many--) PThread.allocateUnusedWorker();
      } catch {}
    },

    watch(worker, onError) {
      var over = false;
      var failed = (event) => {
        event?.preventDefault?.();
        // What ends a Worker may be told twice: as an error and as the end.
        if (over) return;
        over = true;
        onError(worker, event, () => DeputyInternals.loaded.get(worker));
      };
      Object.defineProperty(worker, 'onerror', { configurable: true, get: () => failed, set() {} });
      if (worker.addEventListener) {
        worker.addEventListener('error', failed);
        worker.addEventListener('messageerror', failed);
      } else {
        DeputyInternals.watchExit?.(worker, failed);
      }
    },

#if ENVIRONMENT_MAY_BE_NODE
    /**
     * emscripten adds its own 'error' listener, which calls the onerror above. A Worker that ends while a thread
     * runs on it (process.exit() in the thread, out of memory) sends no error at all.
     */
    watchExit(worker, failed) {
      worker.on?.('exit', (code) => {
        if (worker.pthread_ptr) failed(new Error(DeputyHost.say`its worker ended with code ${code}`));
      });
    },
#endif

    /**
     * What fails before main() starts rejects the factory's promise: with what `onError(error, step)` makes of it. Steps are
     * `memory`, `load` and `run`.
     *
     * Needs initMemory, createWasm and run to do them, after the postsets of libraries. Without one of them the page sees the
     * engine's bare error, and `exited` does not settle.
     */
    watchStart(onError) {
      var guard = (step, call) => (...args) => {
        var failed = (e) => {
          throw onError(e, step);
        };
        try {
          var result = call(...args);
        } catch (e) {
          failed(e);
        }
        return result?.then ? result.then((value) => value, failed) : result;
      };
      initMemory = guard('memory', initMemory);
      createWasm = guard('load', createWasm);
      run = guard('run', run);
    },

    /**
     * Tells how far the start is: `tell(phase, loaded, total)`, where `total` is 0 if the server does not say.
     *
     * Needs createWasm to fetch() wasmBinaryFile, without which there are no bytes to be told of.
     */
    watchProgress(tell) {
      var create = createWasm;
      createWasm = async (...args) => {
        var real = globalThis.fetch;
        globalThis.fetch = async (url, ...how) => {
          var response = await real(url, ...how);
          if (url != wasmBinaryFile || !response.body) return response;
          var { headers } = response;
          var loaded = 0;
          // What comes packed is counted as it is unpacked.
          var total = headers.get('Content-Encoding') ? 0 : +headers.get('Content-Length');
          return new Response(response.body.pipeThrough(new TransformStream({
            transform(chunk, to) {
              tell('download', loaded += chunk.length, total);
              to.enqueue(chunk);
            },
            flush: () => tell('compile', 0, 0),
          })), response);
        };
        tell('download', 0, 0);
        try {
          return await create(...args);
        } finally {
          globalThis.fetch = real;
          tell('start', 0, 0);
        }
      };
    },

    /**
     * Ends the runtime with this code: exit handlers of JavaScript, threads, Module.onExit. Native exit handlers have
     * run on the exiting thread or, for a quick end, must not run at all; exitRuntime would run them here, where they
     * must not wait.
     *
     * Needs ___funcs_on_exit to be the variable through which exitRuntime calls them.
     */
    end(code) {
      ___funcs_on_exit = () => {};
      runtimeKeepaliveCounter = 0;
      try {
        exitJS(code);
      } catch (e) {
        // exitJS leaves by throwing.
        if (!(e instanceof ExitStatus) && e != 'unwind') throw e;
      }
    },

    /**
     * The function that a DEPUTY_JS() of the program stands for.
     *
     * Needs what lay in the section `em_asm`, as EM_ASM() puts it there, to be in ASM_CONSTS by address. Without it such functions
     * are DEPUTY_NOT_FOUND.
     */
#if HAVE_EM_ASM
    inline: (address) => ASM_CONSTS[address]?.(),
#else
    inline() {},
#endif

    /** Ends every thread at once, after a failure. */
    kill() {
      ABORT = true;
      PThread.terminateAllThreads();
    },
  },

#if STACK_OVERFLOW_CHECK >= 2
  // In the place of emscripten's, which names neither the thread nor what to do. On any thread, whose stack has run out: nothing has been
  // written past its end, and no native code may be called that needs some.
  // And $DeputyHost, as every program has it (order.js).
  __handle_stack_overflow__deps: ['pthread_self', 'deputy_core_root', 'emscripten_stack_get_base', 'emscripten_stack_get_end'],
  __handle_stack_overflow: (asked) => {
    var self = _pthread_self();
    var [base, end] = [_emscripten_stack_get_base(), _emscripten_stack_get_end()];
    var name = DeputyHost.nameOf(wasmMemory, _deputy_core_root(), self);
    abort(DeputyHost.say`stack overflow: thread 0x${self.toString(16)}${name && ` '${name}'`} has ${base - end} bytes and wants ${(base - asked) >>> 0}; give it more by -sSTACK_SIZE or -sDEFAULT_PTHREAD_STACK_SIZE, pthread_attr_setstacksize() or deputy_thread_options.stack_size`);
  },

  // In the place of emscripten's, which looks for overflows here, too: none gets so far.
  $handleException__deps: ['$ExitStatus'],
  $handleException: (e) => {
    if (e instanceof ExitStatus || e == 'unwind') return EXITSTATUS;
    quit_(1, e);
  },
#endif

  $DeputyTerminals__deps: ['deputy_sys_terminals'],
  $DeputyTerminals: {
    /** Before anything is written: gives the console. */
    open() {
      DeputyTerminals.watch();
      var { onOutput } = Deputy.options;
      var sinks = ['stdout', 'stderr'].map((stream, number) => {
        if (onOutput) return { print: (text) => onOutput(text, stream), lines: false };
        if (DeputyTerminals.isNodes?.(number)) return { print: (text) => DeputyTerminals.writeAll(number + 1, text), lines: false };
        return { print: (line) => (number ? err : out)(line), lines: true };
      });
      var console = new DeputyConsole.Console(wasmMemory, _deputy_core_root(), sinks);
      DeputyTerminals.closeLast?.(console);
      return console;
    },

#if ENVIRONMENT_MAY_BE_NODE
    /** process.exit() in the page's JavaScript: what was written before is printed. */
    closeLast(console) {
      if (ENVIRONMENT_IS_NODE) process.on('exit', () => console.close());
    },

    /** Whether a stream is Node's own, and not a function of the page's. */
    isNodes: (number) => ENVIRONMENT_IS_NODE && (number ? err == defaultPrintErr : out == defaultPrint),

    writeAll(fd, text) {
      for (var bytes = Buffer.from(text), at = 0; at < bytes.length;) {
        try {
          at += fs.writeSync(fd, bytes, at);
        } catch (e) {
          // A pipe that is full, of somebody who has made it so that it does not wait.
          if (e.code != 'EAGAIN') throw e;
        }
      }
    },
#endif

    /**
     * Keeps the list of descriptors that are terminals, for c-shim/terminal.c.
     *
     * Needs FS.createStream and FS.closeStream to be the only ways in which descriptors begin and end, FS.streams to have those there are,
     * and /dev/tty and /dev/tty1 to be devices 5:0 and 6:0. Without them everything that is written goes the way of files.
     */
#if SYSCALLS_REQUIRE_FILESYSTEM
    watch() {
      var kinds = _deputy_sys_terminals();
      var { createStream, closeStream } = FS;
      var tell = (fd) => {
        var device = FS.streams[fd]?.node?.rdev;
        if (fd < 4096) HEAPU8[kinds + fd] = device == 0x500 ? 1 : device == 0x600 ? 2 : 0;
      };
      FS.createStream = (stream, fd) => {
        stream = createStream(stream, fd);
        tell(stream.fd);
        return stream;
      };
      FS.closeStream = (fd) => {
        closeStream(fd);
        tell(fd);
      };
      FS.streams.forEach((_, fd) => tell(fd));
      [0, 1, 2].forEach(tell);
    },
#elif WASMFS
    watch() {
      var kinds = _deputy_sys_terminals();
      HEAPU8[kinds + 1] = HEAPU8[kinds + 2] = 0;
    },
#else
    watch() {},
#endif
  },

  deputy_js_isatty__deps: ['$Deputy',
#if SYSCALLS_REQUIRE_FILESYSTEM && !WASMFS
    '$FS',
#endif
  ],
  deputy_js_isatty__proxy: 'sync',
  deputy_js_isatty__sig: 'ii',
  deputy_js_isatty: (fd) => {
    var { 'terminal': said, 'stdin': stdin, 'onOutput': onOutput } = Deputy.options;
    if (said !== undefined) return said ? 1 : 0;
#if ENVIRONMENT_MAY_BE_NODE
#if SYSCALLS_REQUIRE_FILESYSTEM && !WASMFS
    var { node, flags } = FS.getStream(fd);
    fd = node.rdev == 0x600 ? 2 : flags & {{{ cDefs.O_ACCMODE }}} ? 1 : 0;
#endif
    // Node's own, unless the page has put something in its place.
    if (ENVIRONMENT_IS_NODE && (fd ? !onOutput && (fd == 1 ? out == defaultPrint : err == defaultPrintErr) : stdin === undefined)) {
      return process['getBuiltinModule']('node:tty').isatty(fd) ? 1 : 0;
    }
#endif
    return 0;
  },

#if SYSCALLS_REQUIRE_FILESYSTEM && !WASMFS
  $DeputyAhead__postset: 'if (!ENVIRONMENT_IS_PTHREAD) DeputyAhead.watch();',
  /**
   * Files that are lent to native code, for rust-core/src/ahead.rs: what MEMFS has, and only that. Whatever changes a file or asks for the place at
   * which it is read takes it back first.
   *
   * Needs MEMFS to set a node's `usedBytes` whenever it has changed what is in it, the place to be `position` of what duplicates of a
   * descriptor share, and FS.closeStream to be how descriptors end. Without the first, reads would not see what was written.
   */
  $DeputyAhead: {
    /** By lease: takes back the file that it was lent (`give()`). */
    holders: {},

    watch() {
      var close = FS.closeStream;
      FS.closeStream = (fd) => {
        FS.streams[fd]?.shared.give?.();
        close(fd);
      };
    },

    /** Gives what lends a file (`give(lease)`) or takes it back (`give()`). */
    giver({ node, shared }) {
      var place = shared.position, size = node.usedBytes, lease;
      var lent = node.lent;
      if (!lent) {
        lent = node.lent = new Set();
        Object.defineProperties(node, { usedBytes: { get: () => size, set: (to) => { size = to; lent.forEach((give) => give()); } } });
      }
      var give = (to) => {
        if (lease) place = Atomics.exchange(HEAPU32, lease >>> 2, -1);
        lease = to;
        if (!to) return lent.delete(give);
        lent.add(give);
        Atomics.store(HEAPU32, to >>> 2, place);
      };
      Object.defineProperties(shared, { position: { get: () => (give(), place), set: (to) => { give(); place = to; } } });
      return give;
    },
  },
  deputy_js_ahead__deps: ['$FS', '$MEMFS', '$DeputyAhead'],
  // A second small read may be one of many, and lends the file. What begins where the last one began or ended has what comes next read ahead.
  deputy_js_ahead: (lease, fd, at, count) => {
    var stream = FS.getStream(fd);
    if (stream.stream_ops != MEMFS.ops_table?.file.stream) return;
    var { holders } = DeputyAhead;
    var { node, shared, span: last } = stream;
    var { usedBytes: size, contents } = node;
    var begin = at < 0 ? shared.position - count : at;
    var end = begin + count;
    var goesOn = last && begin >= last[0] && begin <= last[1];
    if (goesOn) end = Math.max(end, Math.min(begin + 16384, size));
    // From where to where was read, or read ahead, the last time.
    stream.span = [begin, end];
    // Bytes that lie in the program's memory may change without anybody's knowledge.
    if (!last || !(goesOn || at < 0) || contents.buffer == HEAP8.buffer || Math.max(size, shared.position) > 0xfffffffe) return;
    holders[lease]?.();
    var give = holders[lease] = shared.give ||= DeputyAhead.giver(stream);
    give();
    if (!goesOn) end = begin;
    HEAPU8.set(contents.subarray(begin, end), HEAPU32[(lease >>> 2) + 5]);
    HEAPU32.set([fd, begin, end, size], (lease >>> 2) + 1);
    give(lease);
  },
#else
  deputy_js_ahead: () => {},
#endif
  deputy_js_ahead__sig: 'vpidp',

  $DeputyRefuse__deps: ['$PThread', '$spawnThread', '$DeputySpawn'],
  /**
   * A thread gets no Worker. If native code has a task for it, that is told (rust-core/src/spawn.rs), and the thread, which has nothing to
   * do any more, ends on the next Worker that comes free. Else false.
   *
   * Needs what spawnThread is called with to have the argument of the start routine, a thread_start of c-shim/thread.c; and
   * PThread.returnWorkerToPool to take a Worker whose thread has ended, without which the stack stays.
   */
  $DeputyRefuse: (thread, why, host) => {
    var start = thread.arg >>> 2;
    if (HEAPU32[start] != 0x64705468 || !HEAPU32[start + 1]) return false;
    DeputySpawn.refuse(host, HEAPU32[start + 1], why);
    var giveBack = PThread.returnWorkerToPool;
    PThread.returnWorkerToPool = (worker) => {
      PThread.returnWorkerToPool = giveBack;
      giveBack(worker);
      spawnThread(thread);
    };
    return true;
  },

#if !WASMFS
#if ENVIRONMENT_MAY_BE_NODE
  $DeputyFolders__deps: ['$FS', '$MEMFS', '$NODEFS'],
#else
  $DeputyFolders__deps: ['$FS', '$MEMFS'],
#endif
  /**
   * The file system for emscripten-js/host/file.js.
   *
   * Needs a mount's type to have `mount` and `syncfs`, the nodes of MEMFS to have `mode`, `mtime`, `ctime`, `link` and `contents`, and
   * those to be another object whenever a file was truncated.
   */
  $DeputyFolders: {
    mount(path, sync) {
      FS.mkdirTree(path);
      FS.mount({
        mount: MEMFS.mount,
        syncfs: (_, populate, done) => populate ? done(null) : sync().then(() => done(null), done),
      }, {}, path);
    },
    unmount: (path) => FS.unmount(path),
#if ENVIRONMENT_MAY_BE_NODE
    hasHost: () => ENVIRONMENT_IS_NODE,
    host(path, folder) {
      process['getBuiltinModule']('node:fs').mkdirSync(folder, { recursive: true });
      FS.mkdirTree(path);
      FS.mount(NODEFS, { root: folder }, path);
    },
#else
    hasHost: () => false,
    host() {},
#endif
    list(root) {
      var items = [];
      var visit = (folder, path) => Object.entries(folder.contents).forEach(([name, node]) => {
        if (FS.isMountpoint(node)) return;
        items.push(DeputyFolders.item(`${path}/${name}`, node));
        if (FS.isDir(node.mode)) visit(node, `${path}/${name}`);
      });
      visit(FS.lookupPath(root).node, '');
      return items;
    },
    item(path, node) {
      var { mode, mtime, ctime, contents, link } = node;
      var isFile = FS.isFile(mode);
      return {
        path,
        mode,
        time: +mtime,
        changed: +ctime,
        content: isFile ? contents : undefined,
        entry: () => [mode, +mtime, isFile ? MEMFS.getFileDataAsTypedArray(node).slice() : link ?? null],
      };
    },
    put(path, [mode, time, content]) {
      var asked = FS.ignorePermissions;
      FS.ignorePermissions = true;
      try {
        if (FS.isLink(mode)) return FS.symlink(content, path);
        if (FS.isDir(mode)) FS.mkdir(path);
        else FS.writeFile(path, content, { canOwn: true });
        FS.chmod(path, mode);
        FS.utime(path, time, time);
      } finally {
        FS.ignorePermissions = asked;
      }
    },
  },
#endif

#if HAVE_EM_ASM
  // JavaScript of a thread's that runs on the page, by MAIN_THREAD_EM_ASM. If it throws, emscripten leaves the thread waiting for ever: the
  // program ends instead. Needs the function that runs it to be a variable that the imports of the WebAssembly are made from later; were
  // it none, the script would not load.
  $DeputyProxied__deps: ['$Deputy', '$ExitStatus', '_emscripten_receive_on_main_thread_js'],
  $DeputyProxied__postset: 'if (!ENVIRONMENT_IS_PTHREAD) __emscripten_receive_on_main_thread_js = DeputyProxied(__emscripten_receive_on_main_thread_js);',
  $DeputyProxied: (run) => (...args) => {
    try {
      return run(...args);
    } catch (e) {
      if (e == 'unwind' || e instanceof ExitStatus) throw e;
      Deputy.uncaught('JavaScript of a thread on the page', e);
    }
  },
#endif

#if SYSCALLS_REQUIRE_FILESYSTEM
  // In the place of emscripten's, which asks with a dialog, or has Node wait.
  $FS_stdin_getChar__deps: [],
  $FS_stdin_getChar: () => null,

  $DeputyStdin__deps: ['$Deputy', '$DeputyInput', '$DeputyHost', 'deputy_sys_terminals'],
  $DeputyStdin__postset: 'if (!ENVIRONMENT_IS_PTHREAD) DeputyStdin.open();',
  $DeputyStdin: {
    input: undefined,
    /** What polls sleep on. */
    node: undefined,

    /**
     * Standard input is the page's from here on; the page may write before the program runs.
     *
     * Needs TTY.stream_ops to be what terminals are read with, and pollOne to ask its `poll`, again whenever the node's listeners are
     * told. Without the second, poll() says at once that there is input.
     */
    open() {
      var input;
      try {
        input = DeputyStdin.input = new DeputyInput.Input(Deputy.options['stdin'], () => {
          if (!runtimeInitialized) return;
          // Behind the kinds of descriptors.
          var word = (_deputy_sys_terminals() + 4096) >>> 2;
          Atomics.add(HEAP32, word, 1);
          Atomics.notify(HEAP32, word);
          DeputyStdin.node?.notifyListeners({{{ cDefs.POLLIN }}});
        });
      } catch (e) {
        throw Deputy.cannotStart(`Module.deputy.stdin: ${e.message}`, e);
      }
      Module['deputy']['stdin'] = { 'write': (text) => input.write(text), 'end': () => input.end() };
      if (Deputy.options['stdin'] === undefined) DeputyStdin.ofNode?.(input);
      Deputy.atEnd.push(() => input.close());
      var { read } = TTY.stream_ops;
      var isInput = (stream) => stream.tty == TTY.ttys[0x500];
      TTY.stream_ops.read = (stream, to, at, room) => {
        if (!isInput(stream)) return read(stream, to, at, room);
        var length = input.read(to, at, room);
        if (length < 0) throw new FS.ErrnoError({{{ cDefs.EAGAIN }}});
        return length;
      };
      TTY.stream_ops.poll = (stream) => {
        if (!isInput(stream)) return {{{ cDefs.POLLOUT }}};
        DeputyStdin.node = stream.node;
        DeputyStdin.want();
        return input.isReady() ? {{{ cDefs.POLLIN | cDefs.POLLRDNORM | cDefs.POLLOUT }}} : {{{ cDefs.POLLOUT }}};
      };
    },

    /** Later: not inside emscripten's pump. */
    want: () => DeputyHost.microtask(() => {
      if (DeputyStdin.input.isReady() || Deputy.ended) return;
      Deputy.console?.flush();
      DeputyStdin.input.want();
    }),

#if ENVIRONMENT_MAY_BE_NODE
    /** Reads only while the program waits: what it does not read keeps no process alive, and stays for others. */
    ofNode(input) {
      if (!ENVIRONMENT_IS_NODE) return;
      var stdin;
      var heard = { 'data': (bytes) => (stdin.pause(), input.write(bytes)), 'end': () => input.end(), 'error': () => input.end() };
      input.ask = () => {
        if (!stdin) {
          stdin = process.stdin;
          for (var event in heard) stdin.on(event, heard[event]);
        }
        stdin.resume();
      };
      input.close = () => {
        if (!stdin) return;
        for (var event in heard) stdin.off(event, heard[event]);
        stdin.pause();
        // A pipe that is paused keeps the process all the same. A file has no such thing.
        stdin['unref']?.();
      };
    },
#endif
  },
#endif
#if MAIN_MODULE
  deputy_js_asset_missing__deps: ['$isSymbolDefined', '$stringToNewUTF8', '_dlopen_js'],
#else
  deputy_js_asset_missing__deps: ['$stringToNewUTF8'],
#endif
  deputy_js_asset_missing__sig: 'ppp',
  /**
   * What keeps a side module from being loaded, as a text of malloc(), or 0. On the calling thread.
   *
   * Needs isSymbolDefined to know what the program has for side modules, and getDylinkMetadata, which comes with dlopen() and may not be named as
   * a dependency, to know which imports may be missing. Without
   * them a module that needs more ends the program: dlopen() aborts.
   */
  deputy_js_asset_missing: (bytes, length) => {
#if MAIN_MODULE
    try {
      var module = new WebAssembly.Module(HEAPU8.slice(bytes, bytes + length));
    } catch (e) {
      return stringToNewUTF8(`it is no WebAssembly: ${e.message}`);
    }
    if (!WebAssembly.Module.customSections(module, 'dylink.0').length) return stringToNewUTF8('it is no side module; link it with -sSIDE_MODULE=2');
    var { weakImports } = getDylinkMetadata(module);
    var own = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
    var given = ['memory', '__indirect_function_table', '__memory_base', '__table_base', '__stack_pointer'];
    var missing = WebAssembly.Module.imports(module).map(({ name }) => name).filter((name) =>
      !own.has(name) && !isSymbolDefined(name) && !weakImports.has(name) && !given.includes(name) && !name.startsWith('invoke_'));
    return missing.length && stringToNewUTF8(`it needs what the program does not have: ${missing.join(', ')}; export it with -sEXPORTED_FUNCTIONS or EMSCRIPTEN_KEEPALIVE`);
#else
    return stringToNewUTF8('the program was linked without -sMAIN_MODULE=2');
#endif
  },

  $DeputyDirty__deps: ['$PThread', '$DeputyInternals', 'pthread_self', 'deputy_sys_scripted'],
  $DeputyDirty__postset: 'DeputyDirty.watch();',
  $DeputyDirty: {
    /** Puts one pthread in the place of another, or of 0, in the list of those whose Workers are not used again; false if that is not there. */
    replace(was, now) {
      var slots = _deputy_sys_scripted() >>> 2;
      for (var i = slots; i < slots + 2048; i++) {
        if (Atomics.compareExchange(HEAP32, i, was, now) == was) return true;
      }
    },

    /** The calling thread is one of them. In memory: whoever joins the thread tells the page that it has ended, not the thread. */
    mark() {
      var self = _pthread_self();
      if (!DeputyDirty.replace(self, self)) DeputyDirty.replace(0, self);
    },

    /** Is called with each such Worker before that is ended. */
    onEnd() {},

    /**
     * Has Workers ended with their thread instead of used again.
     *
     * Needs PThread.returnWorkerToPool to put one whose thread has ended into PThread.unusedWorkers. Without it such Workers are used
     * again, with what the program has left in their global object.
     */
    watch() {
      // A Worker that closes itself would be used again, and never run anything.
      if (ENVIRONMENT_IS_PTHREAD) return void (globalThis.close = DeputyDirty.mark);
      var giveBack = PThread.returnWorkerToPool;
      PThread.returnWorkerToPool = (worker) => {
        var dirty = DeputyDirty.replace(worker.pthread_ptr, 0);
        giveBack(worker);
        if (!dirty) return;
        DeputyDirty.onEnd(worker);
        DeputyInternals.discard(worker);
      };
    },
  },

  $DeputyReady__deps: ['$PThread', '$Deputy', '$DeputyInternals', '$DeputyHost'],
  $DeputyReady: {
    /** Who waits until Workers are up. */
    waiting: new Set(),
    /**
     * What the browser's tools call a thread's Worker.
     *
     * With -sASSERTIONS, needs emscripten to number its Workers in `workerID`, and to name them by it.
     */
    name(thread) {
      var number = PThread.pthreads[thread]?.workerID;
#if ASSERTIONS
      return number && `em-pthread-${number}`;
#else
      return number && `em-pthread-${Deputy.options['names'] ?? ''}${number}`;
#endif
    },

    /** Says once that the reserve was empty. */
    install() {
      var take = PThread.getNewWorker;
      PThread.getNewWorker = () => {
        var worker = take();
        if (DeputyInternals.depleted) {
          PThread.getNewWorker = take;
          if (!/^(off|error)$/.test(Deputy.options['logLevel'])) Deputy.host.onLog('warn', 'a thread has to wait until a Worker is up: none was in reserve. Choose a larger Module.deputy.pool.reserve, or wait for deputy_thread_prepare(); deputy.stats().pool.depleted counts such threads', 'UI');
        }
        return worker;
      };
      Deputy.notReady = (why) => {
        DeputyReady.waiting.forEach(({ reject }) => reject(DeputyReady.error(why)));
        DeputyReady.waiting.clear();
      };
      DeputyInternals.waiting = DeputyReady.waiting;
      DeputyInternals.onUp = () => DeputyReady.waiting.forEach(({ look }) => look());
    },

    error(why) {
      var error = new DeputyHost.DeputyError(DeputyThreads.NO_THREADS, why);
      // It may be asked for before there is a library that knows the name.
      error['code'] = 'DEPUTY_NO_THREADS';
      return error;
    },

    /** A promise that so many are up and idle. */
    prepare: (count) => new Promise((resolve, reject) => {
      var pool = DeputyInternals;
      var max = pool.limit(1);
      if (!max) return reject(DeputyReady.error('the program does not run'));
      var missing = count - PThread.unusedWorkers.length;
      if (missing > 0 && !pool.hasRoom(missing)) return reject(DeputyReady.error(`there can be only ${max} Workers in all, which is Module.deputy.pool.max`));
      for (; missing > 0; missing--) PThread.loadWasmModuleToWorker(PThread.allocateUnusedWorker());
      var idle = () => PThread.unusedWorkers.filter((worker) => pool.loaded.get(worker)).length;
      var ready = { reject, look: () => idle() >= count && DeputyReady.waiting.delete(ready) && resolve(void (pool.lowest = 0)) };
      DeputyReady.waiting.add(ready);
      ready.look();
      pool.trim();
    }),
  },

  $DeputyWorkers__deps: ['$PThread', '$DeputyDirty'],
  $DeputyWorkers: {
    /** Contexts of Workers that have JavaScript of the program's. */
    contexts: new WeakMap(),

    /**
     * Hears from Workers that have JavaScript of the program's.
     *
     * Needs PThread.loadWasmModuleToWorker to give a Worker the program, and emscripten to leave messages without `cmd` alone.
     */
    watch(opened, closed) {
      var { contexts } = DeputyWorkers;
      var load = PThread.loadWasmModuleToWorker;
      PThread.loadWasmModuleToWorker = (worker) => {
        var loading = load(worker);
        contexts.set(worker, []);
        var hear = (data) => {
          // One that has been ended may still be heard of.
          if (!data?.['deputy'] || !contexts.has(worker)) return;
          contexts.get(worker).push(data['deputy']);
          opened(data['deputy'], data['port']);
        };
        if (worker.addEventListener) worker.addEventListener('message', (event) => hear(event.data));
        else worker.on('message', hear);
        return loading;
      };
      DeputyDirty.onEnd = (worker) => {
        contexts.get(worker).forEach(closed);
        contexts.delete(worker);
      };
    },
  },
});
