#include "billbyagent/adapters/memory/provider.hpp"

#include "bindings.hpp"
#include "enums.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

/// A function of the provider, refused while another thread uses it.
template <class... Arguments, class Change>
auto with(Change change) {
  return [change](MemoryProvider& provider, const Arguments&... arguments) {
    const ExclusiveUse alone{object_of(provider)};
    return change(provider, arguments...);
  };
}

using BoundProvider = py::class_<MemoryProvider, RmmProvider, py::smart_holder>;

void bind_estate(BoundProvider& cls) {
  cls.def("add", with<Organization>([](auto& rmm, const auto& item) { rmm.add(item); }),
          py::arg("item"))
      .def("add", with<MachineGroup>([](auto& rmm, const auto& item) { rmm.add(item); }),
           py::arg("item"))
      .def("add", with<Agent>([](auto& rmm, const auto& item) { rmm.add(item); }), py::arg("item"))
      .def("add_view",
           with<View, std::set<AgentId>>(
               [](auto& rmm, const auto& view, const auto& members) { rmm.add(view, members); }),
           py::arg("view"), py::arg("members"))
      .def("remove_organization",
           with<OrganizationId>([](auto& rmm, const auto& id) { return rmm.remove(id); }),
           py::arg("id"))
      .def("remove_machine_group",
           with<MachineGroupId>([](auto& rmm, const auto& id) { return rmm.remove(id); }),
           py::arg("id"))
      .def("remove_view", with<ViewId>([](auto& rmm, const auto& id) { return rmm.remove(id); }),
           py::arg("id"))
      .def("remove_agent", with<AgentId>([](auto& rmm, const auto& id) { return rmm.remove(id); }),
           py::arg("id"), "False when there is none of that id.")
      .def("update", with<Agent>([](auto& rmm, const auto& agent) {
             Agent* found = rmm.find(agent.id);
             if (!found) throw Exception(Error{Errc::not_found, "agent " + agent.id.text()});
             *found = agent;
           }),
           py::arg("agent"), "The agent of this id moves, is renamed, or changes its state.")
      .def("agent", with<AgentId>([](auto& rmm, const auto& id) -> std::optional<Agent> {
             const Agent* found = rmm.find(id);
             return found ? std::optional{*found} : std::nullopt;
           }),
           py::arg("id"))
      .def_property_readonly("agent_count", &MemoryProvider::agent_count,
                             "How many agents it has.");
}

void bind_faults(BoundProvider& cls) {
  using Call = MemoryProvider::Call;
  cls.def("fail", with<Call, Error>([](auto& rmm, const auto& call, const auto& error) {
            rmm.fail(call, error);
          }),
          py::arg("call"), py::arg("error"), "Every such call answers the error until `recover`.")
      .def("fail_view", with<ViewId, Error>([](auto& rmm, const auto& view, const auto& error) {
             rmm.fail_view(view, error);
           }),
           py::arg("view"), py::arg("error"))
      .def("recover", with<>([](auto& rmm) { rmm.recover(); }))
      .def("restart_scans", with<int>([](auto& rmm, int times) { rmm.restart_scans(times); }),
           py::arg("times"))
      .def("set_page_size",
           with<std::size_t>([](auto& rmm, std::size_t agents) { rmm.set_page_size(agents); }),
           py::arg("agents"))
      .def("set_counts_itself",
           with<bool>([](auto& rmm, bool counts) { rmm.set_counts_itself(counts); }),
           py::arg("counts"))
      .def("calls", with<Call>([](auto& rmm, const auto& call) { return rmm.calls(call); }),
           py::arg("call"), "How often the call reached this provider.")
      .def("reset_calls", with<>([](auto& rmm) { rmm.reset_calls(); }));
}

}  // namespace

void bind_memory_provider(py::module_& m) {
  bind_enum<MemoryProvider::Call>(m, "ProviderCall", "The calls that reach an RMM.");
  BoundProvider cls(m, "MemoryProvider", "An RMM in memory, for tests and trials.");
  cls.def(py::init<>());
  bind_estate(cls);
  bind_faults(cls);
}

}  // namespace billbyagent::python
