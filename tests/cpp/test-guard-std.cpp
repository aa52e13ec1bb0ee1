// With the guard, what of C++ makes the page's thread wait is reported with the stacks of both sides: mutexes, condition variables,
// semaphores, latches, atomic waits, futures.
// FEATURE: F51
// FLAGS: ${GUARD} -std=c++20
// TIMEOUT: 60
#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <thread>

#include <emscripten/emscripten.h>

#include "../c/check.h"

#define UNTIL(condition)                                                                           \
  do {                                                                                             \
    for (double end_ = emscripten_get_now() + 10000; !(condition) && emscripten_get_now() < end_;) \
      std::this_thread::sleep_for(std::chrono::microseconds(500));                                 \
    CHECK(condition);                                                                              \
  } while (0)

extern "C" const volatile void *deputy_guard_waits_for(void);

namespace {
std::atomic<int> waits{0}, done{0};
std::mutex mutex;
std::shared_mutex shared;
std::condition_variable condition;
bool flag = false;
std::counting_semaphore<4> semaphore{0};
std::latch latch{1};
std::atomic<int> word{0};
std::promise<int> promise;

void late() {
  UNTIL(waits > done);
  UNTIL(deputy_guard_waits_for());
  for (double end = emscripten_get_now() + 30; emscripten_get_now() < end;) std::this_thread::yield();
}

template <typename Wait>
void page(Wait wait) {
  waits++;
  wait();
  done++;
}
}  // namespace

extern "C" {
void page_waits_for_mutex(void *) { page([] { std::lock_guard<std::mutex> guard(mutex); }); }
void page_waits_for_shared(void *) { page([] { std::unique_lock<std::shared_mutex> guard(shared); }); }
void page_waits_for_condition(void *) {
  page([] {
    std::unique_lock<std::mutex> guard(mutex);
    condition.wait(guard, [] { return flag; });
  });
}
void page_waits_for_semaphore(void *) { page([] { semaphore.acquire(); }); }
void page_waits_for_latch(void *) { page([] { latch.wait(); }); }
void page_waits_for_word(void *) { page([] { word.wait(0); }); }
void page_waits_for_future(void *) { page([] { promise.get_future().wait(); }); }
}

static void scene(void (*on_page)(void *), const std::function<void(const std::function<void()> &)> &thread) {
  int before = done;
  std::thread([&] {
    thread([&] {
      CHECK_STATUS(deputy_context_post(DEPUTY_UI, on_page, nullptr, nullptr), DEPUTY_OK, nullptr);
      late();
    });
  }).join();
  UNTIL(done > before);
}

int main() {
  scene(page_waits_for_mutex, [](auto &begin) { std::lock_guard<std::mutex> guard(mutex); begin(); });
  scene(page_waits_for_shared, [](auto &begin) { std::shared_lock<std::shared_mutex> guard(shared); begin(); });
  scene(page_waits_for_condition, [](auto &begin) {
    begin();
    std::lock_guard<std::mutex> guard(mutex);
    flag = true;
    condition.notify_one();
  });
  scene(page_waits_for_semaphore, [](auto &begin) { begin(); semaphore.release(); });
  scene(page_waits_for_latch, [](auto &begin) { begin(); latch.count_down(); });
  scene(page_waits_for_word, [](auto &begin) { begin(); word = 1; word.notify_one(); });
  scene(page_waits_for_future, [](auto &begin) { begin(); promise.set_value(1); });
  return check_result();
}
