#pragma once

/// What single cells say of a machine.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "billbyagent/adapters/file_provider.hpp"

namespace billbyagent::file_provider {

/// The words of an export for ours, by our columns. Case does not matter; `*` is any other word.
class Words {
 public:
  using Texts = std::map<std::string, std::map<std::string, std::string>>;
  Words() = default;
  explicit Words(const Texts& words);

  /// Puts our word in the place of theirs.
  void translate(std::string_view column, std::string& cell) const;
  bool has(std::string_view column) const { return words_.contains(column); }

 private:
  std::map<std::string, std::map<std::string, std::string>, std::less<>> words_;
};

/// Empty: offline. Nothing for a word that is no state.
std::optional<AgentState> parse_state(std::string_view text);

/// `true`, `Yes`, `1` ...; empty: false. Nothing for other words.
std::optional<bool> parse_flag(std::string_view text);

}  // namespace billbyagent::file_provider
