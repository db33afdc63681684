#include "meshcentral/decode.hpp"

#include <algorithm>

#include "http/json_value.hpp"
#include "meshcentral/fields.hpp"

namespace billbyagent::meshcentral {
namespace {

namespace json = boost::json;

constexpr std::size_t nesting_max = 32;

/// Reads one record and remembers the first field that would not do.
class RecordReader {
 public:
  RecordReader(const char* what, const json::object& record)
      : record_(record),
        what_(std::string{what} + " " + text_or_empty(record, "_id").substr(0, 90)) {}

  template <class IdType>
  IdType id() {
    auto parsed = IdType::parse(text_or_empty(record_, "_id"));
    if (parsed) return *std::move(parsed);
    fail("_id", "is missing or is not an id");
    return {};
  }
  std::string text(const char* name) {
    auto found = text_at(record_, name);
    if (!found) fail(name, "is missing or is not a text");
    return found.value_or(std::string{});
  }
  std::optional<Kind> kind() {
    if (!record_.contains("mtype")) return std::nullopt;
    const auto number = whole_number_at(record_, "mtype").value_or(0);
    if (number < 1 || number > 4) {
      // It may be one that counts, so it can't be passed over.
      fail("mtype", "is not a known type");
      return std::nullopt;
    }
    return static_cast<Kind>(number);
  }
  std::optional<Instant> time(const char* name) const {
    const auto ms = whole_number_at(record_, name);
    return ms && *ms > 0 ? std::optional{Instant{*ms}} : std::nullopt;
  }
  /// Tags are a list, or a single text on servers of old.
  std::vector<std::string> tags() {
    std::vector<std::string> found;
    const auto* value = record_.if_contains("tags");
    if (value == nullptr || value->is_null()) return found;
    const auto add = [&](const json::value& tag) {
      if (!tag.is_string()) return fail("tags", "holds something that is not a text");
      found.emplace_back(tag.get_string().data(), tag.get_string().size());
    };
    if (const auto* list = value->if_array())
      std::for_each(list->begin(), list->end(), add);
    else
      add(*value);
    return found;
  }
  void fail(const char* name, const char* why) {
    if (!failure_) failure_ = Error{Errc::protocol_error, what_ + ": " + name + " " + why};
  }
  const std::optional<Error>& failure() const { return failure_; }

