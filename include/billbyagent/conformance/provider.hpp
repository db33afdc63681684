#pragma once

/// The conformance suite of the provider port. Describe how an RMM is made that shows a small
/// estate, `sample()` or one of your own with the same shape, and the suite asks the provider about
/// it. docs/providers.md lists what it asks. Threads: it asks from one.

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/conformance/suite.hpp"
#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent::conformance {

/// What the RMM shows.
struct Estate {
  std::vector<Organization> organizations;
  std::vector<MachineGroup> groups;
  std::vector<std::pair<View, std::set<AgentId>>> views;
  std::vector<Agent> agents;
};

/// What an implementation does otherwise than most.
struct ProviderQuirks {
  /// Some RMMs have no such text, or none that a test can set.
  bool keeps_details = true;  ///< operating system, serial number, MAC address, first and last seen
  /// What a scan of a view that does not exist answers.
  Errc unknown_view = Errc::view_gone;
  /// Makes the RMM refuse every request from here on; none when it cannot be made to.
  std::function<void()> break_down;
  /// Makes the RMM show the same agent twice from here on; none when it cannot be made to.
  std::function<void()> repeat_an_agent;
};

struct ProviderUnderTest {
  std::shared_ptr<void> keep;  ///< what the provider needs alive, such as a server
  std::unique_ptr<RmmProvider> provider;
  ProviderQuirks quirks;
};

/// Called once for each behaviour. What it throws fails the behaviour.
using MakeProvider = std::function<ProviderUnderTest(const Estate&)>;

/// An estate, and by which ids the suite asks about it.
struct Sample {
  Estate estate;
  OrganizationId first;  ///< With three levels of groups, where the RMM has them.
  OrganizationId second;
  OrganizationId without;  ///< Without machines.
  MachineGroupId top;      ///< These three are of the first organization, each below the last.
  MachineGroupId middle;
  MachineGroupId lowest;
  MachineGroupId foreign;         ///< Of the second one.
  std::optional<ViewId> across;   ///< With machines of both; none where the RMM has no views.
  std::optional<ViewId> nothing;  ///< Without machines; none where there is no such view.
  std::vector<AgentId> listed;
  std::string system;  ///< Part of the operating system of some machines of the first.
};

/// Two organizations; nested groups; every state of an agent; a view over both organizations and an
/// empty one; an organization without machines.
Sample sample();

/// "<name> provider: ...".
Suite provider_suite(const std::string& name, MakeProvider make,
                     Sample sample = conformance::sample());

}  // namespace billbyagent::conformance
