/* What a host does with the library, once through all of it, in C. Ends with 0 when all held. */

#include <billbyagent.h>
#include <stdio.h>
#include <string.h>

static int failures = 0;

#define CHECK(what) check((what) != 0, #what, __LINE__)
#define OK(call) ok((call), #call, __LINE__)
#define REFUSED(status, call) refused((status), (call), #call, __LINE__)

static bba_error* error = NULL;

static void check(int holds, const char* what, int line) {
  if (holds) return;
  ++failures;
  fprintf(stderr, "story.c:%d: %s\n", line, what);
}

static void ok(bba_status status, const char* what, int line) {
  check(status == BBA_OK, what, line);
  if (status) fprintf(stderr, "  %s\n", bba_error_message(error));
}

static void refused(bba_status wanted, bba_status status, const char* what, int line) {
  check(status == wanted && bba_error_status(error) == wanted, what, line);
  check(*bba_error_message(error) != '\0', what, line);
}

static const char book_text[] =
    "{\"accounts\": [{\"id\": \"acme\", \"organization\": \"1001\"}], \"contracts\": ["
    "{\"id\": \"C-1\", \"account\": \"acme\", \"currency\": \"USD\", \"cycle\": \"monthly\","
    " \"start_date\": \"2026-06-01\", \"recipients\": [\"billing@msp.example\"], \"services\": ["
    "  {\"id\": \"agents\", \"unit_price\": \"5.00\", \"units\": {\"source\": \"agents\"}},"
    "  {\"id\": \"seats\", \"unit_price\": \"9.99\", \"units\": {\"source\": \"manual\","
    "   \"count\": 4}}]},"
    "{\"id\": \"C-2\", \"account\": \"acme\", \"currency\": \"EUR\", \"cycle\": \"monthly\","
    " \"start_date\": \"2026-06-01\", \"trust\": \"propose\", \"services\": ["
    "  {\"id\": \"servers\", \"unit_price\": \"7.00\", \"units\": {\"source\": \"agents\"}}]}]}";

typedef struct host {
  bba_store* store;
  bba_clock* clock;
  bba_desk* desk;
  bba_memory_rmm* rmm;
  bba_provider* provider;
  bba_nightly_options night;
  bba_observer observer;
  int stages;
  int lines;
  int warnings;
  int stop;
} host;

static void on_progress(const char* stage, uint64_t done, uint64_t total, void* payload) {
  (void)stage, (void)done, (void)total;
  ++((host*)payload)->stages;
}
static int32_t on_cancelled(void* payload) { return ((host*)payload)->stop; }
static void on_log(bba_log_level level, const char* text, void* payload) {
  host* h = (host*)payload;
  ++h->lines;
  if (level == BBA_LOG_WARNING) ++h->warnings;
  CHECK(*text != '\0');
}

static void add_agent(host* h, const char* id) {
  bba_agent agent = BBA_AGENT_INIT;
  agent.id = id;
  agent.name = id;
  agent.organization = "1001";
  agent.group = "2001";
  OK(bba_memory_rmm_add_agent(h->rmm, &agent, &error));
}

static void begin(host* h) {
  bba_organization organization = BBA_ORGANIZATION_INIT;
  bba_machine_group group = BBA_MACHINE_GROUP_INIT;
  const bba_observer observer = BBA_OBSERVER_INIT;
  const bba_nightly_options night = BBA_NIGHTLY_OPTIONS_INIT;
  memset(h, 0, sizeof *h);
  OK(bba_store_new_memory(&h->store, &error));
  OK(bba_clock_new_fixed(&h->clock, bba_date_ymd(2026, 6, 1), &error));
  OK(bba_desk_new(&h->desk, h->store, h->clock, "msp", &error));
  OK(bba_memory_rmm_new(&h->rmm, &error));
  OK(bba_provider_new_memory(&h->provider, h->rmm, &error));
  CHECK(strcmp(bba_provider_name(h->provider), "memory") == 0);
  organization.id = "1001";
  organization.name = "Acme";
  OK(bba_memory_rmm_add_organization(h->rmm, &organization, &error));
  group.id = "2001";
  group.name = "acme.root";
  group.organization = "1001";
  OK(bba_memory_rmm_add_machine_group(h->rmm, &group, &error));
  add_agent(h, "4011");
  add_agent(h, "4012");
  add_agent(h, "4013");
  add_agent(h, "4014");
  h->observer = observer;
  h->observer.progress = on_progress;
  h->observer.cancelled = on_cancelled;
  h->observer.log = on_log;
  h->observer.payload = h;
  h->night = night;
  h->night.observer = &h->observer;
}

