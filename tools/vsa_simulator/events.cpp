#include <boost/json.hpp>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "vsa_simulator/estate.hpp"
#include "vsa_simulator/event.hpp"

namespace billbyagent::vsa_simulator {
namespace {

namespace json = boost::json;

struct TextMember {
  const char* name;
  std::string Event::*member;
};

constexpr TextMember text_members[] = {
    {"action", &Event::action},
    {"id", &Event::id},
    {"agent", &Event::agent},
    {"group", &Event::group},
    {"organization", &Event::organization},
    {"view", &Event::view},
    {"parent", &Event::parent},
    {"name", &Event::name},
    {"ref", &Event::ref},
    {"filter", &Event::filter},
    {"os_type", &Event::os_type},
    {"os_info", &Event::os_info},
};

const std::string& needed(const Event& event, const char* name, std::string Event::*member) {
  if ((event.*member).empty()) throw SimulatorError(event.action + " needs '" + name + "'");
  return event.*member;
}
const std::string& agent_of(const Event& e) { return needed(e, "agent", &Event::agent); }
const std::string& group_of(const Event& e) { return needed(e, "group", &Event::group); }
const std::string& org_of(const Event& e) {
  return needed(e, "organization", &Event::organization);
}
const std::string& view_of(const Event& e) { return needed(e, "view", &Event::view); }
const std::string& parent_of(const Event& e) { return needed(e, "parent", &Event::parent); }
const std::string& name_of(const Event& e) { return needed(e, "name", &Event::name); }

std::string add_agent(Estate& estate, const Event& event) {
  Agent agent;
  agent.id = event.id;
  agent.machine = name_of(event);
  agent.group_id = group_of(event);
  agent.online = event.online.value_or(online::idle);
  agent.os_type = event.os_type.empty() ? "11" : event.os_type;
  agent.os_info = event.os_info.empty() ? "Professional x64 Edition Build 22631" : event.os_info;
  return estate.add_agent(std::move(agent));
}

/// Answers the id of what was added.
using Adding = std::string (*)(Estate&, const Event&);
using Change = void (*)(Estate&, const Event&);

const std::map<std::string, Adding, std::less<>>& addings() {
  static const std::map<std::string, Adding, std::less<>> table = {
      {"add_agent", [](Estate& s, const Event& e) { return add_agent(s, e); }},
      {"add_group",
       [](Estate& s, const Event& e) { return s.add_group(parent_of(e), name_of(e), e.id); }},
      {"add_organization",
       [](Estate& s, const Event& e) {
         return s.add_organization(name_of(e), needed(e, "ref", &Event::ref), e.id);
       }},
      {"add_view",
       [](Estate& s, const Event& e) {
         return s.add_view({e.id, name_of(e), e.filter, {}});
       }},
  };
  return table;
}

const std::map<std::string, Change, std::less<>>& changes() {
  static const std::map<std::string, Change, std::less<>> table = {
      {"move_agent", [](Estate& s, const Event& e) { s.move_agent(agent_of(e), group_of(e)); }},
      {"rename_agent", [](Estate& s, const Event& e) { s.rename_agent(agent_of(e), name_of(e)); }},
      {"delete_agent", [](Estate& s, const Event& e) { s.delete_agent(agent_of(e)); }},
      {"suspend_agent",
       [](Estate& s, const Event& e) { s.set_online(agent_of(e), online::suspended); }},
      {"resume_agent", [](Estate& s, const Event& e) { s.set_online(agent_of(e), online::idle); }},
      {"set_online",
       [](Estate& s, const Event& e) {
         s.set_online(agent_of(e), e.online.value_or(online::idle));
       }},
      {"rename_group", [](Estate& s, const Event& e) { s.rename_group(group_of(e), name_of(e)); }},
      {"move_group", [](Estate& s, const Event& e) { s.move_group(group_of(e), parent_of(e)); }},
      {"delete_group", [](Estate& s, const Event& e) { s.delete_group(group_of(e), e.parent); }},
      {"rename_organization",
       [](Estate& s, const Event& e) { s.rename_organization(org_of(e), name_of(e)); }},
      {"delete_organization", [](Estate& s, const Event& e) { s.delete_organization(org_of(e)); }},
      {"rename_view", [](Estate& s, const Event& e) { s.rename_view(view_of(e), name_of(e)); }},
      {"delete_view", [](Estate& s, const Event& e) { s.delete_view(view_of(e)); }},
      {"put_in_view", [](Estate& s, const Event& e) { s.put_in_view(view_of(e), agent_of(e)); }},
      {"take_from_view",
       [](Estate& s, const Event& e) { s.take_from_view(view_of(e), agent_of(e)); }},
  };
  return table;
}

std::string text_of(const json::value& value, std::string_view name) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_int64() && value.get_int64() >= 0) return std::to_string(value.get_int64());
  throw SimulatorError("event member must be a string: " + std::string(name));
}

void read_member(Event& event, std::string_view name, const json::value& value) {
  if (name == "date") {
    event.date = parse_date(text_of(value, name));
    return;
  }
  if (name == "online") {
    if (!value.is_int64()) throw SimulatorError("event member must be a number: online");
    event.online = value.get_int64();
    return;
  }
  for (const TextMember& member : text_members) {
    if (name != member.name) continue;
    event.*member.member = text_of(value, name);
    return;
  }
  throw SimulatorError("unknown member of an event: " + std::string(name));
}

Event event_from(const json::value& value) {
  if (!value.is_object()) throw SimulatorError("an event must be an object");
  Event event;
  for (const auto& member : value.get_object()) read_member(event, member.key(), member.value());
  if (!addings().contains(event.action) && !changes().contains(event.action)) {
    throw SimulatorError("unknown action: '" + event.action + "'");
  }
  return event;
}

}  // namespace

std::string apply(Estate& estate, const Event& event) {
  if (const auto adding = addings().find(event.action); adding != addings().end()) {
    return adding->second(estate, event);
  }
  const auto change = changes().find(event.action);
  if (change == changes().end()) throw SimulatorError("unknown action: '" + event.action + "'");
  change->second(estate, event);
  return {};
}

std::vector<Event> events_from_json(std::string_view text) {
  boost::system::error_code error;
  const json::value root = json::parse({text.data(), text.size()}, error);
  if (error) throw SimulatorError("events are not valid JSON: " + error.message());
  if (root.is_object()) return {event_from(root)};
  if (!root.is_array()) throw SimulatorError("events must be an array of objects");
  std::vector<Event> events;
  for (const json::value& value : root.get_array()) events.push_back(event_from(value));
  return events;
}

std::string to_json(const std::vector<Event>& events) {
  std::string out = "[";
  for (const Event& event : events) {
    out += out.size() > 1 ? ",\n{" : "\n{";
    if (event.date) out += "\"date\":" + json_string(to_text(*event.date)) + ",";
    for (const TextMember& member : text_members) {
      const std::string& text = event.*member.member;
      if (!text.empty()) out += json_string(member.name) + ":" + json_string(text) + ",";
    }
    if (event.online) out += "\"online\":" + std::to_string(*event.online) + ",";
    if (out.back() == ',') out.pop_back();
    out += '}';
  }
  return out += "\n]\n";
}

std::vector<Event> load_events(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw SimulatorError("can't read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return events_from_json(text.str());
}

}  // namespace billbyagent::vsa_simulator
