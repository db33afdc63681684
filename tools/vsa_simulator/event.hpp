#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vsa_simulator/text.hpp"

namespace billbyagent::vsa_simulator {

class Estate;

/// One edit of an estate, dated or immediate. Which fields an action needs is listed in
/// docs/simulator.md; things are named by id or by name.
struct Event {
  std::optional<Date> date;  ///< None: now.
  std::string action;        ///< `add_agent`, `move_group`, ...
  std::string id;            ///< Of the thing that is added; made up when empty.
  std::string agent;
  std::string group;
  std::string organization;
  std::string view;
  std::string parent;
  std::string name;
  std::string ref;
  std::string filter;
  std::string os_type;
  std::string os_info;
  std::optional<std::int64_t> online;
};

/// Carries out one event; throws SimulatorError. Answers the id of what was added, or "".
std::string apply(Estate& estate, const Event& event);

/// Reads one event or an array of them; unknown members and actions throw SimulatorError.
std::vector<Event> events_from_json(std::string_view text);
std::string to_json(const std::vector<Event>& events);
std::vector<Event> load_events(const std::string& path);

}  // namespace billbyagent::vsa_simulator
