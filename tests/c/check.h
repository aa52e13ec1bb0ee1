/* Checks for programs: a failed one prints both operands and the place, and the test goes on. main() ends with
 * `return check_result();`. */
#ifndef CHECK_H
#define CHECK_H

#include <deputy.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int check_failures; /* atomically: threads check too */

static inline void check_fail(const char *file, int line, const char *what) {
  __atomic_fetch_add(&check_failures, 1, __ATOMIC_RELAXED);
  const char *name = strrchr(file, '/');
  fprintf(stderr, "%s:%d: %s: ", name ? name + 1 : file, line, what);
}

static inline int check_result(void) { return __atomic_load_n(&check_failures, __ATOMIC_RELAXED) ? 1 : 0; }

/* CHECK(condition) */
#define CHECK(condition)                                                  \
  do {                                                                    \
    if (!(condition)) {                                                   \
      check_fail(__FILE__, __LINE__, #condition), fprintf(stderr, "false\n"); \
    }                                                                     \
  } while (0)

/* Integers, statuses, tags. */
#define CHECK_EQ(actual, expected) \
  check_eq((long long)(actual), (long long)(expected), #actual, __FILE__, __LINE__)
static inline void check_eq(long long actual, long long expected, const char *what, const char *file, int line) {
  if (actual == expected) return;
  check_fail(file, line, what);
  fprintf(stderr, "got %lld, expected %lld\n", actual, expected);
}

/* A status; a failed call's error value is shown. */
#define CHECK_STATUS(actual, expected, out) check_status((actual), (expected), (out), #actual, __FILE__, __LINE__)
static inline void check_status(int32_t actual, int32_t expected, const deputy_value *out, const char *what,
                                const char *file, int line) {
  if (actual == expected) return;
  check_fail(file, line, what);
  fprintf(stderr, "got %s, expected %s", deputy_status_name(actual), deputy_status_name(expected));
  if (out && out->tag == DEPUTY_VALUE_ERROR) fprintf(stderr, " (%s: %s)", deputy_error_name(out), deputy_error_message(out));
  fprintf(stderr, "\n");
}

/* Doubles by their bits, so that -0 differs from 0; any NaN equals any other. */
#define CHECK_F64(actual, expected) check_f64((actual), (expected), #actual, __FILE__, __LINE__)
static inline void check_f64(double actual, double expected, const char *what, const char *file, int line) {
  if (memcmp(&actual, &expected, sizeof actual) == 0 || (actual != actual && expected != expected)) return;
  check_fail(file, line, what);
  fprintf(stderr, "got %.17g, expected %.17g\n", actual, expected);
}

/* NUL-terminated strings. */
#define CHECK_CSTR(actual, expected) check_cstr((actual), (expected), #actual, __FILE__, __LINE__)
static inline void check_cstr(const char *actual, const char *expected, const char *what, const char *file, int line) {
  if (actual && strcmp(actual, expected) == 0) return;
  check_fail(file, line, what);
  fprintf(stderr, "got \"%s\", expected \"%s\"\n", actual ? actual : "(NULL)", expected);
}

/* A string value with these bytes, and the NUL behind them. */
#define CHECK_STR(value, expected, length) check_str((value), (expected), (length), #value, __FILE__, __LINE__)
static inline void check_str(deputy_value value, const char *expected, size_t length, const char *what,
                             const char *file, int line) {
  if (value.tag == DEPUTY_VALUE_STRING && value.len == length && memcmp(value.data.string, expected, length) == 0 &&
      value.data.string[length] == 0) {
    return;
  }
  check_fail(file, line, what);
  if (value.tag != DEPUTY_VALUE_STRING) {
    fprintf(stderr, "got tag %d, expected a string of %zu bytes\n", value.tag, length);
  } else {
    fprintf(stderr, "got %u bytes \"%.*s\", expected %zu \"%.*s\"\n", (unsigned)value.len,
            value.len > 100 ? 100 : (int)value.len, value.data.string, length, length > 100 ? 100 : (int)length, expected);
  }
}

/* A string value equal to a literal. */
#define CHECK_TEXT(value, literal) CHECK_STR(value, literal, sizeof(literal) - 1)

#endif
