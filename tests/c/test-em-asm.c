// EM_ASM and EM_JS run on the thread that calls them, MAIN_THREAD_EM_ASM on the page and waits, MAIN_THREAD_ASYNC_EM_ASM does not;
// from every executor, with numbers, doubles, pointers and strings, beside calls of the deputy's own.
// FEATURE: F79
// FLAGS: -sEXPORTED_RUNTIME_METHODS=stringToNewUTF8,UTF8ToString
#include <emscripten/emscripten.h>
#include <emscripten/threading.h>

#include "executors.h"

EM_JS(int, on_page, (void), { return ENVIRONMENT_IS_PTHREAD ? 0 : 1; });
EM_JS(double, halve, (double x), { return x / 2; });
EM_JS(char *, shout, (const char *text), { return stringToNewUTF8(UTF8ToString(text).toUpperCase()); });
EM_JS_DEPS(shout, "$stringToNewUTF8,$UTF8ToString");

static void body(const char *executor) {
  CHECK_EQ(on_page(), 0);
  CHECK_F64(halve(3), 1.5);
  char *text = shout(executor);
  CHECK_EQ(strlen(text), strlen(executor));
  CHECK(text[0] <= 'Z');
  free(text);
  int here = EM_ASM_INT({ return globalThis.counter = (globalThis.counter || 0) + $0; }, 2);
  CHECK_EQ(here % 2, 0);
  EM_ASM({ globalThis.counter += 2; });
  CHECK_EQ(EM_ASM_INT({ return globalThis.counter; }), here + 2);
  CHECK_F64(EM_ASM_DOUBLE({ return $0 + $1; }, 1, 0.25), 1.25);
  CHECK_EQ((intptr_t)EM_ASM_PTR({ return $0; }, text), (intptr_t)text);

  CHECK_EQ(MAIN_THREAD_EM_ASM_INT({ return ENVIRONMENT_IS_PTHREAD ? 0 : 1; }), 1);
  CHECK_F64(MAIN_THREAD_EM_ASM_DOUBLE({ return $0 / 2; }, 5.0), 2.5);
  int before = MAIN_THREAD_EM_ASM_INT({ return globalThis.pageCounter || 0; });
  MAIN_THREAD_ASYNC_EM_ASM({ globalThis.pageCounter = $0; }, before + 1);
  MAIN_THREAD_EM_ASM({ globalThis.pageCounter++; });
  CHECK_EQ(MAIN_THREAD_EM_ASM_INT({ return globalThis.pageCounter; }), before + 2);
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("counter"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, before + 2);
}

int main(void) {
  ON_EACH_EXECUTOR(body);
  return check_result();
}
