// Settlement, what is owed, and counts that are not believed, through the C interface; and what a
// program of 1.1, whose structs end earlier, gets.

#include <doctest/doctest.h>

#include <cstddef>

#include "c/world.hpp"

using c_world::must;

namespace {

constexpr bba_date january = c_world::june - 151;  // 2026-01-01
constexpr bba_date march_5 = january + 63;

std::string book(const std::string& end_of_c1, const std::string& account_of_c2) {
  const auto contract = [](const std::string& id, const std::string& account,
                           const std::string& end) {
    return R"({"id": ")" + id + R"(", "account": ")" + account +
           R"(", "currency": "USD", "cycle": "monthly", "start_date": "2026-01-01",)" + end +
           R"("services": [{"id": "s", "unit_price": "30.00",
                            "units": {"source": "manual", "count": 2}}]})";
  };
  return R"({"accounts": [{"id": "acme"}, {"id": "beta"}], "contracts": [)" +
         contract("C-1", "acme", end_of_c1) + "," + contract("C-2", account_of_c2, "") + "]}";
}

/// C-1 and C-2 bill 2 x 30.00 a month; on 5 March C-1 ended on 20 February: 17.14 are owed.
struct Ended {
  explicit Ended(const std::string& account_of_c2) {
    must(bba_store_new_memory(&store, nullptr));
    must(bba_clock_new_fixed(&clock, january + 31, nullptr));
    must(bba_desk_new(&desk, store, clock, "msp", nullptr));
    import(book("", account_of_c2));
    post(nullptr);
    must(bba_clock_set_today(clock, march_5, nullptr));
    import(book(R"("end_date": "2026-02-20",)", account_of_c2));
  }
  Ended(const Ended&) = delete;
  ~Ended() {
    bba_post_report_free(&posted);
    bba_desk_free(&desk);
    bba_clock_free(&clock);
    bba_store_free(&store);
  }
  bba_import_counts import(const std::string& text, const bba_import_options* options = nullptr) {
    bba_book* read = nullptr;
    bba_import_report* report = nullptr;
    must(bba_book_parse(&read, text.data(), text.size(), nullptr));
    must(bba_import_book(&report, desk, read, options, nullptr));
    bba_import_counts counts = BBA_IMPORT_COUNTS_INIT;
    must(bba_import_report_get(&counts, report, nullptr));
    bba_import_report_free(&report);
    bba_book_free(&read);
    return counts;
  }
  bba_post_summary post(const bba_posting_options* options) {
    bba_post_report_free(&posted);
    must(bba_post_available(&posted, desk, options, nullptr));
    bba_post_summary sums = BBA_POST_SUMMARY_INIT;
    must(bba_post_report_get(&sums, posted, nullptr));
    return sums;
  }
  std::string settlements() {
    bba_batches* batches = nullptr;
    must(bba_desk_batches(&batches, desk, nullptr, nullptr));
    std::string text;
    for (std::size_t i = 0; i < bba_batches_count(batches); ++i) {
      bba_batch batch = BBA_BATCH_INIT;
      must(bba_batches_get(&batch, batches, i, nullptr));
      if (*batch.settlement) text += std::string{batch.id} + " with " + batch.settlement + "; ";
    }
    bba_batches_free(&batches);
    return text;
  }
  std::string invoice(const char* batch, const char* number) {
    bba_error* error = nullptr;
    (void)bba_mark_invoiced(desk, &batch, 1, number, "ann", "", &error);
    const std::string text = error ? bba_error_context(error) : "";
    bba_error_free(&error);
    return text;
  }
  bba_store* store = nullptr;
  bba_clock* clock = nullptr;
  bba_desk* desk = nullptr;
  bba_post_report* posted = nullptr;
};

}  // namespace

