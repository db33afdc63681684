// Accounts and contracts.

#include "conformance/store_samples.hpp"
#include "conformance/store_suite.hpp"

namespace billbyagent::conformance {
namespace {

Behaviours<TestedStore> here;

/// A line of each service, taken back: posted it was all the same.
void post_all(Transaction& tx) {
  const Date june{2026, 6, 1};
  must(
      tx.append_batch(batch(1), {line(derived_key(), june, june), line(manual_key(), june, june)}));
  must(tx.append_state(state(1, LineState::returned)));
}

}  // namespace

BEHAVIOUR("accounts come back as they were saved", TestedStore& under_test) {
  auto tx = under_test.writing();
  const Account unlinked{AccountId{"b"}, "", std::nullopt};
  const Account empty_link{AccountId{"a"}, "x", OrganizationId{""}};
  const Account capital{AccountId{"A"}, "another than a", std::nullopt};
  CHECK(must(tx->save_account(capital)) == SaveOutcome::created);
  CHECK(must(tx->save_account(sample_account())) == SaveOutcome::created);
  CHECK(must(tx->save_account(unlinked)) == SaveOutcome::created);
  CHECK(must(tx->save_account(empty_link)) == SaveOutcome::created);
  CHECK(must(tx->save_account(unlinked)) == SaveOutcome::unchanged);
  commit(tx);
  under_test.reopen();
  CHECK(must(under_test.reading()->accounts()) ==
        std::vector{capital, empty_link, sample_account(), unlinked});
  CHECK(must(under_test.reading()->account(unlinked.id)) == unlinked);
}

BEHAVIOUR("an account's name and link change and an unknown account is not found",
          TestedStore& under_test) {
  auto tx = under_test.writing();
  must(tx->save_account(sample_account()));
  const Account renamed{sample_account().id, "Acme 2", std::nullopt};
  CHECK(must(tx->save_account(renamed)) == SaveOutcome::updated);
  CHECK(must(tx->account(renamed.id)) == renamed);
  CHECK(errc_of(tx->account(AccountId{"ACME"})) == Errc::not_found);
  CHECK_MESSAGE(must(tx->accounts()).size() == 1, "not_found leaves the transaction usable");
  commit(tx);
  under_test.reopen();
  auto read = under_test.reading();
  CHECK(must(read->account(renamed.id)) == renamed);
  CHECK(errc_of(read->account(AccountId{"ACME"})) == Errc::not_found);
  CHECK(must(read->accounts()).size() == 1);
}

BEHAVIOUR("an account's links to the other RMMs come, change and go", TestedStore& under_test) {
  auto account = sample_account();
  const Account other{
      AccountId{"z"}, "", std::nullopt, Overlaps::allowed, {{RmmId{"mesh"}, OrganizationId{"M"}}}};
  auto tx = under_test.writing();
  must(tx->save_account(account));
  must(tx->save_account(other));
  CHECK(must(tx->save_account(account)) == SaveOutcome::unchanged);
  account.links[RmmId{"mesh"}] = OrganizationId{"mesh//other"};
  account.links.erase(RmmId{"vsa-x"});
  CHECK(must(tx->save_account(account)) == SaveOutcome::updated);
  commit(tx);
  under_test.reopen();
  CHECK(must(under_test.reading()->accounts()) == std::vector{account, other});
  CHECK(must(under_test.reading()->account(account.id)) == account);
  account.links.emplace(RmmId{""}, OrganizationId{"1"});
  CHECK(errc_of(under_test.writing()->save_account(account)) == Errc::invalid_argument);
}

BEHAVIOUR("an account without a proper id is refused", TestedStore& under_test) {
  CHECK(errc_of(under_test.writing()->save_account({AccountId{""}, "x", {}})) ==
        Errc::invalid_argument);
  const std::string long_name(limits::text_length_max + 1, 'x');
  CHECK(errc_of(under_test.writing()->save_account({AccountId{"a"}, long_name, {}})) ==
        Errc::out_of_range);
  CHECK(errc_of(under_test.store().begin(TenantId{""}, Access::read)) == Errc::invalid_argument);
}

BEHAVIOUR("a contract comes back with every field", TestedStore& under_test) {
  auto tx = under_test.writing();
  must(tx->save_account(sample_account()));
  CHECK(must(tx->save_contract(sample_contract())) == SaveOutcome::created);
  CHECK(must(tx->save_contract(sample_contract())) == SaveOutcome::unchanged);
  CHECK(must(tx->save_contract(plain_contract("a-plain"))) == SaveOutcome::created);
  commit(tx);
  under_test.reopen();
  auto read = under_test.reading();
  CHECK(must(read->contract_ids()) == std::vector{ContractId{"a-plain"}, ContractId{"c-1"}});
  CHECK(must(read->contract(ContractId{"c-1"})) == sample_contract());
  CHECK(must(read->contract(ContractId{"a-plain"})) == plain_contract("a-plain"));
  CHECK(errc_of(read->contract(ContractId{"c-2"})) == Errc::not_found);
  // Who gave a price is no part of what makes two the same.
  const auto given = must(read->contract(ContractId{"c-1"})).terms().services[0].terms().prices[2];
  const auto wanted = derived_terms().prices[2];
  CHECK(given.reason == wanted.reason);
  CHECK(given.author == wanted.author);
  CHECK(given.recorded == wanted.recorded);
}

BEHAVIOUR("machine classes are added after those that are there, and nothing else",
          TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  auto terms = sample_terms();
  terms.machine_classes.push_back({"host", {"ESX"}, {"host"}});
  terms.machine_classes[0].operating_system_contains.push_back("macOS");
  terms.machine_classes[2].device_types.push_back("tablet");
  CHECK(must(tx->save_contract(Contract::create(terms).value())) == SaveOutcome::updated);
  commit(tx);
  under_test.reopen();
  CHECK(must(under_test.reading()->contract(terms.id)) == Contract::create(terms).value());
  terms.machine_classes[0].name = "laptop";
  CHECK(errc_of(under_test.writing()->save_contract(Contract::create(terms).value())) ==
        Errc::unit_source_locked);
}

BEHAVIOUR("every name of every enumeration of a contract comes back", TestedStore& under_test) {
  for (int i = 0; i < 5; ++i) {
    const auto pick = [&](int count) { return static_cast<std::uint8_t>(i % count); };
    auto terms = sample_terms();
    terms.id = ContractId{"c" + std::to_string(i)};
    terms.cycle = BillingCycle::anchored(static_cast<CycleLength>(i), Date{2026, 1, 31});
    terms.timing = static_cast<BillingTiming>(pick(2));
    terms.status = static_cast<ContractStatus>(pick(2));
    terms.trust = static_cast<Trust>(pick(3));
    terms.agreed_term->at_end = static_cast<AtTermEnd>(pick(2));
    auto service = derived_terms();
    service.proration = {static_cast<DayCount>(pick(4)), static_cast<EffectiveDay>(pick(2)),
                         static_cast<Rounding>(pick(3)), static_cast<RoundingStep>(pick(2))};
    auto& scope = std::get<AgentScope>(service.unit_source);
    scope = {};
    scope.sub_groups = static_cast<SubGroups>(pick(2));
    scope.rule = {.suspended = static_cast<Counting>(pick(2)),
                  .never_checked_in = static_cast<Counting>(pick(3) / 2),
                  .template_account = static_cast<Counting>(pick(4) / 2),
                  .marked_for_deletion = static_cast<Counting>(pick(2)),
                  .ephemeral = static_cast<Counting>(pick(3) / 2),
                  .duplicate = static_cast<Counting>(pick(4) / 2),
                  .grace_new_days = i};
    terms.services = {Service::create(service).value()};
    const auto contract = Contract::create(terms).value();
    auto tx = under_test.writing();
    must(tx->save_account(sample_account()));
    must(tx->save_contract(contract));
    CHECK(must(tx->contract(terms.id)) == contract);
    commit(tx);
    under_test.reopen();
    CHECK(must(under_test.reading()->contract(terms.id)) == contract);
  }
}

BEHAVIOUR("a contract needs its account", TestedStore& under_test) {
  auto tx = under_test.writing();
  const auto error = error_of(tx->save_contract(sample_contract()));
  CHECK(error.code == Errc::not_found);
  CHECK(error.context.find("acme") != std::string::npos);
}

BEHAVIOUR("a currency that is none is refused, as it could not be read again",
          TestedStore& under_test) {
  for (const Currency made_up : {Currency{{'A', 'B', 'C'}, 2}, Currency{{'U', 'S', 'D'}, 3}}) {
    auto terms = sample_terms();
    terms.currency = made_up;
    terms.services.clear();
    terms.amendments.clear();
    auto item = line(derived_key(), {2026, 6, 1}, {2026, 6, 10});
    item.cost = Money::zero(made_up);
    auto tx = under_test.writing();
    write_book(*tx);
    CHECK(errc_of(tx->append_batch(batch(1), {item})) == Errc::unknown_currency);
    tx = nullptr;
    tx = under_test.writing();
    must(tx->save_account(sample_account()));
    CHECK(errc_of(tx->save_contract(Contract::create(terms).value())) == Errc::unknown_currency);
  }
}

BEHAVIOUR("what may change of a contract changes", TestedStore& under_test) {
  {
    auto tx = under_test.writing();
    write_book(*tx);
    must(tx->commit());
  }
  auto terms = sample_terms();
  terms.name = "renamed";
  terms.trust = Trust::propose;
  terms.amendments.push_back({.effective = Date{2026, 4, 1},
                              .status = ContractStatus::active,
                              .reason = "back",
                              .author = "ann"});
  terms.end = std::nullopt;
  terms.agreed_term = AgreedTerm{1, 0, AtTermEnd::renews};
  terms.recipients = {"new@example.com"};
  auto derived = derived_terms();
  derived.name = "PCs";
  derived.amendments.push_back(
      {.effective = Date{2026, 8, 1}, .tax_category = "T-8", .reason = "new", .author = "ann"});
  derived.end = Date{2026, 12, 1};
  derived.prices.push_back(tiered_price({2026, 8, 1}, 9, 8));
  auto added = manual_terms();
  added.id = ServiceId{"added"};
  added.name = "Added";
  terms.services = {Service::create(manual_terms()).value(), Service::create(added).value(),
                    Service::create(derived).value()};
  const auto wanted = Contract::create(terms).value();
  auto tx = under_test.writing();
  CHECK(must(tx->save_contract(wanted)) == SaveOutcome::updated);
  commit(tx);
  under_test.reopen();
  CHECK(must(under_test.reading()->contract(wanted.id())) == wanted);
}

BEHAVIOUR("a contract that moves to another account goes on counting what it counted",
          TestedStore& under_test) {
  const auto with_scope = [](std::optional<OrganizationId> organization,
                             const std::vector<ContractAmendment>& amendments) {
    auto terms = sample_terms();
    auto service = derived_terms();
    std::get<AgentScope>(service.unit_source).organization = std::move(organization);
    terms.services = {Service::create(service).value(), Service::create(manual_terms()).value()};
    terms.amendments.insert(terms.amendments.end(), amendments.begin(), amendments.end());
    return Contract::create(std::move(terms)).value();
  };
  const ContractAmendment moves{.effective = Date{2026, 6, 10},
                                .account = AccountId{"other"},
                                .account_from = AccountFrom::next_period};
  const OrganizationId meant{"7"};  // what the account is linked to in the RMM of the scope
  {
    auto tx = under_test.writing();
    must(tx->save_account(sample_account()));
    must(tx->save_contract(with_scope({}, {})));
    must(tx->append_batch(batch(1), {line(derived_key(), {2026, 6, 1}, {2026, 6, 10})}));
    must(tx->commit());
  }
  const auto refused = [&](const Contract& wanted) {
    auto tx = under_test.writing();
    if (wanted.accounts().size() > 1) must(tx->save_account({AccountId{"other"}, "Other"}));
    return errc_of(tx->save_contract(wanted));
  };
  CHECK(errc_of(under_test.writing()->save_contract(with_scope(meant, {moves}))) ==
        Errc::not_found);
  CHECK(refused(with_scope({}, {moves})) == Errc::invalid_argument);
  CHECK(refused(with_scope(OrganizationId{"8"}, {moves})) == Errc::unit_source_locked);
  CHECK(refused(with_scope(meant, {})) == Errc::unit_source_locked);
  const auto moved = with_scope(meant, {moves});
  auto tx = under_test.writing();
  must(tx->save_account({AccountId{"other"}, "Other"}));
  CHECK(must(tx->save_contract(moved)) == SaveOutcome::updated);
  commit(tx);
  under_test.reopen();
  CHECK(must(under_test.reading()->contract(moved.id())) == moved);
}

BEHAVIOUR("what past lines were computed with stays", TestedStore& under_test) {
  struct Case {
    std::string what;
    Errc code;
    std::function<void(Contract::Terms&, Service::Terms&)> spoil;
  };
  const Case cases[] = {
      {"cycle", Errc::terms_locked,
       [](auto& contract, auto&) { contract.cycle = BillingCycle::calendar(CycleLength::annual); }},
      {"timing", Errc::terms_locked,
       [](auto& contract, auto&) { contract.timing = BillingTiming::advance; }},
      {"start", Errc::terms_locked,
       [](auto& contract, auto&) {
         contract.start = Date{2026, 1, 16};
       }},
      {"unit source", Errc::unit_source_locked,
       [](auto&, auto& service) { service.unit_source = ManualUnits{}; }},
      {"count rule", Errc::unit_source_locked,
       [](auto&, auto& service) {
         std::get<AgentScope>(service.unit_source).rule.suspended = Counting::counted;
       }},
      {"RMM", Errc::unit_source_locked,
       [](auto&, auto& service) { std::get<AgentScope>(service.unit_source).rmm = RmmId{"mesh"}; }},
      {"price", Errc::terms_locked,
       [](auto&, auto& service) {
         service.prices[0] = tiered_price({2026, 3, 1}, 3, 1);
       }},
      {"proration", Errc::terms_locked, [](auto&, auto& service) { service.proration = {}; }},
      {"quantity terms", Errc::terms_locked,
       [](auto&, auto& service) { service.quantity.minimum = 3; }},
      {"status", Errc::terms_locked,
       [](auto& contract, auto&) { contract.status = ContractStatus::active; }},
      {"amendment of the contract", Errc::terms_locked,
       [](auto& contract, auto&) { contract.amendments.pop_back(); }},
      {"billed through", Errc::terms_locked,
       [](auto& contract, auto&) { contract.billed_through.reset(); }},
      {"tax category", Errc::terms_locked,
       [](auto&, auto& service) { service.tax_category = "T-8"; }},
      {"amendment of the service", Errc::terms_locked,
       [](auto&, auto& service) { service.amendments[0].reason = "other"; }},
      {"charging", Errc::terms_locked,
       [](auto& contract, auto&) {
         auto manual = manual_terms();
         manual.charging = Charging::charge_once;
         contract.services[1] = Service::create(manual).value();
       }},
      {"price model", Errc::terms_locked,
       [](auto&, auto& service) { service.price_model = PriceModel::volume; }},
      {"indexation", Errc::terms_locked, [](auto&, auto& service) { service.indexation.reset(); }},
  };
  auto tx = under_test.writing();
  write_book(*tx);
  post_all(*tx);
  must(tx->commit());
  for (const Case& row : cases) {
    CAPTURE(row.what);
    auto terms = sample_terms();
    auto service = derived_terms();
    row.spoil(terms, service);
    terms.services[0] = Service::create(service).value();
    auto refused = under_test.writing();
    CHECK(errc_of(refused->save_contract(Contract::create(terms).value())) == row.code);
    CHECK_MESSAGE(!refused->commit(), "after a refused write there is no commit");
    refused.reset();
    CHECK(must(under_test.reading()->contract(terms.id)) == sample_contract());
  }
}

BEHAVIOUR("a group of contracts is loaded as each of them alone", TestedStore& under_test) {
  // More than a store may ask for at once.
  constexpr int plain_contracts = 150;
  std::vector<ContractId> ids{sample_contract().id(), ContractId{"unknown"}};
  auto tx = under_test.writing();
  write_book(*tx);
  for (int i = 0; i < plain_contracts; ++i) {
    const auto contract = plain_contract("plain " + std::to_string(i));
    const ServiceKey key{contract.id(), contract.terms().services[0].id()};
    must(tx->save_contract(contract));
    must(tx->append_unit_change(key, change(1, {2026, 6, 1}, i)));
    must(tx->append_machine_events(key, {event(MachineMove::added, std::to_string(i), "pc")}));
    must(tx->append_batch(batch(1, key.contract), {line(key, {2026, 6, 1}, {2026, 6, 1})}));
    ids.push_back(contract.id());
  }
  must(tx->append_held_reading(derived_key(), proposed({2026, 6, 10}, 1, 1)));
  must(tx->end_held_readings(derived_key(), {.author = "x"}));
  must(tx->append_held_reading(derived_key(), held({2026, 6, 11}, 2)));
  must(tx->append_held_reading(manual_key(), proposed({2026, 6, 10}, 3, 1)));
  must(tx->append_state({.batch = batch(1, ids.back()).id, .state = LineState::invoiced}));
  commit(tx);
  under_test.reopen();
  auto together = under_test.reading();
  must(together->load(ids, Wanted::everything()));
  auto alone = under_test.reading();
  for (const auto& id : ids) {
    CAPTURE(id.text());
    const auto loaded = together->dossier(id, Wanted::everything());
    if (id == ContractId{"unknown"}) {
      CHECK(errc_of(loaded) == Errc::not_found);
      continue;
    }
    CHECK(*must(loaded) == *must(alone->dossier(id, Wanted::everything())));
    CHECK(must(loaded)->contract == must(under_test.reading()->contract(id)));
    CHECK(must(loaded)->lines == must(under_test.reading()->posted_lines(id)));
  }
}

BEHAVIOUR("tenants see nothing of each other", TestedStore& under_test) {
  auto tx = under_test.writing("t1");
  write_book(*tx);
  must(tx->append_unit_change(derived_key(), change(1, {2026, 2, 28}, 5)));
  must(tx->append_machine_events(derived_key(), {event(MachineMove::added, "m", "pc")}));
  must(tx->append_held_reading(derived_key(), held({2026, 6, 10}, 0)));
  must(tx->append_batch(batch(1), {line(derived_key(), {2026, 6, 1}, {2026, 6, 10})}));
  must(tx->append_notice(notice("n")));
  must(tx->append_run(run("r")));
  must(tx->save_contract(plain_contract("gone")));
  under_test.go_on(tx);
  must(tx->bury(tombstone("gone")));
  must(tx->commit());
  auto other = under_test.writing("t2");
  CHECK(must(other->accounts()).empty());
  CHECK(must(other->contract_ids()).empty());
  CHECK(must(other->unit_history(derived_key())).empty());
  CHECK(must(other->machines(derived_key())).empty());
  CHECK(must(other->machine_events(derived_key())).empty());
  CHECK(must(other->held_readings(derived_key())).empty());
  CHECK(must(other->services_with_held_readings()).empty());
  CHECK(must(other->services_with_machine_events_since({2000, 1, 1})).empty());
  CHECK(must(other->posted_lines(derived_key().contract)).empty());
  CHECK(must(other->batches(std::nullopt)).empty());
  CHECK(must(other->batch_count(derived_key().contract)) == 0);
  CHECK(must(other->pending_notices(9)).empty());
  CHECK(must(other->runs(9)).empty());
  CHECK(must(other->tombstones()).empty());
  // The same keys are free here.
  write_book(*other);
  CHECK(must(other->save_contract(plain_contract("gone"))) == SaveOutcome::created);
  CHECK(must(other->append_batch(batch(1), {line(derived_key(), {2026, 6, 1}, {2026, 6, 11})})) ==
        PostingOutcome::created);
  CHECK(must(other->append_notice(notice("n"))) == PostingOutcome::created);
  CHECK(must(other->append_run(run("r"))) == PostingOutcome::created);
}

const Behaviours<TestedStore>& store_book() { return here; }

}  // namespace billbyagent::conformance
