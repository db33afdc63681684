#pragma once

/// What an RMM tells about the machines it manages, in words that fit every RMM. Threads: plain
/// values.

#include <cstdint>
#include <optional>
#include <string>

#include "billbyagent/base/id.hpp"
#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/date.hpp"

namespace billbyagent {

enum class AgentState : std::uint8_t {
  online,
  offline,
  suspended,
  never_checked_in,  ///< installed or prepared, but never reported: VSA state 199
  template_account,  ///< an account that only carries settings for others
};
template <>
inline constexpr NameTable<5> names_of<AgentState>{"online", "offline", "suspended",
                                                   "never_checked_in", "template_account"};

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

}  // namespace billbyagent
