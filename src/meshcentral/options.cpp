#include "meshcentral/options.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <string_view>

namespace billbyagent::meshcentral {
namespace {

constexpr std::string_view endpoint = "/control.ashx";

Error refused(const char* field, const std::string& why) {
  return {Errc::invalid_settings, std::string{field} + ": " + why};
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

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

template <class Number>
Result<void> within_range(const char* field, Number value, Number least, Number most) {
  if (value >= least && value <= most) return {};
  return refused(field, std::to_string(value) + " is not from " + std::to_string(least) + " to " +
                            std::to_string(most));
}

Result<void> check_numbers(const MeshCentralOptions& options) {
  using Ms = std::chrono::milliseconds;
  constexpr Ms::rep day = 86'400'000;
  const auto time = [](const char* field, Ms value, Ms::rep least) {
    return within_range(field, value.count(), least, day);
  };
  for (const auto& result : {
           within_range<std::size_t>("message_bytes_max", options.message_bytes_max, 1'024,
                                     std::size_t{1} << 30),
           within_range<unsigned>("attempts", options.attempts, 1, 20),
           within_range<unsigned>("scan_attempts", options.scan_attempts, 1, 20),
           time("connect_timeout", options.connect_timeout, 1),
           time("answer_timeout", options.answer_timeout, 1),
           time("retry_delay", options.retry_delay, 0),
           time("retry_delay_max", options.retry_delay_max, 0),
           time("reading_age_max", options.reading_age_max, 0),
       })
    if (!result) return result.error();
  return {};
}

/// WebSocket addresses are those of HTTP under another name.
Result<http::Url> parse_server(const std::string& text) {
  if (!text.starts_with("wss://")) return refused("url", "must begin with wss://");
  auto url = http::parse_url("https" + text.substr(3));
  if (!url) return refused("url", url.error().context);
  if (url->target.find('?') != std::string::npos) return refused("url", "must not hold a query");
  while (url->target.ends_with('/')) url->target.pop_back();
  if (!url->target.ends_with(endpoint)) url->target += endpoint;
  return url;
}

Instant system_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
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
  if (!options.login_key.empty())
    settings.target += "?key=" + http::percent_encoded(options.login_key.reveal());
  settings.retry = {options.attempts, options.retry_delay, options.retry_delay_max,
                    options.retry_delay_max};
  settings.options = std::move(options);
  return settings;
}

}  // namespace billbyagent::meshcentral
