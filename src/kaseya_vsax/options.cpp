#include "kaseya_vsax/options.hpp"

#include "http/credentials.hpp"
#include "odata/settings.hpp"

namespace billbyagent::kaseya_vsax {
namespace {

using odata::refused;

Result<void> check_token(const KaseyaVsaxOptions& options) {
  if (options.token_id.empty()) return refused("token_id", "is missing");
  if (options.token_id.find(':') != std::string::npos)
    return refused("token_id", "must not hold a colon");
  if (odata::has_control_character(options.token_id))
    return refused("token_id", "holds a control character");
  if (options.token_secret.empty()) return refused("token_secret", "is missing");
  if (odata::has_control_character(options.token_secret.reveal()))
    return refused("token_secret", "holds a control character");
  return {};
}

}  // namespace

Result<Settings> checked(KaseyaVsaxOptions options) {
  auto url = odata::parse_server(options.url, "/api/v3");
  if (!url) return url.error();
  if (auto fine = check_token(options); !fine) return fine.error();
  if (auto fine = odata::within_range<std::size_t>("page_size", options.page_size, 2, 5'000); !fine)
    return fine.error();
  if (auto fine = odata::check_transport(options); !fine) return fine.error();

  Settings settings;
  settings.base = url->target;
  settings.http = odata::client_options(options, url->origin);
  settings.authorization = http::basic_auth(options.token_id + ":" + options.token_secret.reveal());
  settings.options = std::move(options);
  return settings;
}

}  // namespace billbyagent::kaseya_vsax
