// MeshCentral.

#include "billbyagent/adapters/meshcentral.hpp"
#include "cli/rmm_kinds.hpp"
#include "cli/watch.hpp"

namespace billbyagent::cli {
namespace {

const std::map<std::string, Counting> countings{{"counted", Counting::counted},
                                                {"left_out", Counting::left_out}};

Result<std::unique_ptr<RmmProvider>> meshcentral_from(RmmValues& values) {
  using Organizations = MeshCentralOrganizations;
  MeshCentralOptions options;
  options.url = values.text("url").substr(std::string_view{"meshcentral+"}.size());
  options.user = values.needed("user");
  options.password = values.secret("token");
  if (options.password.empty()) options.password = values.secret("password");
  if (options.password.empty())
    values.refuse("token-file", "no login: neither token nor password is set");
  options.login_key = values.secret("login-key");
  options.ca_file = values.text("ca-file");
  options.organizations =
      values.named<Organizations>("organizations", options.organizations,
                                  {{"by_group_name", Organizations::by_group_name},
                                   {"by_device_tag", Organizations::by_device_tag},
                                   {"fixed", Organizations::fixed}});
  if (values.has("organization-separator"))
    options.organization_separator = values.text("organization-separator");
  if (values.has("organization-tag")) options.organization_tag = values.text("organization-tag");
  options.organization = values.text("organization");
  auto& devices = options.devices;
  devices.with_agent = values.named("with-agent", devices.with_agent, countings);
  devices.agentless = values.named("agentless", devices.agentless, countings);
  devices.amt_only = values.named("amt-only", devices.amt_only, countings);
  devices.ip_kvm_ports = values.named("ip-kvm-ports", devices.ip_kvm_ports, countings);
  devices.replaced = values.named("replaced", devices.replaced, countings);
  options.views = values.list("views");
  options.expected_groups = values.list("expected-groups");
  options.all_groups_required = values.yes("all-groups-required");
  options.no_devices_allowed = values.yes("no-devices-allowed");
  options.message_bytes_max = static_cast<std::size_t>(
      values.number("message-bytes-max", static_cast<std::int64_t>(options.message_bytes_max),
                    std::int64_t{1} << 20, std::int64_t{1} << 30));
  options.proxy = values.proxy();
  options.cancelled = interrupted;
  if (values.error()) return *values.error();
  return make_meshcentral(std::move(options));
}

}  // namespace

RmmKind meshcentral_kind() {
  return {"meshcentral",
          "meshcentral+wss://",
          {"user",
           "token-file",
           "password-file",
           "login-key-file",
           "ca-file",
           "proxy",
           "organizations",
           "organization-separator",
           "organization-tag",
           "organization",
           "with-agent",
           "agentless",
           "amt-only",
           "ip-kvm-ports",
           "replaced",
           "views",
           "expected-groups",
           "all-groups-required",
           "no-devices-allowed",
           "message-bytes-max"},
          meshcentral_from};
}

}  // namespace billbyagent::cli
