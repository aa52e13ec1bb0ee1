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
     * Calls `onError(error)` when a thread dies of an uncaught exception, a trap or an unhandled rejection, or its
     * Worker ends by itself. Stock emscripten rethrows on the UI instead, which ends a Node process and in a page
     * reaches only window.onerror.
     *
     * Needs PThread.allocateUnusedWorker to make every Worker, and emscripten to take errors through the Worker's
     * `onerror` property. The property is replaced on the object itself, so that emscripten's handler is never
     * installed.
     */
    watchWorkers(onError) {
      var allocate = PThread.allocateUnusedWorker;
      PThread.allocateUnusedWorker = () => {
        var before = new Set(PThread.unusedWorkers);
        var made = allocate();
        for (var worker of PThread.unusedWorkers) {
          if (!before.has(worker)) DeputyInternals.watch(worker, onError);
        }
        return made;
      };
    },

    watch(worker, onError) {
      var failed = (event) => {
        event?.preventDefault?.();
        onError(worker, event);
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

    /** Ends every thread at once, after a failure. */
    kill() {
      ABORT = true;
      PThread.terminateAllThreads();
    },
  },
});
