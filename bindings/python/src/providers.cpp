#include "bindings.hpp"
#include "python_provider.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

/// `call(provider, deadline)` on a provider that nobody else uses meanwhile.
template <class Call>
auto asked(RmmProvider& provider, const Timeout& timeout, Call call) {
  const ExclusiveUse alone{object_of(provider)};
  return run([&] { return call(after(timeout)); });
}

class Gathering final : public AgentSink {
 public:
  void restart() override { agents.clear(); }
  void page(std::span<const Agent> received) override {
    agents.insert(agents.end(), received.begin(), received.end());
  }
  std::vector<Agent> agents;
};

std::vector<Agent> scan(RmmProvider& provider, const std::optional<ViewId>& view,
                        const Timeout& timeout) {
  Gathering sink;
  asked(provider, timeout,
        [&](Deadline deadline) { return provider.scan_agents(AgentQuery{view}, sink, deadline); });
  return std::move(sink.agents);
}

void bind_helpers(py::module_& m) {
  py::class_<RemainingTime>(m, "Deadline", "The moment by which a call must have ended.")
      .def(py::init([](const Timeout& timeout) { return RemainingTime{after(timeout)}; }),
           py::arg("timeout"))
      .def_property_readonly("remaining", &RemainingTime::seconds,
                             "Seconds; negative once it has passed.")
      .def_property_readonly(
          "passed", [](const RemainingTime& time) { return time.seconds() < 0; },
          "There is no time left.");
  py::class_<ScanSink, std::shared_ptr<ScanSink>>(
      m, "AgentSink", "Receives the agents of a scan, for as long as the scan lasts.")
      .def("restart", &ScanSink::restart,
           "The scan starts over: everything received so far is forgotten.")
      .def("page", &ScanSink::page, py::arg("agents"));
}

}  // namespace

void bind_providers(py::module_& m) {
  bind_helpers(m);
  py::class_<RmmProvider, PythonProvider, py::smart_holder>(
      m, "RmmProvider", py::dynamic_attr(),
      "What the library needs from an RMM. Subclasses write do_organizations(deadline), "
      "do_machine_groups(deadline), do_views(deadline) and do_scan_agents(view, sink, deadline), "
      "which gives or yields agents or hands pages to the sink, and, where the server can count, "
      "do_count_agents(scope, groups, deadline). What they raise is an error, never a count of "
      "zero. One call at a time.")
      .def(py::init<>())
      .def("name", &RmmProvider::name, "A short name for reports.")
      .def("notes", &RmmProvider::notes,
           "What the last reading passed over, guessed or recoded, for people.")
      .def("add_hardware_stand_in", &RmmProvider::add_hardware_stand_in, py::arg("text"),
           "A serial number or MAC address of this RMM that is none.")
      .def(
          "organizations",
          [](RmmProvider& provider, const Timeout& timeout) {
            return asked(provider, timeout,
                         [&](Deadline deadline) { return provider.organizations(deadline); });
          },
          py::arg("timeout") = usual_timeout())
      .def(
          "machine_groups",
          [](RmmProvider& provider, const Timeout& timeout) {
            return asked(provider, timeout,
                         [&](Deadline deadline) { return provider.machine_groups(deadline); });
          },
          py::arg("timeout") = usual_timeout())
      .def(
          "group_tree",
          [](RmmProvider& provider, const Timeout& timeout) {
            return asked(provider, timeout,
                         [&](Deadline deadline) { return provider.group_tree(deadline); });
          },
          py::arg("timeout") = usual_timeout())
      .def(
          "views",
          [](RmmProvider& provider, const Timeout& timeout) {
            return asked(provider, timeout,
                         [&](Deadline deadline) { return provider.views(deadline); });
          },
          py::arg("timeout") = usual_timeout())
      .def("scan_agents", &scan, py::arg("view") = py::none(), py::arg("timeout") = usual_timeout(),
           "Every agent that the login may see, or those of one view; all or an error.")
      .def(
          "count_agents",
          [](RmmProvider& provider, const AgentScope& scope, const Timeout& timeout) {
            return asked(provider, timeout,
                         [&](Deadline deadline) { return provider.count_agents(scope, deadline); })
                .agents;
          },
          py::arg("scope"), py::arg("timeout") = usual_timeout(),
          "Agents of the scope that count. The scope's organization must be set.");
}

}  // namespace billbyagent::python
