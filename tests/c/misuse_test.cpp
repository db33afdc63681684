// Every function in every bad way: NULL for each pointer, empty and huge text, memory that runs
// out.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>

#include "c/probe.hpp"

using namespace c_world;

namespace {

/// A probe's call in a world of its own. The world outlives the call.
struct Fresh {
  explicit Fresh(const Probe& probe) {
    remove_sqlite_file();
    call = probe.make(world, outs);
  }
  ~Fresh() { remove_sqlite_file(); }
  World world;
  Outs outs;
  std::unique_ptr<Call> call;
};

/// What a probe answers where all is well. There is no server here: tests/postgres has one.
bba_status well(const Probe& probe) {
  return probe.name == "bba_store_open_postgres" ? BBA_INVALID_SETTINGS : BBA_OK;
}

void check_rules(const Outcome& outcome) {
  CHECK(outcome.error == outcome.status);
  CHECK(outcome.clean);
  if (outcome.status != BBA_OK) CHECK_FALSE(outcome.message.empty());
}

/// The first hundred places, then ever fewer; all of them with BILLBYAGENT_FAULTS=0, as
/// scripts/campaign asks.
long next_place(long number) {
  const char* wanted = std::getenv("BILLBYAGENT_FAULTS");
  const bool all = wanted && std::string{wanted} == "0";
  return number + 1 + (all ? 0 : number / 100);
}

}  // namespace

TEST_CASE("every function that can fail is probed") {
  std::set<std::string> probed;
  for (const auto& probe : every_probe())
    CHECK_MESSAGE(probed.insert(probe.name).second, probe.name);
  std::ifstream symbols{FALLIBLE_FUNCTIONS};
  std::set<std::string> declared;
  for (std::string name; std::getline(symbols, name);) declared.insert(name);
  CHECK(declared == probed);
}

TEST_CASE("every probe succeeds as it stands") {
  for (const auto& probe : every_probe()) {
    CAPTURE(probe.name);
    const Outcome outcome = Fresh{probe}.call->run();
    CHECK_MESSAGE(outcome.status == well(probe), outcome.message);
    check_rules(outcome);
  }
}

TEST_CASE("NULL for any pointer is refused by name or means what the header says") {
  // (function, argument) pairs for which NULL means something.
  const std::set<std::pair<std::string, std::size_t>> optional{
      {"bba_date_parts", 0},      {"bba_date_parts", 1},          {"bba_date_parts", 2},
      {"bba_unposted", 6},        {"bba_unposted_through", 6},    {"bba_import_book", 3},
      {"bba_nightly_sync", 3},    {"bba_take_over_units_now", 5}, {"bba_review_new", 2},
      {"bba_post_available", 2},  {"bba_desk_batches", 2},        {"bba_memory_rmm_fail", 2},
      {"bba_delete_unposted", 2}, {"bba_delete_unposted", 3},     {"bba_confirm_held", 4},
      {"bba_reject_held", 3},     {"bba_mark_invoiced", 4},       {"bba_mark_invoiced", 5},
      {"bba_mark_exported", 3},   {"bba_mark_exported", 4},       {"bba_unpost", 2},
      {"bba_void_invoice", 0},    {"bba_void_invoice", 3},        {"bba_notice_failed", 2},
      {"bba_notices_deliver", 0}, {"bba_notices_deliver", 4},     {"bba_desk_set_request", 1},
      {"bba_book_in_force", 2},   {"bba_coming_renewals", 3},     {"bba_renew_contract", 3},
      {"bba_renew_contract", 4},  {"bba_raise_prices", 4}};
  for (const auto& probe : every_probe()) {
    CAPTURE(probe.name);
    for (std::size_t i = 0; i < Fresh{probe}.call->arguments(); ++i) {
      Fresh fresh{probe};
      if (!fresh.call->is_pointer(i)) continue;
      CAPTURE(i);
      fresh.call->set_null(i);
      const Outcome outcome = fresh.call->run();
      check_rules(outcome);
      const bool means_something = optional.contains({probe.name, i});
      CHECK_MESSAGE(outcome.status == (means_something ? BBA_OK : BBA_INVALID_ARGUMENT),
                    outcome.message);
    }
  }
}

TEST_CASE("empty and huge text is refused or taken, and nothing worse") {
  const std::string huge(2'000'000, 'x');
  const std::string control{"a\x01b"};
  for (const auto& probe : every_probe()) {
    CAPTURE(probe.name);
    for (std::size_t i = 0; i < Fresh{probe}.call->arguments(); ++i)
      for (const auto& text : {std::string{}, huge, control}) {
        Fresh fresh{probe};
        if (!fresh.call->is_text(i)) continue;
        // Its length goes beside it.
        const bool has_length = probe.name == "bba_book_parse" || probe.name == "bba_raise_prices";
        if (has_length && i < 3 && text.size() < 100) continue;
        CAPTURE(i);
        CAPTURE(text.substr(0, 10));
        fresh.call->set_text(i, text.c_str());
        const Outcome outcome = fresh.call->run();
        check_rules(outcome);
        CHECK(outcome.message.size() < 10'000);
        CHECK(outcome.status != BBA_INTERNAL);
      }
  }
}

TEST_CASE("when memory runs out, wherever that is, nothing leaks, breaks or is half done") {
  for (const auto& probe : every_probe()) {
    CAPTURE(probe.name);
    bool fired = true;
    for (long number = 0; fired; number = next_place(number)) {
      CAPTURE(number);
      Fresh fresh{probe};
      const Outcome outcome = fresh.call->run(number);
      fired = outcome.fired;
      check_rules(outcome);
      if (!fired) CHECK(outcome.status == well(probe));
      // What was refused for want of memory works when there is some.
      if (outcome.status != BBA_OK) {
        const Outcome again = fresh.call->run();
        CHECK_MESSAGE(again.status == well(probe), again.message);
      }
    }
  }
}

TEST_CASE("memory that runs out is told apart, without memory for the telling") {
  World world;
  bba_error* error = nullptr;
  bba_lines* lines = nullptr;
  fail_allocation(0);
  const bba_status status = bba_lines_new(&lines, &error);
  CHECK(stop_failing());
  CHECK(status == BBA_OUT_OF_MEMORY);
  CHECK(bba_error_status(error) == BBA_OUT_OF_MEMORY);
  CHECK(std::string{bba_error_message(error)} == "out_of_memory (memory ran out)");
  // It is freed as any other, and by the next failure.
  CHECK(bba_lines_post(nullptr, nullptr, 0, "", &error) == BBA_INVALID_ARGUMENT);
  CHECK(bba_error_status(error) == BBA_INVALID_ARGUMENT);
  bba_error_free(&error);
  CHECK(error == nullptr);
  bba_error_free(&error);
  bba_error_free(nullptr);
}
