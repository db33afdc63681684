// Kaseya VSA 9.

#include "billbyagent/adapters/kaseya_vsa.hpp"

#include "provider_options.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

namespace {

KaseyaVsaOptions options_from(const bba_kaseya_vsa_options& given) {
  KaseyaVsaOptions options;
  options.url = required_text(given.url, "url");
  options.user = required_text(given.user, "user");
  options.token = Secret{text_or(given.token, "", "token")};
  options.password = Secret{text_or(given.password, "", "password")};
  options.records_per_session =
      not_negative<std::size_t>(given.records_per_session, "records_per_session");
  read_request_options(options, given);
  return options;
}

}  // namespace

bba_status bba_provider_new_kaseya_vsa(bba_provider** out, const bba_kaseya_vsa_options* options,
                                       bba_error** error) {
  return new_provider(
      out, options, bba_kaseya_vsa_options BBA_KASEYA_VSA_OPTIONS_INIT, error,
      [](const bba_kaseya_vsa_options& given) { return make_kaseya_vsa(options_from(given)); });
}
