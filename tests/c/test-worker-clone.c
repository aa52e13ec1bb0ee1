// Clones of everything that structuredClone() knows, and video frames and sound that are moved, between the page and a worker, both ways, as
// far as the platform has them; what cannot be read where it arrives; contexts that are busy, that close while a value is on its way,
// that have only just begun.
// FEATURE: F47 F46
// TIMEOUT: 60
#include "tasks.h"

DEPUTY_JS(make, (kind), {
  const kinds = {
    map: () => new Map([[{ a: 1 }, new Set([1n])]]),
    error: () => new RangeError('far'),
    date: () => new Date(5),
    regexp: () => /a+/gi,
    numbers: () => new BigInt64Array([1n, -1n]),
    ring: () => { const ring = { n: 1 }; ring.self = ring; return ring; },
    blob: () => typeof Blob == 'function' && new Blob(['abc']),
    file: () => typeof File == 'function' && new File(['abc'], 'a.txt', { type: 'text/plain' }),
    key: () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']),
    folder: () => typeof navigator == 'object' && navigator.storage && navigator.storage.getDirectory ? navigator.storage.getDirectory().catch(() => null) : null,
    program: () => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
    pixels: () => typeof ImageData == 'function' && new ImageData(2, 3),
    certificate: () => typeof RTCPeerConnection == 'function' ? RTCPeerConnection.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' }) : null,
    video: () => typeof VideoFrame == 'function' && new VideoFrame(new Uint8Array(16 * 16 * 4), { format: 'RGBA', codedWidth: 16, codedHeight: 16, timestamp: 7 }),
    sound: () => typeof AudioData == 'function' && new AudioData({ format: 'f32', sampleRate: 8000, numberOfFrames: 10, numberOfChannels: 1, timestamp: 7, data: new Float32Array(10) }),
  };
  return Promise.resolve(kinds[kind]()).then((made) => made || { missing: true });
});
DEPUTY_JS(is_missing, (object), { return object.missing === true; });
DEPUTY_JS(looks_right, (kind, o), {
  const text = (blob) => blob.text();
  switch (kind) {
    case 'map': { const [[k, v]] = o; return k.a === 1 && v instanceof Set && v.has(1n); }
    case 'error': return o instanceof Error && o.name === 'RangeError' && o.message === 'far';
    case 'date': return o instanceof Date && o.getTime() === 5;
    case 'regexp': return o instanceof RegExp && o.source === 'a+' && o.flags === 'gi';
    case 'numbers': return o instanceof BigInt64Array && o[1] === -1n;
    case 'ring': return o.self === o && o.n === 1;
    case 'blob': return o instanceof Blob && text(o).then((t) => t === 'abc');
    case 'file': return o instanceof Blob && text(o).then((t) => t === 'abc' && (o.name === 'a.txt' || o.name === undefined));
    case 'key': return crypto.subtle.exportKey('raw', o).then((raw) => raw.byteLength === 16);
    case 'folder': return o.kind === 'directory' && typeof o.getFileHandle == 'function';
    case 'program': return o instanceof WebAssembly.Module && new WebAssembly.Instance(o) instanceof WebAssembly.Instance;
    case 'pixels': return o.width === 2 && o.height === 3 && o.data.length === 24;
    case 'video': { const good = o instanceof VideoFrame && o.timestamp === 7 && o.codedWidth === 16; o.close(); return good; }
    case 'sound': { const good = o instanceof AudioData && o.timestamp === 7 && o.numberOfFrames === 10; o.close(); return good; }
  }
});
DEPUTY_JS(is_empty, (kind, o), {
  return kind === 'video' ? o.format === null : o.format === null || o.numberOfFrames === 0;
});

static deputy_object made(deputy_context where, const char *kind) {
  deputy_value out = deputy_null();
  deputy_call_options options = {.struct_size = sizeof options, .flags = DEPUTY_CALL_OBJECT, .timeout_ms = BOUND};
  CHECK_STATUS(deputy_js_call_with(where, make, &out, DEPUTY_ARGS(deputy_cstr(kind)), &options), DEPUTY_OK, &out);
  deputy_object object = deputy_to_object(out);
  CHECK_STATUS(deputy_js_call(where, is_missing, &out, DEPUTY_ARGS(deputy_object_value(object))), DEPUTY_OK, &out);
  if (!out.data.boolean) return object;
  deputy_object_free(object);
  return 0;
}

static bool right(deputy_js_fn *how, const char *kind, deputy_object object) {
  deputy_value out = deputy_null();
  deputy_status status = deputy_js_call(DEPUTY_ANY, how, &out, DEPUTY_ARGS(deputy_cstr(kind), deputy_object_value(object)));
  if (status != DEPUTY_OK) fprintf(stderr, "%s: %s\n", kind, deputy_error_message(&out));
  bool good = status == DEPUTY_OK && out.data.boolean;
  deputy_value_free(&out);
  return good;
}

