#pragma once

/// What the providers of real RMMs and their options have in common.

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>

#include "bba/providers.h"
#include "handles.hpp"
#include "structs.hpp"

namespace billbyagent::capi {

/// The adapter checks the ranges; numbers below zero would become large ones on the way.
template <class Number>
Number not_negative(std::int64_t value, const char* field) {
  if (value < 0 || static_cast<std::uint64_t>(value) > std::numeric_limits<Number>::max())
    refuse(Errc::invalid_settings, std::string{field} + " " + std::to_string(value));
  return static_cast<Number>(value);
}

inline std::chrono::milliseconds duration(std::int64_t value, const char* field) {
  return std::chrono::milliseconds{not_negative<std::uint32_t>(value, field)};
}

/// The value of an enumeration that C knows up to `last`.
template <class Enum>
Enum chosen(std::int32_t value, Enum last, const char* field) {
  if (value < 0 || value > static_cast<std::int32_t>(last))
    refuse(Errc::invalid_settings, std::string{field} + " " + std::to_string(value));
  return static_cast<Enum>(value);
}

/// How long to wait, how often to try, whom to ask whether to stop: the same names everywhere.
template <class Options, class Given>
void read_waits(Options& options, const Given& given) {
  options.scan_attempts = not_negative<unsigned>(given.scan_attempts, "scan_attempts");
  options.attempts = not_negative<unsigned>(given.attempts, "attempts");
  options.connect_timeout = duration(given.connect_timeout_ms, "connect_timeout_ms");
  options.answer_timeout = duration(given.answer_timeout_ms, "answer_timeout_ms");
  options.retry_delay = duration(given.retry_delay_ms, "retry_delay_ms");
  options.retry_delay_max = duration(given.retry_delay_max_ms, "retry_delay_max_ms");
  if (given.cancelled)
    options.cancelled = [ask = given.cancelled, payload = given.payload] {
      return ask(payload) != 0;
    };
}

/// What REST APIs have besides.
template <class Options, class Given>
void read_request_options(Options& options, const Given& given) {
  options.ca_file = text_or(given.ca_file, "", "ca_file");
  options.connections = not_negative<std::size_t>(given.connections, "connections");
  options.body_bytes_max = not_negative<std::size_t>(given.body_bytes_max, "body_bytes_max");
  options.retry_after_max = duration(given.retry_after_max_ms, "retry_after_max_ms");
  read_waits(options, given);
}

/// Gives what `make` makes of the options, which have `defaults` for what the caller's version of
/// them lacks.
template <class Given, class Make>
bba_status new_provider(bba_provider** out, const Given* options, Given defaults, bba_error** error,
                        Make make) noexcept {
  return give_handle(error, out, [&] {
    const Given given = read_struct(&required(options, "options"), defaults, "options");
    return provider_handle(make(given).value());
  });
}

}  // namespace billbyagent::capi
