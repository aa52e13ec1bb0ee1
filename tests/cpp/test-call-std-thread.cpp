// C++ threads call as any other: many short ones one after the other, several at once, detached ones, and from the
// destructor of a thread-local object.
// FEATURE: F10 F60
// FLAGS: -std=c++20 -I${DIR}/../c
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "check.h"

static int32_t twice(int32_t number) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("twice"), &out, DEPUTY_ARGS(deputy_i32(number))), DEPUTY_OK, &out);
  return out.data.i32;
}

struct CallsAtTheEnd {
  int number = 0;
  ~CallsAtTheEnd() { CHECK_EQ(twice(number), 2 * number); }
};
thread_local CallsAtTheEnd at_the_end;

int main() {
  for (int i = 0; i < 50; i++) std::thread([i] { CHECK_EQ(twice(i), 2 * i); }).join();

  std::vector<std::thread> threads;
  std::atomic<int> sum = 0;
  for (int i = 0; i < 6; i++) {
    threads.emplace_back([i, &sum] {
      at_the_end.number = i;
      for (int turn = 0; turn < 100; turn++) sum += twice(i);
    });
  }
  for (auto &thread : threads) thread.join();
  CHECK_EQ(sum, 2 * 100 * (0 + 1 + 2 + 3 + 4 + 5));

  static std::mutex mutex;
  static std::condition_variable changed;
  static int done = 0;
  for (int i = 0; i < 6; i++) {
    std::thread([i] {
      CHECK_EQ(twice(i), 2 * i);
      std::lock_guard lock(mutex);
      done++;
      changed.notify_all();
    }).detach();
  }
  std::unique_lock lock(mutex);
  changed.wait(lock, [] { return done == 6; });

  std::string text = "from C++ \xe2\x82\xac";
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("back"), &out, DEPUTY_ARGS(deputy_str(text.data(), text.size()))), DEPUTY_OK, &out);
  CHECK_STR(out, text.data(), text.size());
  deputy_value_free(&out);
  return check_result();
}
