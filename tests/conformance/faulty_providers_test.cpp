// Providers with one fault each, and the behaviour that tells.

#include <functional>

#include "conformance/holds.hpp"
#include "conformance/memory_estate.hpp"

namespace billbyagent::tests {
namespace {

using conformance::Estate;
using conformance::provider_suite;
using conformance::ProviderUnderTest;

template <class List>
using Spoil = std::function<Result<List>(Result<List>)>;

/// What a provider does otherwise than the one behind it.
struct ProviderFault {
  Spoil<std::vector<Organization>> organizations{};
  Spoil<std::vector<MachineGroup>> groups{};
  std::function<AgentQuery(AgentQuery)> query{};
  std::function<void(std::vector<Agent>&)> agents{};
  std::function<AgentScope(AgentScope)> counted_scope{};
  bool errors_are_empty_lists = false;
  bool unknown_view_is_empty = false;
  bool has_all_the_time = false;
};

class FaultyProvider final : public RmmProvider {
 public:
  FaultyProvider(std::unique_ptr<MemoryProvider> behind, ProviderFault fault)
      : behind_(std::move(behind)), fault_(std::move(fault)) {}
  std::string name() const override { return behind_->name(); }
  MemoryProvider& behind() { return *behind_; }

 private:
  Deadline time(Deadline deadline) const {
    return fault_.has_all_the_time ? Deadline::max() : deadline;
  }
  template <class List>
  Result<List> spoilt(Result<List> list, const Spoil<List>& spoil) const {
    if (!list && fault_.errors_are_empty_lists) return List{};
    return spoil ? spoil(std::move(list)) : list;
  }

  Result<std::vector<Organization>> do_organizations(Deadline deadline) override {
    return spoilt(behind_->organizations(time(deadline)), fault_.organizations);
  }
  Result<std::vector<MachineGroup>> do_machine_groups(Deadline deadline) override {
    return spoilt(behind_->machine_groups(time(deadline)), fault_.groups);
  }
  Result<std::vector<View>> do_views(Deadline deadline) override {
    return spoilt<std::vector<View>>(behind_->views(time(deadline)), {});
  }
  Result<void> do_scan_agents(const AgentQuery& query, AgentSink& sink,
                              Deadline deadline) override {
    struct Kept final : AgentSink {
      void restart() override { agents.clear(); }
      void page(std::span<const Agent> more) override {
        agents.insert(agents.end(), more.begin(), more.end());
      }
      std::vector<Agent> agents;
    } kept;
    const auto asked = fault_.query ? fault_.query(query) : query;
    const auto scanned = behind_->scan_agents(asked, kept, time(deadline));
    const bool forgiven =
        !scanned && (fault_.errors_are_empty_lists ||
                     (fault_.unknown_view_is_empty && scanned.error().code == Errc::view_gone));
    if (!scanned && !forgiven && scanned.error().code != Errc::incomplete_scan)
      return scanned.error();
    if (fault_.agents) fault_.agents(kept.agents);
    sink.page(kept.agents);
    return {};
  }
  Result<std::optional<AgentCount>> do_count_agents(const AgentScope& scope, const GroupTree&,
                                                    Deadline deadline) override {
    if (!fault_.counted_scope) return std::optional<AgentCount>{};
    const auto counted = behind_->count_agents(fault_.counted_scope(scope), deadline);
    if (!counted) return counted.error();
    return std::optional{*counted};
  }

  std::unique_ptr<MemoryProvider> behind_;
  ProviderFault fault_;
};

conformance::Suite suite_of(const ProviderFault& fault) {
  return provider_suite("faulty", [fault](const Estate& estate) {
    auto provider = std::make_unique<FaultyProvider>(showing(estate), fault);
    MemoryProvider& behind = provider->behind();
    ProviderUnderTest under_test;
    under_test.provider = std::move(provider);
    under_test.quirks.break_down = [&behind] {
      using enum MemoryProvider::Call;
      for (const auto call : {organizations, machine_groups, views, scan, count})
        behind.fail(call, {Errc::unauthorized, "login refused"});
    };
    under_test.quirks.repeat_an_agent = [&behind] {
      behind.add(Agent{*behind.find(AgentId{"4011"})});
    };
    return under_test;
  });
}

const Caught<ProviderFault> caught[] = {
    {"an organization twice",
     {.organizations =
          [](auto list) {
            list->push_back(list->front());
            return list;
          }},
     "lists organizations, groups with their parents, and views, each once"},
    {"groups without their parents",
     {.groups =
          [](auto list) {
            for (auto& group : *list) group.parent.reset();
            return list;
          }},
     "lists organizations, groups with their parents, and views, each once"},
    {"the last agent of a list is lost",
     {.agents = [](auto& agents) { agents.pop_back(); }},
     "hands out every agent exactly once, and the same the next time"},
    {"ids that do not stay",
     {.agents =
          [turn = 0](auto& agents) mutable {
            ++turn;
            for (auto& agent : agents) agent.id = AgentId{agent.id.text() + std::to_string(turn)};
          }},
     "hands out every agent exactly once, and the same the next time"},
    {"a view is not looked at",
     {.query = [](auto) { return AgentQuery{}; }},
     "hands out exactly the agents of a view, and an empty view is no error"},
    {"a view ends at the borders of an organization",
     {.agents =
          [](auto& agents) {
            std::erase_if(agents, [&](const auto& agent) {
              return agents.size() < 6 && agent.organization.text() == "1002";
            });
          }},
     "hands out exactly the agents of a view, and an empty view is no error"},
    {"sub-groups are counted whether asked for or not",
     {.counted_scope =
          [](auto scope) {
            scope.sub_groups = SubGroups::included;
            return scope;
          }},
     "counts what a scan would count, for every scope"},
    {"suspended agents are counted whether asked for or not",
     {.counted_scope =
          [](auto scope) {
            scope.rule.suspended = Counting::counted;
            return scope;
          }},
     "counts what a scan would count, for every scope"},
    {"a view that is gone is empty",
     {.unknown_view_is_empty = true},
     "tells an organization, group or view that is gone from an empty one"},
    {"an error is an empty list",
     {.errors_are_empty_lists = true},
     "answers with an error, never with an empty list, when the RMM refuses"},
    {"of an agent that comes twice the second is passed over",
     {.agents =
          [](auto& agents) {
            const auto same = [](const auto& a, const auto& b) { return a.id == b.id; };
            std::sort(agents.begin(), agents.end(),
                      [](const auto& a, const auto& b) { return a.id < b.id; });
            agents.erase(std::unique(agents.begin(), agents.end(), same), agents.end());
          }},
     "fails a scan in which an agent comes twice"},
    {"no deadline is looked at", {.has_all_the_time = true}, "ends by the deadline"},
};

}  // namespace

TEST_CASE("each fault of a provider fails the behaviour that is about it") {
  REQUIRE_MESSAGE(holds(suite_of({})), "without a fault");
  for (const auto& row : caught) {
    CAPTURE(row.what);
    CHECK_FALSE(holds(suite_of(row.fault), row.by));
  }
}

}  // namespace billbyagent::tests
