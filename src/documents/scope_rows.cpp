#include "documents/scope_rows.hpp"

namespace billbyagent::documents {
namespace {

std::vector<AgentId> read_machines(Row& row) {
  std::vector<AgentId> machines;
  const auto* list = row.array("machines", Presence::optional);
  if (!list) return machines;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string place = "machines[" + std::to_string(i) + "]";
    const auto* text = (*list)[i].if_string();
    auto id = text ? AgentId::parse(std::string_view{*text})
                   : Result<AgentId>{Error{Errc::malformed_document, "not a text"}};
    if (id)
      machines.push_back(*id);
    else
      row.refuse(place, id.error());
  }
  if (machines.empty()) row.refuse("machines", {Errc::malformed_document, "is empty"});
  return machines;
}

/// Days that do not fit an int are out of every range too.
std::optional<int> read_days(Row& row, std::string_view key) {
  constexpr std::int64_t most = 1'000'000;
  const auto days = row.integer(key, Presence::optional);
  if (!days) return std::nullopt;
  if (*days >= -most && *days <= most) return static_cast<int>(*days);
  row.refuse(key, {Errc::out_of_range, std::to_string(*days)});
  return std::nullopt;
}

CountRule read_counting(Row& row) {
  CountRule rule;
  const auto* value = row.find("counting", Presence::optional);
  if (!value) return rule;
  Row counting{*value, row.place_of("counting"), row.refused()};
  const auto read = [&](std::string_view key, Counting otherwise) {
    const auto other = otherwise == Counting::counted ? Counting::left_out : Counting::counted;
    return named(counting, key, {otherwise, other});
  };
  rule.suspended = read("suspended", rule.suspended);
  rule.never_checked_in = read("never_checked_in", rule.never_checked_in);
  rule.template_account = read("template_account", rule.template_account);
  rule.marked_for_deletion = read("marked_for_deletion", rule.marked_for_deletion);
  rule.ephemeral = read("ephemeral", rule.ephemeral);
  rule.duplicate = read("duplicate", rule.duplicate);
  rule.seen_within_days = read_days(counting, "seen_within_days");
  rule.grace_new_days = read_days(counting, "grace_new_days").value_or(0);
  rule.grace_gone_days = read_days(counting, "grace_gone_days").value_or(0);
  counting.refuse_unknown_keys();
  return rule;
}

std::vector<std::string> read_texts(Row& row, std::string_view key) {
  std::vector<std::string> texts;
  const auto* list = row.array(key, Presence::optional);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    if (const auto* text = (*list)[i].if_string())
      texts.emplace_back(*text);
    else
      row.refuse(std::string{key} + "[" + std::to_string(i) + "]",
                 {Errc::malformed_document, "not a text"});
  }
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
  scope.sub_groups = named(units, "sub_groups", {SubGroups::included, SubGroups::excluded});
  scope.view = units.id<ViewId>("view", Presence::optional);
  scope.machines = read_machines(units);
  scope.operating_system_contains =
      units.text("operating_system_contains", Presence::optional).value_or("");
  scope.machine_class = units.text("machine_class", Presence::optional);
  scope.rule = read_counting(units);
  return scope;
}

std::vector<MachineClass> read_machine_classes(Row& contract) {
  std::vector<MachineClass> classes;
  const auto* list = contract.array("machine_classes", Presence::optional);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const std::string place = "machine_classes[" + std::to_string(i) + "]";
    if (const auto* name = (*list)[i].if_string()) {
      if (auto standard = read_standard(contract, place, std::string_view{*name}))
        classes.push_back(*std::move(standard));
      continue;
    }
    Row row{(*list)[i], contract.place_of(place), contract.refused()};
    classes.push_back({.name = row.text("name", Presence::required).value_or(""),
                       .operating_system_contains = read_texts(row, "operating_system_contains"),
                       .device_types = read_texts(row, "device_types")});
    row.refuse_unknown_keys();
  }
  return classes;
}

}  // namespace billbyagent::documents
