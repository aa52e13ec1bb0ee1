// main() waits for its threads and for the person at the page. The page waits for nobody.
#include <cstdint>
#include <cstdio>
#include <deputy.h>
#include <thread>
#include <vector>

int main() {
  std::vector<std::int64_t> sums(4);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < sums.size(); i++)
    threads.emplace_back([&sums, i] { for (std::size_t n = i; n <= 1'000'000; n += 4) sums[i] += std::int64_t(n); });
  for (std::thread& thread : threads) thread.join();

  deputy_value name = deputy_null();
  deputy_status status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("ask"), &name, DEPUTY_ARGS(deputy_cstr("What is your name?")));
  if (status != DEPUTY_OK) return deputy_report(status, &name);
  std::printf("Hello, %s! ", name.tag == DEPUTY_VALUE_STRING ? name.data.string : "stranger");
  std::printf("The sum is %lld.\n", static_cast<long long>(sums[0] + sums[1] + sums[2] + sums[3]));
  deputy_value_free(&name);
}
