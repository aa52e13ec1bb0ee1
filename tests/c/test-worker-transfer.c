// Objects that are cloned or moved between the page, two JS workers and the deputy's own context, in every direction.
// FEATURE: F46 F47 F48
// TIMEOUT: 60
#include "tasks.h"

DEPUTY_JS(make, (kind), {
  const kinds = {
    bytes: () => new Uint8Array([1, 2, 3]).buffer,
    view: () => new Uint8Array([1, 2, 3]),
    map: () => new Map([['a', new Set([1])]]),
    blob: () => new Blob(['abc']),
    channel: () => {
      const { port1, port2 } = new MessageChannel();
      globalThis.kept = port1;
      port1.onmessage = ({ data }) => port1.postMessage(data + 1);
      return port2;
    },
    stream: () => new ReadableStream({ start(to) { to.enqueue('piece'); to.close(); } }),
    holder: () => ({ list: [new Uint8Array([9]).buffer] }),
    f: () => () => 0,
    canvas: () => typeof OffscreenCanvas == 'function' ? new OffscreenCanvas(3, 2) : new Uint8Array([1, 2, 3]).buffer,
  };
  return kinds[kind]();
});
DEPUTY_JS(size_of, (object), { return object.byteLength ?? object.width ?? object.size; });
DEPUTY_JS(left_of, (object), { return object.byteLength ?? object.width; });
DEPUTY_JS(deep, (map), { return map.get('a').has(1); });
DEPUTY_JS(held, (holder), { return new Uint8Array(holder.list[0])[0]; });
DEPUTY_JS(echo, (port, n), {
  return new Promise((resolve) => {
    port.onmessage = ({ data }) => { resolve(data); port.close(); };
    port.postMessage(n);
  });
});
DEPUTY_JS(read_one, (stream), {
  const reader = stream.getReader();
  return reader.read().then(({ value }) => value);
});

static deputy_object made(deputy_context where, const char *kind) {
  deputy_value out = deputy_null();
  deputy_call_options options = {.struct_size = sizeof options, .flags = DEPUTY_CALL_OBJECT};
  CHECK_STATUS(deputy_js_call_with(where, make, &out, DEPUTY_ARGS(deputy_cstr(kind)), &options), DEPUTY_OK, &out);
  return deputy_to_object(out);
}

static deputy_value asked(deputy_js_fn *f, deputy_object object) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, f, &out, DEPUTY_ARGS(deputy_object_value(object))), DEPUTY_OK, &out);
  return out;
}

static void between(deputy_context from, deputy_context to) {
  deputy_value out = deputy_null();
  const char *kinds[] = {"bytes", "view", "canvas"};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    deputy_object object = made(from, kinds[i]), there = 0;
    CHECK_STATUS(deputy_object_transfer(object, to, &there, &out, BOUND), DEPUTY_OK, &out);
    CHECK_EQ(deputy_to_f64(asked(size_of, there)), 3);
    /* What it was is empty. */
    CHECK_EQ(deputy_to_f64(asked(left_of, object)), 0);
    deputy_object_free(object);
    deputy_object_free(there);
  }
  deputy_object map = made(from, "map"), copy = 0;
  CHECK_STATUS(deputy_object_clone(map, to, &copy, &out, BOUND), DEPUTY_OK, &out);
  CHECK(copy != map);
  CHECK(asked(deep, copy).data.boolean);
  CHECK(asked(deep, map).data.boolean);
  deputy_object_free(map);
  deputy_object_free(copy);
  deputy_object blob = made(from, "blob");
  CHECK_STATUS(deputy_object_clone(blob, to, &copy, &out, BOUND), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(asked(size_of, copy)), 3);
  deputy_object_free(blob);
  deputy_object_free(copy);
  deputy_object holder = made(from, "holder");
  CHECK_STATUS(deputy_object_transfer(holder, to, &copy, &out, BOUND), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(asked(held, copy)), 9);
  deputy_object_free(holder);
  deputy_object_free(copy);
  deputy_object f = made(from, "f");
  copy = 0;
  CHECK_STATUS(deputy_object_clone(f, to, &copy, &out, BOUND), DEPUTY_JS_EXCEPTION, &out);
  CHECK_CSTR(deputy_error_name(&out), "DataCloneError");
  deputy_value_free(&out);
  CHECK_EQ(copy, 0);
  deputy_object_free(f);
  deputy_object port = made(from, "channel"), moved = 0;
  CHECK_STATUS(deputy_object_transfer(port, to, &moved, &out, BOUND), DEPUTY_OK, &out);
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, echo, &out, DEPUTY_ARGS(deputy_object_value(moved), deputy_i32(4))), DEPUTY_OK, &out);
  CHECK_EQ(deputy_to_f64(out), 5);
  deputy_object_free(port);
  deputy_object_free(moved);
  deputy_object stream = made(from, "stream");
  CHECK_STATUS(deputy_object_transfer(stream, to, &moved, &out, BOUND), DEPUTY_OK, &out);
  out = asked(read_one, moved);
  CHECK_TEXT(out, "piece");
  deputy_value_free(&out);
  deputy_object_free(stream);
  deputy_object_free(moved);
}

int main(void) {
  deputy_context a = 0, b = 0, all[3];
  deputy_task ends = 0;
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &a, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &b, &ends), DEPUTY_OK, NULL);
  all[0] = DEPUTY_UI, all[1] = a, all[2] = b;
  for (int from = 0; from < 3; from++)
    for (int to = 0; to < 3; to++) between(all[from], all[to]);

  /* The deputy's own context: it would have to be in its event loop. */
  deputy_context own = 0;
  deputy_value out = deputy_null();
  deputy_object there = 0, object = made(a, "map");
  CHECK_EQ(deputy_object_clone(object, DEPUTY_MAIN, &there, &out, BOUND), DEPUTY_UNSUPPORTED);
  CHECK_EQ(deputy_worker_open(&own), DEPUTY_OK);
  CHECK_EQ(deputy_object_clone(object, own, &there, &out, 200), DEPUTY_DEADLOCK);

  /* A context that closes, and bad input. */
  CHECK_EQ(deputy_object_clone(object, a, NULL, &out, BOUND), DEPUTY_INVALID_ARGUMENT);
  CHECK_EQ(deputy_object_clone(0, a, &there, &out, BOUND), DEPUTY_STALE);
  CHECK_EQ(deputy_worker_end(b), DEPUTY_OK);
  ENDS(ends, DEPUTY_OK);
  deputy_task_free(ends);
  CHECK_EQ(deputy_object_clone(object, b, &there, &out, BOUND), DEPUTY_STALE);
  CHECK_EQ(there, 0);
  deputy_object_free(object);
  return check_result();
}
