// A live table of 1000 rows with three cells each, built in the page's document and removed again: a thread of a C++ program does
// it with objects and batches, 100 rows a trip, the next ones recorded while the page runs the last. Reference: plain JavaScript on the page.
// UNIT: ms
// ENV: chromium, firefox
// BAR: <= 3 stock
#include <string>

#include "bench.h"

namespace {


#if OURS
constexpr int kRows = 1000, kTrip = 100;

deputy_value text(const std::string &s) { return deputy_str(s.data(), s.size()); }

void build() {
  deputy_value body{}, table{};
  bench_ok(deputy_object_global(DEPUTY_UI, "document.body", &body), "document.body");
  deputy_batch *start = nullptr;
  deputy_batch_new(DEPUTY_ANY, &start);
  deputy_value made = deputy_batch_call(start, deputy_batch_global(start, "document"), "createElement", DEPUTY_ARGS(deputy_cstr("table")));
  deputy_batch_call(start, body, "append", DEPUTY_ARGS(made));
  deputy_batch_return(start, made);
  bench_ok(deputy_batch_run(start, &table, nullptr), "the table");
  deputy_batch_free(start);
  for (int first = 0; first < kRows; first += kTrip) {
    deputy_batch *batch = nullptr;
    deputy_batch_new(DEPUTY_ANY, &batch);
    deputy_value rows[kTrip];
    for (int i = 0; i < kTrip; i++) {
      rows[i] = deputy_batch_call(batch, table, "insertRow", DEPUTY_NO_ARGS);
      deputy_batch_set(batch, rows[i], "className", deputy_cstr(i % 2 ? "odd" : "even"));
      for (int column = 0; column < 3; column++) {
        deputy_value cell = deputy_batch_call(batch, rows[i], "insertCell", DEPUTY_NO_ARGS);
        deputy_batch_set(batch, cell, "textContent", text("row " + std::to_string(first + i) + ", " + std::to_string(column)));
      }
    }
    bench_ok(deputy_batch_post(batch), "the rows");
    deputy_batch_free(batch);
  }
  deputy_value count{};
  bench_ok(deputy_js_call(DEPUTY_ANY, DEPUTY_FN(".querySelectorAll"), nullptr, DEPUTY_ARGS(table, deputy_cstr("td"))), "cells");
  bench_ok(deputy_js_call(DEPUTY_UI, DEPUTY_FN("bench.cells"), &count, DEPUTY_NO_ARGS), "bench.cells");
  bench_check(count.data.i32 == kRows * 3, "the number of cells");
  bench_ok(deputy_js_call(DEPUTY_ANY, DEPUTY_FN(".remove"), nullptr, DEPUTY_ARGS(table)), "remove");
  deputy_value_free(&table);
  deputy_value_free(&body);
}
#endif
}  // namespace

int main() {
  BENCH_JS({
    bench.cells = () => document.querySelectorAll('td').length;
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
  const double warm = emscripten_get_now() + 250, end = warm + bench_ms();
  for (double from = emscripten_get_now(); from < end;) {
#if OURS
    build();
#else
    BENCH_JS({ bench.build(); });
#endif
    const double now = emscripten_get_now();
    if (from > warm) bench_report("", now - from);
    from = now;
  }
  return 0;
}
