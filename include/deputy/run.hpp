// Part of deputy.hpp: C++ functions on contexts, threads, workers, the compute pool and timers.
// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What such a function throws does not leave it. Where somebody waits, that is thrown there, as a deputy::error with type and text; where
// nobody does, it is told to Module.deputy.onError.
#ifndef DEPUTY_RUN_HPP
#define DEPUTY_RUN_HPP

#include <deputy.hpp>

#include <atomic>
#include <mutex>

namespace deputy {

namespace detail {

/** Runs what nobody waits for. */
template <class F, class... A>
void run_unwatched(const char* what, F& function, A&&... args) noexcept {
  try {
    function(std::forward<A>(args)...);
  } catch (...) {
    deputy_value why = deputy_null();
    const deputy_status status = current_failure(&why);
    deputy_unobserved_report(status, &why, what);
    deputy_value_free(&why);
  }
}

/** Runs what gives a result to somebody. */
template <class F>
deputy_status run_for(F& function, deputy_value* out) noexcept {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<F&>>) {
      function();
    } else {
      auto result = function();
      if constexpr (std::same_as<decltype(result), value>) *out = result.release();
      else check(deputy_value_copy(&argument(result).raw(), out));
    }
    return DEPUTY_OK;
  } catch (...) {
    return current_failure(out);
  }
}

template <class F>
void drop(void* function) {
  delete static_cast<F*>(function);
}

template <class F>
deputy_status send_fn(void* function, deputy_value* out) {
  return run_for(*static_cast<F*>(function), out);
}

template <class F>
deputy_call_options within(F limit) {
  deputy_call_options options{};
  options.struct_size = sizeof options;
  // 0 is no limit there.
  if (limit != without_limit) options.timeout_ms = std::max<std::uint32_t>(detail::limit(limit), 1);
  return options;
}

}  // namespace detail

// ---- functions on contexts -------------------------------------------------------------------------------------------

/** Has a C++ function run in a context; nobody waits for it. \since 0.1.0 */
template <std::invocable F>
void post(context where, F function) {
  check(deputy_context_post(
      where.id(), [](void* kept) { detail::run_unwatched("a posted function", *static_cast<F*>(kept)); }, new F(std::move(function)), detail::drop<F>));
}

/** Has a C++ function run in a context and waits for what it gives: a value as an export gives one. \since 0.1.0 */
template <std::invocable F>
value send(context where, F function, std::chrono::milliseconds limit = without_limit) {
  const deputy_call_options options = detail::within(limit);
  value out;
  return detail::done(deputy_context_send(where.id(), detail::send_fn<F>, new F(std::move(function)), detail::drop<F>, out.out(), &options), out);
}

/** The same without waiting. \since 0.1.0 */
template <std::invocable F>
task async(context where, F function) {
  deputy_task out = 0;
  check(deputy_context_send_async(where.id(), detail::send_fn<F>, new F(std::move(function)), detail::drop<F>, &out, nullptr));
  return task(out);
}

namespace detail {

template <class F>
struct continuation {
  F function;
  /** It outlives its owner. */
  task kept;

  void operator()(deputy_task handle) {
    if constexpr (std::invocable<F&>) {
      function();
    } else {
      value out;
      function(done(deputy_task_wait(kept.handle() != 0 ? kept.handle() : handle, UINT32_MAX, out.out()), out));
    }
  }
};

template <class F>
void then(deputy_task handle, context where, continuation<F>* all) {
  check(deputy_task_then(
      handle, where.id(), [](deputy_task handle, void* all) { run_unwatched("a continuation", *static_cast<continuation<F>*>(all), handle); }, all, drop<continuation<F>>));
}

}  // namespace detail

/**
 * Has a C++ function run in a context when a task has settled. A function of no argument runs in any case, one of a value when there is
 * one; if there is none, the failure is told to Module.deputy.onError. The task must not go before that. \since 0.1.0
 */
template <class F>
void then(const task& what, context where, F function) {
  detail::then(what.handle(), where, new detail::continuation<F>{std::move(function), task()});
}
/** The same; the task goes when that has run. \since 0.1.0 */
template <class F>
void then(task&& what, context where, F function) {
  const deputy_task handle = what.handle();
  detail::then(handle, where, new detail::continuation<F>{std::move(function), std::move(what)});
}

/** The background: native threads for functions that block. \since 0.1.0 */
inline constexpr context background{DEPUTY_BACKGROUND};
/** The deputy, the thread of main(). \since 0.1.0 */
inline constexpr context main_thread{DEPUTY_MAIN};

