// html5.h from the deputy: elements of the page are measured and changed at once; events of the page come to the deputy, in its event
// loop, in the order in which they happened, also those that came while it was blocked; listeners end when it says so.
// FEATURE: F79
// ENV: chromium firefox
// FLAGS: -sEXPORTED_RUNTIME_METHODS=HEAPU8
#include <emscripten/html5.h>
#include <unistd.h>

#include "exports.h"

static pthread_t deputy;
static char keys[16];
static int clicks, resizes;

static bool on_key(int type, const EmscriptenKeyboardEvent *event, void *memory) {
  CHECK(pthread_equal(pthread_self(), deputy));
  CHECK_EQ(type, EMSCRIPTEN_EVENT_KEYDOWN);
  CHECK_EQ((intptr_t)memory, 5);
  strncat(keys, event->key, sizeof keys - strlen(keys) - 1);
  return true;
}
static bool on_click(int type, const EmscriptenMouseEvent *event, void *memory) {
  (void)memory;
  CHECK_EQ(type, EMSCRIPTEN_EVENT_CLICK);
  CHECK_EQ(event->targetX, 12);
  CHECK(pthread_equal(pthread_self(), deputy));
  clicks++;
  return true;
}
static bool on_resize(int type, const EmscriptenUiEvent *event, void *memory) {
  (void)type, (void)memory;
  CHECK(event->windowInnerWidth > 0);
  resizes++;
  return false;
}

static deputy_status seen(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)userdata;
  static char text[64];
  snprintf(text, sizeof text, "%s %d %d", keys, clicks, resizes);
  *out = deputy_cstr(text);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(seen, "seen(): string");

static deputy_status block(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)out, (void)userdata;
  usleep((useconds_t)args[0].data.i32 * 1000);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(block, "block(ms: i32): void");

static deputy_status stop(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  CHECK_EQ(emscripten_set_keydown_callback(EMSCRIPTEN_EVENT_TARGET_WINDOW, NULL, false, NULL), EMSCRIPTEN_RESULT_SUCCESS);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(stop, "stop(): void");

int main(void) {
  deputy = pthread_self();
  double width = 0, height = 0;
  int w = 0, h = 0;
  CHECK_EQ(emscripten_set_canvas_element_size("#canvas", 64, 48), EMSCRIPTEN_RESULT_SUCCESS);
  CHECK_EQ(emscripten_get_canvas_element_size("#canvas", &w, &h), EMSCRIPTEN_RESULT_SUCCESS);
  CHECK_EQ(w * 100 + h, 6448);
  CHECK_EQ(emscripten_set_element_css_size("#canvas", 128, 96), EMSCRIPTEN_RESULT_SUCCESS);
  CHECK_EQ(emscripten_get_element_css_size("#canvas", &width, &height), EMSCRIPTEN_RESULT_SUCCESS);
  CHECK_EQ(width * 100 + height, 12896);
  CHECK_EQ(emscripten_get_canvas_element_size("#none", &w, &h), EMSCRIPTEN_RESULT_UNKNOWN_TARGET);
  CHECK(emscripten_get_device_pixel_ratio() > 0);
  CHECK_EQ(emscripten_set_keydown_callback(EMSCRIPTEN_EVENT_TARGET_WINDOW, (void *)5, false, on_key), EMSCRIPTEN_RESULT_SUCCESS);
  CHECK_EQ(emscripten_set_click_callback("#canvas", NULL, false, on_click), EMSCRIPTEN_RESULT_SUCCESS);
  CHECK_EQ(emscripten_set_resize_callback(EMSCRIPTEN_EVENT_TARGET_WINDOW, NULL, false, on_resize), EMSCRIPTEN_RESULT_SUCCESS);
  return live_on();
}