static void end(host* h) {
  /* In the wrong order: each keeps alive what it needs. */
  bba_store_free(&h->store);
  bba_clock_free(&h->clock);
  bba_memory_rmm_free(&h->rmm);
  bba_provider_free(&h->provider);
  bba_desk_free(&h->desk);
  CHECK(!h->store && !h->clock && !h->rmm && !h->provider && !h->desk);
}

static void values(void) {
  bba_date date;
  int64_t amount;
  int32_t year, month, day;
  char text[BBA_MONEY_TEXT_SIZE];
  CHECK(bba_date_ymd(1970, 1, 1) == 0);
  CHECK(bba_date_ymd(2026, 2, 30) == BBA_NO_DATE);
  OK(bba_date_parse(&date, "2026-01-31", &error));
  OK(bba_date_months_from(&date, date, 1, &error));
  OK(bba_date_text(text, sizeof text, date, &error));
  CHECK(strcmp(text, "2026-02-28") == 0);
  OK(bba_date_parts(&year, &month, &day, date, &error));
  CHECK(year == 2026 && month == 2 && day == 28);
  REFUSED(BBA_INVALID_DATE, bba_date_parse(&date, "2026-02-30", &error));
  CHECK(date == BBA_NO_DATE);
  REFUSED(BBA_OUT_OF_RANGE, bba_date_text(text, 10, 0, &error));
  OK(bba_money_parse(&amount, "-12.50", "USD", &error));
  CHECK(amount == -1250);
  OK(bba_money_text(text, sizeof text, amount, "KWD", &error));
  CHECK(strcmp(text, "-1.250") == 0);
  REFUSED(BBA_TOO_MANY_DECIMALS, bba_money_parse(&amount, "12.505", "USD", &error));
  REFUSED(BBA_UNKNOWN_CURRENCY, bba_money_parse(&amount, "12.50", "usd", &error));
  REFUSED(BBA_OUT_OF_RANGE, bba_money_add(&amount, INT64_MAX, 1, &error));
  OK(bba_price_parse(&amount, "0.0025", "USD", &error));
  OK(bba_price_text(text, sizeof text, amount, "USD", &error));
  CHECK(amount == 2500 && strcmp(text, "0.0025") == 0);
  CHECK(strcmp(bba_status_name(BBA_NOT_FOUND), "not_found") == 0);
  CHECK(strcmp(bba_status_name(12345), "internal") == 0);
  CHECK(*bba_status_meaning(BBA_STORE_BUSY) != '\0');
  CHECK(bba_abi_version() >> 16 == BBA_ABI_VERSION_MAJOR);
  CHECK(bba_abi_version() >= BBA_ABI_VERSION_MAJOR * 65536u + BBA_ABI_VERSION_MINOR);
  CHECK(strchr(bba_version(), '.') != NULL);
  CHECK(bba_has_feature("sqlite") && !bba_has_feature("teleport") && !bba_has_feature(NULL));
}

