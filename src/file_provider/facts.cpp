#include "file_provider/facts.hpp"

#include <algorithm>
#include <array>

#include "file_provider/text_form.hpp"

namespace billbyagent::file_provider {

Words::Words(const Texts& words) {
  for (const auto& [column, texts] : words)
    for (const auto& [theirs, ours] : texts) words_[column][lower(tidy(theirs))] = ours;
}

void Words::translate(std::string_view column, std::string& cell) const {
  const auto words = words_.find(column);
  if (words == words_.end()) return;
  auto found = words->second.find(lower(cell));
  if (found == words->second.end() && !cell.empty()) found = words->second.find("*");
  if (found != words->second.end()) cell = found->second;
}

std::optional<AgentState> parse_state(std::string_view text) {
  if (text.empty()) return AgentState::offline;
  std::string word = lower(text);
  std::replace(word.begin(), word.end(), ' ', '_');
  return parse_name<AgentState>(word);
}

std::optional<bool> parse_flag(std::string_view text) {
  static constexpr std::array<std::string_view, 4> yes{"true", "yes", "y", "1"};
  static constexpr std::array<std::string_view, 5> no{"", "false", "no", "n", "0"};
  const std::string word = lower(text);
  if (is_among(yes, word)) return true;
  if (is_among(no, word)) return false;
  return std::nullopt;
}

}  // namespace billbyagent::file_provider
