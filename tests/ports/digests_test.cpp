// The digest of a service's machines, as a transaction keeps it.

#include "conformance/store_samples.hpp"
#include "ports/counting_store.hpp"

using namespace billbyagent;
using namespace billbyagent::tests;
using namespace billbyagent::conformance;

namespace {

const TenantId tenant{"t1"};
/// With grace days, and without.
const ServiceKey patient = derived_key();
const ServiceKey plain = manual_key();

struct Fixture {
  CountingStore store;
  Fixture() {
    auto tx = begin();
    write_book(*tx);
    tx->commit().value();
  }
  std::unique_ptr<Transaction> begin(Access access = Access::write) {
    return store.begin(tenant, access).value();
  }
  /// In a transaction of its own: what is kept after it.
  std::optional<MachinesDigest> after(const ServiceKey& key, const MachineEvent& event) {
    auto tx = begin();
    tx->append_machine_events(key, {event}).value();
    tx->commit().value();
    return begin(Access::read)
        ->dossier(key.contract, Part::digest)
        .value()
        ->services.at(key.service)
        .digest;
  }
  MachinesDigest of_machines(const ServiceKey& key) {
    return digest_of(begin(Access::read)->machines(key).value());
  }
};

}  // namespace

TEST_CASE("without grace days the digest is that of the machines after each event") {
  Fixture fixture;
  for (const auto& next :
       {event(MachineMove::added, "m-1", "pc"), event(MachineMove::moved_in, "m-2", "pc"),
        event(MachineMove::removed, "m-1", "pc")}) {
    const auto kept = fixture.after(plain, next);
    CHECK(kept == fixture.of_machines(plain));
  }
}

TEST_CASE("with grace days there is none while a machine waits or is missing") {
  Fixture fixture;
  // Known from the first event on: there were none before.
  {
    auto tx = fixture.begin();
    CHECK(tx->machines_digest(patient).value() == digest_of({}));
    tx->commit().value();
  }
  const auto first = fixture.after(patient, event(MachineMove::added, "m-1", "pc"));
  CHECK(first == fixture.of_machines(patient));
  CHECK_FALSE(fixture.after(patient, event(MachineMove::missing, "m-1", "pc")));
  CHECK_FALSE(fixture.begin()->machines_digest(patient).value());
  // The event alone does not say that nothing else is missing.
  CHECK_FALSE(fixture.after(patient, event(MachineMove::returned, "m-1", "pc")));
  auto tx = fixture.begin();
  CHECK(tx->machines_digest(patient).value() == fixture.of_machines(patient));
  tx->commit().value();
  CHECK_FALSE(fixture.after(patient, event(MachineMove::waiting, "m-2", "pc")));
}

TEST_CASE("with all events at hand the digest is known as soon as the last machine is settled") {
  Fixture fixture;
  fixture.after(patient, event(MachineMove::waiting, "m-1", "pc"));
  auto tx = fixture.begin();
  CHECK(tx->machine_events(patient).value().size() == 1);
  tx->append_machine_events(patient, {event(MachineMove::added, "m-1", "pc")}).value();
  CHECK(tx->changes().services.at(patient).digest == digest_of(tx->machines(patient).value()));
}

TEST_CASE("a digest that was not known is found once and kept") {
  Fixture fixture;
  fixture.after(patient, event(MachineMove::added, "m-1", "pc"));
  const auto expected = fixture.of_machines(patient);
  CHECK(fixture.begin(Access::read)->machines_digest(patient).value() == expected);
  auto tx = fixture.begin();
  fixture.store.calls();
  CHECK(tx->machines_digest(patient).value() == expected);
  CHECK(fixture.store.calls() == Calls{"load", "load"});
  CHECK(tx->changes().services.at(patient).digest == expected);
  CHECK(tx->changes().services.at(patient).events.empty());
  tx->commit().value();
  fixture.store.calls();
  CHECK(fixture.begin()->machines_digest(patient).value() == expected);
  CHECK(fixture.store.calls() == Calls{"load"});
}

TEST_CASE("an unknown service has no digest") {
  Fixture fixture;
  CHECK_FALSE(fixture.begin()->machines_digest({ContractId{"?"}, ServiceId{"?"}}).value());
}
