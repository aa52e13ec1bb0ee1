// The example counts right on all threads (against a count in JavaScript), writes its report, moves the progress bar, and
// ends with a message and a code that is not 0 for a text that is missing, unreachable, empty or none.
// FEATURE: F10 F60
// TIMEOUT: 60
// FLAGS: -std=c++20 -fwasm-exceptions -sFORCE_FILESYSTEM -sEXPORTED_RUNTIME_METHODS=FS
// FLAGS: -sALLOW_MEMORY_GROWTH -Wno-pthreads-mem-growth
#define main wordcount_main
#include "../../examples/wordcount/wordcount.cpp"
#undef main

namespace {

int run_example(std::vector<std::string> words) {
  words.insert(words.begin(), "wordcount");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return wordcount_main(static_cast<int>(words.size()), argv.data());
}

}  // namespace

int main() {
  const std::pair<std::vector<std::string>, int> runs[] = {
      {{}, 2},
      {{"missing.txt"}, 1},
      {{"unreachable.txt"}, 1},
      {{"empty.txt"}, 1},
      {{"blank.txt"}, 1},
      {{"binary"}, 1},
      {{"text.txt"}, 0},  // the last one: the companion looks at its report
  };
  for (const auto& [words, expected] : runs) {
    const int code = run_example(words);
    if (code == expected) continue;
    std::cerr << "exit code " << code << " instead of " << expected << " for " << (words.empty() ? "no input" : words[0]) << std::endl;
    return 1;
  }
  return 0;
}
