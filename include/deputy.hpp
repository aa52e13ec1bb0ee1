// emdeputy for C++20: values that free themselves, errors as exceptions, functions as exports. Header only, over deputy.h.
// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What fails throws deputy::error, which holds status, text and what JavaScript threw. emscripten compiles a throw into the end of
// the program unless the program is built with -fexceptions or -fwasm-exceptions; the functions of deputy.h return statuses.
#ifndef DEPUTY_HPP
#define DEPUTY_HPP

#include <deputy.h>

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include <cxxabi.h>

namespace deputy {

// ---- errors ----------------------------------------------------------------------------------------------------------

/** Why something did not work. Copies share what JavaScript threw. \since 0.1.0 */
class error : public std::exception {
 public:
  /** \param status why \param text in place of the status's own text */
  explicit error(deputy_status status, std::string_view text = {}) : status_(status) {
    text_ = std::string(deputy_status_name(status)) + ": " + std::string(text.empty() ? deputy_status_message(status) : text);
  }

  /** \param status what a call returned \param thrown its `out`, taken over: what `thrown` owns is this error's */
  error(deputy_status status, deputy_value thrown) : status_(status) {
    if (thrown.tag == DEPUTY_VALUE_ERROR) {
      thrown_ = std::shared_ptr<deputy_value>(new deputy_value(thrown), [](deputy_value* value) {
        deputy_value_free(value);
        delete value;
      });
      text_ = std::string(deputy_status_name(status)) + ": " + name() + ": " + message();
    } else {
      const bool has_text = thrown.tag == DEPUTY_VALUE_STRING;
      *this = error(status, has_text ? std::string_view(thrown.data.string, thrown.len) : std::string_view());
      deputy_value_free(&thrown);
    }
  }

  deputy_status status() const noexcept { return status_; }
  /** Status, name and message. */
  const char* what() const noexcept override { return text_.c_str(); }
  /** The same without the status. */
  const char* text() const noexcept { return text_.c_str() + std::char_traits<char>::length(deputy_status_name(status_)) + 2; }
  /** Of what JavaScript threw; empty if it was something else that failed. */
  const char* name() const noexcept { return deputy_error_name(thrown_.get()); }
  /** As name(). */
  const char* message() const noexcept { return deputy_error_message(thrown_.get()); }
  /** As name(). */
  const char* stack() const noexcept { return deputy_error_stack(thrown_.get()); }
  /** What JavaScript threw, NULL if nothing; lives as long as this error. */
  const deputy_value* thrown() const noexcept { return thrown_.get(); }

 private:
  deputy_status status_;
  std::string text_;
  std::shared_ptr<deputy_value> thrown_;
};

/** Throws what a function of deputy.h returned, unless it is DEPUTY_OK. \since 0.1.0 */
inline void check(deputy_status status) {
  if (status != DEPUTY_OK) throw error(status);
}

// ---- values ----------------------------------------------------------------------------------------------------------

class value;
class object;
class callback;

/**
 * What a value is made of on its way to JavaScript: anything that converts to this is an argument. It borrows: what it was made of
 * must live until the call returns.
 *
 * 64-bit integers become BigInts, all other numbers numbers. \since 0.1.0
 */
class argument {
 public:
  argument() noexcept : raw_(deputy_undefined()) {}
  argument(std::nullptr_t) noexcept : raw_(deputy_null()) {}
  template <class T>
    requires std::is_arithmetic_v<T>
  argument(T number) noexcept {
    if constexpr (std::same_as<T, bool>) raw_ = deputy_bool(number);
    else if constexpr (std::floating_point<T>) raw_ = deputy_f64(static_cast<double>(number));
    else if constexpr (sizeof(T) < 4 || (sizeof(T) == 4 && std::signed_integral<T>)) raw_ = deputy_i32(static_cast<std::int32_t>(number));
    else if constexpr (sizeof(T) == 4) raw_ = deputy_f64(static_cast<double>(number));
    else if constexpr (std::signed_integral<T>) raw_ = deputy_i64(number);
    else static_assert(sizeof(T) < 8, "an unsigned 64-bit integer may be no BigInt of 64 bits: cast it to what it is");
  }
  argument(const char* text) noexcept : raw_(deputy_cstr(text)) {}
  argument(std::string_view text) noexcept : raw_(deputy_str(text.data(), text.size())) {}
  argument(const std::string& text) noexcept : argument(std::string_view(text)) {}
  /** Bytes are copied: JavaScript gets a Uint8Array of its own. */
  argument(std::span<const std::uint8_t> bytes) noexcept : raw_(deputy_bytes(bytes.data(), bytes.size())) {}
  argument(const deputy_value& raw) noexcept : raw_(raw) {}
  inline argument(const value& value) noexcept;
  inline argument(const object& object) noexcept;
  inline argument(const callback& callback) noexcept;
  template <class T>
  argument(const std::optional<T>& maybe) noexcept : argument(maybe ? argument(*maybe) : argument(nullptr)) {}

