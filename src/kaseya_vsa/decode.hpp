#pragma once

/// Records of VSA as values of the domain. A field that is needed and not there is
/// `protocol_error` naming it and the record; unknown fields are never looked at.

#include <optional>
#include <span>
#include <string_view>

#include "billbyagent/domain/agent.hpp"
#include "kaseya_vsa/rows.hpp"
#include "odata/fields.hpp"
#include "odata/pages.hpp"

namespace billbyagent::kaseya_vsa {

using odata::parse_time;
using odata::whole_number;

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

template <class T>
odata::DecodePage<T> records_of() {
  return odata::rows_as<T>(format, Codec<T>::fields(), &Codec<T>::decode);
}

/// `Online` of an agent. 198 and 199 are states of their own, 0 is offline, all others are kinds of
/// online.
AgentState state_of(long online) noexcept;

}  // namespace billbyagent::kaseya_vsa
