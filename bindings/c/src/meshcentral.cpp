// MeshCentral.

#include "billbyagent/adapters/meshcentral.hpp"

#include "provider_options.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

namespace {

static_assert(static_cast<int>(MeshCentralOrganizations::by_group_name) ==
                  BBA_MESHCENTRAL_BY_GROUP_NAME &&
              static_cast<int>(MeshCentralOrganizations::by_device_tag) ==
                  BBA_MESHCENTRAL_BY_DEVICE_TAG &&
              static_cast<int>(MeshCentralOrganizations::fixed) == BBA_MESHCENTRAL_FIXED);

std::vector<std::string> texts_from(const char* const* texts, std::size_t count, const char* name) {
  std::vector<std::string> copied;
  if (count > 0) required(texts, name);
  for (std::size_t i = 0; i < count; ++i) copied.push_back(required_text(texts[i], name));
  return copied;
}

MeshCentralDevices devices_from(const bba_meshcentral_options& given) {
  const auto counting = [](bool counted) {
    return counted ? Counting::counted : Counting::left_out;
  };
  return {.with_agent = counting(given.leave_with_agent == 0),
          .agentless = counting(given.count_agentless != 0),
          .amt_only = counting(given.count_amt_only != 0),
          .ip_kvm_ports = counting(given.count_ip_kvm_ports != 0),
          .replaced = counting(given.leave_out_replaced == 0)};
}

MeshCentralOptions options_from(const bba_meshcentral_options& given) {
  MeshCentralOptions options;
  options.url = required_text(given.url, "url");
  options.user = required_text(given.user, "user");
  options.password = Secret{required_text(given.password, "password")};
  options.login_key = Secret{text_or(given.login_key, "", "login_key")};
  options.ca_file = text_or(given.ca_file, "", "ca_file");
  options.organizations =
      chosen(given.organizations, MeshCentralOrganizations::fixed, "organizations");
  options.organization_separator = text_or(
      given.organization_separator, options.organization_separator, "organization_separator");
  options.organization_tag =
      text_or(given.organization_tag, options.organization_tag, "organization_tag");
  options.organization = text_or(given.organization, "", "organization");
  options.devices = devices_from(given);
  options.views = texts_from(given.views, given.view_count, "views");
  options.expected_groups =
      texts_from(given.expected_groups, given.expected_group_count, "expected_groups");
  options.all_groups_required = given.all_groups_required != 0;
  options.no_devices_allowed = given.no_devices_allowed != 0;
  options.message_bytes_max =
      not_negative<std::size_t>(given.message_bytes_max, "message_bytes_max");
  options.reading_age_max = duration(given.reading_age_max_ms, "reading_age_max_ms");
  read_waits(options, given);
  return options;
}

}  // namespace

bba_status bba_provider_new_meshcentral(bba_provider** out, const bba_meshcentral_options* options,
                                        bba_error** error) {
  return new_provider(
      out, options, bba_meshcentral_options BBA_MESHCENTRAL_OPTIONS_INIT, error,
      [](const bba_meshcentral_options& given) { return make_meshcentral(options_from(given)); });
}
