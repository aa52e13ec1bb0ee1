// A table of 1000 rows with three cells each, built in the page's document and removed again: a thread of a C++ program does it with
// objects and a batch of 8000 operations. Reference: plain JavaScript on the page.
// UNIT: ms
// ENV: chromium, firefox
// BAR: <= 3 stock
#include <string>

#include "bench.h"

namespace {
#if OURS
constexpr int kRows = 1000;

deputy_value text(const std::string &s) { return deputy_str(s.data(), s.size()); }

void build(deputy_value body) {
  deputy_batch *batch = nullptr;
  deputy_batch_new(DEPUTY_ANY, &batch);
  deputy_value table = deputy_batch_call(batch, deputy_batch_global(batch, "document"), "createElement", DEPUTY_ARGS(deputy_cstr("table")));
  deputy_batch_call(batch, body, "append", DEPUTY_ARGS(table));
  for (int i = 0; i < kRows; i++) {
    deputy_value row = deputy_batch_call(batch, table, "insertRow", DEPUTY_NO_ARGS);
    deputy_batch_set(batch, row, "className", deputy_cstr(i % 2 ? "odd" : "even"));
    for (int column = 0; column < 3; column++) {
      deputy_value cell = deputy_batch_call(batch, row, "insertCell", DEPUTY_NO_ARGS);
      deputy_batch_set(batch, cell, "textContent", text("row " + std::to_string(i) + ", " + std::to_string(column)));
    }
  }
  deputy_value cells = deputy_batch_call(batch, table, "querySelectorAll", DEPUTY_ARGS(deputy_cstr("td")));
  deputy_batch_return(batch, deputy_batch_get(batch, cells, "length"));
  // In the same trip, as the reference does it: between trips the browser would lay out and paint the table.
  deputy_batch_call(batch, table, "remove", DEPUTY_NO_ARGS);
  deputy_value count{};
  bench_ok(deputy_batch_run(batch, &count, nullptr), "the table");
  bench_check(count.data.i32 == kRows * 3, "the number of cells");
  deputy_batch_free(batch);
}
#endif
}  // namespace

int main() {
  BENCH_JS({
    bench.build = () => {
      const table = document.createElement('table');
      document.body.append(table);
      for (let i = 0; i != 1000; i++) {
        const row = table.insertRow();
        row.className = i % 2 ? 'odd' : 'even';
        for (let column = 0; column != 3; column++) {
          const cell = row.insertCell();
          cell.textContent = 'row ' + i + ', ' + column;
        }
      }
      if (table.querySelectorAll('td').length != 3000) throw new Error('the number of cells');
      table.remove();
    };
  });
#if OURS
  deputy_value body{};
  bench_ok(deputy_object_global(DEPUTY_UI, "document.body", &body), "document.body");
#endif
  const double warm = emscripten_get_now() + 250, end = warm + bench_ms();
  for (double from = emscripten_get_now(); from < end;) {
#if OURS
    build(body);
#else
    BENCH_JS({ bench.build(); });
#endif
    const double now = emscripten_get_now();
    if (from > warm) bench_report("", now - from);
    from = now;
  }
  return 0;
}
