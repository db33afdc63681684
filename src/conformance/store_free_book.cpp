// What was never posted: its terms are free, and it can be deleted for good.

#include "conformance/store_samples.hpp"
#include "conformance/store_suite.hpp"

namespace billbyagent::conformance {
namespace {

Behaviours<TestedStore> here;

/// Other terms of everything but how units derive.
Contract other_terms() {
  auto terms = sample_terms();
  terms.cycle = BillingCycle::calendar(CycleLength::monthly);
  terms.timing = BillingTiming::advance;
  terms.status = ContractStatus::active;
  terms.start = Date{2025, 12, 1};
  terms.billed_through.reset();
  terms.amendments.erase(terms.amendments.begin());
  auto derived = derived_terms();
  derived.proration = {};
  derived.tax_category = "T-8";
  derived.quantity = {};
  derived.price_model = PriceModel::per_unit;
  derived.indexation.reset();
  derived.effective = Date{2026, 1, 1};
  derived.prices = {price({2026, 1, 1}, 5'000'000, 7)};
  derived.amendments.pop_back();
  auto manual = manual_terms();
  manual.charging = Charging::charge_once;
  manual.prices[0] = price({2026, 1, 1}, 11, 3);
  terms.services = {Service::create(derived).value(), Service::create(manual).value()};
  return Contract::create(terms).value();
}

/// Units, machines and a held reading of the derived service.
void write_life(Transaction& tx) {
  must(tx.append_unit_change(derived_key(), change(1, {2026, 2, 28}, 5)));
  must(tx.append_machine_events(derived_key(), {event(MachineMove::added, "m", "pc")}));
  must(tx.append_held_reading(derived_key(), held({2026, 6, 10}, 0)));
}

}  // namespace

BEHAVIOUR("what was never posted may change", TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  write_life(*tx);
  under_test.go_on(tx);
  CHECK(must(tx->save_contract(other_terms())) == SaveOutcome::updated);
  under_test.go_on(tx);
  CHECK(must(tx->contract(other_terms().id())) == other_terms());
  CHECK(must(tx->unit_history(derived_key())).units_on({2026, 6, 1}) == 5);
  CHECK(must(tx->save_contract(sample_contract())) == SaveOutcome::updated);
  under_test.go_on(tx);
  CHECK(must(tx->contract(other_terms().id())) == sample_contract());
}

BEHAVIOUR("of a contract the services that were posted stay, the others are free",
          TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->append_batch(batch(1), {line(derived_key(), {2026, 6, 1}, {2026, 6, 1})}));
  under_test.go_on(tx);
  auto terms = sample_terms();
  terms.services[1] = other_terms().terms().services[1];
  const auto wanted = Contract::create(terms).value();
  CHECK(must(tx->save_contract(wanted)) == SaveOutcome::updated);
  under_test.go_on(tx);
  CHECK(must(tx->contract(wanted.id())) == wanted);
  terms.services[0] = other_terms().terms().services[0];
  CHECK(errc_of(tx->save_contract(Contract::create(terms).value())) == Errc::terms_locked);
}

BEHAVIOUR("a contract that was never posted is deleted, and its id with it",
          TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  write_life(*tx);
  must(tx->save_contract(plain_contract("other")));
  under_test.go_on(tx);
  const auto gone = tombstone(sample_contract().id().text());
  must(tx->bury(gone));
  for (int times = 0; times < 2; ++times) {
    CAPTURE(times);
    CHECK(must(tx->contract_ids()) == std::vector{ContractId{"other"}});
    CHECK(errc_of(tx->contract(gone.contract)) == Errc::not_found);
    CHECK(must(tx->unit_history(derived_key())).empty());
    CHECK(must(tx->machines(derived_key())).empty());
    CHECK(must(tx->services_with_held_readings()).empty());
    CHECK(must(tx->services_with_machine_events_since({2000, 1, 1})).empty());
    CHECK(must(tx->tombstones()) == std::vector{gone});
    under_test.go_on(tx);
  }
  CHECK(errc_of(tx->save_contract(sample_contract())) == Errc::deleted);
  tx.reset();
  CHECK(errc_of(under_test.writing()->bury(gone)) == Errc::not_found);
}

