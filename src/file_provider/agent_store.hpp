#pragma once

/// The agents of a reading in less room than as values of their own.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "billbyagent/domain/agent.hpp"

namespace billbyagent::file_provider {

/// Texts that many agents have in common, each kept once.
class CommonTexts {
 public:
  std::uint32_t add(const std::string& text);
  const std::string& at(std::uint32_t number) const { return *texts_[number]; }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<const std::string*> texts_;
};

/// Agents by number, in the order in which they were added. They are never taken out.
class AgentStore {
 public:
  /// `line`: where the agent was read.
  std::uint32_t add(const Agent& agent, std::size_t line);
  std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(kept_.size()); }
  Agent at(std::uint32_t number) const;
  /// Stays where it is.
  std::string_view id(std::uint32_t number) const { return text_of(kept_[number], id_text); }
  std::string_view name(std::uint32_t number) const { return text_of(kept_[number], name_text); }
  const std::string& organization(std::uint32_t number) const {
    return common_.at(kept_[number].organization);
  }
  std::size_t line(std::uint32_t number) const { return kept_[number].line; }

 private:
  /// The texts that differ from one agent to the next, one behind the other in `texts`.
  enum Own : std::size_t { id_text, name_text, serial_text, mac_text, own_texts };
  struct Kept {
    const char* texts = nullptr;
    std::uint32_t lengths[own_texts]{};
    std::uint32_t organization = 0;
    std::uint32_t group = 0;
    std::uint32_t operating_system = 0;
    std::uint32_t device_type = 0;
    std::size_t line = 0;
    AgentState state = AgentState::offline;
    bool marked_for_deletion = false;
    bool ephemeral = false;
    std::int64_t first_seen_ms = 0;
    std::int64_t last_seen_ms = 0;
  };
  static std::string_view text_of(const Kept& kept, Own which);
  char* room_for(std::size_t bytes);

  std::deque<Kept> kept_;
  CommonTexts common_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* room_ = nullptr;
  std::size_t room_left_ = 0;
};

}  // namespace billbyagent::file_provider
