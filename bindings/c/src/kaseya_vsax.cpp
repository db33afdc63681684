// Kaseya VSA X.

#include "billbyagent/adapters/kaseya_vsax.hpp"

#include "bba/providers.h"
#include "handles.hpp"
#include "request_options.hpp"
#include "structs.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

namespace {

static_assert(static_cast<int>(VsaxDevices::agent_installed) == BBA_VSAX_AGENT_INSTALLED &&
              static_cast<int>(VsaxDevices::mdm_enrolled) == BBA_VSAX_MDM_ENROLLED &&
              static_cast<int>(VsaxDevices::either) == BBA_VSAX_EITHER);

KaseyaVsaxOptions options_from(const bba_kaseya_vsax_options& given) {
  if (given.devices < BBA_VSAX_AGENT_INSTALLED || given.devices > BBA_VSAX_EITHER)
    refuse(Errc::invalid_settings, "devices " + std::to_string(given.devices));
  KaseyaVsaxOptions options;
  options.url = required_text(given.url, "url");
  options.token_id = required_text(given.token_id, "token_id");
  options.token_secret = Secret{required_text(given.token_secret, "token_secret")};
  options.devices = static_cast<VsaxDevices>(given.devices);
  options.details = given.read_assets != 0 ? VsaxDetails::assets : VsaxDetails::none;
  options.page_size = not_negative<std::size_t>(given.page_size, "page_size");
  options.ask_for_order = given.leave_order == 0;
  read_request_options(options, given);
  return options;
}

}  // namespace

bba_status bba_provider_new_kaseya_vsax(bba_provider** out, const bba_kaseya_vsax_options* options,
                                        bba_error** error) {
  return give_handle(error, out, [&] {
    const auto given = read_struct(&required(options, "options"),
                                   bba_kaseya_vsax_options BBA_KASEYA_VSAX_OPTIONS_INIT, "options");
    return provider_handle(make_kaseya_vsax(options_from(given)).value());
  });
}
