#include "kaseya_vsax/filter.hpp"

#include <algorithm>

#include "kaseya_vsax/ids.hpp"

namespace billbyagent::kaseya_vsax {
namespace {

std::optional<std::string> equals(const char* field, std::string_view number) {
  constexpr std::size_t longest = 9;  // Numbers of 32 bits; any longer one might be refused.
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (number.empty() || number.size() > longest ||
      !std::all_of(number.begin(), number.end(), is_digit))
    return std::nullopt;
  return std::string{field} + " eq " + std::string{number};
}

std::string kind(VsaxDevices devices) {
  switch (devices) {
    case VsaxDevices::agent_installed:
      break;
    case VsaxDevices::mdm_enrolled:
      return "IsMdmEnrolled eq true";
    case VsaxDevices::either:
      return "(IsAgentInstalled eq true or IsMdmEnrolled eq true)";
  }
  return "IsAgentInstalled eq true";
}

std::optional<std::string> place(const AgentScope& scope) {
  if (const auto number = number_in(*scope.group, group_prefix)) return equals("GroupId", *number);
  // Devices of a site that are in none of its groups can't be told by a filter.
  if (scope.sub_groups == SubGroups::excluded) return std::nullopt;
  if (const auto number = number_in(*scope.group, site_prefix)) return equals("SiteId", *number);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> filter_of(const AgentScope& scope, VsaxDevices devices) {
  if (!scope.machines.empty() || !scope.operating_system_contains.empty()) return std::nullopt;
  auto filter = equals("OrganizationId", scope.organization->text());
  if (filter && scope.group) {
    const auto within = place(scope);
    filter = within ? std::optional{*filter + " and " + *within} : std::nullopt;
  }
  if (filter) *filter += " and " + kind(devices);
  return filter;
}

}  // namespace billbyagent::kaseya_vsax
