#pragma once

/// A message to the recipients of a contract. Threads: plain values.

#include <cstdint>
#include <string>
#include <vector>

#include "billbyagent/base/id.hpp"
#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/date.hpp"

namespace billbyagent {

enum class NoticeKind : std::uint8_t {
  units_changed,
  drop_held,
  change_proposed,
  rise_held,
  first_zero_held,
};
template <>
inline constexpr NameTable<5> names_of<NoticeKind>{"units_changed", "drop_held", "change_proposed",
                                                   "rise_held", "first_zero_held"};

struct Notice {
  NoticeId id{};  ///< made from what it tells of; the same notice has the same id for ever
  NoticeKind kind = NoticeKind::units_changed;
  ContractId contract{};
  AccountId account{};
  std::vector<std::string> recipients{};
  std::string subject{};
  std::string body{};  ///< plain text, lines separated by `\n`
  Instant created{};

  friend bool operator==(const Notice&, const Notice&) = default;
};

}  // namespace billbyagent
