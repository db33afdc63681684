#pragma once

/// A provider whose functions are written in Python. Lives as long as either side needs it.

#include <pybind11/trampoline_self_life_support.h>

#include <vector>

#include "deadline.hpp"

namespace billbyagent::python {

/// Where a Python provider puts the agents of a scan. Python may keep the object longer than the
/// scan lasts; then it only refuses.
class ScanSink {
 public:
  explicit ScanSink(AgentSink& sink) : sink_(&sink) {}
  void restart();
  void page(const std::vector<Agent>& agents);
  /// Of agents that come one by one.
  void add(Agent agent);
  void flush();
  void close() noexcept { sink_ = nullptr; }

 private:
  AgentSink& open() const;

  static constexpr std::size_t page_agents = 500;
  AgentSink* sink_;
  std::vector<Agent> gathered_;
};

class PythonProvider final : public RmmProvider, public py::trampoline_self_life_support {
 public:
  std::string name() const override;

 private:
  Result<std::vector<Organization>> do_organizations(Deadline deadline) override;
  Result<std::vector<MachineGroup>> do_machine_groups(Deadline deadline) override;
  Result<std::vector<View>> do_views(Deadline deadline) override;
  Result<void> do_scan_agents(const AgentQuery& query, AgentSink& sink, Deadline deadline) override;
  Result<std::optional<AgentCount>> do_count_agents(const AgentScope& scope,
                                                    const GroupTree& groups,
                                                    Deadline deadline) override;
  template <class Call>
  auto ask(const char* function, Deadline deadline, Call call)
      -> Result<decltype(call(py::function{}))>;
};

}  // namespace billbyagent::python
