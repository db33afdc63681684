#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "vsa_simulator/estate.hpp"
#include "vsa_simulator/fields.hpp"
#include "vsa_simulator/filter.hpp"

/// The estate as VSA X shows it: organization > site > group > device. A root group is a site, with
/// a group of the same number that holds its own machines; the groups below it, at any depth, are
/// the site's groups. Numbers are the last nine digits of the estate's ids.
namespace billbyagent::vsa_simulator::vsax {

struct Organization {
  std::string organization_id;  ///< The estate's; not shown.
  std::int64_t id = 0;
  std::string name;
};

struct Site {
  std::string organization_id;
  std::int64_t id = 0;
  std::string name;
  std::int64_t parent_id = 0;
  std::string parent_name;
};

struct Group {
  std::string organization_id;
  std::int64_t id = 0;
  std::string name;
  std::int64_t site_id = 0;
  std::string site_name;
  std::int64_t parent_organization = 0;
  std::string organization_name;
};

struct Scope {
  std::int64_t id = 0;
  std::string name;
  std::string updated_at = "2026-01-01T00:00:00";
};

struct Device {
  std::string organization_id;
  std::string agent_id;  ///< The estate's; empty for a device without an agent; not shown.
  std::string identifier;
  std::string name;
  std::int64_t group_id = 0;
  std::string group_name;
  bool is_agent_installed = false;
  bool is_mdm_enrolled = false;
  std::int64_t site_id = 0;
  std::string site_name;
  std::int64_t organization = 0;
  std::string organization_name;
};

struct Asset {
  std::string organization_id;
  std::string identifier;
  std::string name;
  std::string group_name;
  std::string type;
  std::optional<std::string> last_seen;
  std::string inventory;     ///< JSON.
  std::string ip_addresses;  ///< JSON.
  std::int64_t organization = 0;
  std::int64_t site_id = 0;
};

/// The last nine digits.
std::int64_t number_of(std::string_view estate_id);
/// A GUID of the last fifteen digits.
std::string identifier_of(std::string_view agent_id, bool has_agent = true);
/// The operating system, as the inventory names it.
std::string system_name(const vsa_simulator::Agent& agent);

struct Records {
  RowMap<Organization> organizations;
  RowMap<Site> sites;
  RowMap<Group> groups;
  RowMap<Scope> scopes;
  RowMap<Device> devices;
  RowMap<Asset> assets;
};
/// Agents that never checked in do not exist for VSA X.
Records records_of(const Estate& estate);

}  // namespace billbyagent::vsa_simulator::vsax

namespace billbyagent::vsa_simulator {

template <>
inline constexpr Dialect dialect_of<vsax::Organization> = Dialect::v4;
template <>
inline constexpr Dialect dialect_of<vsax::Site> = Dialect::v4;
template <>
inline constexpr Dialect dialect_of<vsax::Group> = Dialect::v4;
template <>
inline constexpr Dialect dialect_of<vsax::Scope> = Dialect::v4;
template <>
inline constexpr Dialect dialect_of<vsax::Device> = Dialect::v4;
template <>
inline constexpr Dialect dialect_of<vsax::Asset> = Dialect::v4;

template <>
const std::vector<Field<vsax::Organization>>& fields_of<vsax::Organization>();
template <>
const std::vector<Field<vsax::Site>>& fields_of<vsax::Site>();
template <>
const std::vector<Field<vsax::Group>>& fields_of<vsax::Group>();
template <>
const std::vector<Field<vsax::Scope>>& fields_of<vsax::Scope>();
template <>
const std::vector<Field<vsax::Device>>& fields_of<vsax::Device>();
template <>
const std::vector<Field<vsax::Asset>>& fields_of<vsax::Asset>();

}  // namespace billbyagent::vsa_simulator
