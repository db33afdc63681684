#include "billbyagent/base/errc.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace billbyagent;

TEST_CASE("every error has a number, a name and a meaning of its own") {
  std::set<Errc> codes;
  std::set<std::string_view> names;
  std::set<std::string_view> meanings;
  for (const auto& row : errc_table) {
    CAPTURE(row.name);
    CHECK(codes.insert(row.code).second);
    CHECK(names.insert(row.name).second);
    CHECK(meanings.insert(row.meaning).second);
    CHECK(to_string(row.code) == row.name);
    CHECK(row.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
  }
}

TEST_CASE("the table has the error codes in the order of their groups") {
  for (std::size_t i = 1; i < errc_table.size(); ++i)
    CHECK(errc_table[i - 1].code < errc_table[i].code);
}

TEST_CASE("a number that is no error of ours is an internal one") {
  CHECK(errc_info(static_cast<Errc>(12'345)).code == Errc::internal);
}

TEST_CASE("numbers that others rely on never change") {
  struct Row {
    Errc code;
    int number;
  };
  for (const auto& row : {Row{Errc::invalid_argument, 100}, Row{Errc::duplicate_id, 109},
                          Row{Errc::unit_source_locked, 200}, Row{Errc::conflicts, 204},
                          Row{Errc::organization_not_linked, 300}, Row{Errc::cancelled, 315},
                          Row{Errc::store_failed, 400}, Row{Errc::internal, 900}})
    CHECK(static_cast<int>(row.code) == row.number);
}