static void proration(void) {
  const bba_date june = bba_date_ymd(2026, 6, 1);
  bba_service_options options = BBA_SERVICE_OPTIONS_INIT;
  bba_service* service = NULL;
  bba_units* units = NULL;
  bba_proration* cut = NULL;
  bba_proration_period part = BBA_PRORATION_PERIOD_INIT;
  bba_unit_change change = BBA_UNIT_CHANGE_INIT;
  int64_t on_day = 0;
  options.id = "agents";
  options.price = "5.00";
  options.currency = "USD";
  OK(bba_service_new(&service, &options, &error));
  OK(bba_units_new(&units, june, 10, &error));
  OK(bba_units_record(units, june + 15, 15, &error));
  OK(bba_units_record(units, june + 15, 15, &error)); /* says what holds */
  CHECK(bba_units_count(units) == 2);
  OK(bba_units_get(&change, units, 1, &error));
  CHECK(change.effective_date == june + 15 && change.units == 15 && change.sequence == 2);
  OK(bba_units_on(&on_day, units, june - 1, &error));
  CHECK(on_day == BBA_NO_UNITS);
  OK(bba_split(&cut, service, units, june, june + 30, &error));
  CHECK(bba_proration_count(cut) == 2);
  OK(bba_proration_get(&part, cut, 1, &error));
  CHECK(part.begin == june + 15 && part.end == june + 30 && part.units_before == 10);
  CHECK(part.units == 15 && part.share_numerator == 15 && part.share_denominator == 30);
  REFUSED(BBA_NOT_FOUND, bba_proration_get(&part, cut, 2, &error));
  CHECK(part.units == 15); /* left as it was */
  bba_proration_free(&cut);
  REFUSED(BBA_INVALID_PERIOD, bba_split(&cut, service, units, june, june, &error));
  bba_units_free(&units);
  bba_service_free(&service);
}

static void import(host* h) {
  bba_book* book = NULL;
  bba_import_report* report = NULL;
  bba_import_counts counts = BBA_IMPORT_COUNTS_INIT;
  bba_import_options options = BBA_IMPORT_OPTIONS_INIT;
  bba_contract* saved = NULL;
  const char* json = NULL;
  const char wrong[] = "{\"accounts\": [{\"id\": \"\"}], \"contracts\": []}";

  REFUSED(BBA_MALFORMED_DOCUMENT, bba_book_parse(&book, "{", 1, &error));
  OK(bba_book_parse(&book, wrong, strlen(wrong), &error));
  CHECK(bba_book_refused_count(book) == 1);
  CHECK(strstr(bba_error_message(bba_book_refused(book, 0)), "accounts[0]") != NULL);
  OK(bba_import_book(&report, h->desk, book, NULL, &error));
  OK(bba_import_report_get(&counts, report, &error));
  CHECK(!counts.accepted && counts.refused == 1 && counts.accounts_saved == 0);
  CHECK(bba_error_status(bba_import_report_refused(report, 0)) != BBA_OK);
  bba_import_report_free(&report);
  bba_book_free(&book);

  OK(bba_book_parse(&book, book_text, strlen(book_text), &error));
  CHECK(bba_book_refused_count(book) == 0 && bba_book_contract_count(book) == 2);
  options.dry_run = 1;
  OK(bba_import_book(&report, h->desk, book, &options, &error));
  bba_import_report_free(&report);
  REFUSED(BBA_NOT_FOUND, bba_desk_contract(&saved, h->desk, "C-1", &error));
  OK(bba_import_book(&report, h->desk, book, NULL, &error));
  OK(bba_import_report_get(&counts, report, &error));
  CHECK(counts.accepted && counts.contracts_created == 2 && counts.units_recorded == 1);
  OK(bba_import_report_json(&json, report, &error));
  CHECK(strstr(json, "\"contracts_created\":2") != NULL);
  OK(bba_desk_contract(&saved, h->desk, "C-1", &error));
  CHECK(strcmp(bba_contract_id(saved), "C-1") == 0 && bba_contract_service_count(saved) == 2);
  CHECK(strcmp(bba_contract_service_id(saved, 1), "seats") == 0);
  CHECK(bba_contract_start(saved) == bba_date_ymd(2026, 6, 1));
  CHECK(bba_contract_end(saved) == BBA_NO_DATE);
  bba_contract_free(&saved);
  bba_import_report_free(&report);
  bba_book_free(&book);
}

/* One night, of which the sums are given. */
static bba_sync_summary night(host* h) {
  bba_sync_report* report = NULL;
  bba_sync_summary sums = BBA_SYNC_SUMMARY_INIT;
  OK(bba_nightly_sync(&report, h->desk, h->provider, &h->night, &error));
  OK(bba_sync_report_get(&sums, report, &error));
  sums.scan_error = NULL; /* it goes with the report */
  bba_sync_report_free(&report);
  return sums;
}

