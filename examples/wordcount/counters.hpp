// Counting on all processors: a queue of chunks, and threads that take from it.
#pragma once
#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "words.hpp"

/// Hands chunks from one thread to many. Holds only so many, so that a reader cannot outrun the counting.
class ChunkQueue {
 public:
  explicit ChunkQueue(std::size_t room) : room_(room) {}

  /// Waits while the queue is full.
  void push(std::string chunk) {
    std::unique_lock lock(mutex_);
    has_room_.wait(lock, [&] { return chunks_.size() < room_; });
    chunks_.push_back(std::move(chunk));
    has_chunk_.notify_one();
  }

  /// Waits for a chunk; none once the queue is closed and empty.
  std::optional<std::string> pop() {
    std::unique_lock lock(mutex_);
    has_chunk_.wait(lock, [&] { return closed_ || !chunks_.empty(); });
    if (chunks_.empty()) return std::nullopt;
    std::string chunk = std::move(chunks_.front());
    chunks_.pop_front();
    has_room_.notify_one();
    return chunk;
  }

  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    has_chunk_.notify_all();
  }

 private:
  const std::size_t room_;
  std::mutex mutex_;
  std::condition_variable has_room_, has_chunk_;
  std::deque<std::string> chunks_;
  bool closed_ = false;
};

/// Threads that count the words of the chunks they are given, each into a table of its own.
class Counters {
 public:
  /// `counted` is called on these threads with the bytes of every chunk that is done.
  Counters(unsigned threads, std::function<void(std::size_t)> counted)
      : counted_(std::move(counted)), tables_(std::max(threads, 1u)), queue_(2 * tables_.size()) {
    for (Counts& table : tables_) {
      try {
        threads_.emplace_back([this, &table] { run(table); });
      } catch (const std::system_error&) {
        if (threads_.empty()) throw;
        break;  // fewer will do
      }
    }
  }

  ~Counters() { join(); }
  Counters(const Counters&) = delete;
  Counters& operator=(const Counters&) = delete;

  std::size_t threads() const { return threads_.size(); }
  void add(std::string chunk) { queue_.push(std::move(chunk)); }

  /// Waits until all is counted.
  Counts finish() {
    join();
    if (failure_) std::rethrow_exception(failure_);
    const auto by_size = [](const Counts& a, const Counts& b) { return a.size() < b.size(); };
    Counts all = std::exchange(*std::max_element(tables_.begin(), tables_.end(), by_size), {});
    for (const Counts& table : tables_) {
      for (const auto& [word, count] : table) all[word] += count;
    }
    return all;
  }

 private:
  void join() {
    queue_.close();
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

  void run(Counts& table) {
    // After a failure it goes on: the queue must be emptied, for somebody may wait for room in it.
    while (const auto chunk = queue_.pop()) {
      try {
        for_each_word(*chunk, [&](const std::string& word) { ++table[word]; });
        counted_(chunk->size());
      } catch (...) {
        const std::lock_guard lock(failure_mutex_);
        failure_ = std::current_exception();
      }
    }
  }

  const std::function<void(std::size_t)> counted_;
  std::vector<Counts> tables_;
  ChunkQueue queue_;
  std::mutex failure_mutex_;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};