 private:
  const json::object& record_;
  std::string what_;
  std::optional<Error> failure_;
};

/// Devices without an agent have no description, only what they were entered as.
std::string entered_as(std::int64_t agent_type) {
  switch (agent_type) {
    case 4:
      return "Windows";
    case 6:
      return "Linux";
    case 29:
      return "macOS";
    default:
      return {};
  }
}

Result<Device> read_device(const json::object& record, const MachineGroupId& group) {
  RecordReader read{"device", record};
  Device device;
  device.id = read.id<AgentId>();
  device.group = group;
  device.name = read.text("name");
  device.kind = read.kind();
  const auto* agent = object_at(record, "agent");
  device.has_agent = agent != nullptr;
  device.online = whole_number_at(record, "conn").value_or(0) != 0;
  device.operating_system = text_or_empty(record, "osdesc");
  if (device.operating_system.empty() && device.kind == Kind::agentless && agent != nullptr)
    device.operating_system = entered_as(whole_number_at(*agent, "id").value_or(0));
  device.first_seen = read.time("firstconnect");
  device.tags = read.tags();
  if (read.failure()) return *read.failure();
  return device;
}

Result<Group> read_group(const json::object& record) {
  RecordReader read{"device group", record};
  Group group;
  group.id = read.id<MachineGroupId>();
  group.name = read.text("name");
  const auto kind = read.kind();
  if (!kind) read.fail("mtype", "is missing");
  group.kind = kind.value_or(Kind::with_agent);
  if (read.failure()) return *read.failure();
  return group;
}

Error misshapen(const char* what, const std::string& why) {
  return {Errc::protocol_error, std::string{what} + " " + why};
}

std::optional<std::uint64_t> count_at(const json::object& answer, const char* name) {
  const auto number = whole_number_at(answer, name);
  if (!number || *number < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

Hardware hardware_of(const json::object& details) {
  Hardware told;
  const auto* system = object_at(details, "sys");
  const auto* hardware = system ? object_at(*system, "hardware") : nullptr;
  if (const auto* identifiers = hardware ? object_at(*hardware, "identifiers") : nullptr)
    for (const char* name : {"bios_serial", "board_serial", "product_uuid"})
      if (auto text = text_or_empty(*identifiers, name); !text.empty())
        told.serials.push_back(std::string{name} + " " + text);
  const auto* network = object_at(details, "net");
  const auto* adapters = network ? object_at(*network, "netif2") : nullptr;
  if (adapters == nullptr) return told;
  for (const auto& [name, addresses] : *adapters) {
    if (!addresses.is_array()) continue;
    for (const auto& address : addresses.get_array())
      if (const auto* one = address.if_object())
        if (auto mac = text_or_empty(*one, "mac"); mac.find_first_not_of("0:-") != mac.npos)
          told.mac_addresses.push_back(std::move(mac));
  }
  return told;
}

}  // namespace

Result<json::object> parse_message(std::string_view text, const std::string& what) {
  auto value = http::read_json(text, nesting_max);
  const auto bad = [&](const std::string& why) {
    return Error{Errc::protocol_error,
                 "a message is not MeshCentral's JSON while waiting for " + what + ": " + why};
  };
  if (!value) return bad(value.error().context);
  if (!value->is_object()) return bad("it is not an object");
  return std::move(value->as_object());
}

Result<std::vector<Group>> read_groups(const json::object& answer) {
  const auto* list = answer.if_contains("meshes");
  if (list == nullptr || !list->is_array()) return misshapen("meshes", "is missing or is no list");
  std::vector<Group> groups;
  for (const auto& one : list->get_array()) {
    if (!one.is_object()) return misshapen("meshes", "holds something that is no device group");
    auto group = read_group(one.get_object());
    if (!group) return group.error();
    groups.push_back(*std::move(group));
  }
  std::sort(groups.begin(), groups.end(),
            [](const Group& a, const Group& b) { return a.id < b.id; });
  const auto twice = std::adjacent_find(groups.begin(), groups.end(),
                                        [](const auto& a, const auto& b) { return a.id == b.id; });
  if (twice != groups.end()) return misshapen("meshes", "lists " + twice->id.text() + " twice");
  return groups;
}

Result<std::optional<Page>> read_devices(const json::object& answer, std::vector<Device>& devices) {
  const auto* nodes = object_at(answer, "nodes");
  if (nodes == nullptr) return misshapen("nodes", "is missing or is no object");
  const std::size_t before = devices.size();
  for (const auto& [key, list] : *nodes) {
    const std::string text{key.data(), key.size()};
    auto group = MachineGroupId::parse(text);
    if (!group) return misshapen("nodes", "has a key that is no id of a device group");
    if (!list.is_array()) return misshapen("nodes", "holds no list for " + text);
    for (const auto& one : list.get_array()) {
      if (!one.is_object()) return misshapen("nodes", "holds something that is no device");
      auto device = read_device(one.get_object(), *group);
      if (!device) return device.error();
      devices.push_back(*std::move(device));
    }
  }
  if (!answer.contains("limit")) return std::optional<Page>{};
  const auto limit = count_at(answer, "limit");
  if (!limit || *limit == 0) return misshapen("nodes", "has a limit that is no number");
  return std::optional{Page{devices.size() - before, *limit, count_at(answer, "totalcount")}};
}

Result<std::unordered_map<AgentId, Instant>> read_last_connects(const json::object& answer) {
  const auto* times = object_at(answer, "lastconnects");
  if (times == nullptr) return misshapen("lastconnects", "is missing or is no object");
  std::unordered_map<AgentId, Instant> found;
  for (const auto& [key, value] : *times) {
    const auto ms = whole_number(value);
    if (ms && *ms > 0) found.emplace(AgentId{std::string{key.data(), key.size()}}, Instant{*ms});
  }
  return found;
}

/// The list comes as a text of JSON.
Result<std::unordered_map<AgentId, Hardware>> read_hardware(const json::object& answer) {
  const auto list = http::read_json(text_or_empty(answer, "data"), nesting_max);
  if (!list || !list->is_array()) return misshapen("getDeviceDetails", "holds no list");
  std::unordered_map<AgentId, Hardware> found;
  for (const auto& one : list->get_array()) {
    const auto* node = one.is_object() ? object_at(one.get_object(), "node") : nullptr;
    auto id = AgentId::parse(node ? text_or_empty(*node, "_id") : std::string{});
    if (!id) return misshapen("getDeviceDetails", "holds something that is no device");
    found.emplace(*std::move(id), hardware_of(one.get_object()));
  }
  return found;
}

}  // namespace billbyagent::meshcentral
