#pragma once

/// A password or token that no log, report or error text can show by accident, and that does not
/// stay in memory once it is gone: whatever held it is written over. Threads: plain values.

#include <cstddef>
#include <string>
#include <utility>

namespace billbyagent {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(text) { wipe(text); }
  Secret(const Secret&) = default;
  Secret(Secret&& other) : text_(other.text_) { wipe(other.text_); }
  Secret& operator=(const Secret& other) {
    if (this != &other) {
      wipe(text_);
      text_ = other.text_;
    }
    return *this;
  }
  Secret& operator=(Secret&& other) {
    if (this != &other) {
      *this = std::as_const(other);
      wipe(other.text_);
    }
    return *this;
  }
  ~Secret() { wipe(text_); }

  /// The real text, for the one place that sends it.
  const std::string& reveal() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }

  /// Writes over all that the text holds memory for, and empties it.
  static void wipe(std::string& text) {
    text.resize(text.capacity());
    // No compiler leaves these writes out, though nobody reads them.
    volatile char* const at = text.data();
    for (std::size_t i = 0; i < text.size(); ++i) at[i] = '\0';
    text.clear();
  }

 private:
  std::string text_;
};

inline std::string to_string(const Secret&) { return "***"; }

}  // namespace billbyagent
