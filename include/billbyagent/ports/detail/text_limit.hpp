#pragma once

/// Texts that an RMM shows are cut where they are longer than any that people wrote, so that one
/// name can fill neither the store nor a screen. Ids are not: they have a limit of their own.

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/base/limits.hpp"
#include "billbyagent/domain/agent.hpp"

namespace billbyagent::detail {

inline constexpr std::string_view cut_mark = "...";

inline bool is_too_long(const std::string& text) noexcept {
  return text.size() > limits::text_length_max;
}
/// Between two characters of UTF-8.
inline void cut_text(std::string& text) {
  std::size_t end = limits::text_length_max - cut_mark.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  text += cut_mark;
}

class TextLimit {
 public:
  /// One kind of thing is read anew.
  void forget(const std::string& what) { cut_.erase(what); }

  template <class Listed>
  void apply(const std::string& what, std::vector<Listed>& list) {
    for (auto& each : list) apply(what, each);
  }

  /// The page itself, or a copy of it with texts cut.
  std::span<const Agent> page(std::span<const Agent> agents, std::vector<Agent>& copy) {
    const auto fits = [](const Agent& agent) {
      return !is_too_long(agent.name) && !is_too_long(agent.operating_system) &&
             !is_too_long(agent.serial_number) && !is_too_long(agent.mac_address) &&
             !is_too_long(agent.device_type);
    };
    if (std::all_of(agents.begin(), agents.end(), fits)) return agents;
    copy.assign(agents.begin(), agents.end());
    for (auto& agent : copy) apply("agents", agent);
    return copy;
  }

  std::vector<std::string> notes() const {
    std::vector<std::string> lines;
    for (const auto& [what, cut] : cut_)
      lines.push_back(what + ": " + std::to_string(cut.number) + " texts of more than " +
                      std::to_string(limits::text_length_max) + " bytes were cut, first " +
                      cut.first);
    return lines;
  }

 private:
  struct Cut {
    std::size_t number = 0;
    std::string first{};
  };

  void apply(const std::string& what, Organization& each) {
    cut(what, each.id.text(), each.name);
    cut(what, each.id.text(), each.reference);
  }
  void apply(const std::string& what, MachineGroup& each) { cut(what, each.id.text(), each.name); }
  void apply(const std::string& what, View& each) { cut(what, each.id.text(), each.name); }
  void apply(const std::string& what, Agent& each) {
    for (std::string* text : {&each.name, &each.operating_system, &each.device_type})
      cut(what, each.id.text(), *text);
    // Two that were cut could be taken for one machine: such a text identifies nobody.
    for (std::string* text : {&each.serial_number, &each.mac_address})
      if (cut(what, each.id.text(), *text)) text->clear();
  }
  bool cut(const std::string& what, const std::string& id, std::string& text) {
    if (!is_too_long(text)) return false;
    cut_text(text);
    Cut& of = cut_[what];
    if (++of.number == 1) of.first = "of " + id;
    return true;
  }

  std::map<std::string, Cut> cut_;
};

}  // namespace billbyagent::detail
