#pragma once

/// Ids that a person would take for one another.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "file_provider/text_form.hpp"

namespace billbyagent::file_provider {

/// A line of one of the files.
struct Where {
  const std::string* file = nullptr;
  std::size_t line = 0;
};

/// Ids as they were first written, by their likeness.
class LookAlikes {
 public:
  struct Known {
    std::string text;
    Where where;
  };
  /// Remembers the id. Answers the one that was there before and only looks like it, or null.
  /// `within`: ids of different places are never compared.
  const Known* add(const std::string& text, Where where, std::string_view within = {}) {
    std::string exact{within};
    exact += '\0';
    exact += text;
    const auto [seen, is_new] = by_text_.try_emplace(std::move(exact), nullptr);
    if (!is_new) return seen->second;
    std::string key{within};
    key += '\0';
    key += likeness(text);
    const auto [known, first] = by_likeness_.try_emplace(std::move(key), Known{text, where});
    if (!first) seen->second = &known->second;
    return seen->second;
  }

 private:
  std::unordered_map<std::string, const Known*> by_text_;
  std::unordered_map<std::string, Known> by_likeness_;
};

}  // namespace billbyagent::file_provider
