#pragma once

/// Whether an answer is one: the HTTP status first, then what the JSON says of itself.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"
#include "odata/rows.hpp"

namespace billbyagent::odata {

/// Like `read_rows`, for answers that are a success throughout; rows of others must be forgotten.
/// Errors: `unauthorized` (401), `forbidden` (403), `not_found` (404), `rate_limited` (429),
/// `unreachable` (502 to 504), `provider_failed` (other faults that the server reports),
/// `protocol_error` (no JSON, no envelope, redirections).
Result<Envelope> read_answer(const http::Response& response, const Format& format,
                             std::span<const std::string_view> wanted,
                             const std::function<void(const Row&)>& row);

/// The HTTP status that a code of the server stands for: itself, or the first three of seven
/// digits, as Kaseya's codes in detail. Nothing for any other code.
std::optional<unsigned> status_of(std::uint64_t code) noexcept;

/// The error for an HTTP status, or a code of the server, that is no success. `text` is what the
/// server said.
Error error_of_status(unsigned status, const std::string& text);

/// What the server gave as its error, fit for a log: one line, not long; empty when there is none.
std::string error_text(std::string_view body, const Format& format);

}  // namespace billbyagent::odata
