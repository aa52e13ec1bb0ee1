// What a word is, and what is no text at all.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

using Counts = std::unordered_map<std::string, std::uint64_t>;

struct Character {
  enum Kind { separator, letter, apostrophe } kind;
  std::size_t bytes;
};

/// The character at `at`: ASCII letters and digits make words, and so does every byte beyond ASCII but for Unicode's own
/// blanks, quotes and dashes. At the end of the text there is a separator.
inline Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0; };
  const unsigned first = byte(0);
  if (first < 0x80) {
    const bool word = (first >= '0' && first <= '9') || ((first | 0x20) >= 'a' && (first | 0x20) <= 'z');
    return {word ? Character::letter : first == '\'' ? Character::apostrophe : Character::separator, 1};
  }
  if (first == 0xC2) return {Character::separator, 2};                                          // U+0080 to U+00BF
  if (first == 0xE2 && byte(1) == 0x80 && byte(2) == 0x99) return {Character::apostrophe, 3};   // U+2019
  if (first == 0xE2 && (byte(1) == 0x80 || byte(1) == 0x81)) return {Character::separator, 3};  // U+2000 to U+207F
  if (first == 0xE3 && byte(1) == 0x80) return {Character::separator, 3};                       // U+3000 to U+303F
  if (first == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF) return {Character::separator, 3};    // byte order mark
  return {Character::letter, 1};
}

/// Calls `visit` with every word, ASCII letters in lower case. An apostrophe belongs to a word if it is inside.
template <class Visit>
void for_each_word(std::string_view text, Visit&& visit) {
  std::string word;
  for (std::size_t at = 0; at < text.size();) {
    const auto [kind, bytes] = character_at(text, at);
    if (kind == Character::letter) {
      const char c = text[at];
      word.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c);
    } else if (kind == Character::apostrophe && !word.empty() && character_at(text, at + bytes).kind == Character::letter) {
      word.push_back('\'');
    } else if (!word.empty()) {
      visit(word);
      word.clear();
    }
    at += bytes;
  }
  if (!word.empty()) visit(word);
}

/// The length of the part of `text` that ends at its last blank: no word lies across that border. 0 if there is no blank.
inline std::size_t last_border(std::string_view text) {
  const auto blank = text.find_last_of(" \t\r\n\f\v");
  return blank == text.npos ? 0 : blank + 1;
}

/// Whether this is no text: a NUL byte, or more than a tenth control characters. (Text in Latin-1 is text.)
inline bool is_binary(std::string_view bytes) {
  if (bytes.find('\0') != bytes.npos) return true;
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && !(c >= '\b' && c <= '\r') && c != '\x1B'; };
  return static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), control)) > bytes.size() / 10;
}
