// JavaScript written in C++: functions of one name in two namespaces, in an unnamed one, in a function, a lambda, a template and
// a member function; also from a static constructor, as a post.
// FEATURE: F14
// FLAGS: -std=c++20 -I${DIR}/../c
#include <string>
#include <thread>

#include "check.h"

namespace a {
DEPUTY_JS(which, (), { return "a"; });
namespace b {
DEPUTY_JS(which, (), { return "a::b"; });
}
}  // namespace a
namespace {
DEPUTY_JS(which, (), { return "unnamed"; });
}
DEPUTY_JS_ASYNC(sum, (...numbers), {
  let total = 0;
  for (const n of numbers) { total += await Promise.resolve(n); }
  return total;
});

static std::string text(deputy_js_fn *function) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, function, &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  std::string text = out.tag == DEPUTY_VALUE_STRING ? std::string(out.data.string, out.len) : "";
  deputy_value_free(&out);
  return text;
}

template <class T>
deputy_js_fn *of_template() {
  DEPUTY_JS(which, (), { return "template"; });
  return which;
}

struct Early {
  Early() {
    DEPUTY_JS(early, (n), { globalThis.early = n; });
    CHECK_STATUS(deputy_js_post(DEPUTY_UI, early, DEPUTY_ARGS(deputy_i32(5))), DEPUTY_OK, nullptr);
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, early, nullptr, DEPUTY_NO_ARGS), DEPUTY_WOULD_BLOCK, nullptr);
  }
  std::string member() const {
    DEPUTY_JS(which, (), { return "member"; });
    return text(which);
  }
} early;

int main() {
  CHECK_CSTR(text(a::which).c_str(), "a");
  CHECK_CSTR(text(a::b::which).c_str(), "a::b");
  CHECK_CSTR(text(which).c_str(), "unnamed");
  CHECK_CSTR(text(of_template<int>()).c_str(), "template");
  CHECK_CSTR(text(of_template<double>()).c_str(), "template");
  CHECK_CSTR(early.member().c_str(), "member");
  std::thread([] {
    DEPUTY_JS(which, (), { return "lambda"; });
    CHECK_CSTR(text(which).c_str(), "lambda");
  }).join();

  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, sum, &out, DEPUTY_ARGS(deputy_i32(1), deputy_i32(2), deputy_f64(.5))), DEPUTY_OK, &out);
  CHECK_F64(out.data.f64, 3.5);
  DEPUTY_JS(was_early, (), { return globalThis.early; });
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, was_early, &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  CHECK_EQ(out.data.i32, 5);
  return check_result();
}
