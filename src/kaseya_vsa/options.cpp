#include "kaseya_vsa/options.hpp"

#include "odata/settings.hpp"
#include "system_clock/system_now.hpp"

namespace billbyagent::kaseya_vsa {
namespace {

using odata::has_control_character;
using odata::refused;

constexpr std::string_view api = "/api/v1.0";

/// The user's name stands between separators in both kinds of login.
Result<void> check_login(const KaseyaVsaOptions& options) {
  if (options.user.empty()) return refused("user", "is missing");
  if (options.user.find_first_of(",:") != std::string::npos)
    return refused("user", "must not hold a comma or a colon");
  if (has_control_character(options.user)) return refused("user", "holds a control character");
  if (options.token.empty() && options.password.empty())
    return refused("token", "give a personal access token, or a password");
  if (!options.token.empty() && !options.password.empty())
    return refused("password", "give either token or password, not both");
  if (has_control_character(options.token.reveal()))
    return refused("token", "holds a control character");
  return {};
}

Result<void> check_numbers(const KaseyaVsaOptions& options) {
  for (const auto& result : {
           odata::check_transport(options),
           odata::within_range<std::size_t>("records_per_session", options.records_per_session, 100,
                                            1'000'000'000),
           odata::check_time("renew_before", options.renew_before, 0),
       })
    if (!result) return result.error();
  return {};
}

}  // namespace

Result<Settings> checked(KaseyaVsaOptions options) {
  auto url = odata::parse_server(options.url, api);
  if (!url) return url.error();
  if (auto fine = check_login(options); !fine) return fine.error();
  if (auto fine = check_numbers(options); !fine) return fine.error();
  if (!options.now) options.now = system_now;

  Settings settings;
  settings.base = url->target;
  settings.http = odata::client_options(options, url->origin);
  settings.options = std::move(options);
  return settings;
}

}  // namespace billbyagent::kaseya_vsa