static int crossed;
static void between(deputy_context from, deputy_context to) {
  static const char *const cloned[] = {"map", "error", "date", "regexp", "numbers", "ring", "blob", "file", "key", "folder", "program", "pixels"};
  static const char *const moved[] = {"video", "sound"};
  deputy_value error = deputy_null();
  for (size_t i = 0; i < sizeof cloned / sizeof *cloned; i++) {
    deputy_object object = made(from, cloned[i]), copy = 0;
    if (!object) continue;
    deputy_status status = deputy_object_clone(object, to, &copy, &error, BOUND);
    if (status != DEPUTY_OK) fprintf(stderr, "%s from %u to %u\n", cloned[i], from, to);
    CHECK_STATUS(status, DEPUTY_OK, &error);
    if (!right(looks_right, cloned[i], copy)) CHECK_CSTR(cloned[i], "as it was");
    if (!right(looks_right, cloned[i], object)) CHECK_CSTR(cloned[i], "still there");
    crossed++;
    deputy_object_free(object);
    deputy_object_free(copy);
  }
  for (size_t i = 0; i < sizeof moved / sizeof *moved; i++) {
    deputy_object object = made(from, moved[i]), there = 0;
    if (!object) continue;
    CHECK_STATUS(deputy_object_transfer(object, to, &there, &error, BOUND), DEPUTY_OK, &error);
    if (!right(looks_right, moved[i], there)) CHECK_CSTR(moved[i], "as it was");
    if (!right(is_empty, moved[i], object)) CHECK_CSTR(moved[i], "gone here");
    crossed++;
    deputy_object_free(object);
    deputy_object_free(there);
  }
}

static deputy_status holds_thread(void *data, deputy_value *out) {
  (void)out;
  atomic_store((atomic_bool *)data, true);
  usleep(400 * 1000);
  return DEPUTY_OK;
}
static deputy_status closes(void *data, deputy_value *out) {
  (void)data, (void)out;
  usleep(100 * 1000);
  return deputy_context_close();
}
static void *ends_soon(void *worker) {
  usleep(50 * 1000);
  CHECK_EQ(deputy_worker_end((deputy_context)(uintptr_t)worker), DEPUTY_OK);
  return NULL;
}

int main(void) {
  deputy_context a = 0, b = 0;
  deputy_task end = 0, busy = 0;
  deputy_value error = deputy_null();
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &a, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &b, &end), DEPUTY_OK, NULL);
  between(DEPUTY_UI, a);
  between(a, DEPUTY_UI);
  between(a, b);
  CHECK(crossed >= 3 * 9);

  /* A class that the other side does not have: an error, not a wait without end. */
  deputy_object only_here = made(DEPUTY_UI, "certificate"), copy = 0;
  if (only_here) {
    deputy_status status = deputy_object_clone(only_here, a, &copy, &error, BOUND);
    CHECK_EQ(status, DEPUTY_JS_EXCEPTION);
    CHECK_CSTR(deputy_error_name(&error), "DataCloneError");
    deputy_value_free(&error);
    deputy_object_free(only_here);
  }

  /* Too busy: the time is up; what comes after all meets nobody, and the next one is not mixed up with it. */
  deputy_object map = made(DEPUTY_UI, "map");
  static atomic_bool runs;
  CHECK_STATUS(deputy_context_send_async(a, holds_thread, &runs, NULL, &busy, NULL), DEPUTY_OK, NULL);
  UNTIL(atomic_load(&runs));
  CHECK_STATUS(deputy_object_clone(map, a, &copy, &error, 30), DEPUTY_TIMED_OUT, &error);
  CHECK_EQ(copy, 0);
  ENDS(busy, DEPUTY_OK);
  deputy_task_free(busy);
  deputy_object date = made(DEPUTY_UI, "date");
  CHECK_STATUS(deputy_object_clone(date, a, &copy, &error, BOUND), DEPUTY_OK, &error);
  CHECK(right(looks_right, "date", copy));
  deputy_object_free(date);
  deputy_object_free(copy);
  copy = 0;

  /* It closes meanwhile. */
  deputy_object far = made(a, "map");
  atomic_store(&runs, false);
  CHECK_STATUS(deputy_context_send_async(a, holds_thread, &runs, NULL, &busy, NULL), DEPUTY_OK, NULL);
  UNTIL(atomic_load(&runs));
  pthread_t thread;
  CHECK_EQ(pthread_create(&thread, NULL, ends_soon, (void *)(uintptr_t)b), 0);
  /* The sender is busy, the receiver ends: nobody waits for the sender. */
  double began = emscripten_get_now();
  CHECK_STATUS(deputy_object_clone(far, b, &copy, &error, UINT32_MAX), DEPUTY_CLOSED, &error);
  CHECK(emscripten_get_now() - began < 350);
  deputy_value_free(&error);
  CHECK_EQ(copy, 0);
  pthread_join(thread, NULL);
  ENDS(busy, DEPUTY_OK);
  ENDS(end, DEPUTY_OK);
  deputy_task_free(busy);
  deputy_task_free(end);
  deputy_object_free(far);
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &b, &end), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_context_send_async(b, closes, NULL, NULL, &busy, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_object_clone(map, b, &copy, &error, UINT32_MAX), DEPUTY_CLOSED, &error);
  deputy_value_free(&error);
  ENDS(busy, DEPUTY_OK);
  deputy_task_free(busy);
  deputy_task_cancel(end);
  deputy_task_free(end);
  CHECK_STATUS(deputy_object_clone(map, b, &copy, &error, BOUND), DEPUTY_STALE, &error);

  /* Workers of which the page has hardly heard, and that are about to end. */
  for (int i = 0; i < 20; i++) {
    CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &b, &end), DEPUTY_OK, NULL);
    if (i % 2) deputy_worker_end(b);
    deputy_status status = deputy_object_clone(map, b, &copy, &error, UINT32_MAX);
    if (i % 2 == 0 || (status != DEPUTY_CLOSED && status != DEPUTY_STALE)) CHECK_STATUS(status, DEPUTY_OK, &error);
    deputy_value_free(&error);
    if (status == DEPUTY_OK) deputy_object_free(copy);
    deputy_worker_end(b);
    ENDS(end, DEPUTY_OK);
    deputy_task_free(end);
  }
  deputy_object_free(map);
  return check_result();
}
