// Seeded months of estates that change, with classes, counting rules, duplicates and grace days,
// against an independent model. It knows no agents: it follows each piece of hardware by itself and
// says for each night whether a service bills it.

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>

#include "app/world.hpp"
#include "sim/crashing_clock.hpp"

using namespace world;
using namespace sim;

namespace {

const Date first_day{2026, 6, 1};
constexpr int days_simulated = 45;
constexpr std::int64_t day_ms = 86'400'000;

/// An agent as the RMM has it.
struct Installed {
  std::string id;
  std::string system;  ///< `server`, `desk` or something of no class
  bool online = true;
  int seen_day = 0;
  bool suspended = false;
};

/// One machine, whatever agents run on it; they are all in one organization.
struct Physical {
  std::string serial;  ///< empty: the RMM does not know it, and the machine is its agent
  std::string organization;
  std::vector<Installed> agents{};
};

enum class Bill { no, waiting, yes, missing };

/// A service as the model sees it.
struct Model {
  ServiceKey key;
  std::string organization;
  std::string system;  ///< of its class; empty: all machines
  std::int64_t price_cents = 0;
  std::map<int, Bill> bill{};    ///< by machine
  std::map<int, int> since{};    ///< the first day of a wait or an absence, by machine
  std::map<int, Units> units{};  ///< from this day on
};

class Estate {
 public:
  Estate(std::uint32_t seed, bool crashes) : random_(seed), fate_(seed), crashes_(crashes) {
    rule_.suspended = pick(0, 1) == 0 ? Counting::counted : Counting::left_out;
    rule_.duplicate = pick(0, 1) == 0 ? Counting::counted : Counting::left_out;
    if (pick(0, 2) == 0) rule_.seen_within_days = pick(1, 4);
    rule_.grace_new_days = pick(0, 3) * pick(0, 1);
    rule_.grace_gone_days = pick(0, 3) * pick(0, 1);
    std::vector<ContractSpec> contracts;
    for (const std::string organization : {"acme", "beta"}) {
      ContractSpec split{.id = "C-" + organization,
                         .account = organization,
                         .services = {},
                         .machine_classes = {{"server", {"server"}, {}}, {"desk", {"desk"}, {}}}};
      for (const std::string name : {"server", "desk"}) add(split, name, name);
      ContractSpec whole{.id = "W-" + organization, .account = organization, .services = {}};
      add(whole, "all", "");
      contracts.push_back(split);
      contracts.push_back(whole);
    }
    world_.save(contracts);
    world_.night.guard.small_drop_units = 1'000'000;
    world_.night.guard.hold_rises = false;
    world_.night.guard.hold_first_zero = false;
    world_.night.contracts_per_transaction = 1;
    // One of each class stays, so that no count falls to zero, which is for the guard.
    for (const std::string organization : {"acme", "beta"})
      for (const std::string system : {"server", "desk"}) add_machine(organization, system);
    kept_ = static_cast<int>(machines_.size());
    for (int i = 0; i < 12; ++i) add_machine(random_organization(), random_system());
  }

  void run() {
    for (int day = 0; day < days_simulated; ++day) {
      today_ = day;
      clock_.set_today(first_day.plus_days(day));
      if (day > 0)
        for (int changes = pick(0, 4); changes > 0; --changes) change();
      install();
      const bool outage = day > 0 && pick(0, 7) == 0;
      night(outage);
      if (!outage) model_night();
      if (pick(0, 4) == 0) night(outage);
      check_units();
      if (pick(0, 5) == 0) post(first_day.plus_days(day));
    }
    post(first_day.plus_days(days_simulated + 20));
    check_totals();
  }

  std::vector<std::string> lines() {
    std::vector<std::string> shown;
    for (const auto& model : models_)
      if (model.key.service.text() != "desk")
        for (const auto& entry : world_.posted(model.key.contract.text()))
          shown.push_back(to_string(entry.line.key) + "  " + to_string(entry.line));
    return shown;
  }
  std::vector<MachineEvent> events() {
    std::vector<MachineEvent> all;
    auto transaction = world_.store.begin(tenant, Access::read).value();
    for (const auto& model : models_)
      for (const auto& event : transaction->machine_events(model.key).value()) all.push_back(event);
    return all;
  }

 private:
  int pick(int low, int high) { return std::uniform_int_distribution{low, high}(random_); }
  std::string random_organization() { return pick(0, 1) == 0 ? "acme" : "beta"; }
  std::string random_system() {
    const int one = pick(0, 4);
    return one == 0 ? "other" : one == 1 ? "server" : "desk";
  }

