#include "python_provider.hpp"

#include "run.hpp"

namespace billbyagent::python {

AgentSink& ScanSink::open() const {
  if (!sink_) throw std::runtime_error("the scan is over");
  return *sink_;
}

void ScanSink::restart() {
  gathered_.clear();
  open().restart();
}

void ScanSink::page(const std::vector<Agent>& agents) {
  flush();
  open().page(agents);
}

void ScanSink::add(Agent agent) {
  gathered_.push_back(std::move(agent));
  if (gathered_.size() >= page_agents) flush();
}

void ScanSink::flush() {
  if (gathered_.empty()) return;
  open().page(gathered_);
  gathered_.clear();
}

namespace {

std::string class_name(const RmmProvider& provider) {
  return py::type::of(py::cast(&provider, py::return_value_policy::reference))
      .attr("__name__")
      .cast<std::string>();
}

template <class T>
T as(py::handle object, const char* function, const char* wanted) {
  try {
    return object.cast<T>();
  } catch (const py::cast_error&) {
    throw py::type_error(std::string{function} + " gave a " + Py_TYPE(object.ptr())->tp_name +
                         " where " + wanted + " belongs");
  }
}

template <class T>
std::vector<T> all_of(const py::object& answer, const char* function, const char* wanted) {
  std::vector<T> items;
  for (const auto& item : py::iter(answer)) items.push_back(as<T>(item, function, wanted));
  return items;
}

}  // namespace

template <class Call>
auto PythonProvider::ask(const char* function, Deadline deadline, Call call)
    -> Result<decltype(call(py::function{}))> {
  if (deadline < Deadline::clock::now()) return Error{Errc::timed_out, function};
  const py::gil_scoped_acquire locked;
  if (interrupted()) return Error{Errc::cancelled, function};
  try {
    const py::function written = py::get_override(static_cast<const RmmProvider*>(this), function);
    if (!written)
      return Error{Errc::provider_failed, class_name(*this) + " has no function " + function};
    return call(written);
  } catch (py::error_already_set& raised) {
    return error_of(raised, Errc::provider_failed);
  } catch (const Exception& fault) {
    return fault.error();
  } catch (const std::exception& fault) {
    return Error{Errc::provider_failed, fault.what()};
  }
}

std::string PythonProvider::name() const {
  const py::gil_scoped_acquire locked;
  const py::function written = py::get_override(static_cast<const RmmProvider*>(this), "name");
  return written ? written().cast<std::string>() : class_name(*this);
}

Result<std::vector<Organization>> PythonProvider::do_organizations(Deadline deadline) {
  static constexpr auto function = "do_organizations";
  return ask(function, deadline, [&](const py::function& written) {
    return all_of<Organization>(written(RemainingTime{deadline}), function, "an Organization");
  });
}

Result<std::vector<MachineGroup>> PythonProvider::do_machine_groups(Deadline deadline) {
  static constexpr auto function = "do_machine_groups";
  return ask(function, deadline, [&](const py::function& written) {
    return all_of<MachineGroup>(written(RemainingTime{deadline}), function, "a MachineGroup");
  });
}

Result<std::vector<View>> PythonProvider::do_views(Deadline deadline) {
  static constexpr auto function = "do_views";
  return ask(function, deadline, [&](const py::function& written) {
    return all_of<View>(written(RemainingTime{deadline}), function, "a View");
  });
}

Result<void> PythonProvider::do_scan_agents(const AgentQuery& query, AgentSink& sink,
                                            Deadline deadline) {
  static constexpr auto function = "do_scan_agents";
  const auto scanned = ask(function, deadline, [&](const py::function& written) {
    const auto receiver = std::make_shared<ScanSink>(sink);
    const struct Closed {
      ScanSink& sink;
      ~Closed() { sink.close(); }
    } closed{*receiver};
    const py::object answer = written(query.view, receiver, RemainingTime{deadline});
    if (!answer.is_none())
      for (const auto& agent : py::iter(answer))
        receiver->add(as<Agent>(agent, function, "an Agent"));
    receiver->flush();
    return true;
  });
  return scanned ? Result<void>{} : scanned.error();
}

Result<std::optional<AgentCount>> PythonProvider::do_count_agents(const AgentScope& scope,
                                                                  const GroupTree& groups,
                                                                  Deadline deadline) {
  static constexpr auto function = "do_count_agents";
  {
    const py::gil_scoped_acquire locked;
    if (!py::get_override(static_cast<const RmmProvider*>(this), function))
      return std::optional<AgentCount>{};
  }
  return ask(function, deadline, [&](const py::function& written) -> std::optional<AgentCount> {
    const py::object answer = written(scope, groups, RemainingTime{deadline});
    if (answer.is_none()) return std::nullopt;
    return AgentCount{as<std::int64_t>(answer, function, "a number of agents")};
  });
}

}  // namespace billbyagent::python
