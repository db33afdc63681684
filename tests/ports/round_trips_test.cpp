// What a group costs a database on another host.

#include "conformance/store_samples.hpp"
#include "ports/counting_store.hpp"

using namespace billbyagent;
using namespace billbyagent::tests;

namespace {

constexpr std::size_t group_size = 64;
const TenantId tenant{"t1"};
const ServiceId service{"s"};

ServiceKey key_of(const ContractId& contract) { return {contract, service}; }

/// 64 contracts that were counted once, each with two machines and one posted batch.
struct Estate {
  CountingStore store;
  std::vector<ContractId> ids;

  Estate() {
    auto tx = begin(Access::write);
    tx->save_account(conformance::sample_account()).value();
    for (std::size_t i = 0; i < group_size; ++i) {
      const auto contract = conformance::plain_contract("c" + std::to_string(i));
      ids.push_back(contract.id());
      tx->save_contract(contract).value();
      const auto key = key_of(contract.id());
      tx->append_unit_change(key, conformance::change(1, Date{2026, 6, 1}, 2)).value();
      tx->append_machine_events(key, {come("m-1"), come("m-2")}).value();
      post(*tx, contract.id(), 1);
    }
    tx->commit().value();
    store.calls();
  }
  static MachineEvent come(const std::string& agent) {
    return conformance::event(MachineMove::added, agent, "pc");
  }
  std::unique_ptr<Transaction> begin(Access access) { return store.begin(tenant, access).value(); }
  static void post(Transaction& tx, const ContractId& id, int number) {
    const Date day{2026, 6, number};
    CHECK(tx.append_batch(conformance::batch(static_cast<std::size_t>(number), id),
                          {conformance::line(key_of(id), Date{2026, 6, 1}, day)})
              .value() == PostingOutcome::created);
  }
};

}  // namespace

TEST_CASE("loading and posting a group takes two trips, whatever its size") {
  Estate estate;
  auto tx = estate.begin(Access::write);
  tx->load(estate.ids, Wanted::for_posting()).value();
  for (const auto& id : estate.ids) {
    CHECK(tx->contract(id).value().id() == id);
    CHECK(tx->unit_history(key_of(id)).value().changes().size() == 1);
    CHECK(tx->posted_lines(id).value().size() == 1);
    CHECK(tx->batch_count(id).value() == 1);
    Estate::post(*tx, id, 2);
    CHECK(tx->posted_lines(id).value().size() == 2);
    CHECK(tx->batch_count(id).value() == 2);
  }
  tx->commit().value();
  CHECK(estate.store.calls() == Calls{"load", "write"});
}

TEST_CASE("a night on which nothing happened takes one trip for a group, and no machines") {
  Estate estate;
  auto tx = estate.begin(Access::write);
  tx->load(estate.ids, Wanted::for_a_night()).value();
  const auto counted = digest_of({{AgentId{"m-1"}, "pc", Estate::come("m-1").hardware},
                                  {AgentId{"m-2"}, "pc", Estate::come("m-2").hardware}});
  for (const auto& id : estate.ids) {
    CHECK(tx->unit_history(key_of(id)).value().units_on(Date{2026, 6, 2}) == 2);
    CHECK(tx->machines_digest(key_of(id)).value() == counted);
    CHECK(tx->held_readings(key_of(id)).value().empty());
  }
  tx->commit().value();
  CHECK(estate.store.calls() == Calls{"load"});
}

TEST_CASE("a night that changes a group takes four trips") {
  Estate estate;
  auto tx = estate.begin(Access::write);
  tx->load(estate.ids, Wanted::for_a_night()).value();
  tx->load(estate.ids, Part::machines).value();
  Keys notices;
  for (const auto& id : estate.ids) notices.notices.push_back(NoticeId{"n " + id.text()});
  tx->look_up(notices).value();
  for (const auto& id : estate.ids) {
    CHECK(tx->machines(key_of(id)).value().size() == 2);
    tx->append_machine_events(key_of(id), {Estate::come("m-3")}).value();
    tx->append_unit_change(key_of(id), conformance::change(2, Date{2026, 6, 2}, 3)).value();
    tx->append_notice(conformance::notice("n " + id.text())).value();
  }
  tx->commit().value();
  CHECK(estate.store.calls() == Calls{"load", "load", "find", "write"});
}

TEST_CASE("what was not loaded is loaded when it is read, and only what is missing") {
  Estate estate;
  auto tx = estate.begin(Access::read);
  const auto& id = estate.ids.front();
  CHECK(tx->unit_history(key_of(id)).value().changes().size() == 1);
  CHECK(tx->contract(id).value().id() == id);
  CHECK(estate.store.calls() == Calls{"load"});
  CHECK(tx->machines(key_of(id)).value().size() == 2);
  CHECK(estate.store.calls() == Calls{"load"});
  CHECK(tx->machines(key_of(id)).value().size() == 2);
  CHECK(estate.store.calls() == Calls{});
  CHECK(
      tx->dossier(id, Part::units | Part::machines).value()->services.at(service).machines.size() ==
      2);
  CHECK(estate.store.calls() == Calls{});
}

TEST_CASE("that something is not there is known after one trip") {
  Estate estate;
  auto tx = estate.begin(Access::read);
  const ContractId unknown{"?"};
  for (int i = 0; i < 2; ++i) {
    CHECK(tx->contract(unknown).error().code == Errc::not_found);
    CHECK(tx->dossier(unknown, Part::lines).error().code == Errc::not_found);
    CHECK(tx->unit_history(key_of(unknown)).value().empty());
    CHECK(tx->lines_of(BatchId{"?"}).error().code == Errc::not_found);
    CHECK(tx->account(AccountId{"?"}).error().code == Errc::not_found);
  }
  CHECK(estate.store.calls() == Calls{"load", "find", "find"});
}

TEST_CASE("nothing changed is nothing written, and ends the writer all the same") {
  Estate estate;
  auto tx = estate.begin(Access::write);
  tx->save_account(conformance::sample_account()).value();
  tx->commit().value();
  CHECK(estate.store.calls() == Calls{"find"});
  CHECK(estate.store.begin(tenant, Access::write).has_value());
}

TEST_CASE("a reader of a whole book forgets what it has passed, a writer does not") {
  Estate estate;
  for (const Access access : {Access::read, Access::write}) {
    auto tx = estate.begin(access);
    tx->load(estate.ids, Part::units).value();
    std::vector<ContractId> others;
    for (int i = 0; i < 300; ++i) others.push_back(ContractId{"x" + std::to_string(i)});
    tx->load(others, Part::units).value();
    tx->load(std::vector{estate.ids.back()}, Part::units).value();
    estate.store.calls();
    CHECK(tx->unit_history(key_of(estate.ids.front())).value().changes().size() == 1);
    CHECK(estate.store.calls().size() == (access == Access::read ? 1 : 0));
  }
}
