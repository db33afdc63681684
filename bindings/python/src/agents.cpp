#include "billbyagent/domain/agent_scope.hpp"
#include "billbyagent/domain/service.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "results.hpp"

namespace billbyagent::python {
namespace {

void bind_what_an_rmm_shows(py::module_& m) {
  record<Organization>(m, "Organization", "A customer as the RMM knows it.",
                       field("id", &Organization::id, ""),
                       field("name", &Organization::name, "", ""),
                       field("reference", &Organization::reference,
                             "short code used in machine names; may be empty", ""));
  record<MachineGroup>(m, "MachineGroup", "", field("id", &MachineGroup::id, ""),
                       field("name", &MachineGroup::name, "root first: acme.root.servers", ""),
                       field("organization", &MachineGroup::organization, ""),
                       field("parent", &MachineGroup::parent, "", std::nullopt));
  record<View>(m, "View", "A saved filter of the RMM.", field("id", &View::id, ""),
               field("name", &View::name, "", ""));
  record<Agent>(m, "Agent", "A managed machine. Identity is `id` alone.",
                field("id", &Agent::id, ""), field("name", &Agent::name, "such as pc01", ""),
                field("organization", &Agent::organization, ""), field("group", &Agent::group, ""),
                field("state", &Agent::state, "", AgentState::offline),
                field("operating_system", &Agent::operating_system, "the RMM's own text", ""),
                field("serial_number", &Agent::serial_number, "", ""),
                field("mac_address", &Agent::mac_address, "", ""),
                field("first_seen", &Agent::first_seen, "", std::nullopt),
                field("last_seen", &Agent::last_seen, "", std::nullopt),
                field("marked_for_deletion", &Agent::marked_for_deletion, "", false),
                field("ephemeral", &Agent::ephemeral, "a support session", false),
                field("device_type", &Agent::device_type, "the RMM's own word", ""));
}

std::optional<MachineGroup> group_in(const GroupTree& tree, const MachineGroupId& id) {
  const MachineGroup* group = tree.find(id);
  return group ? std::optional{*group} : std::nullopt;
}

}  // namespace

void bind_agents(py::module_& m) {
  bind_what_an_rmm_shows(m);
  record<MachineClass>(
      m, "MachineClass", "A kind of machines that a contract tells apart.",
      field("name", &MachineClass::name, ""),
      field("operating_system_contains", &MachineClass::operating_system_contains, "", {}),
      field("device_types", &MachineClass::device_types, "", {}));
  record<CountRule>(
      m, "CountRule", "Which states of a machine count.",
      field("suspended", &CountRule::suspended, "", Counting::counted),
      field("never_checked_in", &CountRule::never_checked_in, "", Counting::left_out),
      field("template_account", &CountRule::template_account, "", Counting::left_out),
      field("marked_for_deletion", &CountRule::marked_for_deletion, "", Counting::counted),
      field("ephemeral", &CountRule::ephemeral, "", Counting::left_out),
      field("duplicate", &CountRule::duplicate, "", Counting::counted),
      field("seen_within_days", &CountRule::seen_within_days, "", std::nullopt),
      field("grace_new_days", &CountRule::grace_new_days, "before a new machine is billed", 0),
      field("grace_gone_days", &CountRule::grace_gone_days, "a machine that is gone is billed", 0));
  record<AgentScope>(
      m, "AgentScope", "Which agents a service bills for.",
      field("rmm", &AgentScope::rmm, "that all other ids here belong to; empty: the default one",
            RmmId{}),
      field("organization", &AgentScope::organization,
            "None: the organization that the account is linked to", std::nullopt),
      field("group", &AgentScope::group, "None: the whole organization", std::nullopt),
      field("sub_groups", &AgentScope::sub_groups, "", SubGroups::included),
      field("view", &AgentScope::view, "only machines that are in this view as well", std::nullopt),
      field("machines", &AgentScope::machines, "when not empty, only these", {}),
      field("operating_system_contains", &AgentScope::operating_system_contains,
            "part of the operating system's text, in either case", ""),
      field("rule", &AgentScope::rule, "", CountRule{}),
      field("machine_class", &AgentScope::machine_class, "only machines of this class",
            std::nullopt),
      field("classes", &AgentScope::classes, "empty in the terms of a service", {}));
  record<ManualUnits>(m, "ManualUnits", "Units typed in by a person.");
  py::class_<GroupTree>(m, "GroupTree", "The nesting of machine groups.")
      .def(py::init([](std::vector<MachineGroup> groups) {
             return value(GroupTree::build(std::move(groups)));
           }),
           py::arg("groups"))
      .def("find", &group_in, py::arg("group"))
      .def("is_within", &GroupTree::is_within, py::arg("group"), py::arg("ancestor"))
      .def("with_sub_groups", &GroupTree::with_sub_groups, py::arg("ancestor"))
      .def_property_readonly("groups", [](const GroupTree& tree) { return shown(tree.all()); });
  m.def("judge", &judge, py::arg("scope"), py::arg("agent"), py::arg("groups"), py::arg("in_view"),
        py::arg("today"), "Whether the agent counts in the scope.");
}

}  // namespace billbyagent::python
