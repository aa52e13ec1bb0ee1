// A JS worker draws on a canvas of the page: moved there as an OffscreenCanvas, in a loop of animation frames, while the worker is called
// and its deputy waits; 2D and, where there is any, WebGL.
// FEATURE: F66 F46
// ENV: chromium firefox
// TIMEOUT: 60
#include "tasks.h"

DEPUTY_JS(start_drawing, (canvas), {
  globalThis.canvas = canvas;
  const on = canvas.getContext('2d');
  globalThis.frames = 0;
  const draw = () => {
    on.fillStyle = `rgb(${++globalThis.frames % 256}, 0, 255)`;
    on.fillRect(0, 0, canvas.width, canvas.height);
    requestAnimationFrame(draw);
  };
  draw();
});
DEPUTY_JS(frames_so_far, (), { return globalThis.frames; });
DEPUTY_JS(blue_of_pixel, (), { return globalThis.canvas.getContext('2d').getImageData(1, 1, 1, 1).data[2]; });
DEPUTY_JS(gl, (), {
  const on = new OffscreenCanvas(4, 4).getContext('webgl');
  if (!on) return -1;
  on.clearColor(0, 1, 0, 1);
  on.clear(on.COLOR_BUFFER_BIT);
  const pixel = new Uint8Array(4);
  on.readPixels(0, 0, 1, 1, on.RGBA, on.UNSIGNED_BYTE, pixel);
  return pixel[1];
});
DEPUTY_JS(bitmap, (), { return globalThis.canvas.transferToImageBitmap ? createImageBitmap(globalThis.canvas) : null; });
DEPUTY_JS(width_of, (bitmap), { return bitmap.width; });

static double ask(deputy_context where, deputy_js_fn *f, const deputy_value *args, size_t argc) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(where, f, &out, args, argc), DEPUTY_OK, &out);
  return deputy_to_f64(out);
}

int main(void) {
  deputy_context worker = 0;
  deputy_value canvas = deputy_null(), picture = deputy_null(), error = deputy_null();
  deputy_object there = 0, back = 0;
  CHECK_STATUS(deputy_worker_spawn(NULL, NULL, NULL, NULL, &worker, NULL), DEPUTY_OK, NULL);
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("canvas"), &canvas, DEPUTY_NO_ARGS), DEPUTY_OK, &canvas);
  CHECK_STATUS(deputy_object_transfer(deputy_to_object(canvas), worker, &there, &error, BOUND), DEPUTY_OK, &error);
  CHECK_STATUS(deputy_js_call(DEPUTY_ANY, start_drawing, NULL, DEPUTY_ARGS(deputy_object_value(there))), DEPUTY_OK, NULL);
  UNTIL(ask(worker, frames_so_far, DEPUTY_NO_ARGS) > 3);
  CHECK_EQ(ask(worker, blue_of_pixel, DEPUTY_NO_ARGS), 255);
  double green = ask(worker, gl, DEPUTY_NO_ARGS);
  CHECK(green == 255 || green == -1);
  CHECK_STATUS(deputy_js_call(worker, bitmap, &picture, DEPUTY_NO_ARGS), DEPUTY_OK, &picture);
  CHECK_STATUS(deputy_object_transfer(deputy_to_object(picture), DEPUTY_UI, &back, &error, BOUND), DEPUTY_OK, &error);
  CHECK_EQ(ask(DEPUTY_ANY, width_of, DEPUTY_ARGS(deputy_object_value(back))), 30);
  deputy_object_free(back);
  deputy_object_free(there);
  deputy_value_free(&canvas);
  deputy_value_free(&picture);
  return check_result();
}
