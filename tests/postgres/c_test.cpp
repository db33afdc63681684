// The store as C opens it.

#include <billbyagent.h>
#include <doctest/doctest.h>

#include "postgres/database.hpp"

TEST_CASE("PostgreSQL: C opens the database by its URL, and hears what is wrong with one") {
  const billbyagent::tests::Schema schema;
  const std::string url = schema.url();
  bba_store* store = nullptr;
  bba_error* error = nullptr;
  bba_postgres_options options = BBA_POSTGRES_OPTIONS_INIT;
  options.url = url.c_str();
  REQUIRE(bba_store_open_postgres(&store, &options, &error) == BBA_OK);
  bba_store_free(&store);
  CHECK(schema.raw().list("SELECT count(*) FROM billbyagent") == std::vector<std::string>{"1"});
  options.url = "mysql://user:secret@host/database";
  CHECK(bba_store_open_postgres(&store, &options, &error) == BBA_INVALID_SETTINGS);
  CHECK(std::string{bba_error_message(error)}.find("secret") == std::string::npos);
  bba_error_free(&error);
}
