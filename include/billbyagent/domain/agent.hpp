#pragma once

/// What an RMM tells about the machines it manages, in words that fit every RMM. Threads: plain
/// values.

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "billbyagent/base/id.hpp"
#include "billbyagent/domain/date.hpp"

namespace billbyagent {

enum class AgentState : std::uint8_t {
  online,
  offline,
  suspended,
  never_checked_in,  ///< installed or prepared, but never reported: VSA state 199
  template_account,  ///< an account that only carries settings for others
};

constexpr std::string_view to_string(AgentState state) noexcept {
  switch (state) {
    case AgentState::online:
      return "online";
    case AgentState::offline:
      return "offline";
    case AgentState::suspended:
      return "suspended";
    case AgentState::never_checked_in:
      return "never_checked_in";
    case AgentState::template_account:
      return "template_account";
  }
  return "unknown";
}

/// A managed machine. Identity is `id` alone: names and places change.
struct Agent {
  AgentId id{};
  std::string name{};  ///< as people know it, such as `pc01`
  OrganizationId organization{};
  MachineGroupId group{};
  AgentState state = AgentState::offline;
  std::string operating_system{};  ///< the RMM's own text; empty when unknown
  std::string serial_number{};     ///< empty when unknown
  std::string mac_address{};       ///< empty when unknown
  std::optional<Instant> first_seen{};
  std::optional<Instant> last_seen{};
  bool marked_for_deletion = false;  ///< on its way out of the RMM, but still shown
  bool ephemeral = false;            ///< a support session, not a managed machine
  std::string device_type{};         ///< the RMM's own word, such as `server`; empty when unknown

  friend bool operator==(const Agent&, const Agent&) = default;
};

/// What tells one piece of hardware from another, whatever agent runs on it: `serial:ABC`, or
/// `mac:00-11-...` without a serial number, in upper case; empty when neither is known. Texts that
/// makers leave in place of a serial number (`To be filled by O.E.M.` and such) are none: they
/// would make one machine of many.
std::string hardware_of(const Agent& agent);

/// A customer as the RMM knows it.
struct Organization {
  OrganizationId id{};
  std::string name{};
  std::string reference{};  ///< short code used in machine names; may be empty

  friend bool operator==(const Organization&, const Organization&) = default;
};

struct MachineGroup {
  MachineGroupId id{};
  std::string name{};  ///< root first, dotted: `acme.root.servers`
  OrganizationId organization{};
  std::optional<MachineGroupId> parent{};

  friend bool operator==(const MachineGroup&, const MachineGroup&) = default;
};

/// A saved filter of the RMM ("machine view").
struct View {
  ViewId id{};
  std::string name{};

  friend bool operator==(const View&, const View&) = default;
};

namespace detail {

constexpr char ascii_upper(char c) noexcept {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// Without the spaces around it, in upper case.
inline std::string plain_upper(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  text = text.substr(first, text.find_last_not_of(" \t") - first + 1);
  std::string upper{text};
  std::transform(upper.begin(), upper.end(), upper.begin(), ascii_upper);
  return upper;
}

/// Whether it is a serial number or MAC address at all.
inline bool names_hardware(std::string_view upper) {
  constexpr std::string_view stand_ins[] = {"TO BE FILLED BY O.E.M.",
                                            "DEFAULT STRING",
                                            "SYSTEM SERIAL NUMBER",
                                            "NOT SPECIFIED",
                                            "NOT APPLICABLE",
                                            "NONE",
                                            "N/A",
                                            "UNKNOWN",
                                            "INVALID",
                                            "O.E.M."};
  // Empty, or nothing but zeros, such as a MAC address of 00:00:00:00:00:00.
  if (upper.find_first_not_of("0:-. ") == std::string_view::npos) return false;
  return std::find(std::begin(stand_ins), std::end(stand_ins), upper) == std::end(stand_ins);
}

}  // namespace detail

inline std::string hardware_of(const Agent& agent) {
  if (auto serial = detail::plain_upper(agent.serial_number); detail::names_hardware(serial))
    return "serial:" + serial;
  if (auto mac = detail::plain_upper(agent.mac_address); detail::names_hardware(mac))
    return "mac:" + mac;
  return {};
}

}  // namespace billbyagent
