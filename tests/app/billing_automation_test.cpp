#include <thread>

#include "app/world.hpp"

using namespace world;

TEST_CASE("posting takes normal lines and prorations of posted months alike, once") {
  World w;
  w.add_machines(1, 10);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  CHECK(texts(w.post(june_1)) == Texts{"2026-06-01..2026-06-30  10 x 5.00  50.00 USD  recurring"});
  w.add_machines(11, 11);
  w.run_night(june_10);
  const auto swept = w.post(july_1);
  CHECK(texts(swept) == Texts{"2026-06-10..2026-06-30  +1 x 5.00 x 21/30  3.50 USD  increment",
                              "2026-07-01..2026-07-31  11 x 5.00  55.00 USD  recurring"});
  CHECK(swept.contracts[0].batch->total == Money::from_minor(5850, usd));
  CHECK(swept.totals.at(usd).margin().value() == Money::from_minor(5850 - 2340, usd));
  CHECK(texts(w.post(july_1)).empty());
  CHECK(w.posted().size() == 3);
}

TEST_CASE("in arrears a period can be billed from its last day on") {
  World w;
  w.add_machines(1, 10);
  w.save({ContractSpec{.timing = BillingTiming::arrears}});
  w.run_night(june_1);
  w.add_machines(11, 11);
  w.run_night(june_10);
  CHECK(texts(w.post(Date{2026, 6, 29})).empty());
  CHECK(texts(w.post(Date{2026, 6, 30})).size() == 2);
  CHECK(texts(w.post(july_1)).empty());
}

TEST_CASE("filters narrow what is posted and lose nothing") {
  World w;
  w.add_machines(1, 4);
  w.add_machines(5, 7, "beta");
  w.save({ContractSpec{.services = {{.id = "a"}, {.id = "b"}}},
          ContractSpec{.id = "C-2", .account = "beta"}});
  w.run_night(june_1);
  const auto post = [&](BillingFilter filter) {
    return texts(w.post(june_1, AutomationOptions{.filter = filter})).size();
  };
  CHECK(post({.account = AccountId{"nobody"}}) == 0);
  CHECK(post({.from = june_10}) == 0);
  CHECK(post({.service = ServiceId{"b"}}) == 1);
  CHECK(post({.account = AccountId{"beta"}}) == 1);
  CHECK(post({.contract = ContractId{"C-1"}}) == 1);
  CHECK(post({}) == 0);
  CHECK(post({.through = Date{2026, 8, 31}}) == 6);
  CHECK(w.posted().size() == 6);
}

TEST_CASE("a bad filter is refused") {
  World w;
  w.save({ContractSpec{}});
  const auto code_of = [&](BillingFilter filter) {
    return post_available(w.desk(), {.filter = filter}).error().code;
  };
  CHECK(code_of({.from = july_1, .through = june_1}) == Errc::invalid_period);
  CHECK(code_of({.through = Date{2046, 1, 1}}) == Errc::out_of_range);
  CHECK(code_of({.contract = ContractId{"C-9"}}) == Errc::not_found);
}

TEST_CASE("a period posted ahead is corrected at once when the units fall") {
  World w;
  w.add_machines(1, 10);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  w.post(june_1, {.filter = {.through = Date{2026, 8, 31}}});
  w.remove_machines(10, 10);
  w.run_night(june_10);
  CHECK(texts(w.post(june_10, {.credit_batches = CreditBatches::allowed})) ==
        Texts{"2026-06-10..2026-06-30  -1 x 5.00 x 21/30  -3.50 USD  decrement",
              "2026-07-01..2026-07-31  -1 x 5.00  -5.00 USD  decrement",
              "2026-08-01..2026-08-31  -1 x 5.00  -5.00 USD  decrement"});
}

TEST_CASE("credits alone are held until a charge comes along") {
  World w;
  w.add_machines(1, 10);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  w.post(june_1);
  w.remove_machines(10, 10);
  w.run_night(june_10);
  const auto held = w.post(june_10);
  CHECK(held.count(BatchStatus::held) == 1);
  CHECK(held.totals.empty());
  CHECK(w.posted().size() == 1);
  CHECK(texts(w.post(july_1)) ==
        Texts{"2026-06-10..2026-06-30  -1 x 5.00 x 21/30  -3.50 USD  decrement",
              "2026-07-01..2026-07-31  9 x 5.00  45.00 USD  recurring"});
}

TEST_CASE("lines worth nothing are posted or left, as wanted") {
  World w;
  w.add_machines(1, 2);
  w.save({ContractSpec{.services = {{.price = "0.00"}}}});
  w.run_night(june_1);
  CHECK(texts(w.post(june_1, {.zero_lines = ZeroLines::left})).empty());
  CHECK(texts(w.post(june_1)) == Texts{"2026-06-01..2026-06-30  2 x 0.00  0.00 USD  recurring"});
}

TEST_CASE("a service that was never counted is not billed but named") {
  World w;
  w.save({ContractSpec{}});
  const auto report = w.post(june_1);
  REQUIRE(report.contracts.size() == 1);
  CHECK(report.contracts[0].units_unknown == std::vector{ServiceId{"agents"}});
  CHECK_FALSE(report.contracts[0].batch);
  const auto review = billing_review(w.desk(), {});
  REQUIRE(review);
  CHECK(review->contracts[0].units_unknown.size() == 1);
}

