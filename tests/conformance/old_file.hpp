#pragma once

/// Files as former versions of the tables made them.

#include <span>

#include "conformance/raw_database.hpp"
#include "conformance/store_file.hpp"
#include "store_sqlite/schema_v1.hpp"
#include "store_sqlite/schema_v2_terms.hpp"
#include "store_sqlite/schema_v2_trust.hpp"
#include "store_sqlite/schema_v3_eligibility.hpp"
#include "store_sqlite/schema_v3_rmm.hpp"

namespace billbyagent::tests {

/// A file as version 1 made it: a service at one price, with a machine and a held reading.
inline constexpr const char* book_of_version_1 = R"sql(
INSERT INTO account VALUES ('t1', 'acme', 'Acme Ltd', 'org-1');
INSERT INTO contract VALUES ('t1', 'c-1', 'Care', 'acme', 'USD', 'monthly', 20605, 1, 'advance',
                             'active', 20605, NULL);
INSERT INTO service VALUES ('t1', 'c-1', 'desks', 0, 'Desks', '', 'USD', 'agents', 'actual_period',
                            'billed', 'half_away_from_zero', 'line', 20605, NULL);
INSERT INTO service_price VALUES ('t1', 'c-1', 'desks', 0, 20605, 5000000, 2000000);
INSERT INTO agent_scope VALUES ('t1', 'c-1', 'desks', NULL, 'group-1', 'excluded', NULL, 'Windows',
                                'left_out', 'left_out', 'left_out');
INSERT INTO unit_change VALUES ('t1', 'c-1', 'desks', 1, 20605, 1, 'initial', '', 'nightly', 7);
INSERT INTO machine_event VALUES ('t1', 'c-1', 'desks', 1, 20605, 'added', 'm-1', 'pc01', '');
INSERT INTO machine VALUES ('t1', 'c-1', 'desks', 'm-1', 'pc01');
INSERT INTO held_reading VALUES ('t1', 'c-1', 'desks', 1, 20606, 0, 'fell to zero: 1 -> 0', 8,
                                 NULL, NULL, NULL);
INSERT INTO held_machine VALUES ('t1', 'c-1', 'desks', 1, 0, 20606, 'removed', 'm-1', 'pc01', '');
)sql";

/// What version 2 adds: a service with terms, a proposal.
inline constexpr const char* book_of_version_2 = R"sql(
INSERT INTO service (tenant, contract, service, position, name, tax_category, currency, unit_source,
                     day_count, effective_day, rounding, rounding_step, effective, minimum_units)
  VALUES ('t1', 'c-1', 'spare', 1, 'Spare', '', 'USD', 'manual', 'actual_period', 'billed',
          'half_away_from_zero', 'line', 20605, 5);
INSERT INTO service_price VALUES ('t1', 'c-1', 'spare', 0, 20605, 5000000, 2000000, 9000000);
INSERT INTO held_reading VALUES ('t1', 'c-1', 'desks', 2, 20607, 3, '0 -> 3', 9, NULL, NULL, NULL,
                                 'proposed', 1, '');
)sql";

inline void make_append_only(RawDatabase& raw, std::span<const char* const> tables) {
  for (const std::string table : tables)
    for (const std::string event : {"UPDATE", "DELETE"})
      REQUIRE(raw.run("CREATE TRIGGER " + table + "_no_" + event + " BEFORE " + event + " ON " +
                      table + " BEGIN SELECT RAISE(ABORT, 'x'); END") == "");
}

/// By the statements of the version, as it is released.
inline void make_file(const StoreFile& file, int version) {
  RawDatabase raw{file.path()};
  for (const char* sql : {sqlite::schema_v1_book, sqlite::schema_v1_units, sqlite::schema_v1_lines,
                          sqlite::schema_v1_outbox})
    REQUIRE(raw.run(sql) == "");
  make_append_only(raw, sqlite::schema_v1_append_only);
  REQUIRE(raw.run(book_of_version_1) == "");
  if (version >= 2) {
    for (const char* sql : {sqlite::schema_v2_terms, sqlite::schema_v2_trust})
      REQUIRE(raw.run(sql) == "");
    make_append_only(raw, sqlite::schema_v2_terms_append_only);
    REQUIRE(raw.run(book_of_version_2) == "");
    REQUIRE(raw.run("UPDATE contract SET trust='observe'") == "");
  }
  if (version >= 3) {
    for (const char* sql : {sqlite::schema_v3_rmm, sqlite::schema_v3_eligibility})
      REQUIRE(raw.run(sql) == "");
    make_append_only(raw, sqlite::schema_v3_eligibility_append_only);
    REQUIRE(raw.run("UPDATE machine SET serial='S1'") == "");
  }
  REQUIRE(raw.run("PRAGMA application_id=0x42424131; PRAGMA user_version=" +
                  std::to_string(version)) == "");
}

}  // namespace billbyagent::tests