// ---- threads ---------------------------------------------------------------------------------------------------------

/** A thread with an outcome: what its function gave or threw. It is detached when this is gone. \since 0.1.0 */
class thread {
 public:
  thread() noexcept = default;
  /** \param name NULL, or what it is called in messages; kept for ever \param stack bytes of its stack; 0: as many as usual */
  template <std::invocable F>
  explicit thread(F function, const char* name = nullptr, std::size_t stack = 0) {
    deputy_thread_options options{};
    options.struct_size = sizeof options;
    options.name = name;
    options.stack_size = stack;
    deputy_task out = 0;
    check(deputy_thread_spawn(detail::send_fn<F>, new F(std::move(function)), detail::drop<F>, &options, &out));
    end_ = deputy::task(out);
  }

  /** Waits for its end; throws what it failed with, or TIMED_OUT. */
  value join(std::chrono::milliseconds limit = without_limit) const { return end_.wait(limit); }
  /** Asks it to end: deputy_is_cancelled() is true there. */
  void cancel() const { end_.cancel(); }
  const deputy::task& end() const noexcept { return end_; }

 private:
  deputy::task end_;
};

/** A thread with JavaScript of its own, which lives on its event loop until this is gone. \since 0.1.0 */
class worker {
 public:
  explicit worker(const char* name = nullptr) : worker([] {}, name) {}
  /** \param function runs there first */
  template <std::invocable F>
  explicit worker(F function, const char* name = nullptr) {
    deputy_thread_options options{};
    options.struct_size = sizeof options;
    options.name = name;
    deputy_task out = 0;
    check(deputy_worker_spawn(detail::send_fn<F>, new F(std::move(function)), detail::drop<F>, &options, &id_, &out));
    end_ = deputy::task(out);
  }
  worker(worker&& other) noexcept : id_(std::exchange(other.id_, 0)), end_(std::move(other.end_)) {}
  worker& operator=(worker&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(end_, other.end_);
    return *this;
  }
  ~worker() { finish(); }

  context js() const noexcept { return context(id_); }
  /** Has it end; end() tells when it has. */
  void finish() noexcept {
    if (id_ != 0) deputy_worker_end(std::exchange(id_, 0));
  }
  const deputy::task& end() const noexcept { return end_; }

 private:
  deputy_context id_ = 0;
  deputy::task end_;
};

/** JavaScript of the calling thread's own from now on. \since 0.1.0 */
inline context open_javascript() {
  deputy_context id = 0;
  check(deputy_worker_open(&id));
  return context(id);
}

/** A copy of an object in another context. \since 0.1.0 */
inline object clone(const object& what, context where, std::chrono::milliseconds limit = without_limit) {
  deputy_object out = 0;
  value error;
  const deputy_status status = deputy_object_clone(what.handle(), where.id(), &out, error.out(), detail::limit(limit));
  detail::done(status, error);
  return object(out);
}

/** An object moved to another context. \since 0.1.0 */
inline object transfer(const object& what, context where, std::chrono::milliseconds limit = without_limit) {
  deputy_object out = 0;
  value error;
  const deputy_status status = deputy_object_transfer(what.handle(), where.id(), &out, error.out(), detail::limit(limit));
  detail::done(status, error);
  return object(out);
}

// ---- the compute pool ------------------------------------------------------------------------------------------------

namespace detail {

/** The first failure of several functions, with its text, which the functions of deputy.h do not pass on. */
class first_failure {
 public:
  template <class F>
  deputy_status run(F&& function) noexcept {
    try {
      function();
      return DEPUTY_OK;
    } catch (...) {
      deputy_value why = deputy_null();
      const deputy_status status = current_failure(&why);
      const std::lock_guard lock(mutex_);
      if (status_ == DEPUTY_OK) {
        status_ = status;
        why_ = value(why);
      } else {
        deputy_value_free(&why);
      }
      return status;
    }
  }

  /** Throws it; or what went wrong otherwise. */
  void rethrow(deputy_status status) {
    const std::lock_guard lock(mutex_);
    if (status_ != DEPUTY_OK) {
      throw error(std::exchange(status_, DEPUTY_OK), why_.release());
    }
    check(status);
  }

 private:
  std::mutex mutex_;
  deputy_status status_ = DEPUTY_OK;
  value why_;
};

}  // namespace detail

