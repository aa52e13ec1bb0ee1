// What deputy.hpp runs on contexts, threads, workers, the pool and timers, and what exceptions become there; HTTP, WebSockets, crypto.
#include <deputy.hpp>

#include <atomic>
#include <cstdio>
#include <numeric>
#include <stdexcept>

#include "expect.h"

using namespace std::chrono_literals;
namespace app {
struct odd : std::runtime_error {
  using runtime_error::runtime_error;
};
}  // namespace app

// What it throws, as "STATUS: text".
template <class F>
static std::string thrown(F f) {
  try {
    f();
    return "nothing";
  } catch (const deputy::error& e) {
    return e.what();
  }
}
static bool has(const std::string& text, const char* part) {
  if (text.find(part) != std::string::npos) return true;
  std::fprintf(stderr, "\"%s\" is not in \"%s\"\n", part, text.c_str());
  return false;
}
static const char odd_text[] = "DEPUTY_NATIVE_EXCEPTION: app::odd: no";
[[noreturn]] static void fail() { throw app::odd("no"); }

static void contexts() {
  EXPECT(deputy::send(deputy::background, [] { return 6 * 7; }).as<int>() == 42);
  EXPECT(deputy::send(deputy::background, [] { return std::string("text"); }, 5s).as<std::string>() == "text");
  EXPECT(has(thrown([] { deputy::send(deputy::background, fail); }), odd_text));
  EXPECT(has(thrown([] { deputy::send(deputy::main_thread, [] { throw 5; }); }), "DEPUTY_NATIVE_EXCEPTION: int"));
  EXPECT(has(thrown([] { deputy::send(deputy::background, [] { deputy::sleep(300ms); }, 20ms); }), "DEPUTY_TIMED_OUT"));
  const auto later = deputy::async(deputy::background, fail);
  EXPECT(has(thrown([&] { later.wait(5s); }), odd_text));

  std::atomic<int> ran{0};
  deputy::then(deputy::async(deputy::background, [] { return 3; }), deputy::background, [&](const deputy::value& v) { ran += v.as<int>(); });
  deputy::then(later, deputy::background, [&] { ran += 10; });
  while (ran != 13) deputy::sleep(1ms);

  // Nobody waits for these: told, once each (test-hpp-run.page.mjs).
  deputy::post(deputy::background, [] { throw app::odd("posted"); });
  deputy::then(later, deputy::background, [](const deputy::value&) {});
  deputy::then(deputy::async(deputy::background, [] {}), deputy::background, [] { throw app::odd("continued"); });
  const deputy::interval ticks(1ms, deputy::background, [&] {
    if (ran++ == 13) throw app::odd("ticked");
  });
  while (ran < 16) deputy::sleep(1ms);
  { deputy::async(deputy::background, [] { throw app::odd("dropped"); }); }
  {
    deputy::scope jobs;
    jobs.submit([] { throw app::odd("scoped"); });
  }
  { deputy::thread lost([] { throw app::odd("detached"); }, "miner"); }
}

static void threads() {
  deputy::thread one([] { return 1.5; }, "counter", 256 * 1024);
  EXPECT(one.join(5s).as<double>() == 1.5);
  EXPECT(has(thrown([] { deputy::thread(fail).join(5s); }), odd_text));
  deputy::thread asked([] { while (!deputy_is_cancelled()) deputy::sleep(1ms); });
  EXPECT(has(thrown([&] { asked.join(10ms); }), "DEPUTY_TIMED_OUT"));
  asked.cancel();
  EXPECT(has(thrown([&] { asked.join(5s); }), "DEPUTY_CANCELLED"));

  deputy::worker painter("painter");
  EXPECT(painter.js().call(DEPUTY_FN("Math.max"), 1, 7).as<int>() == 7);
  const auto map = painter.js().global("Math");
  EXPECT(map.call("min", 1, 7).as<int>() == 1);
  const auto list = deputy::ui.global("Array").call("of", 1, 2, 3);
  EXPECT(list.as<std::vector<int>>().size() == 3);
  const auto buffer = deputy::ui.global("ArrayBuffer").construct(8);
  const auto moved = deputy::transfer(buffer, painter.js(), 5s);
  EXPECT(moved.get("byteLength").as<int>() == 8 && buffer.get("byteLength").as<int>() == 0);
  const auto copy = deputy::clone(moved, deputy::ui, 5s);
  EXPECT(copy.get("byteLength").as<int>() == 8 && moved.get("byteLength").as<int>() == 8);
  EXPECT(has(thrown([&] { deputy::clone(deputy::ui.global("Math.max"), painter.js(), 5s); }), "DataCloneError"));
  painter.finish();
  painter.end().wait(5s);
  deputy::worker failing(fail);
  EXPECT(has(thrown([&] { failing.end().wait(5s); }), odd_text));
}

