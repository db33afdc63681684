// Seeded months of nights, postings, corrections, outages and crashes, against an independent model
// that knows nothing of lines: it keeps the believed units of every day and multiplies.

#include <map>
#include <random>

#include "app/world.hpp"
#include "sim/crashing_clock.hpp"

#ifndef SIM_SEEDS
#define SIM_SEEDS 25
#endif

using namespace world;
using namespace sim;

namespace {

const Date first_day{2026, 1, 31};
constexpr int days_simulated = 70;

struct Modelled {
  ServiceKey key;
  std::string organization;
  std::string group;  ///< empty: the whole organization
  std::int64_t price_cents;
  std::map<int, Units> readings{};  ///< from this day on; a correction stands among them
  std::map<int, Units> held{};

  Units units_on(int day) const {
    auto next = readings.upper_bound(day);
    return next == readings.begin() ? 0 : std::prev(next)->second;
  }
};

/// One history of a provider; the same seed gives the same one, with or without crashes.
class Simulation {
 public:
  Simulation(std::uint32_t seed, bool crashes) : random_(seed), fate_(seed), crashes_(crashes) {
    const std::vector<std::string> groups{"root", "servers", ""};
    std::vector<ContractSpec> contracts;
    int number = 0;
    for (const std::string organization : {"acme", "beta"})
      for (const auto& in : groups) {
        const std::int64_t cents = pick(1, 2'500);
        ContractSpec spec{.id = "C-" + std::to_string(++number), .account = organization};
        spec.start = first_day;
        spec.timing = pick(0, 1) == 0 ? BillingTiming::advance : BillingTiming::arrears;
        spec.length = pick(0, 3) == 0 ? CycleLength::weekly : CycleLength::monthly;
        AgentScope scope;
        if (!in.empty()) scope = group_scope(organization + "." + in, SubGroups::excluded);
        spec.services = {{.source = scope,
                          .price = to_decimal(Money::from_minor(cents, usd)),
                          .effective = first_day}};
        model_.push_back({.key = key(spec.id),
                          .organization = organization,
                          .group = in.empty() ? "" : organization + "." + in,
                          .price_cents = cents});
        contracts.push_back(spec);
      }
    world_.save(contracts);
    for (int i = 0; i < 30; ++i) add_machine();
  }

  void run() {
    for (int day = 0; day < days_simulated; ++day) {
      clock_.set_today(first_day.plus_days(day));
      for (int changes = pick(0, 4); changes > 0; --changes) change_estate();
      night(day);
      if (pick(0, 9) == 0) night(day);
      if (pick(0, 5) == 0) confirm(day);
      if (pick(0, 6) == 0) correct(day);
      if (pick(0, 3) == 0) post(first_day.plus_days(day + pick(0, 40)));
      if (pick(0, 9) == 0) unpost_something();
      check_totals();
    }
    post(first_day.plus_days(days_simulated + 60));
    post(first_day.plus_days(days_simulated + 60));
    check_totals();
    CHECK(open_lines_left() == 0);
  }

  std::vector<std::string> lines() {
    std::vector<std::string> shown;
    for (const auto& service : model_)
      for (const auto& entry : world_.posted(service.key.contract.text()))
        shown.push_back(to_string(entry.line.key) + "  " + to_string(entry.line) + "  " +
                        std::string{to_string(entry.state)} + "  " + entry.batch.text());
    return shown;
  }

 private:
  int pick(int low, int high) { return std::uniform_int_distribution{low, high}(random_); }

  /// Runs it, perhaps dying on the way, until it comes to its end.
  template <class Call>
  void survive(Call call) {
    for (;;) {
      if (crashes_ && fate_() % 2 == 0) clock_.crash_after(static_cast<int>(fate_() % 20) + 1);
      try {
        call();
        clock_.crash_after(0);
        return;
      } catch (const Crash&) {
        clock_.crash_after(0);
      }
    }
  }

  void add_machine() {
    const std::string organization = pick(0, 1) == 0 ? "acme" : "beta";
    const std::string id = std::to_string(++machines_);
    world_.rmm.add(machine(id, organization, organization + random_group()));
    where_[id] = organization + ".";
    place(id);
  }
  std::string random_group() { return pick(0, 2) == 0 ? ".servers" : ".root"; }
  void place(const std::string& id) {
    const Agent* agent = world_.rmm.find(AgentId{id});
    where_[id] = agent->group.text();
  }
  void change_estate() {
    if (where_.empty() || pick(0, 2) == 0) return add_machine();
    const auto victim = std::next(where_.begin(), pick(0, static_cast<int>(where_.size()) - 1));
    const std::string id = victim->first;
    if (pick(0, 1) == 0) {
      world_.rmm.remove(AgentId{id});
      where_.erase(victim);
      return;
    }
    Agent& agent = *world_.rmm.find(AgentId{id});
    const std::string organization = pick(0, 1) == 0 ? "acme" : "beta";
    agent.organization = OrganizationId{organization};
    agent.group = MachineGroupId{organization + random_group()};
    place(id);
  }

  Units count(const Modelled& service) const {
    Units counted = 0;
    for (const auto& [id, group] : where_)
      if (service.group.empty() ? group.rfind(service.organization + ".", 0) == 0
                                : group == service.group)
        ++counted;
    return counted;
  }

  void night(int day) {
    using Call = MemoryProvider::Call;
    const bool outage = pick(0, 6) == 0;
    if (outage)
      world_.rmm.fail(pick(0, 1) == 0 ? Call::scan : Call::machine_groups,
                      Error{Errc::timed_out, "simulated"});
    survive([&] {
      NightlyOptions options;
      options.deadline = Deadline::clock::now() + std::chrono::hours{1};
      options.contracts_per_transaction = 2;
      // The model knows of drops alone.
      options.guard.hold_rises = false;
      options.guard.hold_first_zero = false;
      const auto report = nightly_sync({world_.store, tenant, clock_}, world_.rmm, options);
      REQUIRE(report);
    });
    world_.rmm.recover();
    if (!outage)
      for (auto& service : model_) model_night(service, day);
  }
  void model_night(Modelled& service, int day) {
    const Units counted = count(service);
    if (service.readings.empty()) {
      service.readings[0] = counted;
      return;
    }
    const Units before = service.units_on(day);
    const Units drop = before - counted;
    const bool held = before > counted && (counted == 0 || (drop >= 3 && drop * 2 > before));
    if (held) {
      if (service.held.empty() || service.held.rbegin()->second != counted)
        service.held[day] = counted;
      return;
    }
    service.held.clear();
    if (counted != before) service.readings[day] = counted;
  }

  void confirm(int day) {
    auto& service = model_[static_cast<std::size_t>(pick(0, 5))];
    if (service.held.empty() || service.held.rbegin()->first > day) return;
    bool done = false;
    survive([&] {
      const auto confirmed = confirm_held({world_.store, tenant, clock_}, service.key, "ann");
      done = done || confirmed.has_value() || confirmed.error().code == Errc::nothing_to_do;
    });
    REQUIRE(done);
    for (const auto& [from, units] : service.held)
      if (service.units_on(from) != units) service.readings[from] = units;
    service.held.clear();
  }

  void correct(int day) {
    auto& service = model_[static_cast<std::size_t>(pick(0, 5))];
    if (service.readings.empty()) return;
    const int from = pick(0, day);
    const Units units = pick(0, 25);
    bool accepted = false;
    survive([&] {
      const auto recorded =
          record_units({world_.store, tenant, clock_}, {.key = service.key,
                                                        .effective = first_day.plus_days(from),
                                                        .units = units,
                                                        .reason = "simulated",
                                                        .author = "ann"});
      accepted = accepted || recorded.has_value();
      if (!recorded) REQUIRE(recorded.error().code == Errc::nothing_to_do);
    });
    if (accepted && service.units_on(from) != units) service.readings[from] = units;
  }

  void post(Date through) {
    const auto credits = pick(0, 1) == 0 ? CreditBatches::allowed : CreditBatches::held;
    survive([&] {
      AutomationOptions options{.filter = {.through = through},
                                .credit_batches = CreditBatches::allowed};
      options.credit_batches =
          through > first_day.plus_days(days_simulated + 50) ? CreditBatches::allowed : credits;
      options.contracts_per_transaction = 2;
      options.batch_limit.believed = true;
      const auto report = post_available({world_.store, tenant, clock_}, options);
      REQUIRE(report);
      CHECK(report->count(BatchStatus::failed) == 0);
    });
  }

  void unpost_something() {
    const auto batches =
        world_.store.begin(tenant, Access::read).value()->batches(std::nullopt).value();
    if (batches.empty()) return;
    const auto& batch =
        batches[static_cast<std::size_t>(pick(0, static_cast<int>(batches.size()) - 1))];
    survive([&] {
      (void)unpost({world_.store, tenant, clock_}, batch.id, {"ann", "simulated"}).has_value();
    });
  }

  /// Standing and open lines of each service and period against units x price x days.
  void check_totals() {
    auto transaction = world_.store.begin(tenant, Access::read).value();
    for (const auto& service : model_) {
      const auto contract = transaction->contract(service.key.contract).value();
      if (service.readings.empty()) continue;
      std::map<Date, std::int64_t> billed;
      for (const auto& entry : transaction->posted_lines(service.key.contract).value())
        if (entry.stands()) billed[entry.line.key.period_begin] += entry.line.amount.minor();
      const Date through = first_day.plus_days(days_simulated + 60);
      const auto open = open_lines(*transaction, contract, {}, through).value();
      for (const auto& line : open.lines) billed[line.key.period_begin] += line.amount.minor();
      for (const auto& [begin, minor] : billed)
        CHECK(minor == exact_total(service, contract.terms().cycle.period_at(begin)));
    }
  }
  std::int64_t exact_total(const Modelled& service, const Period& period) const {
    std::int64_t cents_times_days = 0;
    for (Date day = period.begin(); day < period.end(); day = day.next()) {
      const int offset = days_between(first_day, day);
      if (offset >= 0) cents_times_days += service.units_on(offset) * service.price_cents;
    }
    return (cents_times_days * 2 + period.days()) / (2 * period.days());
  }
  std::size_t open_lines_left() {
    auto transaction = world_.store.begin(tenant, Access::read).value();
    std::size_t left = 0;
    for (const auto& service : model_) {
      const auto contract = transaction->contract(service.key.contract).value();
      left += open_lines(*transaction, contract, {}, first_day.plus_days(days_simulated + 60))
                  .value()
                  .lines.size();
    }
    return left;
  }

  std::mt19937 random_;
  std::mt19937 fate_;
  bool crashes_;
  World world_;
  CrashingClock clock_{first_day};
  std::vector<Modelled> model_;
  std::map<std::string, std::string> where_;
  int machines_ = 0;
};

}  // namespace

TEST_CASE("seeded nights with outages, corrections and crashes bill what the model says, once") {
  const std::uint32_t seed = first_seed();
  for (std::uint32_t i = 0; i < seeds(SIM_SEEDS); ++i) {
    CAPTURE(seed + i);
    Simulation undisturbed{seed + i, false};
    undisturbed.run();
    Simulation crashing{seed + i, true};
    crashing.run();
    CHECK(crashing.lines() == undisturbed.lines());
    CHECK(undisturbed.lines().size() > 20);
  }
}
