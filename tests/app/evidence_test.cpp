// What posted lines were computed from, computed anew; and stores that fail once something stands.

#include "app/world.hpp"
#include "billbyagent/app/amend.hpp"
#include "billbyagent/app/verify.hpp"
#include "conformance/faulty_store.hpp"

using namespace world;
using billbyagent::tests::FaultyStore;
using billbyagent::tests::StoreFault;

namespace {

/// Two months of counts, corrections and returned batches over a store that can be spoilt.
struct Posted {
  std::shared_ptr<MemoryStore> behind = std::make_shared<MemoryStore>();
  MemoryProvider rmm;
  FixedClock clock{june_1};

  Posted() {
    rmm.add(Organization{OrganizationId{"acme"}, "Acme Ltd", "acme"});
    rmm.add(group("acme.root", "acme"));
    Book book;
    book.accounts.push_back({AccountId{"acme"}, "Acme Ltd", OrganizationId{"acme"}});
    book.contracts = {contract({})};
    import_book(desk(*behind), book, "import", ImportMode::write).value();
    night(june_1, 10);
    post();
    night(june_10, 12);
    post();
    unpost(desk(*behind), batch_id(ContractId{"C-1"}, 2), {"ann", "too early"}).value();
    clock.advance_ms(1);
    record_units(desk(*behind), {.key = key(),
                                 .effective = Date{2026, 6, 5},
                                 .units = 11,
                                 .reason = "found one",
                                 .author = "ann"})
        .value();
    post();
    night(july_1, 9);
    post();
  }
  Desk desk(Store& store) { return {store, tenant, clock}; }
  void night(Date day, int machines) {
    clock.set_today(day);
    for (int i = 1; i <= 30; ++i) rmm.remove(AgentId{std::to_string(i)});
    for (int i = 1; i <= machines; ++i) rmm.add(machine(std::to_string(i), "acme", "acme.root"));
    NightlyOptions options;
    options.deadline = Deadline::clock::now() + std::chrono::hours{1};
    nightly_sync(desk(*behind), rmm, options).value();
  }
  void post() {
    clock.advance_ms(1);
    post_available(desk(*behind), {.credit_batches = CreditBatches::allowed}).value();
    clock.advance_ms(1);
  }
  VerifyReport verified(StoreFault fault = {}) {
    FaultyStore store{behind, std::move(fault)};
    return verify(desk(store)).value();
  }
};

void each_line(Dossier& dossier, const std::function<void(LineItem&)>& change) {
  for (auto& entry : dossier.lines) change(entry.line);
}

}  // namespace

TEST_CASE("verification computes every posted line anew, as of the run that posted it") {
  Posted w;
  const auto report = w.verified();
  for (const auto& finding : report.findings) FAIL_CHECK(finding.subject << ": " << finding.what);
  CHECK(report.lines == 5);
  CHECK(report.lines_recomputed == report.lines);

  // Terms that were changed since leave what they do not touch.
  const auto cheaper = UnitPrice::parse("4.00", usd).value();
  add_price(w.desk(*w.behind), key(), {{2026, 8, 1}, cheaper, cheaper}, ReachBack::refused).value();
  CHECK(w.verified().lines_recomputed == report.lines);
  add_price(w.desk(*w.behind), key(), {{2026, 7, 1}, cheaper, cheaper}, ReachBack::allowed).value();
  const auto later = w.verified();
  CHECK(later.sound());
  CHECK(later.lines_recomputed == report.lines - 1);
}

TEST_CASE("a line that does not follow from the terms and counts that are kept is found") {
  struct Row {
    std::string name;
    StoreFault fault;
  };
  // The line follows from itself in each of them.
  const Row rows[] = {
      {"a line of one machine more",
       {.loaded =
            [](Dossier& dossier) {
              each_line(dossier, [](LineItem& line) {
                if (line.kind != LineKind::recurring || line.quantity != 10) return;
                line.quantity = line.units_after = 11;
                line.amount = Money::from_minor(5'500, usd);
              });
            }}},
      {"a count of one machine less",
       {.loaded =
            [](Dossier& dossier) {
              auto& service = dossier.services[key().service];
              if (service.units.empty()) return;
              UnitHistory changed;
              for (auto change : service.units.changes()) {
                if (change.sequence == 1) change.units = 8;
                (void)changed.record(change);
              }
              service.units = changed;
            }}},
      {"another share of the month",
       {.loaded =
            [](Dossier& dossier) {
              each_line(dossier, [](LineItem& line) {
                if (line.kind != LineKind::increment) return;
                line.share.numerator -= 1;
                line.amount = Money::from_minor(
                    line.amount.minor() * line.share.numerator / (line.share.numerator + 1), usd);
              });
            }}},
  };
  Posted w;
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto report = w.verified(row.fault);
    CHECK(!report.sound());
    bool told = false;
    for (const auto& finding : report.findings)
      told = told ||
             finding.what.find("does not follow from the terms and counts") != std::string::npos;
    CHECK(told);
  }
}

