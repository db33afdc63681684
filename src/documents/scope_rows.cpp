#include "documents/scope_rows.hpp"

namespace billbyagent::documents {
namespace {

std::vector<AgentId> read_machines(Row& row) {
  std::vector<AgentId> machines;
  const auto read = [&](const boost::json::value& value, const std::string& place) {
    const auto* text = value.if_string();
    auto id = text ? AgentId::parse(std::string_view{*text})
                   : Result<AgentId>{Error{Errc::malformed_document, "not a text"}};
    id ? machines.push_back(*id) : row.refuse(place, id.error());
  };
  if (row.each("machines", Presence::optional, read) && machines.empty())
    row.refuse("machines", {Errc::malformed_document, "is empty"});
  return machines;
}

std::vector<std::string> read_texts(Row& row, std::string_view key) {
  std::vector<std::string> texts;
  row.each(key, Presence::optional, [&](const boost::json::value& value, const auto& place) {
    if (const auto* text = value.if_string())
      texts.emplace_back(*text);
    else
      row.refuse(place, {Errc::malformed_document, "not a text"});
  });
  return texts;
}

/// One of the standard classes.
std::optional<MachineClass> read_standard(Row& contract, const std::string& place,
                                          std::string_view name) {
  std::string names;
  for (const auto& each : standard_machine_classes()) {
    if (each.name == name) return each;
    names += (names.empty() ? "" : ", ") + each.name;
  }
  contract.refuse(place,
                  {Errc::invalid_argument, "'" + std::string{name} + "' is none of: " + names +
                                               "; a class of your own is an object"});
  return std::nullopt;
}

}  // namespace

AgentScope read_scope(Row& units) {
  AgentScope scope;
  scope.rmm = units.id<RmmId>("rmm", Presence::optional).value_or(RmmId{});
  scope.organization = units.id<OrganizationId>("organization", Presence::optional);
  scope.group = units.id<MachineGroupId>("group", Presence::optional);
  scope.sub_groups = named<SubGroups>(units, "sub_groups");
  scope.view = units.id<ViewId>("view", Presence::optional);
  scope.machines = read_machines(units);
  scope.operating_system_contains =
      units.text("operating_system_contains", Presence::optional).value_or("");
  scope.machine_class = units.text("machine_class", Presence::optional);
  units.object("counting", Presence::optional,
               [&](Row& counting) { read_fields(counting, scope.rule); });
  return scope;
}

std::vector<MachineClass> read_machine_classes(Row& contract) {
  std::vector<MachineClass> classes;
  contract.each("machine_classes", Presence::optional, [&](const auto& value, const auto& place) {
    if (const auto* name = value.if_string()) {
      if (auto standard = read_standard(contract, place, std::string_view{*name}))
        classes.push_back(*std::move(standard));
      return;
    }
    Row row{value, contract.place_of(place), contract.refused()};
    classes.push_back({.name = row.text("name", Presence::required).value_or(""),
                       .operating_system_contains = read_texts(row, "operating_system_contains"),
                       .device_types = read_texts(row, "device_types")});
    row.refuse_unknown_keys();
  });
  return classes;
}

}  // namespace billbyagent::documents
