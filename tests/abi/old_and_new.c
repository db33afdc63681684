/* A program compiled with another version of the header than the library that it runs with:
 * - with each of frozen/, as that version was published;
 * - with BBA_TOMORROW, as a later version whose structs have a last field `tomorrow`. */

#include BBA_HEADER
#include <stdio.h>
#include <string.h>

static int failures = 0;
static bba_error* error = NULL;

#define CHECK(what)                                                                            \
  do {                                                                                         \
    if (!(what)) {                                                                             \
      ++failures;                                                                              \
      fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #what, bba_error_message(error)); \
    }                                                                                          \
  } while (0)

#ifdef BBA_TOMORROW
/* What a library of today does not know is accepted as long as it says nothing. */
#define ACCEPTED_UNTIL_SET(options, call)  \
  do {                                     \
    CHECK((call) == BBA_OK);               \
    (options).tomorrow = 1;                \
    CHECK((call) == BBA_INVALID_ARGUMENT); \
    (options).tomorrow = 0;                \
  } while (0)
#define GIVEN_ZERO(out, call)   \
  do {                          \
    (out).tomorrow = 99;        \
    CHECK((call) == BBA_OK);    \
    CHECK((out).tomorrow == 0); \
  } while (0)
#else
#define ACCEPTED_UNTIL_SET(options, call) CHECK((call) == BBA_OK)
#define GIVEN_ZERO(out, call) CHECK((call) == BBA_OK)
#endif

static const char book_text[] =
    "{\"accounts\": [{\"id\": \"acme\", \"organization\": \"1001\"}], \"contracts\": ["
    "{\"id\": \"C-1\", \"account\": \"acme\", \"currency\": \"USD\", \"cycle\": \"monthly\","
    " \"start_date\": \"2026-06-01\", \"services\": [{\"id\": \"agents\","
    " \"unit_price\": \"5.00\", \"units\": {\"source\": \"agents\"}}]}]}";

static bba_store* store = NULL;
static bba_clock* clock_of_june = NULL;
static bba_desk* desk = NULL;
static bba_memory_rmm* rmm = NULL;
static bba_provider* provider = NULL;

static void pure(void) {
  const bba_date june = bba_date_ymd(2026, 6, 1);
  bba_service_options options = BBA_SERVICE_OPTIONS_INIT;
  bba_service* service = NULL;
  bba_units* units = NULL;
  bba_lines* lines = NULL;
  bba_proration* cut = NULL;
  bba_line line = BBA_LINE_INIT;
  bba_unit_change change = BBA_UNIT_CHANGE_INIT;
  bba_proration_period part = BBA_PRORATION_PERIOD_INIT;
  options.id = "agents";
  options.price = "5.00";
  options.currency = "USD";
  ACCEPTED_UNTIL_SET(options,
                     (bba_service_free(&service), bba_service_new(&service, &options, &error)));
  CHECK(bba_service_new(&service, &options, &error) == BBA_OK);
  CHECK(bba_units_new(&units, june, 10, &error) == BBA_OK);
  GIVEN_ZERO(change, bba_units_get(&change, units, 0, &error));
  CHECK(change.effective_date == june && change.units == 10 && change.recorded == 0);
  CHECK(bba_bill(&lines, service, units, june, june + 30, &error) == BBA_OK);
  GIVEN_ZERO(line, bba_lines_get(&line, lines, 0, &error));
  CHECK(line.amount_minor == 5000 && strcmp(line.currency, "USD") == 0);
  CHECK(strcmp(line.invoice_number, "") == 0);
  CHECK(bba_split(&cut, service, units, june, june + 30, &error) == BBA_OK);
  GIVEN_ZERO(part, bba_proration_get(&part, cut, 0, &error));
  CHECK(part.share_denominator == 30);
  bba_proration_free(&cut);
  bba_lines_free(&lines);
  bba_units_free(&units);
  bba_service_free(&service);
}

static void set_up(void) {
  bba_organization organization = BBA_ORGANIZATION_INIT;
  bba_machine_group group = BBA_MACHINE_GROUP_INIT;
  bba_agent agent = BBA_AGENT_INIT;
  bba_view view = BBA_VIEW_INIT;
  CHECK(bba_store_new_memory(&store, &error) == BBA_OK);
  CHECK(bba_clock_new_fixed(&clock_of_june, bba_date_ymd(2026, 6, 1), &error) == BBA_OK);
  CHECK(bba_desk_new(&desk, store, clock_of_june, "msp", &error) == BBA_OK);
  CHECK(bba_memory_rmm_new(&rmm, &error) == BBA_OK);
  organization.id = "1001";
  ACCEPTED_UNTIL_SET(organization, bba_memory_rmm_add_organization(rmm, &organization, &error));
  group.id = "2001";
  group.organization = "1001";
  ACCEPTED_UNTIL_SET(group, bba_memory_rmm_add_machine_group(rmm, &group, &error));
  agent.id = "4011";
  agent.organization = "1001";
  agent.group = "2001";
  ACCEPTED_UNTIL_SET(agent, bba_memory_rmm_add_agent(rmm, &agent, &error));
  view.id = "3001";
  ACCEPTED_UNTIL_SET(view, bba_memory_rmm_add_view(rmm, &view, NULL, 0, &error));
  CHECK(bba_provider_new_memory(&provider, rmm, &error) == BBA_OK);
}