static void nights(host* h) {
  bba_sync_report* report = NULL;
  bba_sync_summary sums;
  bba_service_sync service = BBA_SERVICE_SYNC_INIT;
  bba_units_now now = BBA_UNITS_NOW_INIT;
  bba_machines* machines = NULL;
  OK(bba_get_units_now(&now, h->desk, h->provider, "C-1", "agents", 1000, &error));
  CHECK(now.counted == 4 && now.present == BBA_NO_UNITS);
  h->night.dry_run = 1;
  CHECK(night(h).first_counts == 1);
  h->night.dry_run = 0;
  sums = night(h);
  CHECK(sums.agents == 4 && sums.services == 2 && sums.first_counts == 1 && sums.proposed == 1);
  CHECK(h->stages > 0 && h->lines > 0 && h->warnings > 0);
  OK(bba_desk_machines(&machines, h->desk, "C-1", "agents", &error));
  CHECK(bba_machines_count(machines) == 4);
  CHECK(strcmp(bba_machine_agent(machines, 3), "4014") == 0);
  CHECK(bba_machine_name(machines, 4) == NULL);
  bba_machines_free(&machines);

  /* An outage is no zero. */
  OK(bba_memory_rmm_fail(h->rmm, BBA_UNREACHABLE, "no route", &error));
  OK(bba_nightly_sync(&report, h->desk, h->provider, &h->night, &error));
  OK(bba_sync_report_get(&sums, report, &error));
  CHECK(bba_error_status(sums.scan_error) == BBA_UNREACHABLE && sums.failed == 2);
  OK(bba_sync_report_service(&service, report, 0, &error));
  CHECK(service.status == BBA_SYNC_FAILED && service.counted == BBA_NO_UNITS);
  CHECK(strcmp(service.contract, "C-1") == 0 && strcmp(service.service, "agents") == 0);
  bba_sync_report_free(&report);
  REFUSED(BBA_UNREACHABLE,
          bba_get_units_now(&now, h->desk, h->provider, "C-1", "agents", 1000, &error));
  OK(bba_memory_rmm_fail(h->rmm, BBA_OK, NULL, &error));

  h->stop = 1;
  REFUSED(BBA_CANCELLED, bba_nightly_sync(&report, h->desk, h->provider, &h->night, &error));
  CHECK(report == NULL);
  h->stop = 0;
  h->night.max_drop_percent = 101;
  REFUSED(BBA_INVALID_SETTINGS, bba_nightly_sync(&report, h->desk, h->provider, &h->night, &error));
  h->night.max_drop_percent = 50;
}

static void held_counts(host* h) {
  bba_held* held = NULL;
  bba_held_reading count = BBA_HELD_READING_INIT;
  bba_units* units = NULL;
  int64_t on_day = 0;
  const bba_date day = bba_date_ymd(2026, 6, 10);
  OK(bba_desk_held(&held, h->desk, &error));
  CHECK(bba_held_count(held) == 1);
  OK(bba_held_get(&count, held, 0, &error));
  CHECK(count.cause == BBA_HELD_PROPOSED && count.units == 4 && count.proposal == 1);
  REFUSED(BBA_CONFLICTS, bba_confirm_held(h->desk, "C-2", "servers", 9, "ann", &error));
  OK(bba_confirm_held(h->desk, count.contract, count.service, count.proposal, "ann", &error));
  bba_held_free(&held);

  OK(bba_clock_set_today(h->clock, day, &error));
  OK(bba_memory_rmm_remove_agent(h->rmm, "4012", &error));
  OK(bba_memory_rmm_remove_agent(h->rmm, "4013", &error));
  OK(bba_memory_rmm_remove_agent(h->rmm, "4014", &error));
  CHECK(night(h).held == 1);
  REFUSED(BBA_INVALID_ARGUMENT, bba_reject_held(h->desk, "C-2", "servers", "ann", "", &error));
  OK(bba_reject_held(h->desk, "C-2", "servers", "ann", "being repaired", &error));
  OK(bba_confirm_held(h->desk, "C-1", "agents", 0, "ann", &error));
  REFUSED(BBA_NOTHING_TO_DO, bba_confirm_held(h->desk, "C-1", "agents", 0, "ann", &error));
  OK(bba_desk_units(&units, h->desk, "C-1", "agents", &error));
  OK(bba_units_on(&on_day, units, day, &error));
  CHECK(on_day == 1);
  bba_units_free(&units);
}

