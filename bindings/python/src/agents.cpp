#include "billbyagent/described/domain.hpp"
#include "billbyagent/domain/agent_scope.hpp"
#include "billbyagent/domain/service.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "results.hpp"

namespace billbyagent::python {
namespace {

void bind_what_an_rmm_shows(py::module_& m) {
  record<Organization>(m, "Organization", "A customer as the RMM knows it.",
                       {{"reference", "short code used in machine names; may be empty"}});
  record<MachineGroup>(m, "MachineGroup",
                       "A machine group of the RMM and the organization it belongs to.",
                       {{"name", "root first: acme.root.servers"}});
  record<View>(m, "View", "A saved filter of the RMM.");
  record<Agent>(m, "Agent", "A managed machine. Identity is `id` alone.",
                {{"name", "such as pc01"},
                 {"operating_system", "the RMM's own text"},
                 {"ephemeral", "a support session"},
                 {"device_type", "the RMM's own word"}});
}

std::optional<MachineGroup> group_in(const GroupTree& tree, const MachineGroupId& id) {
  const MachineGroup* group = tree.find(id);
  return group ? std::optional{*group} : std::nullopt;
}

}  // namespace

void bind_agents(py::module_& m) {
  bind_what_an_rmm_shows(m);
  record<MachineClass>(m, "MachineClass", "A kind of machines that a contract tells apart.",
                       {given("name")});
  record<CountRule>(m, "CountRule", "Which states of a machine count.",
                    {{"grace_new_days", "before a new machine is billed"},
                     {"grace_gone_days", "a machine that is gone is billed"}});
  record<AgentScope>(
      m, "AgentScope", "Which agents a service bills for.",
      {{"rmm", "that all other ids here belong to; empty: the default one"},
       {"organization", "None: the organization that the account is linked to"},
       {"group", "None: the whole organization"},
       {"view", "only machines that are in this view as well"},
       {"machines", "when not empty, only these"},
       {"operating_system_contains", "part of the operating system's text, in either case"},
       {"machine_class", "only machines of this class"},
       {"classes", "empty in the terms of a service"}});
  record<ManualUnits>(m, "ManualUnits", "Units typed in by a person.");
  py::class_<GroupTree>(m, "GroupTree", "The nesting of machine groups.")
      .def(py::init([](std::vector<MachineGroup> groups) {
             return value(GroupTree::build(std::move(groups)));
           }),
           py::arg("groups"))
      .def("find", &group_in, py::arg("group"))
      .def("is_within", &GroupTree::is_within, py::arg("group"), py::arg("ancestor"))
      .def("with_sub_groups", &GroupTree::with_sub_groups, py::arg("ancestor"))
      .def_property_readonly(
          "groups", [](const GroupTree& tree) { return shown(tree.all()); }, "All machine groups.");
  m.def("judge", &judge, py::arg("scope"), py::arg("agent"), py::arg("groups"), py::arg("in_view"),
        py::arg("today"), "Whether the agent counts in the scope.");
}

}  // namespace billbyagent::python