TEST_CASE("C: a charge of the account settles the credit of an ended contract") {
  Ended w{"acme"};
  const auto sums = w.post(nullptr);
  CHECK(sums.posted == 2);
  CHECK(sums.held == 0);
  CHECK(sums.owed == 0);
  CHECK(w.settlements() == "C-1#2 with C-1#2; C-2#2 with C-1#2; ");
  CHECK(w.invoice("C-2#2", "INV-1") ==
        "batch C-2#2 settles with batch C-1#2; they share an invoice");
  must(bba_unpost(w.desk, "C-2#2", "ann", "late", nullptr));
  CHECK(w.post(nullptr).posted == 2);
}

TEST_CASE("C: a program of 1.1 settles within the contract, as it did") {
  Ended w{"acme"};
  bba_posting_options options = BBA_POSTING_OPTIONS_INIT;
  SUBCASE("compiled then") {
    options.struct_size = offsetof(bba_posting_options, settle_by_account);
  }
  SUBCASE("or asked for") { options.settle_by_account = 0; }
  const auto sums = w.post(&options);
  CHECK(sums.held == 1);
  CHECK(sums.owed == 1);
  CHECK(sums.owed_to_pay_out == 1);
  CHECK(w.settlements().empty());
}

TEST_CASE("C: what nothing settles is owed until it is paid out") {
  Ended w{"beta"};
  CHECK(w.post(nullptr).owed_to_pay_out == 1);
  bba_review* review = nullptr;
  bba_review_summary open = BBA_REVIEW_SUMMARY_INIT;
  must(bba_review_new(&review, w.desk, nullptr, nullptr));
  must(bba_review_get(&open, review, nullptr));
  bba_review_free(&review);
  CHECK(open.owed == 1);
  CHECK(open.owed_to_pay_out == 1);
  bba_filter filter = BBA_FILTER_INIT;
  filter.account = "acme";
  bba_posting_options options = BBA_POSTING_OPTIONS_INIT;
  options.filter = &filter;
  options.credit_batches = 2;
  const auto paid = w.post(&options);
  CHECK(paid.posted == 1);
  CHECK(paid.owed == 0);
  CHECK(w.post(nullptr).owed == 0);
}

TEST_CASE("C: an invoice number belongs to one account, also once it was voided") {
  Ended w{"beta"};
  CHECK(w.invoice("C-1#1", "INV-2").empty());
  must(bba_void_invoice(nullptr, w.desk, "INV-2", "ann", "wrong", nullptr));
  CHECK(w.invoice("C-2#1", "INV-2") ==
        "invoice INV-2: batch C-1#1 (returned) is of account acme, batch C-2#1 of account beta");
}

TEST_CASE("C: a book without an end opens no contract that ended") {
  Ended w{"beta"};
  w.import(book("", "beta"));
  CHECK(w.post(nullptr).owed == 1);
  w.import(book(R"("end_date": null,)", "beta"));
  CHECK(w.post(nullptr).owed == 0);
}

TEST_CASE("C: a rise that is not believed, and a program that believes all") {
  c_world::World w;
  for (int i = 0; i < 30; ++i) {
    const std::string id = "new" + std::to_string(i);
    bba_agent agent = BBA_AGENT_INIT;
    agent.id = id.c_str();
    agent.name = id.c_str();
    agent.organization = "1001";
    agent.group = "2001";
    must(bba_memory_rmm_add_agent(w.rmm, &agent, nullptr));
  }
  bba_nightly_options options = BBA_NIGHTLY_OPTIONS_INIT;
  const auto status_of = [&] {
    bba_sync_report* report = nullptr;
    must(bba_nightly_sync(&report, w.desk, w.provider, &options, nullptr));
    bba_service_sync service = BBA_SERVICE_SYNC_INIT;
    must(bba_sync_report_service(&service, report, 0, nullptr));
    const auto status = service.status;
    bba_sync_report_free(&report);
    return status;
  };
  SUBCASE("held") {
    CHECK(status_of() == BBA_SYNC_HELD);
    bba_held* held = nullptr;
    bba_held_reading reading = BBA_HELD_READING_INIT;
    must(bba_desk_held(&held, w.desk, nullptr));
    must(bba_held_get(&reading, held, 0, nullptr));
    CHECK(reading.cause == BBA_HELD_RISE);
    bba_held_free(&held);
    must(bba_confirm_held(w.desk, "C-1", "agents", 0, "ann", nullptr));
    CHECK(status_of() == BBA_SYNC_UNCHANGED);
  }
  SUBCASE("switched off") {
    options.hold_rises = 0;
    CHECK(status_of() == BBA_SYNC_CHANGED);
  }
  SUBCASE("compiled with 1.1") {
    options.struct_size = offsetof(bba_nightly_options, hold_rises);
    CHECK(status_of() == BBA_SYNC_CHANGED);
  }
}

