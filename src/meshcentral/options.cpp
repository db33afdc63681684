#include "meshcentral/options.hpp"

#include <array>
#include <random>
#include <string_view>
#include <utility>

#include "http/settings.hpp"
#include "system_clock/system_now.hpp"

namespace billbyagent::meshcentral {
namespace {

constexpr std::string_view endpoint = "/control.ashx";

using http::check_time;
using http::has_control_character;
using http::refused;

Result<void> check_texts(const MeshCentralOptions& options) {
  if (options.user.empty()) return refused("user", "is missing");
  if (options.password.empty()) return refused("password", "is missing");
  const std::array<std::pair<const char*, std::string_view>, 6> lines = {{
      {"user", options.user},
      {"password", options.password.reveal()},
      {"login_key", options.login_key.reveal()},
      {"organization_separator", options.organization_separator},
      {"organization_tag", options.organization_tag},
      {"organization", options.organization},
  }};
  for (const auto& [field, text] : lines)
    if (has_control_character(text)) return refused(field, "holds a control character");
  return {};
}

Result<void> check_rules(const MeshCentralOptions& options) {
  using enum MeshCentralOrganizations;
  switch (options.organizations) {
    case by_group_name:
      if (options.organization_separator.empty())
        return refused("organization_separator", "is missing");
      break;
    case by_device_tag:
      if (options.organization_tag.empty()) return refused("organization_tag", "is missing");
      break;
    case fixed:
      if (!OrganizationId::parse(options.organization))
        return refused("organization", "is missing or is not an id");
      break;
    default:
      return refused("organizations", "is not one of the rules");
  }
  for (const auto& view : options.views)
    if (!ViewId::parse(view)) return refused("views", "one is empty or is not an id");
  for (const auto& group : options.expected_groups)
    if (group.empty()) return refused("expected_groups", "one is empty");
  const auto& devices = options.devices;
  const auto is_out = [](Counting counting) { return counting == Counting::left_out; };
  if (is_out(devices.with_agent) && is_out(devices.agentless) && is_out(devices.amt_only) &&
      is_out(devices.ip_kvm_ports))
    return refused("devices", "no kind of device counts");
  return {};
}

Result<void> check_numbers(const MeshCentralOptions& options) {
  for (const auto& result : {
           http::check_size("message_bytes_max", options.message_bytes_max),
           http::check_server(options),
           check_time("reading_age_max", options.reading_age_max, 0),
       })
    if (!result) return result.error();
  return {};
}

/// WebSocket addresses are those of HTTP under another name.
Result<http::Url> parse_server(const std::string& text) {
  if (!text.starts_with("wss://")) return refused("url", "must begin with wss://");
  return http::parse_server("https" + text.substr(3), endpoint);
}

}  // namespace

Result<Settings> checked(MeshCentralOptions options) {
  auto url = parse_server(options.url);
  if (!url) return url.error();
  if (auto fine = check_texts(options); !fine) return fine.error();
  if (auto fine = check_rules(options); !fine) return fine.error();
  if (auto fine = check_numbers(options); !fine) return fine.error();
  if (!options.now) options.now = system_now;
  if (options.seed == 0) options.seed = std::random_device{}();

  Settings settings;
  settings.origin = url->origin;
  settings.target = url->target;
  auto proxy = http::parse_proxy(options.proxy);
  if (!proxy) return proxy.error();
  settings.proxy = *std::move(proxy);
  if (!options.login_key.empty())
    settings.target += "?key=" + http::percent_encoded(options.login_key.reveal());
  settings.retry = {options.attempts, options.retry_delay, options.retry_delay_max,
                    options.retry_delay_max};
  settings.options = std::move(options);
  return settings;
}

}  // namespace billbyagent::meshcentral
