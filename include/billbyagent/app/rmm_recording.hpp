#pragma once

/// What an RMM showed in one reading, kept so that others can go on from it: `record` fills a
/// keeper, and a `RecordedRmm` shows the same again. Threads: one at a time.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent {

/// All but the agents.
struct RecordedLists {
  std::vector<Organization> organizations{};
  std::vector<MachineGroup> groups{};
  std::vector<View> views{};
  std::map<ViewId, Result<std::vector<AgentId>>> members{};  ///< of the views that were asked for
  std::vector<std::string> notes{};
  std::size_t agents = 0;
};

/// Takes pages of agents; an error ends the reading with it.
class AgentKeeper {
 public:
  virtual ~AgentKeeper() = default;
  AgentKeeper(const AgentKeeper&) = delete;
  AgentKeeper& operator=(const AgentKeeper&) = delete;
  /// The pages so far are worth nothing.
  virtual void restart() = 0;
  virtual Result<void> page(std::span<const Agent> agents) = 0;

 protected:
  AgentKeeper() = default;
};

/// Reads the lists, the views and all agents. An error: nothing of it can be used.
Result<RecordedLists> record(RmmProvider& provider, const std::vector<ViewId>& views,
                             AgentKeeper& keeper, Deadline deadline);

/// Shows a recording. What an RMM is like, how its ids are compared and what it can't tell, is
/// asked of the provider that was recorded; nothing is asked of the RMM. What is no hardware there
/// (`add_hardware_stand_in`) has to be said to this one too.
class RecordedRmm final : public RmmProvider {
 public:
  /// Hands all agents to a sink.
  using Agents = std::function<Result<void>(AgentSink&)>;

  /// `recorded` must outlive this.
  RecordedRmm(const RmmProvider& recorded, Result<RecordedLists> lists, Agents agents);

  std::string name() const override { return recorded_.name(); }
  bool knows_operating_systems() const override { return recorded_.knows_operating_systems(); }
  std::string id_likeness(std::string_view id) const override { return recorded_.id_likeness(id); }

 private:
  Result<std::vector<Organization>> do_organizations(Deadline deadline) override;
  Result<std::vector<MachineGroup>> do_machine_groups(Deadline deadline) override;
  Result<std::vector<View>> do_views(Deadline deadline) override;
  Result<void> do_scan_agents(const AgentQuery& query, AgentSink& sink, Deadline) override;
  std::vector<std::string> do_notes() const override;

  const RmmProvider& recorded_;
  Result<RecordedLists> lists_;
  Agents agents_;
};

}  // namespace billbyagent