/** The compute pool: a context for functions that compute. \since 0.1.0 */
class compute_pool : public context {
 public:
  constexpr compute_pool() noexcept : context(DEPUTY_POOL) {}

  std::uint32_t width() const noexcept { return deputy_pool_width(); }

  /**
   * Calls function(i) for each index, on threads of the pool and on this one, and returns when all of it is done. The first
   * exception ends the loop and is thrown here, as deputy::error. \param grain indices of a part; 0: as suits
   */
  template <class F>
    requires std::invocable<F&, std::size_t>
  void parallel_for(std::size_t begin, std::size_t end, F function, std::size_t grain = 0) const {
    struct shared {
      F& function;
      detail::first_failure failure;
    } all{function, {}};
    const deputy_status status = deputy_pool_for(
        begin, end, grain,
        [](void* data, std::size_t from, std::size_t to) {
          auto& all = *static_cast<shared*>(data);
          return all.failure.run([&] {
            for (std::size_t i = from; i < to; i++) all.function(i);
          });
        },
        &all);
    all.failure.rethrow(status);
  }
};

inline constexpr compute_pool pool{};

/** Jobs that are waited for together. \since 0.1.0 */
class scope {
 public:
  scope() { check(deputy_pool_scope_new(&scope_)); }
  scope(const scope&) = delete;
  scope& operator=(const scope&) = delete;
  /** Waits; what jobs threw and nobody has waited for is told to Module.deputy.onError. */
  ~scope() {
    if (scope_) detail::run_unwatched("a job of a scope", *this);
  }

  /** Adds a job, from any thread, a job's too. */
  template <std::invocable F>
  void submit(F job) {
    struct kept {
      F job;
      detail::first_failure& failure;
    };
    check(deputy_pool_scope_submit(
        scope_,
        [](void* data) {
          auto& one = *static_cast<kept*>(data);
          return one.failure.run(one.job);
        },
        new kept{std::move(job), failure_}, detail::drop<kept>));
  }

  /** Waits until all jobs are done, and throws what the first that failed has thrown. */
  void wait() {
    // Jobs may add some until then.
    const deputy_status status = deputy_pool_scope_wait(scope_);
    scope_ = nullptr;
    failure_.rethrow(status);
  }
  void operator()() { wait(); }

 private:
  deputy_pool_scope* scope_ = nullptr;
  detail::first_failure failure_;
};

// ---- timers ----------------------------------------------------------------------------------------------------------

/** A task that resolves after a time. \since 0.1.0 */
inline task delay(std::chrono::milliseconds time) {
  deputy_task out = 0;
  check(deputy_timer_delay(detail::limit(time), &out));
  return task(out);
}

/** Calls a function again and again, until this is gone or cancelled; what it throws is told to Module.deputy.onError. \since 0.1.0 */
class interval {
 public:
  template <std::invocable F>
  interval(std::chrono::milliseconds period, context where, F function) {
    deputy_task out = 0;
    check(deputy_timer_every(
        detail::limit(period), where.id(), [](void* kept) { detail::run_unwatched("an interval", *static_cast<F*>(kept)); }, new F(std::move(function)), detail::drop<F>,
        &out));
    end_ = deputy::task(out);
  }
  interval(interval&&) noexcept = default;
  interval& operator=(interval&&) noexcept = default;
  ~interval() { cancel(); }

  void cancel() const noexcept {
    if (end_.handle() != 0) deputy_task_cancel(end_.handle());
  }

 private:
  deputy::task end_;
};

/** Sleeps; false if `token` settled before the time was up. \since 0.1.0 */
inline bool sleep(std::chrono::milliseconds time, const task* token = nullptr) {
  const deputy_status status = deputy_timer_sleep(detail::limit(time), token ? token->handle() : 0);
  if (status == DEPUTY_CANCELLED) return false;
  check(status);
  return true;
}

// ---- the log ---------------------------------------------------------------------------------------------------------

/** Lines of the log. \since 0.1.0 */
namespace log {
inline void error(const std::string& text) { deputy_log(DEPUTY_LOG_ERROR, text.c_str()); }
inline void warn(const std::string& text) { deputy_log(DEPUTY_LOG_WARN, text.c_str()); }
inline void info(const std::string& text) { deputy_log(DEPUTY_LOG_INFO, text.c_str()); }
inline void debug(const std::string& text) { deputy_log(DEPUTY_LOG_DEBUG, text.c_str()); }
}  // namespace log

}  // namespace deputy

#endif
