// The one value that a transaction hands to its store.

#include "conformance/store_samples.hpp"
#include "ports/counting_store.hpp"

using namespace billbyagent;
using namespace billbyagent::tests;
using namespace billbyagent::conformance;

namespace {

const TenantId tenant{"t1"};

struct Fixture {
  CountingStore store;
  std::unique_ptr<Transaction> begin(Access access = Access::write) {
    return store.begin(tenant, access).value();
  }
};

/// One of everything.
void write_all(Transaction& tx) {
  write_book(tx);
  tx.append_unit_change(derived_key(), change(1, {2026, 2, 28}, 5)).value();
  tx.append_machine_events(derived_key(), {event(MachineMove::added, "m", "pc")}).value();
  tx.append_held_reading(derived_key(), proposed({2026, 6, 10}, 0, 1)).value();
  tx.append_batch(batch(1), {line(derived_key(), {2026, 6, 1}, {2026, 6, 10})}).value();
  tx.append_state(state(1, LineState::invoiced, "I")).value();
  tx.append_notice(notice("n")).value();
  tx.mark_failed(NoticeId{"n"}, "no answer", Instant{1}).value();
  tx.append_run(run("r")).value();
}

/// What a store that keeps whole dossiers makes of it.
Dossier read_all(Fixture& fixture) {
  auto tx = fixture.begin(Access::read);
  return *tx->dossier(derived_key().contract, Wanted::everything()).value();
}

}  // namespace

TEST_CASE("a dry run is the value that is written, without the write") {
  Fixture dry;
  auto tx = dry.begin();
  write_all(*tx);
  const Changes planned = tx->changes();
  tx.reset();
  CHECK(dry.store.written().empty());
  CHECK(dry.begin(Access::read)->accounts().value().empty());

  Fixture wet;
  tx = wet.begin();
  write_all(*tx);
  CHECK(tx->changes() == planned);
  tx->commit().value();
  CHECK(wet.store.written() == planned);
  CHECK(planned.accounts.size() == 1);
  CHECK(planned.contracts.at(derived_key().contract).after == sample_contract());
  CHECK_FALSE(planned.contracts.at(derived_key().contract).before);
  const auto& changed = planned.services.at(derived_key());
  CHECK(changed.units.size() == 1);
  CHECK(changed.events.size() == 1);
  CHECK(changed.held.size() == 1);
  CHECK(planned.batches.size() == 1);
  CHECK(planned.states == std::vector{first_state(batch(1)), state(1, LineState::invoiced, "I")});
  CHECK(planned.notices.size() == 1);
  CHECK(planned.deliveries == std::vector<DeliveryMark>{{NoticeId{"n"}, Instant{1}, "no answer"}});
  CHECK(planned.runs.size() == 1);
}

TEST_CASE("any difference makes another value") {
  Fixture fixture;
  auto tx = fixture.begin();
  write_all(*tx);
  const Changes whole = tx->changes();
  const std::function<void(Changes&)> differences[] = {
      [](Changes& changes) { changes.accounts.clear(); },
      [](Changes& changes) { changes.contracts.clear(); },
      [](Changes& changes) { changes.services.begin()->second.digest = MachinesDigest{"x"}; },
      [](Changes& changes) { changes.services.begin()->second.units[0].units = 7; },
      [](Changes& changes) { changes.services.begin()->second.held[0].ending = HeldEnding{}; },
      [](Changes& changes) { changes.batches[0].lines.clear(); },
      [](Changes& changes) { changes.states.pop_back(); },
      [](Changes& changes) { changes.notices[0].body += "x"; },
      [](Changes& changes) { changes.deliveries[0].failure.reset(); },
      [](Changes& changes) { changes.runs[0].failures = 9; }};
  for (const auto& differ : differences) {
    Changes other = whole;
    CHECK(other == whole);
    differ(other);
    CHECK_FALSE(other == whole);
  }
}

TEST_CASE("what was said twice, or refused as the same, is there once") {
  Fixture fixture;
  auto tx = fixture.begin();
  write_all(*tx);
  tx->commit().value();
  tx = fixture.begin();
  write_book(*tx);
  tx->append_unit_change(derived_key(), change(1, {2026, 2, 28}, 5)).value();
  tx->append_batch(batch(1), {line(derived_key(), {2026, 6, 1}, {2026, 6, 10})}).value();
  tx->append_notice(notice("n")).value();
  tx->append_run(run("r")).value();
  tx->append_machine_events(derived_key(), {}).value();
  tx->end_held_readings(manual_key(), {}).value();
  CHECK(tx->changes().empty());
}