  void add(ContractSpec& contract, const std::string& name, const std::string& system) {
    AgentScope scope;
    if (!system.empty()) scope.machine_class = system;
    scope.rule = rule_;
    const std::int64_t cents = pick(1, 2'500);
    contract.services.push_back({.id = name,
                                 .source = scope,
                                 .price = to_decimal(Money::from_minor(cents, usd)),
                                 .effective = first_day});
    models_.push_back({.key = key(contract.id, name),
                       .organization = contract.account,
                       .system = system,
                       .price_cents = cents});
  }

  Installed new_agent(const std::string& system) {
    return {.id = std::to_string(1'000 + ++agents_), .system = system, .seen_day = today_};
  }
  void add_machine(const std::string& organization, const std::string& system) {
    const std::string serial =
        pick(0, 4) == 0 ? "" : "SN-" + std::to_string(10'000 + machines_.size());
    machines_.push_back({serial, organization, {new_agent(system)}});
  }

  /// Something happens to one of the machines that do not stay as they are.
  void change() {
    const int last = static_cast<int>(machines_.size()) - 1;
    if (pick(0, 3) == 0 || last < kept_) return add_machine(random_organization(), random_system());
    Physical& machine = machines_[static_cast<std::size_t>(pick(kept_, last))];
    const bool known = !machine.serial.empty();
    if (machine.agents.empty()) {
      // Back, under its former id or, when its hardware is known, perhaps under a new one.
      if (!known && former_[&machine - machines_.data()].empty()) return;
      auto agent = new_agent(random_system());
      if (!known || pick(0, 1) == 0) agent.id = former_[&machine - machines_.data()];
      machine.agents = {agent};
      return;
    }
    Installed& agent =
        machine
            .agents[static_cast<std::size_t>(pick(0, static_cast<int>(machine.agents.size()) - 1))];
    switch (pick(0, 7)) {
      case 0:
      case 1:
        former_[&machine - machines_.data()] = machine.agents.front().id;
        machine.agents.clear();
        return;
      case 2:  // installed anew while it is there
        if (known) machine.agents = {new_agent(agent.system)};
        return;
      // A second agent on it; only a rule that knows duplicates can tell. What three share
      // would be nobody's.
      case 3:
        if (known && rule_.duplicate == Counting::left_out && machine.agents.size() < 2)
          machine.agents.push_back(new_agent(random_system()));
        return;
      case 4:
        machine.organization = random_organization();
        return;
      case 5:
        agent.system = random_system();
        return;
      case 6:
        agent.online = !agent.online;
        agent.seen_day = today_ - pick(0, 6);
        return;
      default:
        agent.suspended = !agent.suspended;
    }
  }

  void install() {
    for (const auto& id : shown_) world_.rmm.remove(id);
    shown_.clear();
    for (const auto& hardware : machines_)
      for (const auto& agent : hardware.agents) {
        Agent made = machine(agent.id, hardware.organization, hardware.organization + ".root");
        made.operating_system = agent.system;
        made.serial_number = hardware.serial;
        made.state = agent.suspended ? AgentState::suspended
                     : agent.online  ? AgentState::online
                                     : AgentState::offline;
        made.last_seen =
            Instant{std::int64_t{first_day.plus_days(agent.seen_day).epoch_days()} * day_ms + 1};
        world_.rmm.add(made);
        shown_.push_back(made.id);
      }
  }

  void night(bool outage) {
    if (outage) world_.rmm.fail(MemoryProvider::Call::scan, Error{Errc::timed_out, "simulated"});
    for (bool done = false; !done;) {
      if (crashes_ && fate_() % 2 == 0) clock_.crash_after(static_cast<int>(fate_() % 20) + 1);
      try {
        world_.night.deadline = Deadline::clock::now() + std::chrono::hours{1};
        const auto report = nightly_sync({world_.store, tenant, clock_}, world_.rmm, world_.night);
        REQUIRE(report);
        done = true;
      } catch (const Crash&) {
      }
      clock_.crash_after(0);
    }
    world_.rmm.recover();
  }

  // The model.

  bool is_eligible(const Installed& agent) const {
    if (agent.suspended && rule_.suspended == Counting::left_out) return false;
    const bool online = agent.online && !agent.suspended;
    return !rule_.seen_within_days || online || agent.seen_day >= today_ - *rule_.seen_within_days;
  }
  /// What is billed of a machine: its agent seen on the latest day, then the one with the lowest
  /// id.
  const Installed* chosen(const Physical& machine) const {
    const Installed* best = nullptr;
    const auto day = [&](const Installed& agent) {
      return agent.online && !agent.suspended ? today_ : agent.seen_day;
    };
    for (const auto& agent : machine.agents) {
      if (!is_eligible(agent)) continue;
      if (!best || day(agent) > day(*best) || (day(agent) == day(*best) && agent.id < best->id))
        best = &agent;
    }
    return best;
  }
  bool counts(const Model& model, const Physical& machine) const {
    const Installed* agent = chosen(machine);
    return agent && machine.organization == model.organization &&
           (model.system.empty() || agent->system == model.system);
  }

  void model_night() {
    const bool first = models_.front().units.empty();
    const auto before = models_;
    const auto billed_elsewhere = [&](int id) {
      return std::any_of(before.begin(), before.end(), [&](const Model& other) {
        const auto at = other.bill.find(id);
        return at != other.bill.end() && (at->second == Bill::yes || at->second == Bill::missing);
      });
    };
    for (auto& model : models_) {
      for (int id = 0; id < static_cast<int>(machines_.size()); ++id) {
        const Physical& machine = machines_[static_cast<std::size_t>(id)];
        const Bill old = model.bill.contains(id) ? model.bill[id] : Bill::no;
        Bill now = old;
        if (counts(model, machine)) {
          if (old == Bill::no) {
            now = first || billed_elsewhere(id) ? Bill::yes : Bill::waiting;
            model.since[id] = today_;
          }
          if (old == Bill::missing) now = Bill::yes;
          if (now == Bill::waiting && today_ - model.since[id] >= rule_.grace_new_days)
            now = Bill::yes;
        } else if (!machine.agents.empty() || old == Bill::waiting) {
          now = Bill::no;
        } else if (old == Bill::yes || old == Bill::missing) {
          if (old == Bill::yes) model.since[id] = today_;
          now = today_ - model.since[id] >= rule_.grace_gone_days ? Bill::no : Bill::missing;
        }
        model.bill[id] = now;
      }
      Units units = 0;
      for (const auto& [id, bill] : model.bill)
        if (bill == Bill::yes || bill == Bill::missing) ++units;
      model.units[today_] = units;
    }
  }

  static Units units_on(const Model& model, int day) {
    const auto next = model.units.upper_bound(day);
    return next == model.units.begin() ? 0 : std::prev(next)->second;
  }

  void check_units() {
    for (const auto& model : models_) {
      CAPTURE(today_);
      CAPTURE(model.key.contract.text() + "/" + model.key.service.text());
      CHECK(world_.units_on(first_day.plus_days(today_), model.key) == units_on(model, today_));
    }
    if (has_grace(rule_)) return;
    // The classes are the whole without what is of no class.
    for (std::size_t i = 0; i + 2 < models_.size(); i += 3) {
      Units of_no_class = 0;
      if (models_[i].units.rbegin()->first != today_) continue;  // an outage
      for (const auto& machine : machines_) {
        const Installed* agent = chosen(machine);
        if (agent && machine.organization == models_[i].organization && agent->system == "other")
          ++of_no_class;
      }
      CHECK(units_on(models_[i], today_) + units_on(models_[i + 1], today_) + of_no_class ==
            units_on(models_[i + 2], today_));
    }
  }

  void post(Date through) {
    AutomationOptions options{.filter = {.through = through}};
    options.credit_batches = CreditBatches::allowed;
    options.batch_limit.believed = true;
    for (bool done = false; !done;) {
      if (crashes_ && fate_() % 2 == 0) clock_.crash_after(static_cast<int>(fate_() % 10) + 1);
      try {
        const auto report = post_available({world_.store, tenant, clock_}, options);
        REQUIRE(report);
        done = true;
      } catch (const Crash&) {
      }
      clock_.crash_after(0);
    }
  }

  void check_totals() {
    for (const auto& model : models_) {
      std::map<Date, std::int64_t> billed;
      std::map<Date, Period> periods;
      for (const auto& entry : world_.posted(model.key.contract.text())) {
        if (entry.line.key.service != model.key.service) continue;
        billed[entry.line.key.period_begin] += entry.line.amount.minor();
        periods.emplace(entry.line.key.period_begin, entry.line.billing_period);
      }
      CHECK_FALSE(billed.empty());
      for (const auto& [begin, period] : periods) {
        std::int64_t exact = 0;
        for (Date day = period.begin(); day < period.end(); day = day.next())
          exact += units_on(model, days_between(first_day, day)) * model.price_cents;
        CHECK(billed[begin] == (exact * 2 + period.days()) / (2 * period.days()));
      }
    }
  }

  std::mt19937 random_;
  std::mt19937 fate_;
  bool crashes_;
  CountRule rule_;
  World world_;
  CrashingClock clock_{first_day};
  std::vector<Model> models_;
  std::vector<Physical> machines_;
  std::map<std::ptrdiff_t, std::string> former_;
  std::vector<AgentId> shown_;
  int kept_ = 0;
  int agents_ = 0;
  int today_ = 0;
};

}  // namespace

TEST_CASE("which machines are billed night by night is what a model of the hardware says") {
  const std::uint32_t seed = first_seed();
  for (std::uint32_t i = 0; i < seeds(60); ++i) {
    CAPTURE(seed + i);
    Estate undisturbed{seed + i, false};
    undisturbed.run();
    Estate crashing{seed + i, true};
    crashing.run();
    CHECK(crashing.lines() == undisturbed.lines());
    CHECK(crashing.events() == undisturbed.events());
  }
}