TEST_CASE("lines of which nothing was kept follow from themselves") {
  Posted w;
  const auto report =
      w.verified({.loaded =
                      [](Dossier& dossier) {
                        each_line(dossier, [](LineItem& line) { line.unit_changes = 0; });
                      },
                  .batches =
                      [](std::vector<Batch>& batches) {
                        for (auto& batch : batches) batch.terms.clear();
                      }});
  CHECK(report.sound());
  CHECK(report.lines == 5);
  CHECK(report.lines_recomputed == 0);
}

TEST_CASE("a sample of verification looks at other contracts each day") {
  World w;
  std::vector<ContractSpec> specs;
  for (int i = 1; i <= 5; ++i) specs.push_back({.id = "C-" + std::to_string(i)});
  w.save(specs);
  w.add_machines(1, 2);
  w.run_night(june_1);
  w.post(june_1);
  std::size_t lines = 0;
  for (int day = 0; day < 5; ++day) {
    w.clock.set_today(june_1.plus_days(day));
    const auto report = verify_sample(w.desk(), 2).value();
    CHECK(report.contracts == 2);
    lines += report.lines;
  }
  CHECK(lines == 10);
  CHECK(verify_sample(w.desk(), 0).value().contracts == 0);
  CHECK(verify_sample(w.desk(), 99).value().contracts == 5);
}

namespace {

/// Takes so many writes, and fails from then on.
class FailingStore final : public Store {
 public:
  explicit FailingStore(MemoryStore& behind) : behind_(behind) {}
  void fail_after(int writes) { left_ = writes; }
  Result<std::unique_ptr<StoreSession>> open(const TenantId& id, Access access) override {
    if (access == Access::write && left_-- <= 0) return Error{Errc::store_busy, "the database"};
    return behind_.open(id, access);
  }

 private:
  MemoryStore& behind_;
  int left_ = 1'000;
};

struct ManyContracts : World {
  ManyContracts() {
    std::vector<ContractSpec> specs;
    for (int i = 1; i <= 4; ++i) specs.push_back({.id = "C-" + std::to_string(i)});
    save(specs);
    add_machines(1, 10);
  }
  Desk over(FailingStore& failing) { return {failing, tenant, clock}; }
};

}  // namespace

TEST_CASE("a store that fails once something is posted does not hide it") {
  ManyContracts reference;
  reference.run_night(june_1);
  const auto whole = texts(reference.post(june_1, {.contracts_per_transaction = 1}));
  for (int writes = 0; writes <= 5; ++writes) {
    CAPTURE(writes);
    ManyContracts w;
    w.run_night(june_1);
    FailingStore failing{w.store};
    failing.fail_after(writes);
    const AutomationOptions one_by_one{.settlement = Settlement::contract,
                                       .contracts_per_transaction = 1};
    const auto report = post_available(w.over(failing), one_by_one);
    const auto standing = w.store.begin(tenant, Access::read).value()->batches({}).value().size();
    CHECK(standing == std::size_t(std::min(writes, 4)));
    if (writes == 0) {
      REQUIRE(!report);
      CHECK(report.error().code == Errc::store_busy);
      continue;
    }
    REQUIRE(report);
    CHECK(report->count(BatchStatus::posted) == standing);
    CHECK(report->stopped.has_value() == (writes < 5));
    if (report->stopped) CHECK(report->stopped->code == Errc::store_busy);
    failing.fail_after(99);
    const auto rest = post_available(w.over(failing), one_by_one).value();
    CHECK(rest.count(BatchStatus::posted) == 4 - standing);
    CHECK(!rest.stopped);
    auto all = texts(*report);
    for (const auto& line : texts(rest)) all.push_back(line);
    CHECK(all == whole);
  }
}

TEST_CASE("a store that fails once counts are taken over does not hide them") {
  for (int writes = 0; writes <= 7; ++writes) {
    CAPTURE(writes);
    ManyContracts w;
    w.night.contracts_per_transaction = 1;
    w.night.deadline = Deadline::clock::now() + std::chrono::hours{1};
    FailingStore failing{w.store};
    failing.fail_after(writes);
    const auto report = nightly_sync(w.over(failing), w.rmm, w.night);
    // Two writes of the reading, four contracts, the record of the run.
    CHECK(report.has_value() == (writes > 2));
    if (!report) continue;
    CHECK(report->services.size() == 4);
    CHECK(report->count(SyncStatus::first_count) == std::size_t(std::min(writes - 2, 4)));
    CHECK(report->count(SyncStatus::failed) == 4 - report->count(SyncStatus::first_count));
    CHECK(report->stopped.has_value() == (writes < 7));
  }
}