static void corrections(host* h) {
  bba_units_decision decision = BBA_UNITS_DECISION_INIT;
  decision.contract = "C-1";
  decision.service = "seats";
  decision.effective_date = bba_date_ymd(2026, 6, 6);
  decision.units = 6;
  decision.author = "ann";
  REFUSED(BBA_INVALID_ARGUMENT, bba_record_units(h->desk, &decision, &error));
  decision.reason = "two came on the 6th";
  OK(bba_record_units(h->desk, &decision, &error));
  REFUSED(BBA_NOTHING_TO_DO, bba_record_units(h->desk, &decision, &error));
}

static void posting(host* h) {
  bba_review* review = NULL;
  bba_review_summary open = BBA_REVIEW_SUMMARY_INIT;
  bba_filter filter = BBA_FILTER_INIT;
  bba_posting_options options = BBA_POSTING_OPTIONS_INIT;
  bba_post_report* report = NULL;
  bba_post_summary sums = BBA_POST_SUMMARY_INIT;
  bba_posted_contract contract = BBA_POSTED_CONTRACT_INIT;
  bba_line line = BBA_LINE_INIT;
  int64_t total = 0;
  const char* json = NULL;
  filter.contract = "C-1";
  filter.through = bba_date_ymd(2026, 6, 30);
  OK(bba_review_new(&review, h->desk, &filter, &error));
  OK(bba_review_get(&open, review, &error));
  CHECK(open.lines == 4 && bba_lines_count(bba_review_lines(review)) == 4);
  OK(bba_lines_get(&line, bba_review_lines(review), 1, &error));
  CHECK(line.state == BBA_STATE_OPEN && line.kind == BBA_LINE_DECREMENT && line.quantity == -3);
  OK(bba_review_json(&json, review, &error));
  CHECK(strstr(json, "\"through\":\"2026-06-30\"") != NULL);
  options.filter = &filter;
  options.observer = &h->observer;
  options.dry_run = 1;
  OK(bba_post_available(&report, h->desk, &options, &error));
  OK(bba_post_report_get(&sums, report, &error));
  CHECK(sums.posted == 1 && sums.lines == 4); /* what would be */
  bba_post_report_free(&report);
  options.dry_run = 0;
  OK(bba_post_available(&report, h->desk, &options, &error));
  OK(bba_post_report_get(&sums, report, &error));
  CHECK(sums.posted == 1 && sums.lines == 4 && sums.failed == 0);
  OK(bba_post_report_contract(&contract, report, 0, &error));
  CHECK(contract.status == BBA_BATCH_POSTED && strcmp(contract.batch, "C-1#1") == 0);
  OK(bba_lines_total(&total, bba_post_report_lines(report), &error));
  /* 4 x 5.00 - 3 x 5.00 x 21/30 + 4 x 9.99 + 2 x 9.99 x 25/30 */
  CHECK(total == 2000 - 1050 + 3996 + 1665);
  bba_post_report_free(&report);
  OK(bba_post_available(&report, h->desk, &options, &error));
  OK(bba_post_report_get(&sums, report, &error));
  CHECK(sums.lines == 0);
  bba_post_report_free(&report);
  bba_review_free(&review);
}

