#include "kaseya_vsa/count.hpp"

#include "kaseya_vsa/decode.hpp"
#include "odata/count.hpp"

namespace billbyagent::kaseya_vsa {

Result<std::optional<AgentCount>> read_count(const http::Response& response,
                                             const AgentScope& scope, const GroupTree& groups) {
  return odata::read_count<Agent>(response, format, records_of<Agent>(), [&](const Agent& agent) {
    return judge_alone(scope, agent, groups, true) == Verdict::counted;
  });
}

}  // namespace billbyagent::kaseya_vsa
