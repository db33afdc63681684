#pragma once

/// A message to the recipients of a contract. Threads: plain values.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/base/id.hpp"
#include "billbyagent/domain/date.hpp"

namespace billbyagent {

enum class NoticeKind : std::uint8_t { units_changed, drop_held, change_proposed };

constexpr std::string_view to_string(NoticeKind kind) noexcept {
  switch (kind) {
    case NoticeKind::units_changed:
      return "units_changed";
    case NoticeKind::drop_held:
      return "drop_held";
    case NoticeKind::change_proposed:
      return "change_proposed";
  }
  return "unknown";
}

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