  const deputy_value& raw() const noexcept { return raw_; }

 private:
  deputy_value raw_;
};

namespace detail {

[[noreturn]] inline void wrong_type(const deputy_value& raw, const char* expected) {
  throw error(DEPUTY_WRONG_TYPE, std::string("expected ") + expected + ", got a value with tag " + std::to_string(raw.tag));
}

/** How a C++ type is read from a value; specialise it for your own. */
template <class T>
struct reader;

template <>
struct reader<bool> {
  static bool read(const deputy_value& raw) {
    if (raw.tag != DEPUTY_VALUE_BOOL) wrong_type(raw, "a bool");
    return raw.data.boolean;
  }
};

template <class T>
  requires(std::is_arithmetic_v<T> && !std::same_as<T, bool>)
struct reader<T> {
  static T read(const deputy_value& raw) {
    if constexpr (std::integral<T>) {
      if (raw.tag == DEPUTY_VALUE_I32 && std::in_range<T>(raw.data.i32)) return static_cast<T>(raw.data.i32);
      if (raw.tag == DEPUTY_VALUE_I64 && std::in_range<T>(raw.data.i64)) return static_cast<T>(raw.data.i64);
      if (raw.tag == DEPUTY_VALUE_F64) {
        // Beyond 2 ** 53 a double stands for several integers.
        const double number = raw.data.f64;
        if (number >= -0x1p53 && number <= 0x1p53) {
          const auto whole = static_cast<std::int64_t>(number);
          if (static_cast<double>(whole) == number && std::in_range<T>(whole)) return static_cast<T>(whole);
        }
      }
      if (raw.tag == DEPUTY_VALUE_I32 || raw.tag == DEPUTY_VALUE_I64 || raw.tag == DEPUTY_VALUE_F64) {
        throw error(DEPUTY_OUT_OF_RANGE, "the number does not fit the integer type it is read as");
      }
      wrong_type(raw, "an integer");
    } else {
      if (raw.tag == DEPUTY_VALUE_I32) return static_cast<T>(raw.data.i32);
      if (raw.tag != DEPUTY_VALUE_F64) wrong_type(raw, "a number");
      return static_cast<T>(raw.data.f64);
    }
  }
};

/** The text lives as long as the value. */
template <>
struct reader<std::string_view> {
  static std::string_view read(const deputy_value& raw) {
    if (raw.tag != DEPUTY_VALUE_STRING && raw.tag != DEPUTY_VALUE_JSON) wrong_type(raw, "a string");
    return {raw.data.string, raw.len};
  }
};

template <>
struct reader<std::string> {
  static std::string read(const deputy_value& raw) { return std::string(reader<std::string_view>::read(raw)); }
};

/** The bytes live as long as the value. */
template <>
struct reader<std::span<const std::uint8_t>> {
  static std::span<const std::uint8_t> read(const deputy_value& raw) {
    if (raw.tag != DEPUTY_VALUE_BYTES) wrong_type(raw, "bytes");
    return {raw.data.bytes, raw.len};
  }
};

/** null and undefined are nothing. */
template <class T>
struct reader<std::optional<T>> {
  static std::optional<T> read(const deputy_value& raw) {
    if (raw.tag == DEPUTY_VALUE_NULL || raw.tag == DEPUTY_VALUE_UNDEFINED) return std::nullopt;
    return reader<T>::read(raw);
  }
};

template <class T>
struct reader<std::vector<T>> {
  static std::vector<T> read(const deputy_value& raw) {
    std::vector<T> all;
    if (raw.tag != DEPUTY_VALUE_ARRAY || raw.kind != DEPUTY_ELEMENT_VALUE) wrong_type(raw, "an array");
    all.reserve(raw.len);
    for (std::uint32_t i = 0; i < raw.len; i++) all.push_back(reader<T>::read(raw.data.array[i]));
    return all;
  }
};

/** As it is; borrowed. */
template <>
struct reader<deputy_value> {
  static deputy_value read(const deputy_value& raw) { return raw; }
};

}  // namespace detail

/** A value that a call returned. Owns it. \since 0.1.0 */
class value {
 public:
  value() noexcept : raw_(deputy_undefined()) {}
  /** Takes over what a function of deputy.h gave. */
  explicit value(const deputy_value& owned) noexcept : raw_(owned) {}
  value(value&& other) noexcept : raw_(std::exchange(other.raw_, deputy_undefined())) {}
  value& operator=(value&& other) noexcept {
    std::swap(raw_, other.raw_);
    return *this;
  }
  ~value() { deputy_value_free(&raw_); }

