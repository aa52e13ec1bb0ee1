// The page's functions as C++ calls: arguments of C++ types in, a number out, JavaScript's exceptions thrown as C++ ones.
#pragma once
#include <deputy.h>

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace page {

/// What JavaScript threw, or why the call could not be made.
struct Error : std::runtime_error {
  using runtime_error::runtime_error;
};

/// Owns what a call returned.
class Value {
 public:
  Value() : raw_(deputy_null()) {}
  Value(Value&& other) noexcept : raw_(other.raw_) { other.raw_ = deputy_null(); }
  Value& operator=(Value&&) = delete;
  ~Value() { deputy_value_free(&raw_); }

  double number() const { return deputy_to_f64(raw_); }

  std::string message(deputy_status status) const {
    const std::string thrown = deputy_error_message(&raw_);
    return thrown.empty() ? deputy_status_message(status) : thrown;
  }

  deputy_value* out() { return &raw_; }

 private:
  deputy_value raw_;
};

inline deputy_value argument(double number) { return deputy_f64(number); }
inline deputy_value argument(std::string_view text) { return deputy_str(text.data(), text.size()); }

/// Calls a function of the page and waits for its result; a promise is awaited. The page stays alive meanwhile.
template <class... Args>
Value call(deputy_js_fn* function, const Args&... args) {
  const std::array<deputy_value, sizeof...(Args)> list{argument(args)...};
  Value result;
  const auto status = deputy_js_call(DEPUTY_UI, function, result.out(), list.data(), list.size());
  if (status != DEPUTY_OK) throw Error(result.message(status));
  return result;
}

/// Calls a function of the page and goes on at once.
template <class... Args>
void post(deputy_js_fn* function, const Args&... args) {
  const std::array<deputy_value, sizeof...(Args)> list{argument(args)...};
  const auto status = deputy_js_post(DEPUTY_UI, function, list.data(), list.size());
  if (status != DEPUTY_OK) throw Error(deputy_status_message(status));
}

}  // namespace page