static void batches(host* h) {
  const char* const names[] = {"C-1#1"};
  bba_batches* list = NULL;
  bba_batch batch = BBA_BATCH_INIT;
  bba_lines* lines = NULL;
  bba_line line = BBA_LINE_INIT;
  bba_explanation* explanation = NULL;
  const char* text = NULL;
  size_t returned = 0;
  REFUSED(BBA_WRONG_STATE, bba_mark_exported(h->desk, names, 1, "ann", "", &error));
  OK(bba_mark_invoiced(h->desk, names, 1, "INV-1", "ann", "", &error));
  REFUSED(BBA_WRONG_STATE, bba_unpost(h->desk, "C-1#1", "ann", "too early", &error));
  OK(bba_mark_exported(h->desk, names, 1, "ann", "", &error));
  REFUSED(BBA_INVALID_ARGUMENT, bba_mark_exported(h->desk, NULL, 0, "ann", "", &error));
  OK(bba_desk_batches(&list, h->desk, NULL, &error));
  OK(bba_batches_get(&batch, list, bba_batches_count(list) - 1, &error));
  CHECK(batch.state == BBA_STATE_EXPORTED && strcmp(batch.invoice_number, "INV-1") == 0);
  CHECK(strcmp(batch.currency, "USD") == 0 && batch.total_minor == 6611);
  bba_batches_free(&list);
  OK(bba_desk_set_request(h->desk, "void-1", &error));
  OK(bba_void_invoice(&returned, h->desk, "INV-1", "ann", "wrong customer", &error));
  CHECK(returned == 1);
  OK(bba_void_invoice(&returned, h->desk, "INV-1", "ann", "wrong customer", &error));
  CHECK(returned == 1);
  REFUSED(BBA_CONFLICTS, bba_unpost(h->desk, "C-1#1", "ann", "another thing", &error));
  OK(bba_desk_set_request(h->desk, NULL, &error));
  OK(bba_batch_lines(&lines, h->desk, "C-1#1", &error));
  OK(bba_lines_get(&line, lines, 0, &error));
  CHECK(line.state == BBA_STATE_RETURNED && strcmp(line.batch, "C-1#1") == 0);
  OK(bba_lines_csv(&text, lines, &error));
  CHECK(strstr(text, "C-1") != NULL);
  OK(bba_lines_json(&text, lines, &error));
  CHECK(strstr(text, "\"state\":\"returned\"") != NULL);
  OK(bba_explain(&explanation, h->desk, line.key, &error));
  CHECK(strstr(bba_explanation_text(explanation), "4 x 5.00 x 30/30") != NULL);
  CHECK(strstr(bba_explanation_json(explanation), "\"agent\":\"4011\"") != NULL);
  bba_explanation_free(&explanation);
  REFUSED(BBA_NOT_FOUND,
          bba_explain(&explanation, h->desk, "C-1/agents/2026-07-01/2026-07-01/7", &error));
  bba_lines_free(&lines);
}

static bba_status deliver(const char* tenant, const bba_notice* notice, char* reason,
                          size_t reason_size, void* payload) {
  int* calls = (int*)payload;
  CHECK(strcmp(tenant, "msp") == 0 && notice->recipients_count == 1);
  CHECK(strcmp(notice->recipients[0], "billing@msp.example") == 0);
  if (++*calls > 1) return BBA_OK;
  snprintf(reason, reason_size, "mailbox full");
  return BBA_NOTICE_FAILED;
}

static void notices(host* h) {
  bba_notices* pending = NULL;
  bba_notice notice = BBA_NOTICE_INIT;
  bba_delivery sums = BBA_DELIVERY_INIT;
  size_t count;
  int calls = 0;
  OK(bba_notices_pending(&pending, h->desk, 100, &error));
  count = bba_notices_count(pending);
  CHECK(count >= 3);
  OK(bba_notices_get(&notice, pending, 0, &error));
  CHECK(notice.kind == BBA_NOTICE_UNITS_CHANGED && *notice.body != '\0' && notice.attempts == 0);
  OK(bba_notice_failed(h->desk, notice.id, "no mail today", &error));
  OK(bba_notice_delivered(h->desk, notice.id, &error));
  bba_notices_free(&pending);
  OK(bba_notices_deliver(&sums, h->desk, 100, deliver, &calls, &error));
  CHECK(sums.failed == 1 && sums.delivered == count - 2 && (size_t)calls == count - 1);
  OK(bba_notices_pending(&pending, h->desk, 100, &error));
  CHECK(bba_notices_count(pending) == 1);
  bba_notices_free(&pending);
}