  /** A copy that owns what it refers to. */
  static value copy(const argument& from) {
    value copy;
    check(deputy_value_copy(&from.raw(), &copy.raw_));
    return copy;
  }

  bool is_null() const noexcept { return raw_.tag == DEPUTY_VALUE_NULL; }
  bool is_undefined() const noexcept { return raw_.tag == DEPUTY_VALUE_UNDEFINED; }
  deputy_value_tag tag() const noexcept { return static_cast<deputy_value_tag>(raw_.tag); }

  /**
   * It as a C++ value: arithmetic types, std::string, std::string_view, std::span<const uint8_t>, std::vector and std::optional of
   * those. Views and spans live as long as this value. Throws WRONG_TYPE, or OUT_OF_RANGE for a number that does not fit.
   */
  template <class T>
  T as() const {
    return detail::reader<T>::read(raw_);
  }

  const deputy_value& raw() const noexcept { return raw_; }
  /** For functions of deputy.h that write a result. */
  deputy_value* out() noexcept { return &raw_; }
  /** Gives it away: deputy_value_free() is the caller's. */
  deputy_value release() noexcept { return std::exchange(raw_, deputy_undefined()); }

 private:
  deputy_value raw_;
};

inline argument::argument(const value& value) noexcept : raw_(value.raw()) {}

namespace detail {

/** What a function of deputy.h returned, and its `out`: the value, or thrown. By reference: the function writes to it first. */
inline value done(deputy_status status, value& out) {
  if (status != DEPUTY_OK) throw error(status, out.release());
  return std::move(out);
}

/** The same, of a value that is an object: its handle. */
inline deputy_object object_of(deputy_status status, value& out) { return done(status, out).release().data.object; }

/** Arguments as functions of deputy.h take them. */
template <class... A>
struct arguments {
  explicit arguments(const A&... args) : values{argument(args).raw()...} {}
  static constexpr std::size_t count = sizeof...(A);
  deputy_value values[count + 1];
};

}  // namespace detail

// ---- objects ---------------------------------------------------------------------------------------------------------

/**
 * An object or a function of JavaScript. Holds one reference to it; usable on every thread, the page does the work.
 * \since 0.1.0
 */
class object {
 public:
  object() noexcept = default;
  /** Takes over a reference. */
  explicit object(deputy_object owned) noexcept : handle_(owned) {}
  object(const object& other) noexcept : handle_(other.handle_ == 0 ? 0 : deputy_object_ref(other.handle_)) {}
  object(object&& other) noexcept : handle_(std::exchange(other.handle_, 0)) {}
  object& operator=(object other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~object() { deputy_object_free(handle_); }

  explicit operator bool() const noexcept { return handle_ != 0; }
  deputy_object handle() const noexcept { return handle_; }

  value get(const char* key) const {
    value out;
    return detail::done(deputy_object_get(handle_, key, out.out()), out);
  }
  /** A property that is an object, whatever it is: arrays and plain objects, too, which get() copies. */
  object get_object(const char* key) const {
    value out;
    return object(detail::object_of(deputy_object_get_object(handle_, key, out.out()), out));
  }
  void set(const char* key, const argument& what) const {
    value out;
    detail::done(deputy_object_set(handle_, key, what.raw(), out.out()), out);
  }
  template <class... A>
  value call(const char* method, const A&... args) const {
    const detail::arguments<A...> list(args...);
    value out;
    return detail::done(deputy_object_call(handle_, method, out.out(), list.values, list.count), out);
  }
  /** It as a constructor. */
  template <class... A>
  object construct(const A&... args) const {
    const detail::arguments<A...> list(args...);
    value out;
    return object(detail::object_of(deputy_object_new(handle_, out.out(), list.values, list.count), out));
  }

 private:
  deputy_object handle_ = 0;
};

inline argument::argument(const object& object) noexcept : raw_(deputy_object_value(object.handle())) {}

template <>
struct detail::reader<object> {
  static object read(const deputy_value& raw) {
    if (raw.tag != DEPUTY_VALUE_OBJECT) wrong_type(raw, "an object");
    return object(deputy_object_ref(raw.data.object));
  }
};

// ---- native functions for JavaScript ---------------------------------------------------------------------------------

namespace detail {

/** A type as C++ spells it; without type information, something. */
inline std::string name_of(const std::type_info* type) {
  if (!type) return "something";
  int failed = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(type->name(), nullptr, nullptr, &failed), &std::free);
  return name ? name.get() : type->name();
}

/** The exception that is being handled, as status and text: nothing is thrown out of here. */
inline deputy_status current_failure(deputy_value* out) noexcept {
  deputy_status status = DEPUTY_NATIVE_EXCEPTION;
  try {
    std::string text;
    try {
      throw;
    } catch (const error& e) {
      // As it came: JavaScript gets back the very error that it threw.
      if (e.thrown()) {
        deputy_value_copy(e.thrown(), out);
        return e.status();
      }
      status = e.status();
      text = e.text();
    } catch (const std::exception& e) {
      text = name_of(&typeid(e)) + ": " + e.what();
    } catch (...) {
      text = name_of(abi::__cxa_current_exception_type()) + " was thrown, which has no text";
    }
    const deputy_value borrowed = deputy_str(text.data(), text.size());
    deputy_value_copy(&borrowed, out);
  } catch (...) {
    // No memory for the text.
  }
  return status;
}

template <class F>
struct signature : signature<decltype(&std::remove_reference_t<F>::operator())> {};
template <class R, class... A>
struct signature<R (*)(A...)> {
  using arguments = std::tuple<std::remove_cvref_t<A>...>;
};
template <class C, class R, class... A>
struct signature<R (C::*)(A...)> : signature<R (*)(A...)> {};
template <class C, class R, class... A>
struct signature<R (C::*)(A...) const> : signature<R (*)(A...)> {};

template <class Tuple>
struct reads;
template <class... A>
struct reads<std::tuple<A...>> {
  /** Arguments that were left out are undefined. */
  template <std::size_t... I>
  static std::tuple<A...> read(const deputy_value* args, std::size_t argc, std::index_sequence<I...>) {
    return std::tuple<A...>{one<A>(I < argc ? args[I] : deputy_undefined(), I)...};
  }

