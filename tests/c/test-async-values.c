// An asynchronous call brings every value that crosses, as a plain result and through a promise, and can be asked for it
// again and again.
// FEATURE: F11 F30
#include <math.h>

#include "tasks.h"

/* The value goes there and back; `same` checks what came. */
static void back(deputy_value value, void (*same)(deputy_value)) {
  deputy_task plain = START("give", DEPUTY_ARGS(value));
  deputy_task promised = START("soon", DEPUTY_ARGS(value));
  deputy_task tasks[] = {plain, promised};
  for (int i = 0; i < 2; i++) {
    for (int turn = 0; turn < 2; turn++) {
      deputy_value out = deputy_i32(4711);
      CHECK_STATUS(deputy_task_wait(tasks[i], BOUND, &out), DEPUTY_OK, &out);
      same(out);
      deputy_value_free(&out);
    }
    CHECK(deputy_task_is_settled(tasks[i]));
    deputy_task_free(tasks[i]);
  }
}

static void is_null(deputy_value v) { CHECK_EQ(v.tag, DEPUTY_VALUE_NULL); }
static void is_undefined(deputy_value v) { CHECK_EQ(v.tag, DEPUTY_VALUE_UNDEFINED); }
static void is_true(deputy_value v) { CHECK(v.tag == DEPUTY_VALUE_BOOL && v.data.boolean); }
static void is_false(deputy_value v) { CHECK(v.tag == DEPUTY_VALUE_BOOL && !v.data.boolean); }
static void is_least(deputy_value v) { CHECK(v.tag == DEPUTY_VALUE_I32 && v.data.i32 == INT32_MIN); }
static void is_half(deputy_value v) { CHECK_EQ(v.tag, DEPUTY_VALUE_F64), CHECK_F64(v.data.f64, 0.5); }
static void is_minus_zero(deputy_value v) { CHECK_EQ(v.tag, DEPUTY_VALUE_F64), CHECK_F64(v.data.f64, -0.0); }
static void is_nan(deputy_value v) { CHECK_EQ(v.tag, DEPUTY_VALUE_F64), CHECK_F64(v.data.f64, NAN); }
static void is_large(deputy_value v) { CHECK_EQ(v.tag, DEPUTY_VALUE_F64), CHECK_F64(v.data.f64, 4294967296.0); }
static void is_empty(deputy_value v) { CHECK_TEXT(v, ""); }
static void is_nul(deputy_value v) { CHECK_TEXT(v, "a\0b"); }
static void is_euro(deputy_value v) { CHECK_TEXT(v, "\xe2\x82\xac \xf0\x9f\x98\x80"); }

static char text[194];
static void is_full_frame(deputy_value v) { CHECK_STR(v, text, 192); }
static void is_one_more(deputy_value v) { CHECK_STR(v, text, 193); }

int main(void) {
  memset(text, 'z', 193);
  back(deputy_null(), is_null);
  back(deputy_undefined(), is_undefined);
  back(deputy_bool(true), is_true);
  back(deputy_bool(false), is_false);
  back(deputy_i32(INT32_MIN), is_least);
  back(deputy_f64(0.5), is_half);
  back(deputy_f64(-0.0), is_minus_zero);
  back(deputy_f64(NAN), is_nan);
  back(deputy_f64(4294967296.0), is_large);
  back(deputy_str("", 0), is_empty);
  back(deputy_str("a\0b", 3), is_nul);
  back(deputy_cstr("\xe2\x82\xac \xf0\x9f\x98\x80"), is_euro);
  back(deputy_str(text, 192), is_full_frame);
  back(deputy_str(text, 193), is_one_more);

  /* Nobody wants the value: the status alone, and no task is left. */
  deputy_task task = START("give", DEPUTY_ARGS(deputy_str(text, 193)));
  CHECK_STATUS(deputy_task_wait(task, BOUND, NULL), DEPUTY_OK, NULL);
  deputy_task_free(task);
  CHECK_EQ(deputy_task_live(), 0);
  nothing_left();
  return check_result();
}
