#pragma once

/// Where the names of people stand: who recorded something, machines called after somebody, and
/// what was written about them. Seals leave all of these out (described/seal.hpp), so a name goes
/// without breaking a chain.

#include <string>
#include <string_view>

#include "billbyagent/base/result.hpp"

namespace billbyagent::sql {

struct NamePlace {
  std::string_view table;
  std::string_view column;
  bool within = false;  ///< somewhere in a longer text
};

inline constexpr NamePlace name_places[] = {
    {"contract_amendment", "author"},
    {"contract_amendment", "reason", true},
    {"service_price", "author"},
    {"service_price", "reason", true},
    {"service_amendment", "author"},
    {"service_amendment", "reason", true},
    {"unit_change", "author"},
    {"unit_change", "note", true},
    {"machine_event", "name"},
    {"machine_event", "detail", true},
    {"machine", "name"},
    {"held_reading", "why", true},
    {"held_reading", "ended_by"},
    {"held_reading", "ended_reason", true},
    {"held_machine", "name"},
    {"held_machine", "detail", true},
    {"uncounted_service", "why", true},
    {"reading", "failure", true},
    {"batch", "author"},
    {"state_record", "author"},
    {"state_record", "reason", true},
    {"tombstone", "author"},
    {"tombstone", "reason", true},
    {"notice", "subject", true},
    {"notice", "body", true},
    {"notice_recipient", "recipient", true},
    {"notice_failure", "why", true},
    {"run", "summary", true},
    {"run", "lifted", true},
};

/// What stands in its place.
inline constexpr std::string_view erased_name = "erased";

/// `invalid_argument` for what could be part of other words.
inline Result<void> check_erasable(const std::string& name) {
  constexpr std::size_t shortest = 3;
  if (name.size() >= shortest && name.find('\0') == std::string::npos) return {};
  return Error{Errc::invalid_argument, "a name to erase has at least 3 characters"};
}

/// The rows that hold the name: `?1` is the tenant and `?2` the name.
inline std::string where_name(const NamePlace& place) {
  const std::string column{place.column};
  return " WHERE tenant=?1 AND " +
         (place.within ? "replace(" + column + ", ?2, '')<>" + column : column + "=?2");
}
inline std::string name_counted(const NamePlace& place) {
  return "SELECT count(*) FROM " + std::string{place.table} + where_name(place);
}
inline std::string name_erased(const NamePlace& place) {
  const std::string column{place.column};
  const std::string text = "'" + std::string{erased_name} + "'";
  return "UPDATE " + std::string{place.table} + " SET " + column + "=" +
         (place.within ? "replace(" + column + ", ?2, " + text + ")" : text) + where_name(place);
}

}  // namespace billbyagent::sql
