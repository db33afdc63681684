// Kaseya VSA 9.

#include "billbyagent/adapters/kaseya_vsa.hpp"

#include "handles.hpp"
#include "structs.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

namespace {

/// The adapter checks the ranges; numbers below zero would become large ones on the way.
template <class Number>
Number not_negative(std::int64_t value, const char* field) {
  if (value < 0 || static_cast<std::uint64_t>(value) > std::numeric_limits<Number>::max())
    refuse(Errc::invalid_settings, std::string{field} + " " + std::to_string(value));
  return static_cast<Number>(value);
}

std::chrono::milliseconds duration(std::int64_t value, const char* field) {
  return std::chrono::milliseconds{not_negative<std::uint32_t>(value, field)};
}

KaseyaVsaOptions options_from(const bba_kaseya_vsa_options& given) {
  KaseyaVsaOptions options;
  options.url = required_text(given.url, "url");
  options.user = required_text(given.user, "user");
  options.token = Secret{text_or(given.token, "", "token")};
  options.password = Secret{text_or(given.password, "", "password")};
  options.ca_file = text_or(given.ca_file, "", "ca_file");
  options.connections = not_negative<std::size_t>(given.connections, "connections");
  options.records_per_session =
      not_negative<std::size_t>(given.records_per_session, "records_per_session");
  options.scan_attempts = not_negative<unsigned>(given.scan_attempts, "scan_attempts");
  options.attempts = not_negative<unsigned>(given.attempts, "attempts");
  options.connect_timeout = duration(given.connect_timeout_ms, "connect_timeout_ms");
  options.answer_timeout = duration(given.answer_timeout_ms, "answer_timeout_ms");
  options.body_bytes_max = not_negative<std::size_t>(given.body_bytes_max, "body_bytes_max");
  options.retry_delay = duration(given.retry_delay_ms, "retry_delay_ms");
  options.retry_delay_max = duration(given.retry_delay_max_ms, "retry_delay_max_ms");
  options.retry_after_max = duration(given.retry_after_max_ms, "retry_after_max_ms");
  if (given.cancelled)
    options.cancelled = [ask = given.cancelled, payload = given.payload] {
      return ask(payload) != 0;
    };
  return options;
}

}  // namespace

bba_status bba_provider_new_kaseya_vsa(bba_provider** out, const bba_kaseya_vsa_options* options,
                                       bba_error** error) {
  return give_handle(error, out, [&] {
    const auto given = read_struct(&required(options, "options"),
                                   bba_kaseya_vsa_options BBA_KASEYA_VSA_OPTIONS_INIT, "options");
    return provider_handle(make_kaseya_vsa(options_from(given)).value());
  });
}
