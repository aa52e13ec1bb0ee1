// C++20's primitives block until another thread lets go, and their timed forms run out: mutexes of each kind, condition variables,
// latch, barrier, semaphores, atomic wait, future, call_once, stop_token, jthread, join, sleep; from each executor, with the page idle and busy
// 200 ms at a time.
// FEATURE: F72
// FLAGS: -std=c++20 -fexperimental-library -I${DIR}/../c
// TIMEOUT: 90
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stop_token>
#include <thread>

#include "check.h"

using namespace std::chrono_literals;
using namespace std::chrono;

static constexpr auto WHILE = 20ms, BRIEF = 25ms, LONG = 20000ms;

/* The partner: takes, and gives after a while. One for all, or each case would wait for a Worker while the page is busy. */
static std::atomic<int> step = 0;
static std::atomic<bool> let_go = false, over = false;
static std::function<void()> take, give;

static void partner() {
  while (!over) {
    if (step != 1) {
      std::this_thread::sleep_for(1ms);
      continue;
    }
    if (take) take();
    step = 2;
    step.notify_all();
    std::this_thread::sleep_for(WHILE);
    let_go = true;
    if (give) give();
    step = 3;
    step.notify_all();
  }
}
static void partner_holds(std::function<void()> t, std::function<void()> g) {
  take = t;
  give = g;
  let_go = false;
  step = 1;
  step.wait(1);
}
static void partner_ends() {
  step.wait(2);
  CHECK_EQ(step, 3);
  step = 0;
}
static void came_from_partner() {
  CHECK(let_go);
  partner_ends();
}
template <class Call> static void runs_out(Call call) {
  auto before = steady_clock::now();
  CHECK(!call());
  auto took = steady_clock::now() - before;
  CHECK(took >= BRIEF - 2ms && took < LONG);
}

template <class Mutex> static void blocks_in(Mutex &mutex) {
  partner_holds([&] { mutex.lock(); }, [&] { mutex.unlock(); });
  mutex.lock();
  came_from_partner();
  mutex.unlock();
}
template <class Mutex> static void timed(Mutex &mutex) {
  blocks_in(mutex);
  partner_holds([&] { mutex.lock(); }, [&] { mutex.unlock(); });
  CHECK(mutex.try_lock_for(LONG));
  came_from_partner();
  mutex.unlock();
  /* Held by the partner for longer than the attempt takes. */
  std::atomic<bool> enough = false;
  partner_holds([&] { mutex.lock(); }, [&] { enough.wait(false); mutex.unlock(); });
  runs_out([&] { return mutex.try_lock_for(BRIEF); });
  runs_out([&] { return mutex.try_lock_until(steady_clock::now() + BRIEF); });
  enough = true;
  enough.notify_all();
  partner_ends();
}

