#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "vsa_simulator/estate.hpp"
#include "vsa_simulator/filter.hpp"

namespace billbyagent::vsa_simulator {

/// Decides who is in a view, with the view's rule parsed once.
class ViewMembers {
 public:
  explicit ViewMembers(const View& view);
  bool contains(const Agent& agent) const;

 private:
  std::set<std::string> ids_;
  std::optional<Filter> rule_;
};

/// Empty members do not restrict; `with_subgroups` concerns `group`.
struct CountQuery {
  std::string organization;
  std::string group;
  bool with_subgroups = true;
  std::string view;
  bool with_suspended = true;
  bool with_never_checked_in = true;
};

/// Counts without the listing code, as an oracle for clients: walks up from each agent's group.
/// Throws SimulatorError when a named thing does not exist.
std::size_t count_agents(const Estate& estate, const CountQuery& query);

}  // namespace billbyagent::vsa_simulator