static void pool() {
  std::vector<int> squares(1000);
  deputy::pool.parallel_for(0, squares.size(), [&](std::size_t i) { squares[i] = static_cast<int>(i * i); });
  EXPECT(squares[999] == 999 * 999);
  EXPECT(deputy::pool.width() >= 1);
  EXPECT(has(thrown([] { deputy::pool.parallel_for(0, 1000, [](std::size_t i) { if (i == 500) fail(); }); }), odd_text));
  EXPECT(has(thrown([] { deputy::pool.parallel_for(0, 10, [](std::size_t) { throw deputy::error(DEPUTY_OUT_OF_RANGE, "far"); }, 1); }), "DEPUTY_OUT_OF_RANGE"));
  EXPECT(deputy::send(deputy::pool, [] { return 1; }).as<int>() == 1);
  deputy::scope jobs;
  std::atomic<int> done{0};
  for (int i = 0; i < 20; i++) {
    jobs.submit([&, i] {
      if (i == 0) jobs.submit([&] { done++; });
      done++;
    });
  }
  jobs.wait();
  EXPECT(done == 21);
  deputy::scope bad;
  bad.submit([] { fail(); });
  EXPECT(has(thrown([&] { bad.wait(); }), odd_text));
}

static void timers() {
  const auto soon = deputy::delay(5ms);
  soon.wait(5s);
  const auto token = deputy::task::make();
  deputy::thread wakes([&] { token.resolve(1); });
  EXPECT(!deputy::sleep(10s, &token));
  wakes.join(5s);
  EXPECT(!token.resolve(2) && token.wait().as<int>() == 1);
  const auto never = deputy::task::make(), child = deputy::task::make();
  never.attach(child);
  never.cancel();
  const deputy::task* const both[] = {&never, &child};
  EXPECT(deputy::task::wait_any(both, 5s) == 0);
  EXPECT(has(thrown([&] { child.wait(5s); }), "DEPUTY_CANCELLED"));
  EXPECT(deputy::sleep(1ms));
}

static std::string base;
static std::string at(const char* path) { return base + path; }

static void net() {
  EXPECT(deputy::http::get(at("text").c_str()).timeout(5s).text() == "hello");
  auto response = deputy::http::request("PUT", at("echo").c_str()).header("X-Sent", "this").body("body").send();
  EXPECT(response.status() == 201 && response.ok() && response.header("x-method") == "PUT" && !response.header("x-none"));
  EXPECT(response.text() == "body");
  EXPECT(deputy::http::get(at("missing").c_str()).send().status() == 404);
  EXPECT(has(thrown([] { deputy::http::get("http://127.0.0.1:1/").timeout(5s).send(); }), "DEPUTY_"));

  deputy::web_socket socket(("ws" + at("ws").substr(4)).c_str(), nullptr, 5s);
  socket.send("text");
  const std::vector<std::uint8_t> sent(50000, 7);
  socket.send(sent, 5s);
  const auto text = socket.receive(5s), bytes = socket.receive(5s);
  EXPECT(text && text->text && text->data == "text");
  EXPECT(bytes && !bytes->text && bytes->data.size() == sent.size() && bytes->data[49999] == 7);
  EXPECT(has(thrown([&] { socket.receive(10ms); }), "DEPUTY_TIMED_OUT"));
  socket.close(1000, "enough", 5s);
  EXPECT(!socket.receive(5s));
}

static void secrets() {
  std::uint8_t noise[16] = {};
  deputy::crypto::random(noise);
  EXPECT(std::accumulate(noise, noise + 16, 0) != 0);
  const auto digest = deputy::crypto::digest("SHA-256", "abc");
  EXPECT(digest.size() == 32 && digest[0] == 0xba && digest[31] == 0xad);
  const deputy_value hmac[] = {deputy_cstr("name"), deputy_cstr("HMAC"), deputy_cstr("hash"), deputy_cstr("SHA-256")};
  const auto algorithm = deputy_record(hmac, 2);
  const auto key = deputy::crypto::key::import("raw", "secret", algorithm, true, "sign verify");
  const auto signature = key.sign(deputy_cstr("HMAC"), "message");
  EXPECT(key.verify(deputy_cstr("HMAC"), signature, "message") && !key.verify(deputy_cstr("HMAC"), signature, "other"));
  EXPECT(key.export_as("raw").size() == 6);
  EXPECT(has(thrown([&] { deputy::crypto::digest("SHA-0", "abc"); }), "DEPUTY_JS_EXCEPTION"));
}

int main(int, char** argv) {
  base = argv[1];
  contexts();
  threads();
  pool();
  timers();
  net();
  secrets();
  deputy::log::info("all of it");
  for (int i = 0; i < 5000 && deputy::ui.call(DEPUTY_FN("told")).as<int>() < 7; i++) deputy::sleep(1ms);
  return 0;
}
