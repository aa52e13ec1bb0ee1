/**
 * The one file that touches emscripten's internals. Tried with 6.0.5.
 *
 * Each use says what it needs and what happens without it; tests/c/test-internals.c fails when one goes away.
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */
addToLibrary({
  $DeputyInternals__deps: ['$PThread', '$exitJS', '$ExitStatus'],
  $DeputyInternals: {
    /**
     * Calls `onError(worker, event, isLoaded)` when a thread dies of an uncaught exception, a trap or an unhandled rejection,
     * its Worker ends by itself, or (`isLoaded()` is false) does not come up. Stock emscripten rethrows on the UI instead,
     * which ends a Node process and in a page reaches only window.onerror. Calls `onRefused(error)` when there cannot be a
     * Worker at all; then pthread_create() fails with EAGAIN. While `isBusy()`, the UI does not get to start one, and only one
     * that is up will do.
     *
     * Needs PThread.allocateUnusedWorker to make every Worker and to put it last into PThread.unusedWorkers, and emscripten to
     * take errors through the Worker's `onerror` property. The property is replaced on the object itself, so that emscripten's
     * handler is never installed. Needs PThread.loadWasmModuleToWorker to give a promise that resolves once the Worker is up, else
     * every error counts as one before that; and PThread.getNewWorker to give the Worker of a new thread, or nothing if there is
     * none, else the thread that calls pthread_create() waits for ever.
     */
    watchWorkers(onError, onRefused, isBusy) {
      var allocate = PThread.allocateUnusedWorker;
      PThread.allocateUnusedWorker = () => {
        allocate();
        var worker = PThread.unusedWorkers.at(-1);
        DeputyInternals.watch(worker, onError);
        return worker;
      };
      var load = PThread.loadWasmModuleToWorker;
      PThread.loadWasmModuleToWorker = (worker) => {
        var loading = load(worker);
        DeputyInternals.loaded.set(worker, false);
        loading.then(() => DeputyInternals.loaded.set(worker, true));
        return loading;
      };
      var take = PThread.getNewWorker;
      PThread.getNewWorker = () => {
        try {
          if (isBusy()) {
            // A Worker comes up only when the UI is free; one that is up runs at once.
            var ready = PThread.unusedWorkers.findIndex((worker) => DeputyInternals.loaded.get(worker));
            if (ready < 0) throw new Error('the page waits in a synchronous call, and no Worker is ready; start the thread before, or link with a larger -sPTHREAD_POOL_SIZE');
            PThread.unusedWorkers.push(...PThread.unusedWorkers.splice(ready, 1));
          }
          var worker = take();
          // One that was started early.
          if (worker && !DeputyInternals.loaded.has(worker)) PThread.loadWasmModuleToWorker(worker);
          return worker;
        } catch (e) {
          onRefused(e);
        }
      };
    },

    /** Workers that have been given the program, and whether they are up. */
    loaded: new WeakMap(),

    /**
     * Starts the Worker of main(): it reads its script while the page still loads the WebAssembly. That there can be none is told
     * when the thread wants it. A second one, for the I/O thread, would only compete with it and the page for two cores.
     *
     * Needs PThread.allocateUnusedWorker as above, and PThread.loadWasmModuleToWorker to be what gives a Worker the program.
     */
    startEarly() {
      try {
        PThread.allocateUnusedWorker();
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
      }
#if ENVIRONMENT_MAY_BE_NODE
      else if (worker.on) {
        // emscripten adds its own 'error' listener, which calls the onerror above. A Worker that ends while a thread
        // runs on it (process.exit() in the thread, out of memory) sends no error at all.
        worker.on('exit', (code) => {
          if (worker.pthread_ptr) failed(new Error(`its worker ended with code ${code}`));
        });
      }
#endif
    },

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

#if SYSCALLS_REQUIRE_FILESYSTEM
  $DeputyTerminals__deps: ['$FS', 'deputy_sys_terminals'],
#else
  $DeputyTerminals__deps: ['deputy_sys_terminals'],
#endif
  $DeputyTerminals__postset: () => addAtInit('DeputyTerminals.watch();'),
  $DeputyTerminals: {
    /**
     * Keeps the list of descriptors that are terminals, for c-shim/terminal.c.
     *
     * Needs FS.createStream and FS.closeStream to be the only ways in which descriptors begin and end, FS.streams to have those there are,
     * and /dev/tty and /dev/tty1 to be devices 5:0 and 6:0. Without them everything that is written goes the way of files.
     */
    watch() {
      var kinds = _deputy_sys_terminals();
#if SYSCALLS_REQUIRE_FILESYSTEM
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
#elif WASMFS
      HEAPU8[kinds + 1] = HEAPU8[kinds + 2] = 0;
#endif
    },
  },

  $DeputyWorkers__deps: ['$PThread', '$terminateWorker', 'pthread_self', 'deputy_sys_scripted'],
  $DeputyWorkers: {
    /** Contexts of Workers that have JavaScript of the program's. */
    contexts: new WeakMap(),

    /** Puts one pthread in the place of another, or of 0, in the list of those that have such JavaScript; false if that is not there. */
    replace(was, now) {
      var slots = _deputy_sys_scripted() >>> 2;
      for (var i = slots; i < slots + 2048; i++) {
        if (Atomics.compareExchange(HEAP32, i, was, now) == was) return true;
      }
    },

    /** The calling thread has such JavaScript. In memory: whoever joins the thread tells the page that it has ended, not the thread. */
    mark() {
      var self = _pthread_self();
      if (!DeputyWorkers.replace(self, self)) DeputyWorkers.replace(0, self);
    },

    /**
     * Hears from Workers that have JavaScript of the program's, and has them ended instead of used again.
     *
     * Needs PThread.loadWasmModuleToWorker to give a Worker the program, PThread.returnWorkerToPool to put one whose thread has ended
     * last into PThread.unusedWorkers, and emscripten to leave messages without `cmd` alone. Without the second such Workers are
     * used again, with what the program has left in their global object.
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
      var giveBack = PThread.returnWorkerToPool;
      PThread.returnWorkerToPool = (worker) => {
        var dirty = DeputyWorkers.replace(worker.pthread_ptr, 0);
        giveBack(worker);
        if (!dirty) return;
        contexts.get(worker).forEach(closed);
        contexts.delete(worker);
        PThread.unusedWorkers = PThread.unusedWorkers.filter((other) => other != worker);
        terminateWorker(worker);
      };
    },
  },
});