TEST_CASE("C: a day that jumped, and a program that believes every day") {
  c_world::World w;
  must(bba_clock_set_today(w.clock, c_world::june + 14 + 400, nullptr));
  bba_nightly_options night = BBA_NIGHTLY_OPTIONS_INIT;
  bba_posting_options posting = BBA_POSTING_OPTIONS_INIT;
  bba_status expected = BBA_OK;
  SUBCASE("refused") { expected = BBA_IMPLAUSIBLE_DAY; }
  SUBCASE("switched off") { night.most_days_ahead = posting.most_days_ahead = 0; }
  SUBCASE("compiled with 1.1") {
    night.struct_size = offsetof(bba_nightly_options, hold_rises);
    posting.struct_size = offsetof(bba_posting_options, settle_by_account);
  }
  bba_post_report* posted = nullptr;
  CHECK(bba_post_available(&posted, w.desk, &posting, nullptr) == expected);
  bba_post_report_free(&posted);
  bba_sync_report* synced = nullptr;
  CHECK(bba_nightly_sync(&synced, w.desk, w.provider, &night, nullptr) == expected);
  bba_sync_report_free(&synced);
}

TEST_CASE("C: trailing zeros are no decimals, and four decimals are too many") {
  std::int64_t minor = 0;
  must(bba_money_parse(&minor, "5.500", "USD", nullptr));
  CHECK(minor == 550);
  bba_error* error = nullptr;
  CHECK(bba_money_parse(&minor, "1", "CLF", &error) == BBA_OUT_OF_RANGE);
  CHECK(std::string{bba_error_context(error)} ==
        "CLF has four decimals; amounts have at most three here");
  bba_error_free(&error);
}