BEHAVIOUR("a service that was never posted is deleted, the rest of its contract stays",
          TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  write_life(*tx);
  must(tx->append_batch(batch(1), {line(manual_key(), {2026, 6, 1}, {2026, 6, 1})}));
  under_test.go_on(tx);
  const auto gone = tombstone(derived_key().contract.text(), derived_key().service);
  must(tx->bury(gone));
  auto terms = sample_terms();
  terms.services.erase(terms.services.begin());
  const auto without = Contract::create(terms).value();
  for (int times = 0; times < 2; ++times) {
    CAPTURE(times);
    CHECK(must(tx->contract(gone.contract)) == without);
    const auto* dossier = must(tx->dossier(gone.contract, Wanted::everything()));
    CHECK(dossier->services.size() == 1);
    CHECK(must(tx->unit_history(derived_key())).empty());
    CHECK(must(tx->services_with_held_readings()).empty());
    CHECK(must(tx->services_with_machine_events_since({2000, 1, 1})).empty());
    under_test.go_on(tx);
  }
  CHECK(must(tx->posted_lines(gone.contract)).size() == 1);
  CHECK(must(tx->save_contract(without)) == SaveOutcome::unchanged);
  CHECK(errc_of(tx->save_contract(sample_contract())) == Errc::deleted);
  // Another contract may have a service of that name.
  tx.reset();
  tx = under_test.writing();
  auto moved = sample_terms();
  moved.id = ContractId{"moved"};
  CHECK(must(tx->save_contract(Contract::create(moved).value())) == SaveOutcome::created);
  CHECK(errc_of(tx->bury(tombstone("c-1", ServiceId{"unknown"}))) == Errc::not_found);
}

BEHAVIOUR("what waits of a deleted service does not hide what waits of another one",
          TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  const ServiceKey other{derived_key().contract, ServiceId{"a first one"}};
  auto terms = sample_terms();
  auto first = derived_terms();
  first.id = other.service;
  first.name = "another";
  terms.services.push_back(Service::create(first).value());
  must(tx->save_contract(Contract::create(terms).value()));
  must(tx->append_held_reading(other, held({2026, 6, 10}, 0)));
  must(tx->append_held_reading(derived_key(), held({2026, 6, 11}, 1)));
  under_test.go_on(tx);
  must(tx->bury(tombstone(other.contract.text(), other.service)));
  under_test.go_on(tx);
  CHECK(must(tx->services_with_held_readings()) == std::vector{derived_key()});
  CHECK(must(tx->held_readings(derived_key())) == std::vector{held({2026, 6, 11}, 1)});
}

BEHAVIOUR("what was posted once is not deleted", TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->append_batch(batch(1), {line(derived_key(), {2026, 6, 1}, {2026, 6, 1})}));
  must(tx->append_state(state(1, LineState::returned)));
  commit(tx);
  under_test.reopen();
  for (const auto& service : {std::optional<ServiceId>{}, std::optional{derived_key().service}}) {
    tx = under_test.writing();
    CHECK(errc_of(tx->bury(tombstone(derived_key().contract.text(), service))) ==
          Errc::wrong_state);
    tx.reset();
  }
  CHECK(must(under_test.reading()->contract(derived_key().contract)) == sample_contract());
  CHECK(must(under_test.reading()->tombstones()).empty());
}

BEHAVIOUR("what a transaction wrote it does not delete", TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  CHECK(errc_of(tx->bury(tombstone(sample_contract().id().text()))) == Errc::invalid_argument);
}

const Behaviours<TestedStore>& store_free_book() { return here; }

}  // namespace billbyagent::conformance