 private:
  template <class T>
  static T one(const deputy_value& raw, std::size_t index) {
    try {
      return reader<T>::read(raw);
    } catch (const error& e) {
      throw error(e.status(), "argument " + std::to_string(index + 1) + ": " + e.what());
    }
  }
};

/** Calls a C++ function for JavaScript. No exception leaves it. */
template <class F>
deputy_status invoke(F& function, const deputy_value* args, std::size_t argc, deputy_value* out) noexcept {
  try {
    using arguments = typename signature<F>::arguments;
    auto list = reads<arguments>::read(args, argc, std::make_index_sequence<std::tuple_size_v<arguments>>{});
    if constexpr (std::is_void_v<decltype(std::apply(function, std::move(list)))>) {
      std::apply(function, std::move(list));
      *out = deputy_undefined();
    } else {
      auto result = std::apply(function, std::move(list));
      // What the result refers to ends with this function.
      if constexpr (std::same_as<decltype(result), value>) *out = result.release();
      else check(deputy_value_copy(&argument(result).raw(), out));
    }
    return DEPUTY_OK;
  } catch (...) {
    return current_failure(out);
  }
}

template <auto Function>
deputy_status exported(const deputy_value* args, std::size_t argc, deputy_value* out, void*) {
  auto function = Function;
  return invoke(function, args, argc, out);
}

}  // namespace detail

/**
 * Adds a C++ function that JavaScript can call by name, like deputy_export_add(). Arguments are read as value::as() reads them; an
 * exception becomes a rejection with its type and text. The function lives as long as the program.
 * \param signature as for deputy_export_add(): "score(text: string, limit?: i32): f64", or a name alone
 * \since 0.1.0
 */
template <class F>
void export_function(const char* signature, F function) {
  auto kept = std::make_unique<F>(std::move(function));
  check(deputy_export_add(
      signature,
      [](const deputy_value* args, std::size_t argc, deputy_value* out, void* userdata) {
        return detail::invoke(*static_cast<F*>(userdata), args, argc, out);
      },
      kept.get()));
  kept.release();
}

/**
 * A C++ function as a function of JavaScript: an argument of calls. It runs in the context of the thread that makes it, or on the
 * deputy; JavaScript gets a promise. Arguments and exceptions as with export_function(). The function is deleted when this is gone
 * and JavaScript has let go of it. \since 0.1.0
 */
class callback {
 public:
  /** \param signature NULL, or as for deputy_export_add(): what it takes and gives */
  template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, callback>)
  explicit callback(F function, const char* signature = nullptr) {
    auto kept = std::make_unique<F>(std::move(function));
    deputy_callback_options options{};
    options.struct_size = sizeof options;
    options.signature = signature;
    check(deputy_callback_new(
        [](const deputy_value* args, std::size_t argc, deputy_value* out, void* userdata) {
          return detail::invoke(*static_cast<F*>(userdata), args, argc, out);
        },
        kept.get(), [](void* userdata) { delete static_cast<F*>(userdata); }, &options, &handle_));
    kept.release();
  }
  callback(callback&& other) noexcept : handle_(std::exchange(other.handle_, 0)) {}
  callback& operator=(callback&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~callback() { deputy_callback_free(handle_); }

  deputy_callback handle() const noexcept { return handle_; }

 private:
  deputy_callback handle_ = 0;
};

inline argument::argument(const callback& callback) noexcept : raw_(deputy_callback_value(callback.handle())) {}

/** At file level: DEPUTY_EXPORT_CPP(score, "score(text: string): f64") exports a C++ function before main(). \since 0.1.0 */
#define DEPUTY_EXPORT_CPP(function, signature)                                     \
  __attribute__((constructor)) static void deputy_export_##function##_() {         \
    deputy_export_static(signature, deputy::detail::exported<&function>);          \
  }                                                                                \
  struct deputy_semicolon_

