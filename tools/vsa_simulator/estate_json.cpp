#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "vsa_simulator/estate.hpp"

namespace billbyagent::vsa_simulator {
namespace {

namespace json = boost::json;

/// Ids may be numbers, but only as long as the number was not rounded on the way.
std::string id_text(const json::value& value, std::string_view name) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_uint64()) return std::to_string(value.get_uint64());
  throw SimulatorError("estate file: not a text: " + std::string(name));
}

template <class T>
void assign(T& record, const Field<T>& field, const json::value& value) {
  std::visit(
      [&](auto member) {
        using M = decltype(member);
        if constexpr (std::is_same_v<M, std::string_view>) {
          return;
        } else if constexpr (std::is_same_v<M, bool T::*>) {
          if (value.is_bool()) record.*member = value.get_bool();
        } else if constexpr (std::is_same_v<M, std::int64_t T::*>) {
          if (value.is_int64()) record.*member = value.get_int64();
        } else {
          if (value.is_null()) {
            record.*member = {};
          } else {
            record.*member = id_text(value, field.name);
          }
        }
      },
      field.member);
}

template <class T>
T record_from(const json::value& value) {
  if (!value.is_object()) throw SimulatorError("estate file: a record must be an object");
  T record;
  for (const Field<T>& field : fields_of<T>()) {
    const auto* member = value.get_object().if_contains({field.name.data(), field.name.size()});
    if (member != nullptr) assign(record, field, *member);
  }
  return record;
}

const json::array& list(const json::object& root, const char* name) {
  static const json::array none;
  const auto* value = root.if_contains(name);
  if (value == nullptr) return none;
  if (!value->is_array()) throw SimulatorError(std::string("estate file: not a list: ") + name);
  return value->get_array();
}

template <class T>
void append_rows(std::string& out, const char* name, const RowMap<T>& rows) {
  out.append(",\n\"").append(name).append("\":[");
  const char* separator = "\n";
  for (const auto& [id, row] : rows) {
    out.append(separator).append(row->json);
    separator = ",\n";
  }
  out += ']';
}

void append_views(std::string& out, const RowMap<View>& views) {
  out += ",\n\"views\":[";
  const char* separator = "\n";
  for (const auto& [id, row] : views) {
    const View& view = row->record;
    out.append(separator).append(row->json);
    out.pop_back();
    out += ",\"Filter\":" + json_string(view.filter) + ",\"AgentIds\":[";
    for (const std::string& agent : view.agent_ids) out += json_string(agent) + ",";
    if (!view.agent_ids.empty()) out.pop_back();
    out += "]}";
    separator = ",\n";
  }
  out += ']';
}

View view_from(const json::value& value) {
  View view = record_from<View>(value);
  const json::object& object = value.get_object();
  if (const auto* filter = object.if_contains("Filter")) view.filter = id_text(*filter, "Filter");
  for (const json::value& id : list(object, "AgentIds")) {
    view.agent_ids.insert(id_text(id, "AgentIds"));
  }
  return view;
}

}  // namespace

std::string Estate::to_json() const {
  std::string out = "{\"date\":" + json_string(to_text(date_));
  append_rows(out, "organizations", organizations_);
  append_rows(out, "machine_groups", groups_);
  append_views(out, views_);
  append_rows(out, "agents", agents_);
  append_rows(out, "devices", devices_);
  return out += "\n}\n";
}

Estate Estate::from_json(std::string_view text) {
  boost::system::error_code error;
  const json::value root = json::parse({text.data(), text.size()}, error);
  if (error || !root.is_object()) throw SimulatorError("estate file: not a JSON object");
  const json::object& object = root.get_object();
  Estate estate;
  estate.organizations_.clear();
  estate.groups_.clear();
  estate.group_ids_by_name_.clear();
  if (const auto* date = object.if_contains("date")) {
    estate.date_ = parse_date(id_text(*date, "date"));
  }
  for (const json::value& value : list(object, "organizations")) {
    estate.put(estate.organizations_, record_from<Organization>(value));
  }
  for (const json::value& value : list(object, "machine_groups")) {
    MachineGroup group = record_from<MachineGroup>(value);
    estate.organization(group.organization_id);
    estate.require_free_group_name(group.name);
    estate.group_ids_by_name_[group.name] = group.id;
    estate.put(estate.groups_, std::move(group));
  }
  for (const json::value& value : list(object, "views")) estate.add_view(view_from(value));
  for (const json::value& value : list(object, "agents")) {
    Agent agent = record_from<Agent>(value);
    agent.machine = agent.name.substr(0, agent.name.find('.'));
    estate.add_agent(std::move(agent));
  }
  for (const json::value& value : list(object, "devices")) {
    estate.add_device(record_from<Asset>(value));
  }
  return estate;
}

Estate Estate::load(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw SimulatorError("can't read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return from_json(text.str());
}

void Estate::save(const std::string& path) const {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << to_json();
  if (!file.flush()) throw SimulatorError("can't write " + path);
}

}  // namespace billbyagent::vsa_simulator