TEST_CASE("terms, prices of many and the book in force through C") {
  c_world::World w;
  bba_document* document = nullptr;
  bba_error* error = nullptr;
  const auto text = [&] {
    const std::string made = bba_document_json(document);
    bba_document_free(&document);
    return made;
  };
  must(bba_renew_contract(w.desk, "C-1", R"({"years": 1, "notice_days": 30})", "ann", "signed",
                          nullptr));
  must(bba_coming_renewals(&document, w.desk, 366, nullptr, nullptr));
  const auto coming = text();
  CHECK(coming.find(R"("contract":"C-1")") != std::string::npos);
  CHECK(coming.find(R"("what":"renews","day":"2027-06-15","notice_by":"2027-05-15")") !=
        std::string::npos);
  CHECK(bba_renew_contract(w.desk, "C-1", nullptr, "ann", "signed", nullptr) == BBA_NOTHING_TO_DO);
  CHECK(bba_renew_contract(w.desk, "C-1", "{", nullptr, nullptr, nullptr) ==
        BBA_MALFORMED_DOCUMENT);

  const auto raise = [&](const std::string& asked) {
    return bba_raise_prices(&document, w.desk, asked.data(), asked.size(), "ann", &error);
  };
  must(raise(R"({"percent": "10", "from_renewal": true, "except": ["C-1/agents"],
                 "reason": "costs"})"));
  const auto raised = text();
  CHECK(raised.find(R"("effective_date":"2027-06-15","unit_price":"10.99")") != std::string::npos);
  CHECK(raised.find(R"("status":"no_renewal")") != std::string::npos);
  must(raise(R"({"unit_price": "8.00 EUR", "services": ["servers"], "from": "2026-09-01",
                 "dry_run": true})"));
  CHECK(text().find("8.00 EUR from 2026-09-01: 1 service raised") != std::string::npos);
  struct Wrong {
    const char* asked;
    bba_status status;
    const char* said;
  };
  for (const auto& wrong : {
           Wrong{R"({"from": "2026-08-01"})", BBA_INVALID_ARGUMENT, "percent"},
           Wrong{R"({"percent": "5"})", BBA_INVALID_ARGUMENT, "from"},
           Wrong{R"({"percent": "5", "from": "x"})", BBA_INVALID_DATE, "from"},
           Wrong{R"({"percent": "5", "from": "2026-08-01", "note": 1})", BBA_MALFORMED_DOCUMENT,
                 "note"},
           Wrong{R"({"percent": "5", "from": "2026-08-01", "except": ["C-1/"]})",
                 BBA_INVALID_ARGUMENT, "except[0]"},
           Wrong{"[]", BBA_MALFORMED_DOCUMENT, ""},
       }) {
    CAPTURE(wrong.asked);
    CHECK(raise(wrong.asked) == wrong.status);
    CHECK(std::string{bba_error_message(error)}.find(wrong.said) != std::string::npos);
    bba_error_free(&error);
  }

  must(bba_book_in_force(&document, w.desk, nullptr, nullptr));
  const auto book_text = text();
  CHECK(book_text.find(R"("reason": "costs")") != std::string::npos);
  bba_book* read = nullptr;
  bba_import_report* report = nullptr;
  const char* json = nullptr;
  must(bba_book_parse(&read, book_text.data(), book_text.size(), nullptr));
  must(bba_import_book(&report, w.desk, read, nullptr, nullptr));
  must(bba_import_report_json(&json, report, nullptr));
  CHECK(std::string{json}.find(R"("changes":[],"next_bills":[])") != std::string::npos);
  bba_import_report_free(&report);
  bba_book_free(&read);
}

TEST_CASE("what was never posted is deleted through C, and its id is not used again") {
  c_world::World w;
  w.add_unposted();
  const auto gone = [&](const char* contract, const char* service) {
    return bba_delete_unposted(w.desk, contract, service, "ann", "typed twice", nullptr);
  };
  CHECK(gone("C-1", nullptr) == BBA_WRONG_STATE);
  CHECK(gone("C-3", "other") == BBA_NOT_FOUND);
  CHECK(gone("C-3", nullptr) == BBA_OK);
  CHECK(gone("C-3", nullptr) == BBA_DELETED);
  bba_book* book = nullptr;
  bba_import_report* report = nullptr;
  const std::string again =
      R"({"contracts": [{"id": "C-3", "account": "acme", "currency": "USD", "cycle": "monthly",
          "start_date": "2026-06-01", "services": [{"id": "other", "unit_price": "9.99",
          "units": {"source": "manual", "count": 4}}]}]})";
  must(bba_book_parse(&book, again.data(), again.size(), nullptr));
  must(bba_import_book(&report, w.desk, book, nullptr, nullptr));
  REQUIRE(bba_import_report_refused(report, 0) != nullptr);
  CHECK(bba_error_status(bba_import_report_refused(report, 0)) == BBA_DELETED);
  bba_import_report_free(&report);
  bba_book_free(&book);
}

