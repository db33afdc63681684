#pragma once

/// The conformance suite of the provider port. An implementation describes a small estate that it
/// can show (`sample()`, or one of its own with the same shape) and calls `check_provider` from its
/// test cases.

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/ports/rmm_provider.hpp"

namespace conformance {

using namespace billbyagent;

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
  MachineGroupId foreign;  ///< Of the second one.
  ViewId across;           ///< With machines of both.
  ViewId nothing;
  std::vector<AgentId> listed;
  std::string system;  ///< Part of the operating system of some machines of the first.
};

/// Two organizations; nested groups; every state of an agent; a view over both organizations and an
/// empty one; an organization without machines.
Sample sample();
inline Estate sample_estate() { return sample().estate; }

/// Runs everything against providers that show the sample's estate.
void check_provider(const MakeProvider& make, const Sample& sample = conformance::sample());

/// Keeps what a scan hands over.
class Collected final : public AgentSink {
 public:
  void restart() override { agents.clear(); }
  void page(std::span<const Agent> received) override {
    agents.insert(agents.end(), received.begin(), received.end());
  }
  std::vector<Agent> agents;
};

inline Deadline soon() { return Deadline::clock::now() + std::chrono::seconds{30}; }

}  // namespace conformance
