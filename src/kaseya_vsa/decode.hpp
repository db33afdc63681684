#pragma once

/// Records of VSA as values of the domain. A field that is needed and not there is
/// `protocol_error` naming it and the record; unknown fields are never looked at.

#include <optional>
#include <span>
#include <string_view>

#include "billbyagent/domain/agent.hpp"
#include "kaseya_vsa/rows.hpp"

namespace billbyagent::kaseya_vsa {

/// What to ask `read_rows` for, and how to read one of its rows.
template <class T>
struct Codec {
  static std::span<const std::string_view> fields();
  static Result<T> decode(const Row& row);
};

template <>
std::span<const std::string_view> Codec<Agent>::fields();
template <>
Result<Agent> Codec<Agent>::decode(const Row& row);
template <>
std::span<const std::string_view> Codec<Organization>::fields();
template <>
Result<Organization> Codec<Organization>::decode(const Row& row);
template <>
std::span<const std::string_view> Codec<MachineGroup>::fields();
template <>
Result<MachineGroup> Codec<MachineGroup>::decode(const Row& row);
template <>
std::span<const std::string_view> Codec<View>::fields();
template <>
Result<View> Codec<View>::decode(const Row& row);

/// `Online` of an agent. 198 and 199 are states of their own, 0 is offline, all others are kinds of
/// online.
AgentState state_of(long online) noexcept;

/// ISO 8601 with or without fraction and zone; without a zone it is taken for UTC. Nothing for any
/// other text: times are not billed.
std::optional<Instant> parse_time(std::string_view text);

/// A whole number without sign, nothing for anything else.
std::optional<std::uint64_t> whole_number(const Field& field);

}  // namespace billbyagent::kaseya_vsa
