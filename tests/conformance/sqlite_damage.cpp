// Files that somebody else has written into: an unreadable value is an error, never a wrong one.

#include "conformance/must.hpp"
#include "conformance/raw_database.hpp"
#include "conformance/store_file.hpp"
#include "conformance/store_samples.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
using namespace billbyagent::tests;

namespace {

struct Case {
  std::string table;
  std::string damage;  ///< after `UPDATE table SET`
  std::string says;    ///< part of the error's context
};

void write_lines(Store& store) {
  auto tx = must(store.begin(TenantId{"t1"}, Access::write));
  write_book(*tx);
  must(tx->append_unit_change(derived_key(), change(1, {2026, 2, 28}, 5)));
  must(tx->append_unit_change(derived_key(), change(2, {2026, 3, 28}, 6)));
  must(tx->append_batch(batch(1), {line(derived_key(), {2026, 6, 1}, {2026, 6, 10})}));
  must(tx->append_run(run("r")));
  must(tx->commit());
}

/// Everything that was written, read; the first error.
Result<void> read_everything(Store& store) {
  auto tx = must(store.begin(TenantId{"t1"}, Access::read));
  if (auto read = tx->contract(ContractId{"c-1"}); !read) return read.error();
  if (auto read = tx->unit_history(derived_key()); !read) return read.error();
  if (auto read = tx->posted_lines(ContractId{"c-1"}); !read) return read.error();
  if (auto read = tx->batches(std::nullopt); !read) return read.error();
  if (auto read = tx->runs(9); !read) return read.error();
  return {};
}

}  // namespace

TEST_CASE("SQLite: values that cannot be are errors that name the place") {
  const Case cases[] = {
      {"contract", "currency='XYZ'", "unreadable column currency"},
      {"contract", "timing='sometimes'", "unreadable column timing: 'sometimes'"},
      {"contract", "start_day=9223372036854775807", "unreadable column start_day"},
      {"contract", "cycle_anchor_day=4294967297", "unreadable column cycle_anchor_day"},
      {"contract", "cycle_anchor_day=32", "billing cycle"},
      {"contract", "end_day=start_day", "contract c-1 as stored"},
      {"service", "currency='USD'", "contract c-1 as stored"},
      {"service", "day_count=''", "unreadable column day_count"},
      {"service", "end_day=effective", "contract c-1 as stored"},
      {"service_price", "price_millionths=-1", "contract c-1 as stored"},
      {"service_price", "cost_millionths=9223372036854775807", "contract c-1 as stored"},
      {"unit_change", "units=-1", "as stored: unit change 1"},
      {"unit_change", "units=1", "as stored: unit change 2"},
      {"unit_change", "sequence=sequence+2", "as stored: unit change 3"},
      {"line", "span_end=span_begin", "unreadable column span_end"},
      {"line", "amount_currency='usd'", "unreadable column amount_currency"},
      {"line", "kind='gift'", "unreadable column kind"},
      {"line", "sequence=sequence+4294967296", "unreadable column sequence"},
      {"batch", "posted_on=-999999999", "unreadable column posted_on"},
      {"state_record", "state='unknown'", "unreadable column state: 'unknown'"},
      {"run", "failures=2147483648", "unreadable column failures: 2147483648 is out of range"},
  };
  for (const Case& row : cases) {
    CAPTURE(row.table);
    CAPTURE(row.damage);
    const StoreFile file;
    write_lines(*file.open());
    {
      RawDatabase raw{file.path()};
      for (const char* trigger : {"_no_UPDATE", "_locked"})
        raw.run("DROP TRIGGER IF EXISTS " + row.table + trigger);
      REQUIRE(raw.run("UPDATE " + row.table + " SET " + row.damage) == "");
    }
    const auto error = error_of(read_everything(*file.open()));
    CHECK(error.code == Errc::store_failed);
    CHECK_MESSAGE(error.context.find(row.says) != std::string::npos, error.context);
  }
}

TEST_CASE("SQLite: a scope that is missing is an error, not a manual count") {
  const StoreFile file;
  write_lines(*file.open());
  {
    RawDatabase raw{file.path()};
    REQUIRE(raw.run("DROP TRIGGER agent_scope_no_DELETE; DELETE FROM agent_scope") == "");
  }
  const auto error = error_of(read_everything(*file.open()));
  CHECK(error.code == Errc::store_failed);
  CHECK(error.context == "contract c-1 as stored: service workstations has no agent scope");
}

TEST_CASE("SQLite: a file cut short is an error") {
  const StoreFile file;
  write_lines(*file.open());
  std::filesystem::resize_file(file.path(), 3 * 4096);
  const auto store = open_sqlite_store(file.options());
  if (!store) {
    CHECK(store.error().code == Errc::store_failed);
    return;
  }
  auto tx = (*store)->begin(TenantId{"t1"}, Access::read);
  const auto read = tx ? read_everything(**store) : Result<void>{tx.error()};
  CHECK(errc_of(read) == Errc::store_failed);
}
