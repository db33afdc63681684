// What posting reads of a contract with closed periods, and what damage it sees there.

#include <vector>

#include "billbyagent/adapters/memory/fixed_clock.hpp"
#include "billbyagent/app/verify.hpp"
#include "conformance/must.hpp"
#include "conformance/raw_database.hpp"
#include "conformance/store_file.hpp"
#include "conformance/store_samples.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
using namespace billbyagent::tests;

namespace {

const TenantId tenant{"t1"};
constexpr std::size_t months = 5;

LineItem line_of(std::size_t month) {
  const Date first{2026, static_cast<int>(month), 1};
  return line(derived_key(), first, first);
}

/// A batch for each month; the first three are closed.
void write_months(Store& store) {
  auto tx = must(store.begin(tenant, Access::write));
  write_book(*tx);
  for (std::size_t month = 1; month <= months; ++month)
    must(tx->append_batch(batch(month), {line_of(month)}));
  must(tx->close_periods(derived_key().contract, Date{2026, 4, 1}));
  must(tx->commit());
}

Result<std::vector<PostedLine>> lines_for_posting(Store& store) {
  auto tx = must(store.begin(tenant, Access::read));
  auto dossier = tx->dossier(derived_key().contract, Wanted::for_posting());
  if (!dossier) return dossier.error();
  return (*dossier)->lines;
}

}  // namespace

TEST_CASE("SQLite: posting reads the lines from the last closed batch on") {
  const StoreFile file;
  write_months(*file.open());
  const auto store = file.open();
  const auto lines = must(lines_for_posting(*store));
  REQUIRE(lines.size() == 3);
  for (std::size_t i = 0; i < lines.size(); ++i) CHECK(lines[i].line == line_of(i + 3));
  // The next month closes another one, and the list of batches goes on from there.
  auto tx = must(store->begin(tenant, Access::write));
  must(tx->append_batch(batch(6), {line_of(6)}));
  must(tx->close_periods(derived_key().contract, Date{2026, 5, 1}));
  must(tx->commit());
  CHECK(must(lines_for_posting(*store)).front().line == line_of(4));
  // Closed less than before: nothing of it may be left out.
  tx = must(store->begin(tenant, Access::write));
  must(tx->close_periods(derived_key().contract, Date{2026, 2, 1}));
  must(tx->commit());
  CHECK(must(lines_for_posting(*store)).size() == 6);
}

TEST_CASE("SQLite: damage is seen in what posting reads, and by verification before that") {
  struct Row {
    std::string table;
    std::string change;
    std::string says;  ///< to posting; empty: it does not look there
  };
  const std::string list = "the list of batches of contract c-1";
  const Row rows[] = {
      {"closed_periods", "UPDATE closed_periods SET closed_end=closed_end+31",
       "the closed periods of contract c-1"},
      {"closed_periods", "UPDATE closed_periods SET number=number+1",
       "the closed periods of contract c-1"},
      {"line", "UPDATE line SET amount_minor=1 WHERE batch='c-1#5'", "batch c-1#5 as stored"},
      {"line", "UPDATE line SET amount_minor=1 WHERE batch='c-1#3'", "batch c-1#3 as stored"},
      {"line", "DELETE FROM line WHERE batch='c-1#4'", "batch c-1#4 as stored"},
      {"batch", "DELETE FROM batch WHERE number=5", list},
      {"batch", "DELETE FROM batch WHERE number=4", list},
      {"batch", "DELETE FROM batch WHERE number=3", list},
      {"batch", "DELETE FROM batch WHERE number>2", list},
      {"state_record", "UPDATE state_record SET state='returned' WHERE batch='c-1#4'",
       "the states of batch c-1#4"},
      {"seal", "UPDATE seal SET count=count+1 WHERE kind='batches'", list},
      {"line", "UPDATE line SET amount_minor=1 WHERE batch='c-1#1'", ""},
      {"batch", "DELETE FROM batch WHERE number=2", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.change);
    const StoreFile file;
    write_months(*file.open());
    {
      RawDatabase raw{file.path()};
      for (const std::string trigger : {"_no_UPDATE", "_no_DELETE"})
        raw.run("DROP TRIGGER IF EXISTS " + row.table + trigger);
      REQUIRE(raw.run(row.change) == "");
    }
    const auto store = file.open();
    const auto read = lines_for_posting(*store);
    CHECK(read.has_value() == row.says.empty());
    if (!read)
      CHECK_MESSAGE(read.error().context.find(row.says) != std::string::npos, read.error().context);
    const FixedClock clock{Date{2026, 7, 2}};
    const auto report = must(verify({*store, tenant, clock}));
    std::size_t of_contract = 0;
    for (const auto& finding : report.findings)
      of_contract += finding.subject == "contract c-1" ? 1 : 0;
    CHECK(of_contract == 1);
  }
}

TEST_CASE("SQLite: verification finds what was closed and is not settled") {
  const StoreFile file;
  const auto store = file.open();
  const FixedClock clock{Date{2026, 7, 2}};
  auto tx = must(store->begin(tenant, Access::write));
  must(tx->save_account(sample_account()));
  must(tx->save_contract(plain_contract("c")));
  const ServiceKey key{ContractId{"c"}, ServiceId{"s"}};
  must(tx->append_unit_change(key, change(1, {2026, 1, 5}, 2)));
  must(tx->close_periods(key.contract, Date{2026, 1, 19}));
  must(tx->commit());
  const auto report = must(verify({*store, tenant, clock}));
  REQUIRE(report.findings.size() == 2);
  CHECK(report.findings.front().subject == "closed periods of contract c");
  CHECK(report.findings.front().what == "line c/s/2026-01-05/2026-01-05/1 is not posted");
}
