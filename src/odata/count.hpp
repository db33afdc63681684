#pragma once

/// Counting by the server: the total of a filtered list, with one row of it as a sample.

#include <functional>
#include <optional>
#include <vector>

#include "billbyagent/ports/rmm_provider.hpp"
#include "odata/fields.hpp"
#include "odata/pages.hpp"

namespace billbyagent::odata {

/// Servers say in several ways that they do not like a query: bad request, not found (a query that
/// is too long for IIS), address too long, or a fault while reading it.
constexpr bool refuses_query(unsigned status) noexcept {
  return status == 400 || status == 404 || status == 414 || status == 500;
}

/// The number of records in the answer to a filtered list of at most one row. Nothing when the
/// server did not accept the filter, or when `obeys` says of the sample that it did not obey it:
/// then the agents must be scanned. Errors are those of `decode`.
template <class T>
Result<std::optional<AgentCount>> read_count(const http::Response& response, const Format& format,
                                             const DecodePage<T>& decode,
                                             const std::function<bool(const T&)>& obeys) {
  constexpr auto unknown = std::nullopt;
  if (refuses_query(response.status)) return std::optional<AgentCount>{unknown};
  std::vector<T> sample;
  const auto envelope = decode(response, sample);
  if (!envelope) {
    const Errc code = envelope.error().code;
    if (code == Errc::provider_failed || code == Errc::not_found)
      return std::optional<AgentCount>{unknown};
    return envelope.error();
  }
  const auto total = whole_number(envelope->total);
  if (!envelope->has_list(format) || !total)
    return Error{Errc::protocol_error, std::string{format.total} + " or its list is missing"};
  if (*total > limits::agents_per_scan_max)
    return Error{Errc::out_of_range, std::to_string(*total) + " agents"};
  for (const T& one : sample)
    if (!obeys(one)) return std::optional<AgentCount>{unknown};
  if (sample.empty() != (*total == 0)) return std::optional<AgentCount>{unknown};
  return std::optional<AgentCount>{{static_cast<std::int64_t>(*total)}};
}

}  // namespace billbyagent::odata