// ---- tasks -----------------------------------------------------------------------------------------------------------

/** For waits that last as long as it takes. \since 0.1.0 */
inline constexpr auto without_limit = std::chrono::milliseconds::max();

namespace detail {
/** As functions of deputy.h take it; more than they can take is no limit. */
constexpr std::uint32_t limit(std::chrono::milliseconds limit) {
  if (limit.count() < 0) return 0;
  return limit.count() < UINT32_MAX ? static_cast<std::uint32_t>(limit.count()) : UINT32_MAX;
}
}  // namespace detail

/** What will have an outcome. Owns a deputy_task. \since 0.1.0 */
class task {
 public:
  task() noexcept = default;
  explicit task(deputy_task owned) noexcept : handle_(owned) {}
  task(task&& other) noexcept : handle_(std::exchange(other.handle_, 0)) {}
  task& operator=(task&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~task() {
    if (handle_ != 0) deputy_task_free(handle_);
  }

  /** Waits for the outcome; throws what it failed with, or TIMED_OUT after `limit`. Zero only looks. */
  value wait(std::chrono::milliseconds limit = without_limit) const {
    value out;
    return detail::done(deputy_task_wait(handle_, detail::limit(limit), out.out()), out);
  }
  /** As wait(), and runs meanwhile what is sent to this thread's context. */
  value wait_pump(std::chrono::milliseconds limit = without_limit) const {
    value out;
    return detail::done(deputy_task_wait_pump(handle_, detail::limit(limit), out.out()), out);
  }
  /** Waits until one of them has settled; which. */
  static std::size_t wait_any(std::span<const task* const> tasks, std::chrono::milliseconds limit = without_limit) {
    std::vector<deputy_task> handles;
    for (const task* one : tasks) handles.push_back(one->handle_);
    std::size_t index = 0;
    check(deputy_task_wait_any(handles.data(), handles.size(), detail::limit(limit), &index));
    return index;
  }

  /** One that the program settles itself. */
  static task make() {
    deputy_task out = 0;
    check(deputy_task_new(&out));
    return task(out);
  }
  /** False if it has settled already. */
  bool resolve(const argument& with) const {
    const deputy_status status = deputy_task_resolve(handle_, &with.raw());
    if (status != DEPUTY_CANCELLED) check(status);
    return status == DEPUTY_OK;
  }
  bool reject(deputy_status why) const {
    const deputy_status status = deputy_task_reject(handle_, why);
    if (status != DEPUTY_CANCELLED) check(status);
    return status == DEPUTY_OK;
  }
  /** Cancelled with this one. */
  void attach(const task& child) const { check(deputy_task_attach(handle_, child.handle_)); }

  bool is_settled() const noexcept { return deputy_task_is_settled(handle_); }
  void cancel() const { deputy_task_cancel(handle_); }
  deputy_task handle() const noexcept { return handle_; }

 private:
  deputy_task handle_ = 0;
};

// ---- batches ---------------------------------------------------------------------------------------------------------

/**
 * Operations on objects that go to the page in one trip. Results can be used by later operations at once; JavaScript sees nothing
 * before run() or post(). \since 0.1.0
 */
class batch {
 public:
  /** What an operation will give: for other operations of the same batch. */
  class result {
   public:
    result get(const char* key) const { return {all_, deputy_batch_get(all_, raw_, key)}; }
    const result& set(const char* key, const argument& what) const {
      deputy_batch_set(all_, raw_, key, what.raw());
      return *this;
    }
    template <class... A>
    result call(const char* method, const A&... args) const {
      const deputy_value list[sizeof...(A) + 1] = {as_argument(args)...};
      return {all_, deputy_batch_call(all_, raw_, method, list, sizeof...(A))};
    }
    /** run() gives it back, in the order of these. */
    const result& give() const {
      deputy_batch_return(all_, raw_);
      return *this;
    }

