// The C++ library's threads and what belongs to them: thread, async, future, latch, barrier, semaphore, shared_mutex,
// call_once, timed waits, this_thread, hardware_concurrency.
// FEATURE: F60
// FLAGS: -std=c++20 -I${DIR}/../c
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "check.h"

using namespace std::chrono_literals;

int main() {
  CHECK(std::thread::hardware_concurrency() >= 1);

  std::vector<std::thread> threads;
  std::atomic<int> sum = 0;
  std::latch started(8);
  std::barrier meeting(8);
  std::counting_semaphore<2> few(2);
  std::atomic<int> inside = 0;
  std::shared_mutex shared;
  std::once_flag once;
  int onces = 0, guarded = 0;
  for (int i = 0; i < 8; i++) {
    threads.emplace_back([&, i] {
      started.count_down();
      started.wait();
      for (int round = 0; round < 5; round++) {
        meeting.arrive_and_wait();
        sum += i;
      }
      few.acquire();
      CHECK(++inside <= 2);
      std::this_thread::yield();
      inside--;
      few.release();
      std::call_once(once, [&] { onces++; });
      if (i % 2) {
        std::unique_lock lock(shared);
        guarded++;
      } else {
        std::shared_lock lock(shared);
        CHECK(guarded <= 4);
      }
    });
  }
  for (auto &thread : threads) thread.join();
  CHECK_EQ(sum, 5 * 28);
  CHECK_EQ(onces, 1);
  CHECK_EQ(guarded, 4);

  auto answer = std::async(std::launch::async, [] { return 42; });
  CHECK_EQ(answer.get(), 42);
  std::promise<int> promise;
  std::thread setter([&] { promise.set_value(7); });
  CHECK_EQ(promise.get_future().get(), 7);
  setter.join();

  /* Bounded waits end by themselves. */
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  CHECK(!never.wait_for(lock, 5ms, [] { return false; }));
  std::timed_mutex timed;
  timed.lock();
  std::thread([&] { CHECK(!timed.try_lock_for(5ms)); }).join();
  timed.unlock();

  auto before = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(20ms);
  CHECK(std::chrono::steady_clock::now() - before >= 19ms);
  CHECK(std::this_thread::get_id() != std::thread::id());
  return check_result();
}
