#pragma once

/// A password or token that no log, report or error text can show by accident. Threads: plain
/// values.

#include <string>
#include <utility>

namespace billbyagent {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  /// The real text, for the one place that sends it.
  const std::string& reveal() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }

 private:
  std::string text_;
};

inline std::string to_string(const Secret&) { return "***"; }

}  // namespace billbyagent
