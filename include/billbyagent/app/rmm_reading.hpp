#pragma once

/// Reads RMMs, each once for all scopes that are asked about in it (D9), and each on its own: all
/// or nothing, and what fails in one says nothing of another (D10). Threads: one at a time.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/agent_census.hpp"
#include "billbyagent/app/observer.hpp"
#include "billbyagent/app/rmm_outcome.hpp"
#include "billbyagent/app/rmm_set.hpp"
#include "billbyagent/ports/clock.hpp"

namespace billbyagent {

/// A scope on its way through the reading of its RMM.
struct AskedScope {
  RmmId rmm{};
  Result<AgentScope> scope;                        ///< an error: it can't be counted
  std::optional<AgentCensus::ScopeIndex> index{};  ///< in the RMM's census, once that was read
};

/// One RMM.
class RmmReading {
 public:
  /// `today`: the day of the count. `observer`: null when nobody watches.
  RmmReading(RmmProvider& provider, Date today, Observer* observer)
      : provider_(provider), today_(today), observer_(observer) {}

  /// Asks about the scopes, reads the lists, the views that they use and all agents. Scopes whose
  /// organization, group or view is gone, or that ask for what no agent tells (see `check_told`),
  /// become errors, the others get their index. `also`, unless
  /// null, receives the agents too. An error: nothing of this RMM can be used.
  Result<void> read(const std::vector<AskedScope*>& asked, Deadline deadline,
                    AgentSink* also = nullptr);

  // After a successful reading:
  const AgentCensus& census() const { return *census_; }
  const std::vector<Organization>& organizations() const noexcept { return organizations_; }
  /// What somebody should know of it: of the provider, of agents that belong nowhere, and of how
  /// machines were told apart.
  const std::vector<std::string>& notes() const noexcept { return notes_; }
  /// The organization that the RMM lists, of an id that an account or a scope has for it.
  OrganizationId as_listed(const OrganizationId& id) const {
    return provider_.as_listed(id, organizations_);
  }

 private:
  const Result<ViewMembers>& members_of(const View& view, Deadline deadline);
  void ask(AskedScope& asked, const std::vector<View>& views, Deadline deadline);

  RmmProvider& provider_;
  Date today_;
  Observer* observer_;
  std::vector<Organization> organizations_;
  std::vector<std::string> notes_;
  std::map<ViewId, Result<ViewMembers>> views_;
  std::unique_ptr<AgentCensus> census_;
};

/// The RMMs of a set, one after the other.
class RmmReadings {
 public:
  RmmReadings(const RmmSet& rmms, const Clock& clock, Observer* observer)
      : rmms_(rmms), clock_(clock), today_(clock.today()), observer_(observer) {}

  /// Reads each RMM, or `only` that one, for those of `asked` that belong to it; `also` makes the
  /// sink that receives an RMM's agents too, or null. Scopes of an RMM that could not be read, or
  /// that is not in the set, become errors.
  void read(const std::vector<AskedScope*>& asked, const std::optional<RmmId>& only,
            const ReadingTime& time, const std::function<AgentSink*(const RmmId&)>& also = {});

  /// By name.
  const std::vector<RmmOutcome>& outcomes() const noexcept { return outcomes_; }
  /// Whether the RMM was asked and answered as a whole.
  bool was_read(const RmmId& rmm) const noexcept;
  /// What was read of an RMM whose outcome has no error.
  const RmmReading& of(const RmmId& rmm) const { return readings_.at(rmm); }
  const AgentCensus& census(const RmmId& rmm) const { return of(rmm).census(); }
  /// In the scans of all RMMs.
  std::size_t agents() const noexcept;
  /// When no RMM could be read at all: what the first one said.
  std::optional<Error> nothing_read() const;

 private:
  void read_one(const RmmId& rmm, RmmProvider& provider, const std::vector<AskedScope*>& asked,
                Deadline deadline, AgentSink* also);

  const RmmSet& rmms_;
  const Clock& clock_;
  Date today_;
  Observer* observer_;
  std::map<RmmId, RmmReading> readings_;
  std::vector<RmmOutcome> outcomes_;
};

}  // namespace billbyagent
