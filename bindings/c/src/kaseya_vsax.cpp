// Kaseya VSA X.

#include "billbyagent/adapters/kaseya_vsax.hpp"

#include "provider_options.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

namespace {

static_assert(static_cast<int>(VsaxDevices::agent_installed) == BBA_VSAX_AGENT_INSTALLED &&
              static_cast<int>(VsaxDevices::mdm_enrolled) == BBA_VSAX_MDM_ENROLLED &&
              static_cast<int>(VsaxDevices::either) == BBA_VSAX_EITHER);

KaseyaVsaxOptions options_from(const bba_kaseya_vsax_options& given) {
  KaseyaVsaxOptions options;
  options.url = required_text(given.url, "url");
  options.token_id = required_text(given.token_id, "token_id");
  options.token_secret = Secret{required_text(given.token_secret, "token_secret")};
  options.devices = chosen(given.devices, VsaxDevices::either, "devices");
  options.details = given.read_assets != 0 ? VsaxDetails::assets : VsaxDetails::none;
  options.page_size = not_negative<std::size_t>(given.page_size, "page_size");
  options.ask_for_order = given.leave_order == 0;
  read_request_options(options, given);
  return options;
}

}  // namespace

bba_status bba_provider_new_kaseya_vsax(bba_provider** out, const bba_kaseya_vsax_options* options,
                                        bba_error** error) {
  return new_provider(
      out, options, bba_kaseya_vsax_options BBA_KASEYA_VSAX_OPTIONS_INIT, error,
      [](const bba_kaseya_vsax_options& given) { return make_kaseya_vsax(options_from(given)); });
}
