#include "kaseya_vsa/count.hpp"

#include "billbyagent/base/limits.hpp"
#include "kaseya_vsa/decode.hpp"
#include "kaseya_vsa/envelope.hpp"

namespace billbyagent::kaseya_vsa {
namespace {

/// Servers say in several ways that they do not like a query: bad request, not found (a query that
/// is too long for IIS), address too long, or a fault while reading it.
bool refuses_query(unsigned status) {
  return status == 400 || status == 404 || status == 414 || status == 500;
}

}  // namespace

Result<std::optional<AgentCount>> read_count(const http::Response& response,
                                             const AgentScope& scope, const GroupTree& groups) {
  constexpr auto unknown = std::nullopt;
  if (refuses_query(response.status)) return std::optional<AgentCount>{unknown};
  bool obeyed = true;
  std::optional<Error> unreadable;
  const auto envelope = read_answer(response, Codec<Agent>::fields(), [&](const Row& row) {
    const auto agent = Codec<Agent>::decode(row);
    if (!agent) {
      unreadable = agent.error();
    } else if (judge_alone(scope, *agent, groups, true) != Verdict::counted) {
      obeyed = false;
    }
  });
  if (!envelope) {
    const Errc code = envelope.error().code;
    if (code == Errc::provider_failed || code == Errc::not_found)
      return std::optional<AgentCount>{unknown};
    return envelope.error();
  }
  if (unreadable) return *unreadable;
  const auto total = whole_number(envelope->total_records);
  if (envelope->result != Envelope::Shape::list || !total)
    return Error{Errc::protocol_error, "TotalRecords or its list is missing"};
  if (*total > limits::agents_per_scan_max)
    return Error{Errc::out_of_range, std::to_string(*total) + " agents"};
  const bool has_sample = envelope->rows > 0;
  if (!obeyed || has_sample != (*total > 0)) return std::optional<AgentCount>{unknown};
  return std::optional<AgentCount>{{static_cast<std::int64_t>(*total)}};
}

}  // namespace billbyagent::kaseya_vsa