static void body() {
  { std::mutex m; blocks_in(m); }
  { std::recursive_mutex m; blocks_in(m); std::lock_guard a(m), b(m); }
  { std::timed_mutex m; timed(m); }
  { std::recursive_timed_mutex m; timed(m); }
  { std::shared_mutex m; blocks_in(m); }
  {
    std::shared_timed_mutex m;
    timed(m);
    partner_holds([&] { m.lock(); }, [&] { m.unlock(); });
    m.lock_shared();
    came_from_partner();
    CHECK(m.try_lock_shared());
    runs_out([&] { return m.try_lock_for(BRIEF); });
    m.unlock_shared();
    m.unlock_shared();
  }
  {
    std::mutex a, b;
    partner_holds([&] { a.lock(); b.lock(); }, [&] { a.unlock(); b.unlock(); });
    std::scoped_lock both(b, a);
    came_from_partner();
  }
  {
    std::mutex m;
    std::condition_variable one;
    std::condition_variable_any any;
    bool is = false;
    auto change = [&] { std::lock_guard lock(m); is = true; one.notify_one(); any.notify_all(); };
    std::unique_lock lock(m);
    lock.unlock();
    partner_holds({}, change);
    lock.lock();
    one.wait(lock, [&] { return is; });
    lock.unlock();
    came_from_partner();
    is = false;
    partner_holds({}, change);
    lock.lock();
    CHECK(any.wait_for(lock, LONG, [&] { return is; }));
    lock.unlock();
    came_from_partner();
    lock.lock();
    runs_out([&] { return one.wait_for(lock, BRIEF, [] { return false; }); });
    runs_out([&] { return any.wait_until(lock, system_clock::now() + BRIEF, [] { return false; }); });
  }
  {
    std::latch latch(1);
    partner_holds({}, [&] { latch.count_down(); });
    latch.wait();
    came_from_partner();
    CHECK(latch.try_wait());
    CHECK(!std::latch(1).try_wait());
  }
  {
    int completed = 0;
    std::barrier barrier(2, [&]() noexcept { completed++; });
    for (int i = 0; i < 3; i++) {
      partner_holds({}, [&] { barrier.arrive_and_wait(); });
      barrier.arrive_and_wait();
      came_from_partner();
    }
    CHECK_EQ(completed, 3);
  }
  {
    std::counting_semaphore<4> many(0);
    std::binary_semaphore one(0);
    partner_holds({}, [&] { many.release(2); one.release(); });
    many.acquire();
    CHECK(many.try_acquire_for(LONG));
    CHECK(one.try_acquire_until(steady_clock::now() + LONG));
    came_from_partner();
    runs_out([&] { return many.try_acquire_for(BRIEF); });
    runs_out([&] { return one.try_acquire_until(steady_clock::now() + BRIEF); });
  }
  {
    std::atomic<int> word = 0;
    std::atomic_flag flag;
    std::atomic<long long> wide = 0;
    partner_holds({}, [&] {
      word = 1, word.notify_one();
      flag.test_and_set(), flag.notify_all();
      wide = 1, wide.notify_all();
    });
    word.wait(0);
    flag.wait(false);
    wide.wait(0);
    came_from_partner();
  }
  {
    std::promise<int> promise;
    std::shared_future<int> future = promise.get_future().share();
    partner_holds({}, [&] { promise.set_value(5); });
    CHECK_EQ(future.get(), 5);
    came_from_partner();
    std::promise<void> never;
    auto waits = never.get_future();
    runs_out([&] { return waits.wait_for(BRIEF) == std::future_status::ready; });
    CHECK_EQ(std::async(std::launch::async, [] { std::this_thread::sleep_for(WHILE); return 3; }).get(), 3);
    std::packaged_task<int()> task([] { return 4; });
    auto packaged = task.get_future();
    partner_holds({}, [&] { task(); });
    CHECK(packaged.wait_until(steady_clock::now() + LONG) == std::future_status::ready);
    CHECK_EQ(packaged.get(), 4);
    came_from_partner();
  }
  {
    std::once_flag flag;
    std::atomic<int> runs = 0;
    std::atomic<bool> begun = false;
    auto once = [&] { begun = true; begun.notify_all(); std::this_thread::sleep_for(WHILE); runs++; };
    partner_holds({}, [&] { std::call_once(flag, once); });
    begun.wait(false);
    std::call_once(flag, once);
    CHECK_EQ(runs, 1);
    came_from_partner();
  }
  {
    std::mutex m;
    std::condition_variable_any any;
    std::stop_source stop;
    partner_holds({}, [&] { stop.request_stop(); });
    std::unique_lock lock(m);
    CHECK(!any.wait(lock, stop.get_token(), [] { return false; }));
    lock.unlock();
    came_from_partner();
    std::atomic<bool> stopped = false;
    {
      std::jthread thread([&](std::stop_token token) {
        std::unique_lock inside(m);
        any.wait(inside, token, [] { return false; });
        stopped = token.stop_requested();
      });
    } /* it asks it to stop, and joins */
    CHECK(stopped);
  }
  std::thread([] { std::this_thread::sleep_for(WHILE); }).join();
  runs_out([] { std::this_thread::sleep_for(BRIEF); return false; });
  runs_out([] { std::this_thread::sleep_until(steady_clock::now() + BRIEF); return false; });
}

/* executors.h is C: its five, in the words of C++. */
static void each() {
  body();
  std::thread(body).join();
  auto run = [](void *memory) {
    body();
    static_cast<std::latch *>(memory)->count_down();
  };
  for (deputy_context where : {DEPUTY_BACKGROUND, DEPUTY_POOL}) {
    std::latch done(1);
    CHECK_STATUS(deputy_context_post(where, run, &done, nullptr), DEPUTY_OK, nullptr);
    done.wait();
  }
  auto in_worker = [](void *, deputy_value *) {
    body();
    return deputy_worker_end(deputy_context_current());
  };
  deputy_context worker = 0;
  deputy_task task = 0;
  CHECK_STATUS(deputy_worker_spawn(in_worker, nullptr, nullptr, nullptr, &worker, &task), DEPUTY_OK, nullptr);
  CHECK_STATUS(deputy_task_wait(task, UINT32_MAX, nullptr), DEPUTY_OK, nullptr);
  deputy_task_free(task);
}
int main() {
  std::thread other(partner);
#ifdef BLOCK_HIDDEN
  auto hidden = [] {
    deputy_value out = deputy_null();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("isHidden"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
    return out.data.i32;
  };
  CHECK_EQ(hidden(), 1);
  each();
  CHECK_EQ(hidden(), 1);
#else
  each();
  CHECK_STATUS(deputy_js_post(DEPUTY_UI, DEPUTY_FN("beBusy"), DEPUTY_NO_ARGS), DEPUTY_OK, nullptr);
  each();
  deputy_value turns = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("beIdle"), &turns, DEPUTY_NO_ARGS), DEPUTY_OK, &turns);
  CHECK(turns.data.i32 >= 2);
#endif
  over = true;
  other.join();
  return check_result();
}