TEST_CASE("reads in the transaction and after its commit say the same") {
  Fixture fixture;
  auto tx = fixture.begin();
  write_all(*tx);
  tx->end_held_readings(derived_key(), {HeldEnd::rejected, "ann", "no", Instant{1}}).value();
  tx->append_held_reading(derived_key(), proposed({2026, 6, 11}, 1, 2)).value();
  tx->append_machine_events(derived_key(), {event(MachineMove::removed, "m", "pc")}).value();
  const auto before = *tx->dossier(derived_key().contract, Wanted::everything()).value();
  const auto batches = tx->batches(std::nullopt).value();
  tx->commit().value();
  CHECK(read_all(fixture) == before);
  CHECK(fixture.begin(Access::read)->batches(std::nullopt).value() == batches);
  const auto& service = before.services.at(derived_key().service);
  CHECK(service.ended.size() == 1);
  CHECK(service.held.size() == 1);
  CHECK(service.last_proposal == 2);
}

TEST_CASE("parts that are loaded after a write show it") {
  Fixture fixture;
  auto tx = fixture.begin();
  write_all(*tx);
  tx->commit().value();

  tx = fixture.begin();
  tx->append_machine_events(derived_key(), {event(MachineMove::added, "m2", "pc2")}).value();
  CHECK(tx->machine_events(derived_key()).value().size() == 2);
  tx->append_state(state(1, LineState::exported)).value();
  CHECK(tx->posted_lines(derived_key().contract).value()[0].state == LineState::exported);
  CHECK(tx->batches(std::nullopt).value()[0].state == LineState::exported);
  tx->end_held_readings(derived_key(), {HeldEnd::confirmed, "ann", "", Instant{1}}).value();
  CHECK(tx->ended_readings(derived_key()).value().size() == 1);
  CHECK(tx->services_with_held_readings().value().empty());
  CHECK(tx->services_with_machine_events_since({2026, 6, 10}).value().size() == 1);
  tx->save_account({AccountId{"a"}, "A", {}}).value();
  CHECK(tx->accounts().value().size() == 2);
  tx->save_contract(plain_contract("a-plain")).value();
  CHECK(tx->contract_ids().value().front() == ContractId{"a-plain"});
  tx->append_run(run("r2")).value();
  CHECK(tx->runs(1).value() == std::vector{run("r2")});
}

TEST_CASE("notices that wait are in their order, also as marks of the same transaction move them") {
  Fixture fixture;
  auto tx = fixture.begin();
  for (const char* id : {"a", "b", "c"}) tx->append_notice(notice(id)).value();
  tx->mark_failed(NoticeId{"b"}, "x", {}).value();
  tx->commit().value();
  tx = fixture.begin();
  tx->append_notice(notice("d")).value();
  // Now a and b failed once each, c is delivered, d is new.
  tx->mark_failed(NoticeId{"a"}, "x", {}).value();
  tx->mark_delivered(NoticeId{"c"}, {}).value();
  const auto ids = [&](std::size_t limit) {
    std::vector<std::string> shown;
    for (const auto& each : tx->pending_notices(limit).value())
      shown.push_back(each.notice.id.text());
    return shown;
  };
  CHECK(ids(9) == std::vector<std::string>{"d", "a", "b"});
  CHECK(ids(2) == std::vector<std::string>{"d", "a"});
  CHECK(ids(std::numeric_limits<std::size_t>::max()).size() == 3);
}

TEST_CASE("the store has the last word on a key, and nothing of a refused write is left") {
  Fixture fixture;
  auto tx = fixture.begin();
  write_all(*tx);
  fixture.store.fail_write({Errc::conflicts, "batch c-1#1"});
  const auto refused = tx->commit();
  CHECK(refused.error() == Error{Errc::conflicts, "batch c-1#1"});
  CHECK_FALSE(tx->commit().has_value());
  CHECK_FALSE(tx->accounts().has_value());
  tx.reset();
  CHECK(fixture.begin(Access::read)->accounts().value().empty());
}

TEST_CASE(
    "a batch that is called as one of another contract conflicts, at the latest when written") {
  Fixture fixture;
  auto tx = fixture.begin();
  write_book(*tx);
  tx->save_contract(plain_contract("other")).value();
  const ServiceKey elsewhere{ContractId{"other"}, ServiceId{"s"}};
  auto foreign = batch(1, elsewhere.contract);
  foreign.id = batch(7).id;
  tx->append_batch(foreign, {line(elsewhere, {2026, 6, 1}, {2026, 6, 1})}).value();
  tx->commit().value();

  tx = fixture.begin();
  auto again = batch(2, elsewhere.contract);
  again.id = foreign.id;
  CHECK(tx->append_batch(again, {line(elsewhere, {2026, 6, 1}, {2026, 6, 2})}).value() ==
        PostingOutcome::conflicts);
  tx->append_batch(batch(7), {line(derived_key(), {2026, 6, 1}, {2026, 6, 1})}).value();
  CHECK(tx->commit().error().code == Errc::conflicts);
}