static void jobs(void) {
  bba_book* book = NULL;
  bba_import_report* imported = NULL;
  bba_sync_report* synced = NULL;
  bba_review* review = NULL;
  bba_post_report* posted = NULL;
  bba_import_options importing = BBA_IMPORT_OPTIONS_INIT;
  bba_import_counts counts = BBA_IMPORT_COUNTS_INIT;
  bba_nightly_options night = BBA_NIGHTLY_OPTIONS_INIT;
  bba_observer observer = BBA_OBSERVER_INIT;
  bba_sync_summary sums = BBA_SYNC_SUMMARY_INIT;
  bba_service_sync service = BBA_SERVICE_SYNC_INIT;
  bba_rmm_sync rmm_sync = BBA_RMM_SYNC_INIT;
  bba_units_now now = BBA_UNITS_NOW_INIT;
  bba_filter filter = BBA_FILTER_INIT;
  bba_review_summary open = BBA_REVIEW_SUMMARY_INIT;
  bba_posting_options posting = BBA_POSTING_OPTIONS_INIT;
  bba_post_summary totals = BBA_POST_SUMMARY_INIT;
  CHECK(bba_book_parse(&book, book_text, strlen(book_text), &error) == BBA_OK);
  ACCEPTED_UNTIL_SET(importing, (bba_import_report_free(&imported),
                                 bba_import_book(&imported, desk, book, &importing, &error)));
  CHECK(bba_import_book(&imported, desk, book, NULL, &error) == BBA_OK);
  GIVEN_ZERO(counts, bba_import_report_get(&counts, imported, &error));
  CHECK(counts.accepted == 1 && counts.contracts_unchanged == 1);
  night.observer = &observer;
  ACCEPTED_UNTIL_SET(observer, (bba_sync_report_free(&synced),
                                bba_nightly_sync(&synced, desk, provider, &night, &error)));
  ACCEPTED_UNTIL_SET(night, (bba_sync_report_free(&synced),
                             bba_nightly_sync(&synced, desk, provider, &night, &error)));
  CHECK(bba_nightly_sync(&synced, desk, provider, NULL, &error) == BBA_OK);
  GIVEN_ZERO(sums, bba_sync_report_get(&sums, synced, &error));
  CHECK(sums.services == 1 && sums.unchanged == 1 && sums.scan_error == NULL);
  GIVEN_ZERO(rmm_sync, bba_sync_report_rmm(&rmm_sync, synced, 0, &error));
  CHECK(rmm_sync.agents == 1 && strcmp(rmm_sync.provider, "memory") == 0);
  GIVEN_ZERO(service, bba_sync_report_service(&service, synced, 0, &error));
  CHECK(service.counted == 1 && service.error == NULL);
  GIVEN_ZERO(now, bba_get_units_now(&now, desk, provider, "C-1", "agents", 1000, &error));
  CHECK(now.counted == 1 && now.present == 1);
  ACCEPTED_UNTIL_SET(filter,
                     (bba_review_free(&review), bba_review_new(&review, desk, &filter, &error)));
  CHECK(bba_review_new(&review, desk, NULL, &error) == BBA_OK);
  GIVEN_ZERO(open, bba_review_get(&open, review, &error));
  CHECK(open.lines > 0 && open.above_maximum == 0);
  posting.filter = &filter;
  ACCEPTED_UNTIL_SET(posting, (bba_post_report_free(&posted),
                               bba_post_available(&posted, desk, &posting, &error)));
  CHECK(bba_post_available(&posted, desk, NULL, &error) == BBA_OK);
  GIVEN_ZERO(totals, bba_post_report_get(&totals, posted, &error));
  CHECK(totals.failed == 0);
  bba_post_report_free(&posted);
  bba_review_free(&review);
  bba_sync_report_free(&synced);
  bba_import_report_free(&imported);
  bba_book_free(&book);
}

static void records(void) {
  bba_batches* batches = NULL;
  bba_batch batch = BBA_BATCH_INIT;
  bba_units_decision decision = BBA_UNITS_DECISION_INIT;
  bba_rmm_lists* lists = NULL;
  bba_organization organization = BBA_ORGANIZATION_INIT;
  CHECK(bba_desk_batches(&batches, desk, NULL, &error) == BBA_OK);
  GIVEN_ZERO(batch, bba_batches_get(&batch, batches, 0, &error));
  CHECK(batch.total_minor == 500 && strcmp(batch.id, "C-1#1") == 0);
  decision.contract = "C-1";
  decision.service = "agents";
  decision.effective_date = bba_date_ymd(2026, 6, 1);
  decision.units = 2;
  decision.reason = "counted by hand";
  ACCEPTED_UNTIL_SET(decision, bba_record_units(desk, &decision, &error));
  CHECK(bba_rmm_lists_read(&lists, provider, 1000, &error) == BBA_OK);
  GIVEN_ZERO(organization, bba_rmm_organization(&organization, lists, 0, &error));
  CHECK(strcmp(organization.id, "1001") == 0);
  bba_rmm_lists_free(&lists);
  bba_batches_free(&batches);
}

int main(void) {
  CHECK(bba_abi_version() >> 16 == BBA_ABI_VERSION_MAJOR);
  pure();
  set_up();
  jobs();
  records();
  bba_desk_free(&desk);
  bba_clock_free(&clock_of_june);
  bba_store_free(&store);
  bba_provider_free(&provider);
  bba_memory_rmm_free(&rmm);
  bba_error_free(&error);
  return failures ? 1 : 0;
}