TEST_CASE("review shows three months ahead and not what was posted") {
  World w;
  w.add_machines(1, 10);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  auto review = billing_review(w.desk(), {});
  REQUIRE(review);
  CHECK(review->through == Date{2026, 9, 1});
  CHECK(review->contracts[0].lines.size() == 4);
  CHECK(review->totals.at(usd).amount == Money::from_minor(20000, usd));
  w.post(june_1);
  review = billing_review(w.desk(), {.through = june_1});
  CHECK(review->contracts.empty());
}

TEST_CASE("a dry run of posting tells the same and writes nothing") {
  World w;
  w.add_machines(1, 10);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  const auto dry = w.post(june_1, {.dry_run = true});
  CHECK(w.posted().empty());
  const auto real = w.post(june_1);
  CHECK(dry.contracts[0].lines == real.contracts[0].lines);
  CHECK(dry.contracts[0].batch->id == real.contracts[0].batch->id);
}

TEST_CASE("two runs at once post everything exactly once") {
  World w;
  w.add_machines(1, 10);
  std::vector<ContractSpec> contracts;
  for (int i = 0; i < 40; ++i) contracts.push_back({.id = "C-" + std::to_string(i)});
  w.save(contracts);
  w.run_night(june_1);
  const auto run = [&] {
    AutomationOptions options;
    options.contracts_per_transaction = 1;
    (void)post_available({w.store, tenant, w.clock}, options).value();
  };
  std::thread first{run};
  std::thread second{run};
  first.join();
  second.join();
  for (const auto& contract : contracts) CHECK(w.posted(contract.id).size() == 1);
}

TEST_CASE("runs of one job that begin at the same instant are both on record") {
  World w;
  w.add_machines(1, 4);
  w.save({ContractSpec{}});
  w.run_night(june_1);
  w.post(june_1);
  w.post(june_1);
  const auto runs = w.store.begin(tenant, Access::read).value()->runs(9).value();
  REQUIRE(runs.size() == 3);
  CHECK(runs[0].started == runs[1].started);
  CHECK(runs[0].summary.substr(0, 9) == "0 batches");
  CHECK(runs[1].summary.substr(0, 9) == "1 batches");
}

namespace {

/// A contract of four typed services, each worth as much as a line may be: two of them are below
/// 2^63 together, three are not.
ContractSpec immense(const std::string& id, const std::string& account) {
  ContractSpec spec{.id = id, .account = account, .services = {}};
  for (const std::string service : {"a", "b", "c", "d"})
    spec.services.push_back(
        {.id = service, .source = ManualUnits{}, .price = "100000000", .currency = kwd});
  return spec;
}

void save_three(World& w) {
  std::vector<FirstUnits> units;
  for (const std::string contract : {"C-1", "C-2", "C-3"})
    for (const std::string service : {"a", "b", "c", "d"})
      units.push_back({key(contract, service), limits::units_max});
  w.save({immense("C-1", "acme"), immense("C-2", "beta"), immense("C-3", "unlinked")}, units);
}

}  // namespace

TEST_CASE("a run whose total goes beyond every limit leaves out what does not fit, and says so") {
  for (const std::size_t group : {1, 2, 64}) {
    CAPTURE(group);
    World w;
    save_three(w);
    for (const bool dry_run : {true, false}) {
      w.clock.set_today(june_1);
      const auto report =
          post_available(w.desk(), {.dry_run = dry_run, .contracts_per_transaction = group});
      REQUIRE(report);
      REQUIRE(report->contracts.size() == 3);
      CHECK(report->count(BatchStatus::posted) == 2);
      CHECK(report->totals.at(kwd).lines == 8);
      CHECK(report->contracts[2].status == BatchStatus::failed);
      CHECK(report->contracts[2].error.value().code == Errc::out_of_range);
    }
    CHECK(w.posted("C-1").size() == 4);
    CHECK(w.posted("C-2").size() == 4);
    CHECK(w.posted("C-3").empty());
    const auto runs = w.store.begin(tenant, Access::read).value()->runs(9).value();
    REQUIRE(runs.size() == 1);
    CHECK(runs[0].failures == 1);
    // The next run has room for it.
    CHECK(w.post(june_1).totals.at(kwd).lines == 4);
    CHECK(w.posted("C-3").size() == 4);
  }
}

TEST_CASE("held credits that no amount can hold fail their contract and hide no other") {
  World w;
  ContractSpec many = immense("C-1", "acme");
  const ServiceSpec one = many.services.front();
  std::vector<FirstUnits> units{{key("C-2", "a"), limits::units_max}};
  for (char id = 'e'; id <= 'n'; ++id) {
    many.services.push_back(one);
    many.services.back().id = std::string{id};
  }
  for (const auto& each : many.services) units.push_back({key("C-1", each.id), limits::units_max});
  w.save({many, immense("C-2", "beta")}, units);
  for (const auto& each : many.services)
    w.post(june_1, {.filter = {.contract = ContractId{"C-1"}, .service = ServiceId{each.id}}});
  REQUIRE(w.posted().size() == 14);
  w.clock.set_today(june_10);
  for (const auto& each : many.services)
    REQUIRE(record_units(
        w.desk(), {.key = key("C-1", each.id), .effective = june_10, .units = 0, .author = "me"}));
  const auto report = post_available(w.desk(), {});
  REQUIRE(report);
  REQUIRE(report->contracts.size() == 2);
  CHECK(report->contracts[0].error.value().code == Errc::out_of_range);
  CHECK(report->contracts[1].batch);
}
