// The same in C++, with what its library brings: a thread, a stream, a static destructor.
#include <deputy.h>
#include <iostream>
#include <thread>

struct Last {
  ~Last() { std::cout << "the end" << std::endl; }
} last;

int main() {
  int result = 1;
  std::thread([&result] {
    deputy_value out = deputy_null();
    deputy_status status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("Math.max"), &out, DEPUTY_ARGS(deputy_i32(42), deputy_i32(7)));
    result = status == DEPUTY_OK && out.tag == DEPUTY_VALUE_I32 ? out.data.i32 : deputy_report(status, &out);
  }).join();
  std::cout << "the answer is " << result << std::endl;
  return result;
}
