// What emscripten-js/internals.js takes from emscripten's insides is still there and still what it was when it was written:
// says by name what has gone, where other tests only see that something hangs.
// FEATURE: F02
#include <emscripten/em_asm.h>

#include "check.h"

static void *waits(void *unused) {
  deputy_js_call(DEPUTY_UI, DEPUTY_FN("never"), NULL, DEPUTY_NO_ARGS);
  return unused;
}

int main(void) {
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, waits, NULL), 0);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("running"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
  const int missing = MAIN_THREAD_EM_ASM_INT({
    var missing = 0;
    var check = (there, what) => {
      if (!there) {
        missing++;
        err(what);
      }
    };
    check(typeof exitJS == 'function', 'exitJS');
    check(typeof ExitStatus == 'function', 'ExitStatus');
    check(typeof runtimeKeepaliveCounter == 'number', 'runtimeKeepaliveCounter');
    check(typeof ABORT == 'boolean', 'ABORT');
    check(typeof ___funcs_on_exit == 'function', '___funcs_on_exit');
    check(typeof PThread.terminateAllThreads == 'function', 'PThread.terminateAllThreads');
    check(typeof PThread.allocateUnusedWorker == 'function', 'PThread.allocateUnusedWorker');
    check(typeof PThread.loadWasmModuleToWorker == 'function', 'PThread.loadWasmModuleToWorker');
    check(typeof PThread.getNewWorker == 'function', 'PThread.getNewWorker');
    check(typeof initMemory == 'function', 'initMemory');
    check(typeof createWasm == 'function', 'createWasm');
    check(typeof run == 'function', 'run');
    check(Object.values(ASM_CONSTS).every((f) => typeof f == 'function'), 'ASM_CONSTS');
    check(Array.isArray(PThread.unusedWorkers), 'PThread.unusedWorkers');
    check(typeof PThread.returnWorkerToPool == 'function', 'PThread.returnWorkerToPool');
    check(typeof spawnThread == 'function', 'spawnThread');
    check(typeof wasmBinaryFile == 'string', 'wasmBinaryFile');
    var running = Object.values(PThread.pthreads);
    check(running.length >= 2, 'PThread.pthreads: the deputy and a thread run');
    for (var worker of running) {
      check(worker.pthread_ptr > 0, 'worker.pthread_ptr');
      check(DeputyInternals.loaded.has(worker), 'a Worker that runs and is not known to be up');
      check(DeputyInternals.threads.get(worker).pthread_ptr == worker.pthread_ptr, 'what a Worker was given to run');
      // Workers made before or by our allocateUnusedWorker all have our handler, which nobody can replace.
      var own = Object.getOwnPropertyDescriptor(worker, 'onerror');
      check(own && own.get, 'a Worker that DeputyInternals.watch() has not seen');
    }
    return missing;
  });
  CHECK_EQ(missing, 0);
  return check_result();
}
