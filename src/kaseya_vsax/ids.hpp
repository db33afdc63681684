#pragma once

/// Sites and groups are numbered apart: as machine groups their ids say which they are.

#include <optional>
#include <string>
#include <string_view>

#include "billbyagent/base/id.hpp"

namespace billbyagent::kaseya_vsax {

inline constexpr std::string_view site_prefix = "site/";
inline constexpr std::string_view group_prefix = "group/";

inline MachineGroupId site_of_number(std::string_view number) {
  return MachineGroupId{std::string{site_prefix}.append(number)};
}
inline MachineGroupId group_of_number(std::string_view number) {
  return MachineGroupId{std::string{group_prefix}.append(number)};
}

/// What stands behind `prefix`; nothing when the id has another one.
inline std::optional<std::string_view> number_in(const MachineGroupId& id,
                                                 std::string_view prefix) {
  const std::string_view text{id.text()};
  if (!text.starts_with(prefix)) return std::nullopt;
  return text.substr(prefix.size());
}

}  // namespace billbyagent::kaseya_vsax
