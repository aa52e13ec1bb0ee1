/**
 * Glue between emscripten and the host. `$DeputyHost` is the bundle of emscripten-js/host, put in by tools/bundle.mjs.
 * Names that users see are quoted: they survive the closure compiler.
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */
#if !PTHREADS
#error "emdeputy: this is the library for threads; compile and link with -pthread"
#endif
#if !PROXY_TO_PTHREAD
#error "emdeputy: link with -sPROXY_TO_PTHREAD, so that main() runs on the deputy"
#endif
#if !EXIT_RUNTIME
#error "emdeputy: link with -sEXIT_RUNTIME=1, so that the exit code of the program is known"
#endif

addToLibrary({
  $Deputy__deps: ['$DeputyHost', '$DeputyInternals', '$handleException', 'deputy_sys_pump', 'deputy_core_run'],
  $Deputy__postset: 'if (!ENVIRONMENT_IS_PTHREAD) Deputy.install();',
  $Deputy: {
    host: null,
    options: {},
    ended: false,
    resolve: null,
    reject: null,

    /** On the UI, while the script is evaluated: before anything can fail. */
    install() {
      Deputy.options = Module['deputy'] || {};
      var exited = new Promise((resolve, reject) => {
        Deputy.resolve = resolve;
        Deputy.reject = reject;
      });
      Module['deputy'] = {
        'exited': exited,
        'stats': () => Deputy.host ? Deputy.host.stats() : {},
        'DeputyError': DeputyHost.DeputyError,
      };
      Deputy.chain('onExit', (code) => Deputy.finish(code));
      Deputy.chain('onAbort', (what) => Deputy.fail('abort', `the program was aborted: ${what || 'abort() was called'}`));
#if ENVIRONMENT_MAY_BE_NODE
      // Node ends when only Workers are left, even if they are at work; the program has not ended until it says so.
      if (ENVIRONMENT_IS_NODE) {
        var hold = setInterval(() => {}, 0x7fffffff);
        var release = () => clearInterval(hold);
        exited.then(release, release);
      }
#endif
      DeputyInternals.watchWorkers((worker, event) => {
        if (Deputy.ended) return;
        // Node hands over what was thrown, as far as it can be copied; browsers only an event with a text.
        var text = event?.message || String(event?.error ?? event);
        // C++ exceptions have no text of their own, whichever way they are compiled.
        if (/^(Uncaught )?(\[object .*\]|Error:?|uncaught exception: .*\[object .*)$/.test(text)) {
          text = 'a C++ exception that nothing caught (link with -sASSERTIONS for its type and text)';
        }
        var cause = event instanceof Error ? event : event?.error instanceof Error ? event.error : new Error(text);
        Deputy.fail('uncaught', `a thread ended with an uncaught error: ${text}`, cause);
      });
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
      if (Deputy.host) return;
      var u32 = new Uint32Array(wasmMemory.buffer);
      var protocol = u32[(root + DeputyHost.ROOT_PROTOCOL) >>> 2];
      if (protocol != DeputyHost.PROTOCOL) {
        abort(`emdeputy: libdeputy-mt.a speaks protocol ${protocol} and libdeputy.js ${DeputyHost.PROTOCOL}: use both from one build`);
      }
      var options = Deputy.options;
      Deputy.host = new DeputyHost.Host({
        memory: wasmMemory,
        context: u32[(root + DeputyHost.ROOT_UI) >>> 2],
        roots: [options['imports'] || {}, globalThis],
        io: u32[(root + DeputyHost.ROOT_IO) >>> 2],
        linger: options['linger'],
        budget: options['budget'],
        onError: options['onError'],
        native(frame) {
          try {
            _deputy_core_run(frame);
          } catch (e) {
            handleException(e);
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
      Deputy.host.ring();
    },

    /** The program ends in an orderly way. What it posted before still runs. */
    end(code) {
      if (Deputy.ended) return;
      Deputy.host?.close();
      DeputyInternals.end(code);
      Deputy.finish(code);
    },

    finish(code) {
      if (Deputy.ended) return;
      Deputy.ended = true;
      if (Deputy.host) Deputy.host.closed = true;
      Deputy.resolve(code);
    },

    /** The program is broken: no thread goes on. */
    fail(reason, message, cause) {
      if (Deputy.ended) return;
      Deputy.ended = true;
      if (Deputy.host) Deputy.host.closed = true;
      var error = new DeputyHost.DeputyError(DeputyHost.STATUS.CLOSED, message);
      error['reason'] = reason;
      if (cause !== undefined) error['cause'] = cause;
      DeputyInternals.kill();
      Deputy.reject(error);
    },
  },

  // All run on the UI thread: the shim calls them from functions it has sent there.
  deputy_js_ring__deps: ['$Deputy'],
  deputy_js_ring__sig: 'v',
  deputy_js_ring: () => Deputy.host?.ring(),

  deputy_js_attach__deps: ['$Deputy'],
  deputy_js_attach__sig: 'vp',
  deputy_js_attach: (root) => Deputy.attach(root),

  deputy_js_end__deps: ['$Deputy'],
  deputy_js_end__sig: 'vi',
  // Later: emscripten's pump must have returned before the runtime is taken down under it.
  deputy_js_end: (code) => DeputyHost.microtask(() => Deputy.end(code)),
});
