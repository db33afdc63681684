#pragma once

/// Texts that an RMM shows are cut where they are longer than any that people wrote, so that one
/// name can fill neither the store nor a screen, and hold none of the secrets that the RMM was
/// sent. Ids are neither cut nor redacted: they have a limit of their own.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
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
  /// A text without what the provider keeps to itself; nothing when it holds none of it.
  using Redact = std::function<std::optional<std::string>(std::string_view)>;
  void keep_out(Redact redact) { redact_ = std::move(redact); }

  void redact(std::string& text) const {
    if (auto clean = redacted(text)) text = *std::move(clean);
  }
  /// One kind of thing is read anew.
  void forget(const std::string& what) { cut_.erase(what); }

  template <class Listed>
  void apply(const std::string& what, std::vector<Listed>& list) {
    for (auto& each : list) apply(what, each);
  }

  /// The page itself, or a copy of it with texts redacted and cut.
  std::span<const Agent> page(std::span<const Agent> agents, std::vector<Agent>& copy) {
    const auto fits = [this](const Agent& agent) {
      return stays(agent.name) && stays(agent.operating_system) && stays(agent.serial_number) &&
             stays(agent.mac_address) && stays(agent.device_type);
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
    // Two that were cut or redacted could be taken for one machine: such a text identifies nobody.
    for (std::string* text : {&each.serial_number, &each.mac_address})
      if (!stays(*text)) {
        cut(what, each.id.text(), *text);
        text->clear();
      }
  }
  std::optional<std::string> redacted(std::string_view text) const {
    return redact_ ? redact_(text) : std::nullopt;
  }
  bool stays(const std::string& text) const { return !is_too_long(text) && !redacted(text); }
  /// A secret first: half of it would not be found.
  bool cut(const std::string& what, const std::string& id, std::string& text) {
    redact(text);
    if (!is_too_long(text)) return false;
    cut_text(text);
    Cut& of = cut_[what];
    if (++of.number == 1) of.first = "of " + id;
    return true;
  }

  std::map<std::string, Cut> cut_;
  Redact redact_;
};

}  // namespace billbyagent::detail
