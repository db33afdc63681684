// Kaseya VSA X.

#include "billbyagent/adapters/kaseya_vsax.hpp"
#include "cli/rmm_kinds.hpp"
#include "cli/watch.hpp"

namespace billbyagent::cli {
namespace {

Result<std::unique_ptr<RmmProvider>> vsax_from(RmmValues& values) {
  KaseyaVsaxOptions options;
  options.url = values.text("url").substr(std::string_view{"vsax+"}.size());
  options.token_id = values.needed("token-id");
  options.token_secret = values.secret("token");
  if (options.token_secret.empty()) values.refuse("token-file", "no login: the token is not set");
  options.ca_file = values.text("ca-file");
  options.connections = static_cast<std::size_t>(values.number("connections", 4, 1, 32));
  options.devices = values.named<VsaxDevices>("devices", options.devices,
                                              {{"agent_installed", VsaxDevices::agent_installed},
                                               {"mdm_enrolled", VsaxDevices::mdm_enrolled},
                                               {"either", VsaxDevices::either}});
  options.details = values.named<VsaxDetails>(
      "details", options.details, {{"none", VsaxDetails::none}, {"assets", VsaxDetails::assets}});
  options.page_size = static_cast<std::size_t>(values.number("page-size", 100, 2, 100));
  if (values.has("ask-for-order")) options.ask_for_order = values.yes("ask-for-order");
  options.proxy = values.proxy();
  options.cancelled = interrupted;
  if (values.error()) return *values.error();
  return make_kaseya_vsax(std::move(options));
}

}  // namespace

RmmKind vsax_kind() {
  return {"kaseya_vsax",
          "vsax+https://",
          {"token-id", "token-file", "ca-file", "proxy", "connections", "devices", "details",
           "page-size", "ask-for-order"},
          vsax_from};
}

}  // namespace billbyagent::cli