TEST_CASE("C: how old counts are, what lines were counted on, and whether all is sound") {
  c_world::World w;
  bba_freshness* fresh = nullptr;
  must(bba_freshness_new(&fresh, w.desk, 2, nullptr));
  REQUIRE(bba_freshness_count(fresh) > 0);
  bba_service_freshness service = BBA_SERVICE_FRESHNESS_INIT;
  must(bba_freshness_get(&service, fresh, 0, nullptr));
  CHECK(std::string{service.contract} == "C-1");
  REQUIRE(service.counted_on != BBA_NO_DATE);
  const auto counted_on = service.counted_on;
  CHECK(bba_freshness_get(&service, fresh, 99, nullptr) == BBA_NOT_FOUND);
  bba_freshness_free(&fresh);
  CHECK(bba_freshness_new(&fresh, w.desk, -1, nullptr) == BBA_INVALID_SETTINGS);

  must(bba_clock_set_today(w.clock, counted_on + 5, nullptr));
  must(bba_freshness_new(&fresh, w.desk, 2, nullptr));
  must(bba_freshness_get(&service, fresh, 0, nullptr));
  CHECK(service.stale == 1);
  bba_freshness_free(&fresh);

  bba_review* review = nullptr;
  must(bba_review_new(&review, w.desk, nullptr, nullptr));
  bba_line line = BBA_LINE_INIT;
  must(bba_lines_get(&line, bba_review_lines(review), 0, nullptr));
  CHECK(line.counted_on == counted_on);
  line.counted_on = 7;
  line.struct_size = offsetof(bba_line, counted_on);
  must(bba_lines_get(&line, bba_review_lines(review), 0, nullptr));
  CHECK(line.counted_on == 7);
  bba_review_free(&review);

  must(bba_clock_set_today(w.clock, counted_on + 2, nullptr));
  must(bba_freshness_new(&fresh, w.desk, 2, nullptr));
  must(bba_freshness_get(&service, fresh, 0, nullptr));
  CHECK(service.stale == 0);
  bba_freshness_free(&fresh);

  for (const std::uint64_t contracts : {0, 1}) {
    bba_verification* verification = nullptr;
    must(bba_verify(&verification, w.desk, contracts, nullptr));
    bba_verify_counts counts = BBA_VERIFY_COUNTS_INIT;
    must(bba_verification_get(&counts, verification, nullptr));
    CHECK(counts.sound == 1);
    CHECK(counts.contracts >= 1);
    CHECK(counts.lines == counts.lines_recomputed);
    const char* json = nullptr;
    must(bba_verification_json(&json, verification, nullptr));
    CHECK(std::string{json}.find("\"sound\":true") != std::string::npos);
    bba_verification_free(&verification);
  }
}

TEST_CASE("C: stale counts and a batch that is not believed, and a program that believes all") {
  Ended w{"beta"};
  // Nothing was ever counted there: typed in units are not stale.
  CHECK(w.post(nullptr).stale == 0);
  must(bba_clock_set_today(w.clock, january + 90, nullptr));
  bba_posting_options options = BBA_POSTING_OPTIONS_INIT;
  options.max_batch_rise_percent = 0;
  options.small_batch_minor = 0;
  options.dry_run = 1;
  const auto failed_with = [&](std::int32_t percent) {
    options.max_batch_rise_percent = percent;
    bba_post_report* report = nullptr;
    const auto status = bba_post_available(&report, w.desk, &options, nullptr);
    bba_post_report_free(&report);
    return status;
  };
  CHECK(failed_with(-1) == BBA_INVALID_SETTINGS);
  CHECK(failed_with(0) == BBA_OK);
  options.struct_size = offsetof(bba_posting_options, settle_by_account);
  CHECK(failed_with(-1) == BBA_OK);  // not its field
}

TEST_CASE(
    "C: a book reaches into posted days where that is asked for, and as ever in a program of 1.1") {
  const std::string dearer =
      book(R"("amendments": [{"effective_date": "2026-02-15", "discount": "10"}],)", "acme");
  bba_import_options options = BBA_IMPORT_OPTIONS_INIT;
  options.dry_run = 1;
  Ended world{"acme"};
  CHECK(world.import(dearer).refused == 1);
  CHECK(world.import(dearer, &options).refused == 1);
  options.reach_back = 1;
  CHECK(world.import(dearer, &options).accepted == 1);
  options.reach_back = 0;
  options.struct_size = offsetof(bba_import_options, reach_back);
  CHECK(world.import(dearer, &options).accepted == 1);
}
