// Static destructors and atexit handlers run on the thread that ends the program, in reverse order, and may do what any code
// may: lock, wait, start and join threads that call the UI, print.
// FEATURE: F02 F09
// EXIT: 12
// FLAGS: -std=c++20 -I${DIR}/../c
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <emscripten/threading.h>
#include <iostream>
#include <mutex>
#include <thread>

#include "check.h"

static int count() {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("count"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  return out.data.i32;
}

/* Constructed first, destroyed last. */
struct Last {
  ~Last() {
    std::cout << "last\n";
    std::cout.flush();
    if (check_result()) std::_Exit(1);
  }
} last;

/* A worker that runs until it is told to stop: its destructor joins it, as those of thread pools do. */
struct Pool {
  std::mutex mutex;
  std::condition_variable changed;
  bool stop = false;
  std::thread worker;
  Pool() {}
  void start() {
    worker = std::thread([this] {
      std::unique_lock lock(mutex);
      changed.wait(lock, [this] { return stop; });
      CHECK_EQ(count(), 1);
    });
  }
  ~Pool() {
    CHECK(!emscripten_is_main_runtime_thread());
    {
      std::lock_guard lock(mutex);
      stop = true;
    }
    changed.notify_all();
    worker.join();
    std::cout << "pool joined\n";
  }
} pool;

int main() {
  pool.start();
  std::atexit([] {
    CHECK(!emscripten_is_main_runtime_thread());
    std::thread([] { std::cout << "a new thread\n"; }).join();
  });
  return 12;
}
