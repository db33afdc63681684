#include "file_provider/agent_store.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace billbyagent::file_provider {
namespace {

constexpr auto unknown_ms = std::numeric_limits<std::int64_t>::min();

std::int64_t ms_of(const std::optional<Instant>& moment) {
  return moment ? moment->ms : unknown_ms;
}

std::optional<Instant> moment_of(std::int64_t ms) {
  return ms == unknown_ms ? std::nullopt : std::optional{Instant{ms}};
}

}  // namespace

std::uint32_t CommonTexts::add(const std::string& text) {
  const auto [at, is_new] = numbers_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
  if (is_new) texts_.push_back(&at->first);
  return at->second;
}

char* AgentStore::room_for(std::size_t bytes) {
  static constexpr std::size_t block = std::size_t{64} << 10;
  if (bytes > room_left_) {
    room_left_ = std::max(block, bytes);
    room_ = blocks_.emplace_back(new char[room_left_]).get();
  }
  char* room = room_;
  room_ += bytes;
  room_left_ -= bytes;
  return room;
}

std::string_view AgentStore::text_of(const Kept& kept, Own which) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < which; ++i) begin += kept.lengths[i];
  return {kept.texts + begin, kept.lengths[which]};
}

std::uint32_t AgentStore::add(const Agent& agent, std::size_t line) {
  const std::array<std::string_view, own_texts> texts{agent.id.text(), agent.name,
                                                      agent.serial_number, agent.mac_address};
  Kept kept;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < own_texts; ++i) {
    kept.lengths[i] = static_cast<std::uint32_t>(texts[i].size());
    bytes += texts[i].size();
  }
  char* to = room_for(bytes);
  kept.texts = to;
  for (const auto text : texts) to = std::copy(text.begin(), text.end(), to);
  kept.organization = common_.add(agent.organization.text());
  kept.group = common_.add(agent.group.text());
  kept.operating_system = common_.add(agent.operating_system);
  kept.device_type = common_.add(agent.device_type);
  kept.line = line;
  kept.state = agent.state;
  kept.marked_for_deletion = agent.marked_for_deletion;
  kept.ephemeral = agent.ephemeral;
  kept.first_seen_ms = ms_of(agent.first_seen);
  kept.last_seen_ms = ms_of(agent.last_seen);
  kept_.push_back(kept);
  return size() - 1;
}

Agent AgentStore::at(std::uint32_t number) const {
  const Kept& kept = kept_[number];
  Agent agent;
  agent.id = AgentId{std::string{text_of(kept, id_text)}};
  agent.name = text_of(kept, name_text);
  agent.serial_number = text_of(kept, serial_text);
  agent.mac_address = text_of(kept, mac_text);
  agent.organization = OrganizationId{common_.at(kept.organization)};
  agent.group = MachineGroupId{common_.at(kept.group)};
  agent.operating_system = common_.at(kept.operating_system);
  agent.device_type = common_.at(kept.device_type);
  agent.state = kept.state;
  agent.marked_for_deletion = kept.marked_for_deletion;
  agent.ephemeral = kept.ephemeral;
  agent.first_seen = moment_of(kept.first_seen_ms);
  agent.last_seen = moment_of(kept.last_seen_ms);
  return agent;
}

}  // namespace billbyagent::file_provider
