// embind: bound functions and classes are called by the page and run there, as ever; the program's own `val` reaches the JavaScript of
// the thread that uses it, on the deputy and on others, and threads do not share it; the deputy blocks and is called beside that.
// FEATURE: F79
// FLAGS: -lembind -std=c++20 -I${DIR}/../c
#include <emscripten/bind.h>
#include <emscripten/eventloop.h>
#include <emscripten/threading.h>
#include <emscripten/val.h>

#include <string>
#include <thread>
#include <vector>

#include "check.h"

using emscripten::val;

static double add(double a, double b) { return a + b; }
static bool runs_on_page() { return emscripten_is_main_runtime_thread(); }

struct Counter {
  int n = 0;
  std::string name;
  explicit Counter(std::string name) : name(std::move(name)) {}
  int next() { return ++n; }
};

EMSCRIPTEN_BINDINGS(test) {
  emscripten::function("add", &add);
  emscripten::function("runs_on_page", &runs_on_page);
  emscripten::register_vector<int>("Ints");
  emscripten::class_<Counter>("Counter")
      .constructor<std::string>()
      .function("next", &Counter::next)
      .property("name", &Counter::name);
}

static void own_javascript() {
  val array = val::array();
  for (int i = 0; i < 4; i++) array.call<void>("push", i);
  CHECK_EQ(array["length"].as<int>(), 4);
  CHECK(array.call<std::string>("join", std::string("-")) == "0-1-2-3");
  CHECK_EQ(val::global("Math").call<double>("max", 1, 7), 7);
  val::global("globalThis").set("mine", val(emscripten_is_main_runtime_thread() ? 1 : 2));
  CHECK_EQ(val::global("mine").as<int>(), 2);
  val numbers = val(emscripten::typed_memory_view(3, (const int32_t[]){3, 4, 5}));
  CHECK_EQ(numbers[1].as<int>(), 4);
}

static deputy_status finish(const deputy_value *args, size_t, deputy_value *, void *) { exit(args[0].data.i32 ? 1 : check_result()); }
DEPUTY_EXPORT(finish, "finish(code: i32): void");

int main() {
  own_javascript();
  std::thread(own_javascript).join();
  own_javascript();
  emscripten_runtime_keepalive_push();
  return 0;
}
