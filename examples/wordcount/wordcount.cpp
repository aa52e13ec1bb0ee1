// Counts the words of a text on all processors: an ordinary multithreaded program that happens to run in a browser tab.
//
//   wordcount NAME      NAME is a path or URL that the page can load
//
// main() runs on a thread of its own, the deputy. It waits for the page's fetch as it would wait for a read, its threads wait
// for each other on mutexes and condition variables, and the page stays alive all the while. From the page it needs
//   wordcount.load(name)                 puts the text into the file system as /input.txt, returns the number of bytes
//   wordcount.progress(fraction, label)  moves the progress bar
//   wordcount.table(json)                shows the result
// Exit codes: 0 done, 1 failed (stderr says why), 2 called wrongly.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "counters.hpp"
#include "page.hpp"
#include "words.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using WordCount = std::pair<std::string, std::uint64_t>;

constexpr const char* kInput = "/input.txt";
constexpr const char* kReport = "/report.txt";
constexpr std::size_t kChunk = 256 * 1024;
constexpr std::size_t kTop = 20;

/// Files live on the page's thread: a large buffer means few trips there. It must outlive its stream.
template <class Stream>
void open_buffered(Stream& stream, std::vector<char>& buffer, const std::string& path) {
  buffer.resize(kChunk);
  stream.rdbuf()->pubsetbuf(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  stream.open(path, std::ios::binary);
}

/// A failure that is the input's or the machine's, told to the user.
struct Failure : std::runtime_error {
  using runtime_error::runtime_error;
};

std::int64_t milliseconds_since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

struct Result {
  std::uint64_t bytes = 0;
  std::uint64_t words = 0;
  std::size_t threads = 0;
  std::int64_t load_ms = 0;
  std::int64_t count_ms = 0;
  std::vector<WordCount> ranking;  // most frequent first
};

/// Moves the page's progress bar, from any thread, about once a frame.
class Progress {
 public:
  Progress(std::uint64_t total, std::string label) : total_(total), label_(std::move(label)) {}

  void add(std::uint64_t bytes) {
    const std::uint64_t done = done_ += bytes;
    const std::int64_t now = milliseconds_since(start_);
    std::int64_t due = due_;
    // Who moves the due time on tells the page; of threads that come together, one does.
    if (done < total_ && (now < due || !due_.compare_exchange_strong(due, now + 16))) return;
    page::post(DEPUTY_FN("wordcount.progress"), static_cast<double>(done) / static_cast<double>(total_), label_);
  }

 private:
  const std::uint64_t total_;
  const std::string label_;
  const Clock::time_point start_ = Clock::now();
  std::atomic<std::uint64_t> done_ = 0;
  std::atomic<std::int64_t> due_ = 0;
};

/// Has the page fetch the text into the file system. Returns its size.
std::uint64_t load(const std::string& name) try {
  const auto bytes = static_cast<std::uint64_t>(page::call(DEPUTY_FN("wordcount.load"), name).number());
  if (bytes == 0) throw Failure("is empty: there is nothing to count. Give a text file, or nothing for the default text.");
  return bytes;
} catch (const page::Error& error) {
  throw Failure(std::string("cannot be loaded: ") + error.what());
}

/// Reads the file in chunks that end between words. Calls `take` with each.
template <class Take>
void read_chunks(const std::string& path, Take&& take) {
  std::vector<char> buffer;
  std::ifstream file;
  open_buffered(file, buffer, path);
  if (!file) throw Failure("was loaded, but " + path + " cannot be opened.");
  std::string chunk;
  while (file) {
    const std::size_t before = chunk.size();
    chunk.resize(before + kChunk);
    file.read(chunk.data() + before, kChunk);
    chunk.resize(before + static_cast<std::size_t>(file.gcount()));
    if (is_binary(std::string_view(chunk).substr(before))) {
      throw Failure("is not text: it has NUL bytes or many control characters. Give a text file (UTF-16: convert it to UTF-8 first).");
    }
    // Without a blank in it, it grows until there is one.
    const std::size_t border = file ? last_border(chunk) : chunk.size();
    if (border == 0) continue;
    std::string rest = chunk.substr(border);
    chunk.resize(border);
    take(std::exchange(chunk, std::move(rest)));
  }
  if (file.bad()) throw Failure("was loaded, but " + path + " cannot be read.");
}

Result count(std::uint64_t bytes) {
  const auto start = Clock::now();
  Progress progress(bytes, "Counting");
  Counters counters(std::thread::hardware_concurrency(), [&](std::size_t done) { progress.add(done); });
  std::uint64_t read = 0;
  read_chunks(kInput, [&](std::string chunk) {
    read += chunk.size();
    counters.add(std::move(chunk));
  });
  if (read != bytes) throw Failure("has " + std::to_string(bytes) + " bytes, but " + std::to_string(read) + " were read.");

  Result result;
  result.bytes = bytes;
  result.threads = counters.threads();
  const Counts counts = counters.finish();
  result.ranking.assign(counts.begin(), counts.end());
  std::sort(result.ranking.begin(), result.ranking.end(), [](const WordCount& a, const WordCount& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  for (const auto& [word, n] : result.ranking) result.words += n;
  result.count_ms = milliseconds_since(start);
  return result;
}

/// Writes all words with their counts, and reads the file back: what arrived must be what was sent.
void write_report(const Result& result, const std::string& path) {
  std::ostringstream text;
  for (const auto& [word, n] : result.ranking) text << n << '\t' << word << '\n';
  std::vector<char> buffer;
  std::ofstream out;
  open_buffered(out, buffer, path);
  out << text.str();
  out.close();
  if (!out) throw Failure("was counted, but the report " + path + " cannot be written.");

  std::ifstream in;
  open_buffered(in, buffer, path);
  std::stringstream back;
  back << in.rdbuf();
  if (!in || back.str() != text.str()) throw Failure("was counted, but the report " + path + " reads differently than written.");
}

std::string to_json(const Result& result, std::size_t top) {
  std::ostringstream json;
  json << "{\"words\":" << result.words << ",\"distinct\":" << result.ranking.size() << ",\"bytes\":" << result.bytes
       << ",\"threads\":" << result.threads << ",\"loadMs\":" << result.load_ms << ",\"countMs\":" << result.count_ms << ",\"top\":[";
  for (std::size_t i = 0; i < std::min(top, result.ranking.size()); i++) {
    // Words are made of letters, digits and apostrophes: there is nothing to escape.
    json << (i ? "," : "") << "[\"" << result.ranking[i].first << "\"," << result.ranking[i].second << ']';
  }
  json << "]}";
  return json.str();
}

void print(const Result& result, std::size_t top) {
  for (std::size_t i = 0; i < std::min(top, result.ranking.size()); i++) {
    std::cout << std::setw(10) << result.ranking[i].second << "  " << result.ranking[i].first << '\n';
  }
  std::cout << "words:    " << result.words << "\ndistinct: " << result.ranking.size() << "\nbytes:    " << result.bytes
            << "\nthreads:  " << result.threads << "\ntime:     " << result.count_ms << " ms counting, " << result.load_ms
            << " ms loading\nreport:   " << kReport << ", written, read back and equal" << std::endl;
}

void run(const std::string& name) {
  const auto start = Clock::now();
  const std::uint64_t bytes = load(name);
  const std::int64_t load_ms = milliseconds_since(start);
  Result result = count(bytes);
  result.load_ms = load_ms;
  if (result.words == 0) throw Failure("has no words in it.");
  write_report(result, kReport);
  print(result, kTop);
  page::call(DEPUTY_FN("wordcount.table"), to_json(result, kTop));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || *argv[1] == '\0') {
    std::cerr << "usage: wordcount NAME   (a path or URL that the page can load)" << std::endl;
    return 2;
  }
  try {
    run(argv[1]);
    return 0;
  } catch (const Failure& failure) {
    std::cerr << "wordcount: " << argv[1] << ' ' << failure.what() << std::endl;
  } catch (const std::exception& error) {
    std::cerr << "wordcount: " << error.what() << std::endl;
  }
  return 1;
}
