// The program that `start` starts and `size_*` weigh: threads, files and iostream; with OURS also calls of every kind.
#pragma once
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <thread>

#if OURS
#include <deputy.h>

inline bool call_page(const std::string &text) {
  deputy_call_options options = DEPUTY_CALL_OPTIONS;
  options.timeout_ms = 1000;
  deputy_value answer = deputy_null();
  const deputy_status status = deputy_js_call_with(DEPUTY_UI, DEPUTY_FN("String"), &answer,
                                                   DEPUTY_ARGS(deputy_str(text.data(), text.size())), &options);
  if (deputy_report(status, &answer) != 0) return false;
  const bool same = std::string(answer.data.string, answer.len) == text;
  deputy_value_free(&answer);
  return same && deputy_js_call(DEPUTY_UI, DEPUTY_FN("Math.abs"), nullptr, DEPUTY_ARGS(deputy_f64(-1.5))) == DEPUTY_OK &&
         deputy_js_post(DEPUTY_UI, DEPUTY_FN("Math.abs"), DEPUTY_ARGS(deputy_i32(-1))) == DEPUTY_OK;
}
#endif

/** Writes a file, counts its words on a thread, prints. Returns main's exit code. */
inline int program(int argc) {
  std::ofstream("words.txt") << "one two two three three three\n" << argc << '\n';
  std::map<std::string, int> words;
  std::thread counter([&] {
    std::ifstream file("words.txt");
    for (std::string word; file >> word;) words[word]++;
  });
  counter.join();
  for (const auto &[word, count] : words) std::cout << word << ' ' << count << std::endl;
#if OURS
  if (!call_page("size")) return 1;
#endif
  return words["three"] == 3 ? 0 : 1;
}
