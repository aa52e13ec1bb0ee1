// What deputy.hpp does with calls, exports and exceptions; the same program for both kinds of C++ exceptions.
#include <deputy.hpp>

#include <cstdio>
#include <stdexcept>
#include <string>
#include <thread>

#include "expect.h"

namespace app {
struct odd : std::runtime_error {
  using runtime_error::runtime_error;
};
}  // namespace app

static double area(double radius) {
  if (radius < 0) throw app::odd("a circle has no negative radius");
  return 3 * radius * radius;
}
DEPUTY_EXPORT_CPP(area, "area(radius: f64): f64");

static std::string twice(std::string_view text, std::optional<int> times) {
  std::string out;
  for (int i = 0; i < times.value_or(2); i++) out += text;
  return out;
}
DEPUTY_EXPORT_CPP(twice, "twice");

static void throws_int() { throw 42; }
DEPUTY_EXPORT_CPP(throws_int, "throwsInt");

static void throws_out_of_range() { throw deputy::error(DEPUTY_OUT_OF_RANGE, "no such row"); }
DEPUTY_EXPORT_CPP(throws_out_of_range, "throwsOutOfRange");

// An error of JavaScript goes through C++ and back.
static deputy::value passes_on() { return deputy::ui.call(DEPUTY_FN("fails")); }
DEPUTY_EXPORT_CPP(passes_on, "passesOn");

static int code = -1;
static void finish(int with) {
  code = with;
  deputy_context_close();
}
DEPUTY_EXPORT_CPP(finish, "finish");

template <class F>
static deputy_status status_of(F f) {
  try {
    f();
  } catch (const deputy::error& e) {
    std::printf("%s\n", e.what());
    return e.status();
  }
  return DEPUTY_OK;
}

static void calls() {
  using deputy::ui;
  const auto echo = [](const auto& what) { return ui.call(DEPUTY_FN("echo"), what); };
  EXPECT(echo(7).template as<int>() == 7);
  EXPECT(echo(7u).template as<std::size_t>() == 7);
  EXPECT(echo(true).template as<bool>());
  EXPECT(echo(1.5f).template as<double>() == 1.5);
  EXPECT(echo(std::int64_t{1} << 60).template as<std::int64_t>() == std::int64_t{1} << 60);
  EXPECT(echo("text").template as<std::string>() == "text");
  EXPECT(echo(std::string("a\0b", 3)).template as<std::string_view>() == std::string_view("a\0b", 3));
  EXPECT(echo(nullptr).is_null());
  EXPECT(echo(deputy::argument()).is_undefined());
  EXPECT(!echo(std::optional<int>()).template as<std::optional<int>>());
  const std::uint8_t bytes[] = {1, 2, 255};
  const auto back = echo(std::span<const std::uint8_t>(bytes));
  EXPECT(back.template as<std::span<const std::uint8_t>>()[2] == 255);
  const auto list = ui.call(DEPUTY_FN("list"));
  EXPECT(list.as<std::vector<std::string>>().at(1) == "b");

  EXPECT(status_of([&] { (void)echo(1.5).template as<int>(); }) == DEPUTY_OUT_OF_RANGE);
  EXPECT(status_of([&] { (void)echo(300).template as<std::uint8_t>(); }) == DEPUTY_OUT_OF_RANGE);
  EXPECT(status_of([&] { (void)echo(-1).template as<unsigned>(); }) == DEPUTY_OUT_OF_RANGE);
  EXPECT(status_of([&] { (void)echo(1e300).template as<std::int64_t>(); }) == DEPUTY_OUT_OF_RANGE);
  EXPECT(status_of([&] { (void)echo("1").template as<int>(); }) == DEPUTY_WRONG_TYPE);
  EXPECT(status_of([&] { (void)list.as<std::vector<int>>(); }) == DEPUTY_WRONG_TYPE);
  EXPECT(status_of([] { ui.call(DEPUTY_FN("missing")); }) == DEPUTY_NOT_FOUND);
  try {
    ui.call(DEPUTY_FN("fails"));
    EXPECT(false);
  } catch (const deputy::error& e) {
    const deputy::error copy = e;
    EXPECT(copy.status() == DEPUTY_JS_EXCEPTION && std::string(copy.name()) == "RangeError" && std::string(copy.message()) == "too far");
    EXPECT(std::string(copy.what()).find("RangeError: too far") != std::string::npos);
  }

  auto task = ui.call_async(DEPUTY_FN("echo"), "later");
  EXPECT(task.wait().as<std::string>() == "later");
  auto never = ui.call_async(DEPUTY_FN("never"));
  EXPECT(status_of([&] { never.wait(std::chrono::milliseconds(20)); }) == DEPUTY_TIMED_OUT);
  never.cancel();
  EXPECT(status_of([&] { never.wait(); }) == DEPUTY_CANCELLED);
  for (int i = 0; i < 10; i++) ui.post(DEPUTY_FN("count"), i);
  EXPECT(ui.call(DEPUTY_FN("counted")).as<int>() == 45);
}

int main() {
  calls();
  std::thread([] { EXPECT(deputy::ui.call(DEPUTY_FN("echo"), 1).as<int>() == 1); }).join();
  int base = 40;
  deputy::export_function("add(a: i32, b: i32): i32", [base](int a, int b) { return base + a + b; });
  EXPECT(status_of([] { deputy::export_function("area", [] {}); }) == DEPUTY_INVALID_ARGUMENT);
  deputy::ui.post(DEPUTY_FN("ready"));
  EXPECT(deputy_context_serve(20000, nullptr) == DEPUTY_OK);
  return code;
}
