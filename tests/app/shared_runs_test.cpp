// Nights and postings that several do: what moved meanwhile out of every part is done at the end.

#include <set>

#include "app/world.hpp"
#include "billbyagent/app/amend.hpp"
#include "billbyagent/app/shared_night.hpp"
#include "billbyagent/app/shared_posting.hpp"

using namespace world;

namespace {

const AccountId beta{"beta"};
const AccountRange of_acme{.to = beta};
const AccountRange of_beta{.from = beta};
const ContractId c_2{"C-2"};

/// C-1 is acme's and C-2 beta's, until it moves to acme.
struct SharedWorld : World {
  explicit SharedWorld(const UnitSource& source, std::vector<FirstUnits> units = {}) {
    save({{.id = "C-1", .services = {{.source = source}}},
          {.id = "C-2", .account = "beta", .services = {{.source = source}}}},
         std::move(units));
    night.deadline = Deadline::clock::now() + std::chrono::hours{1};
  }
  void move_to_acme() {
    REQUIRE(amend_contract(
        desk(), c_2,
        {{.effective = june_1, .account = AccountId{"acme"}, .reason = "sold", .author = "ann"}},
        ReachBack::allowed));
  }
};

std::set<ServiceKey> keys(const std::vector<ServiceSync>& rows) {
  std::set<ServiceKey> keys;
  for (const auto& row : rows) keys.insert(row.key);
  return keys;
}

std::set<ContractId> contracts(const PostReport& report) {
  std::set<ContractId> all;
  for (const auto& one : report.contracts) all.insert(one.contract);
  return all;
}

}  // namespace

TEST_CASE("a contract that moves while several take over counts is taken over at the end") {
  SharedWorld w{AgentScope{}};
  w.add_machines(1, 3);
  w.add_machines(4, 8, "beta");
  RmmSet rmms;
  REQUIRE(rmms.add(RmmId{""}, w.rmm));
  const auto prepare = [&] {
    return SharedNight::prepare(w.desk(), rmms, w.night, NightReadings{}).value();
  };
  const auto first = prepare();
  const auto one = first->take_over(w.desk(), of_acme).value();
  CHECK(keys(one) == std::set{key("C-1")});
  w.move_to_acme();
  // By another process, which reads the book only now.
  CHECK(prepare()->take_over(w.desk(), of_beta).value().empty());
  CHECK(services_of_night(w.desk()).value() == std::set{key("C-1"), key("C-2")});
  const auto rest = prepare()->take_over_rest(w.desk(), keys(one)).value();
  REQUIRE(rest.size() == 1);
  CHECK(rest[0].key == key("C-2"));
  CHECK(rest[0].status == SyncStatus::first_count);
  CHECK(w.units_on(june_1, key("C-2")) == 5);
  CHECK(prepare()->take_over_rest(w.desk(), {key("C-1"), key("C-2")}).value().empty());
}

TEST_CASE("a contract that moves while several post is posted at the end") {
  SharedWorld w{ManualUnits{}, {{key(), 10}, {key("C-2"), 1}}};
  const auto first = SharedPosting::prepare(w.desk(), {}).value();
  const auto first_contracts = first->contracts_of(of_acme);
  CHECK(first_contracts == std::vector{ContractId{"C-1"}});
  CHECK(contracts(first->post(w.desk(), of_acme).value()) == std::set{ContractId{"C-1"}});
  w.move_to_acme();
  const auto second = SharedPosting::prepare(w.desk(), {}).value();
  CHECK(second->post(w.desk(), of_beta).value().contracts.empty());
  const std::set<ContractId> done{first_contracts.begin(), first_contracts.end()};
  CHECK(contracts(second->post_rest(w.desk(), done).value()) == std::set{c_2});
  CHECK(w.posted("C-2").size() == 1);
  CHECK(second->post_rest(w.desk(), {ContractId{"C-1"}, c_2}).value().contracts.empty());
  CHECK(w.post(june_1).contracts.empty());
}
