// Tasks beside std::thread, std::mutex, std::promise and thread-local objects: a continuation fulfils a promise of the standard
// library, user data is a C++ object that its drop deletes, a thread's queue is a context that its destructors may still use.
// FEATURE: F30 F33 F68
// FLAGS: -std=c++20 -I${DIR}/../c
#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "check.h"

static deputy_task start(deputy_js_fn *function, std::initializer_list<deputy_value> args) {
  deputy_task task = 0;
  CHECK_STATUS(deputy_js_call_async(DEPUTY_UI, function, &task, args.begin(), args.size(), nullptr), DEPUTY_OK, nullptr);
  return task;
}

// A function object as user data.
static std::atomic<int> objects = 0;
struct Job {
  std::function<void(deputy_task)> run;
  explicit Job(std::function<void(deputy_task)> f) : run(std::move(f)) { objects++; }
  ~Job() { objects--; }
  static void call(deputy_task task, void *job) { static_cast<Job *>(job)->run(task); }
  static void post(void *job) { static_cast<Job *>(job)->run(0); }
  static void drop(void *job) { delete static_cast<Job *>(job); }
};

static deputy_status then(deputy_task task, deputy_context context, std::function<void(deputy_task)> f) {
  return deputy_task_then(task, context, Job::call, new Job(std::move(f)), Job::drop);
}
static deputy_status post(deputy_context context, std::function<void()> f) {
  return deputy_context_post(context, Job::post, new Job([f = std::move(f)](deputy_task) { f(); }), Job::drop);
}

static std::string text_of(deputy_task task) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_task_wait(task, 10000, &out), DEPUTY_OK, &out);
  std::string text(out.data.string, out.len);
  deputy_value_free(&out);
  return text;
}

static std::atomic<int> sent_at_the_end = 0;
struct SendsAtTheEnd {
  deputy_context to = 0;
  ~SendsAtTheEnd() {
    if (to) CHECK_STATUS(post(to, [] { sent_at_the_end++; }), DEPUTY_OK, nullptr);
  }
};
thread_local SendsAtTheEnd at_the_end;

int main() {
  // A continuation fulfils a std::promise, for which this thread waits as it knows how.
  auto promise = std::make_shared<std::promise<std::string>>();
  auto future = promise->get_future();
  deputy_task task = start(DEPUTY_FN("soon"), {deputy_cstr("from the page")});
  CHECK_STATUS(then(task, DEPUTY_BACKGROUND, [promise](deputy_task t) { promise->set_value(text_of(t)); }), DEPUTY_OK, nullptr);
  promise.reset();
  CHECK(future.get() == "from the page");
  deputy_task_free(task);

  // The other way round: std::async settles a task that several threads wait for.
  CHECK_STATUS(deputy_task_new(&task), DEPUTY_OK, nullptr);
  std::vector<std::thread> waiters;
  std::atomic<int> right = 0;
  for (int i = 0; i < 4; i++) waiters.emplace_back([&] { right += text_of(task) == "settled"; });
  auto settled = std::async(std::launch::async, [&] {
    std::string text = "settled";
    deputy_value value = deputy_str(text.data(), text.size());
    return deputy_task_resolve(task, &value);
  });
  CHECK_STATUS(settled.get(), DEPUTY_OK, nullptr);
  for (auto &waiter : waiters) waiter.join();
  CHECK_EQ(right, 4);
  deputy_task_free(task);

  // A queue of this thread: others send it functions, also from their destructors.
  deputy_context mine = 0;
  CHECK_STATUS(deputy_context_open(&mine), DEPUTY_OK, nullptr);
  int ran = 0;
  auto here = std::this_thread::get_id();
  std::vector<std::thread> senders;
  for (int i = 0; i < 4; i++) {
    senders.emplace_back([&] {
      at_the_end.to = mine;
      for (int j = 0; j < 50; j++) CHECK_STATUS(post(mine, [&] { ran += std::this_thread::get_id() == here; }), DEPUTY_OK, nullptr);
    });
  }
  for (auto &sender : senders) sender.join();
  size_t served = 0;
  CHECK_STATUS(deputy_context_serve(0, &served), DEPUTY_OK, nullptr);
  CHECK_EQ(served, 4 * 51);
  CHECK_EQ(ran, 200);
  CHECK_EQ(sent_at_the_end, 4);

  // What never runs is deleted as well.
  CHECK_STATUS(post(mine, [] { CHECK(false); }), DEPUTY_OK, nullptr);
  CHECK_STATUS(deputy_context_close(), DEPUTY_OK, nullptr);
  CHECK_STATUS(post(mine, [] { CHECK(false); }), DEPUTY_STALE, nullptr);
  CHECK_STATUS(then(0, DEPUTY_BACKGROUND, [](deputy_task) { CHECK(false); }), DEPUTY_STALE, nullptr);
  for (int i = 0; i < 10000 && objects != 0; i++) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  CHECK_EQ(objects, 0);
  CHECK_EQ(deputy_task_live(), 0);
  return check_result();
}
