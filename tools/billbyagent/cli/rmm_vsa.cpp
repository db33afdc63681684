// Kaseya VSA 9.

#include "billbyagent/adapters/kaseya_vsa.hpp"
#include "cli/rmm_kinds.hpp"
#include "cli/watch.hpp"

namespace billbyagent::cli {
namespace {

Result<std::unique_ptr<RmmProvider>> vsa_from(RmmValues& values) {
  KaseyaVsaOptions options;
  options.url = values.text("url").substr(std::string_view{"vsa+"}.size());
  options.user = values.needed("user");
  options.token = values.secret("token");
  if (options.token.empty()) options.password = values.secret("password");
  if (options.token.empty() && options.password.empty())
    values.refuse("token-file", "no login: neither token nor password is set");
  options.ca_file = values.text("ca-file");
  options.connections = static_cast<std::size_t>(values.number("connections", 8, 1, 32));
  options.proxy = values.proxy();
  options.cancelled = interrupted;
  if (values.error()) return *values.error();
  return make_kaseya_vsa(std::move(options));
}

}  // namespace

RmmKind vsa_kind() {
  return {"kaseya_vsa",
          "vsa+https://",
          {"user", "token-file", "password-file", "ca-file", "proxy", "connections"},
          vsa_from};
}

}  // namespace billbyagent::cli