/* Two RMMs, of which one can't be read: the services of the other go on. */
static void several_rmms(void) {
  static const char book_of_two[] =
      "{\"accounts\": [{\"id\": \"acme\", \"organization\": \"1001\","
      " \"organizations\": {\"mesh\": \"1001\"}}], \"contracts\": ["
      "{\"id\": \"C-1\", \"account\": \"acme\", \"currency\": \"USD\", \"cycle\": \"monthly\","
      " \"start_date\": \"2026-06-01\", \"services\": ["
      "  {\"id\": \"agents\", \"unit_price\": \"5.00\", \"units\": {\"source\": \"agents\"}},"
      "  {\"id\": \"meshed\", \"unit_price\": \"5.00\", \"units\": {\"source\": \"agents\","
      "   \"rmm\": \"mesh\"}}]}]}";
  host h, other;
  bba_book* book = NULL;
  bba_import_report* imported = NULL;
  bba_sync_report* report = NULL;
  bba_sync_summary sums = BBA_SYNC_SUMMARY_INIT;
  bba_rmm_sync rmm = BBA_RMM_SYNC_INIT;
  begin(&h);
  begin(&other);
  OK(bba_book_parse(&book, book_of_two, strlen(book_of_two), &error));
  OK(bba_import_book(&imported, h.desk, book, NULL, &error));
  OK(bba_desk_add_rmm(h.desk, "mesh", other.provider, &error));
  REFUSED(BBA_DUPLICATE_ID, bba_desk_add_rmm(h.desk, "mesh", other.provider, &error));
  OK(bba_memory_rmm_fail(h.rmm, BBA_UNAUTHORIZED, "no", &error));
  OK(bba_nightly_sync(&report, h.desk, h.provider, NULL, &error));
  OK(bba_sync_report_get(&sums, report, &error));
  CHECK(sums.rmms == 2 && sums.rmms_failed == 1 && sums.first_counts == 1 && sums.failed == 1);
  OK(bba_sync_report_rmm(&rmm, report, 1, &error));
  CHECK(strcmp(rmm.name, "mesh") == 0 && rmm.error == NULL && rmm.agents == 4);
  bba_sync_report_free(&report);
  OK(bba_nightly_sync(&report, h.desk, NULL, NULL, &error));
  OK(bba_sync_report_get(&sums, report, &error));
  CHECK(sums.rmms == 1 && sums.unchanged == 1 && sums.failed == 1);
  bba_sync_report_free(&report);
  bba_import_report_free(&imported);
  bba_book_free(&book);
  end(&other);
  end(&h);
}

/* Functions that take no error object have an answer for NULL. */
static void null_handles(void) {
  CHECK(bba_error_status(NULL) == BBA_OK && *bba_error_message(NULL) == '\0');
  CHECK(*bba_error_context(NULL) == '\0');
  CHECK(bba_book_refused_count(NULL) == 0 && bba_book_refused(NULL, 0) == NULL);
  CHECK(bba_book_contract_count(NULL) == 0 && bba_contract_id(NULL) == NULL);
  CHECK(bba_contract_service_count(NULL) == 0 && bba_contract_service_id(NULL, 0) == NULL);
  CHECK(bba_contract_start(NULL) == BBA_NO_DATE && bba_contract_end(NULL) == BBA_NO_DATE);
  CHECK(bba_units_count(NULL) == 0 && bba_proration_count(NULL) == 0);
  CHECK(bba_lines_count(NULL) == 0 && bba_line_text(NULL, 0) == NULL);
  CHECK(bba_provider_name(NULL) == NULL && bba_rmm_view_count(NULL) == 0);
  CHECK(bba_rmm_organization_count(NULL) == 0 && bba_rmm_machine_group_count(NULL) == 0);
  CHECK(bba_import_report_refused(NULL, 0) == NULL && bba_review_lines(NULL) == NULL);
  CHECK(bba_post_report_lines(NULL) == NULL && bba_machines_count(NULL) == 0);
  CHECK(bba_machine_agent(NULL, 0) == NULL && bba_machine_name(NULL, 0) == NULL);
  CHECK(bba_held_count(NULL) == 0 && bba_batches_count(NULL) == 0);
  CHECK(bba_explanation_text(NULL) == NULL && bba_explanation_json(NULL) == NULL);
  CHECK(bba_notices_count(NULL) == 0);
  bba_lines_free(NULL);
  bba_error_free(NULL);
}

int main(void) {
  host h;
  values();
  proration();
  null_handles();
  begin(&h);
  import(&h);
  nights(&h);
  held_counts(&h);
  corrections(&h);
  posting(&h);
  batches(&h);
  notices(&h);
  end(&h);
  several_rmms();
  bba_error_free(&error);
  CHECK(error == NULL);
  return failures ? 1 : 0;
}