    /** As give(), and as an object, whatever it is. */
    const result& give_object() const {
      deputy_batch_return_object(all_, raw_);
      return *this;
    }

   private:
    friend class batch;
    result(deputy_batch* all, deputy_value raw) noexcept : all_(all), raw_(raw) {}
    static deputy_value as_argument(const result& r) noexcept { return r.raw_; }
    static deputy_value as_argument(const argument& a) noexcept { return a.raw(); }

    deputy_batch* all_;
    deputy_value raw_;
  };

  explicit batch(deputy_context context = DEPUTY_UI) { check(deputy_batch_new(context, &all_)); }
  batch(const batch&) = delete;
  batch& operator=(const batch&) = delete;
  ~batch() { deputy_batch_free(all_); }

  result global(const char* name) { return {all_, deputy_batch_global(all_, name)}; }
  /** An object from outside. */
  result use(const object& object) { return {all_, deputy_batch_value(all_, deputy_object_value(object.handle()))}; }

  /** Does it all and waits: what give() named comes back, as an array if there are several. */
  value run() {
    value out;
    return detail::done(deputy_batch_run(all_, out.out(), nullptr), out);
  }
  /** Does it all, and nobody waits. */
  void post() { check(deputy_batch_post(all_)); }

 private:
  deputy_batch* all_ = nullptr;
};

// ---- calls -----------------------------------------------------------------------------------------------------------

/** Where JavaScript is called. \since 0.1.0 */
class context {
 public:
  constexpr explicit context(deputy_context id) noexcept : id_(id) {}

  /** Calls a function (DEPUTY_FN("a.b"), DEPUTY_JS) and waits for its result; a promise is awaited. */
  template <class... A>
  value call(deputy_js_fn* function, const A&... args) const {
    const detail::arguments<A...> list(args...);
    value out;
    return detail::done(deputy_js_call(id_, function, out.out(), list.values, list.count), out);
  }

  /** Calls it and goes on at once. */
  template <class... A>
  void post(deputy_js_fn* function, const A&... args) const {
    const detail::arguments<A...> list(args...);
    check(deputy_js_post(id_, function, list.values, list.count));
  }

  /** Calls it; the task has the outcome. */
  template <class... A>
  task call_async(deputy_js_fn* function, const A&... args) const {
    const detail::arguments<A...> list(args...);
    deputy_task out = 0;
    check(deputy_js_call_async(id_, function, &out, list.values, list.count, nullptr));
    return task(out);
  }

  /** An object or a function by its dotted name. */
  object global(const char* name) const {
    value out;
    return object(detail::object_of(deputy_object_global(id_, name, out.out()), out));
  }

  constexpr deputy_context id() const noexcept { return id_; }

 private:
  deputy_context id_;
};

/** The page's thread. \since 0.1.0 */
inline constexpr context ui{DEPUTY_UI};

}  // namespace deputy

#include <deputy/run.hpp>
#include <deputy/net.hpp>
#include <deputy/crypto.hpp>

#endif
