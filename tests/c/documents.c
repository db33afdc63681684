/* Prints every JSON document of the interface once, with all that can stand in it; documents.py
 * compares them byte by byte. The argument is a book. */

#include <billbyagent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bba_error* error = NULL;

static void must(bba_status status, int line) {
  if (status == BBA_OK) return;
  fprintf(stderr, "documents.c:%d: %s\n", line, bba_error_message(error));
  exit(1);
}
#define OK(call) must((call), __LINE__)

static bba_desk* desk = NULL;
static bba_clock* work_clock = NULL;
static bba_memory_rmm* rmm = NULL;
static bba_provider* provider = NULL;

static void show(const char* title, const char* document) {
  printf("== %s\n%s\n", title, document);
}

static void on(int32_t month, int32_t day) {
  OK(bba_clock_set_today(work_clock, bba_date_ymd(2026, month, day), &error));
}

static void add(const char* id, const char* system) {
  bba_agent agent = BBA_AGENT_INIT;
  agent.id = id;
  agent.name = id;
  agent.organization = "1001";
  agent.group = "2001";
  agent.operating_system = system;
  OK(bba_memory_rmm_add_agent(rmm, &agent, &error));
}

static void removed(const char* id) { OK(bba_memory_rmm_remove_agent(rmm, id, &error)); }

static void import_of(const char* title, const char* text) {
  bba_book* book = NULL;
  bba_import_report* report = NULL;
  const char* json = NULL;
  OK(bba_book_parse(&book, text, strlen(text), &error));
  OK(bba_import_book(&report, desk, book, NULL, &error));
  OK(bba_import_report_json(&json, report, &error));
  show(title, json);
  bba_import_report_free(&report);
  bba_book_free(&book);
}

static void night(const char* title) {
  bba_sync_report* report = NULL;
  const char* json = NULL;
  OK(bba_nightly_sync(&report, desk, provider, NULL, &error));
  OK(bba_sync_report_json(&json, report, &error));
  show(title, json);
  bba_sync_report_free(&report);
}

static void review(const char* title) {
  bba_review* report = NULL;
  const char* json = NULL;
  OK(bba_review_new(&report, desk, NULL, &error));
  OK(bba_review_json(&json, report, &error));
  show(title, json);
  OK(bba_lines_json(&json, bba_review_lines(report), &error));
  show("open lines", json);
  bba_review_free(&report);
}

static void post(const char* title) {
  bba_post_report* report = NULL;
  const char* json = NULL;
  OK(bba_post_available(&report, desk, NULL, &error));
  OK(bba_post_report_json(&json, report, &error));
  show(title, json);
  OK(bba_lines_json(&json, bba_post_report_lines(report), &error));
  show("posted lines", json);
  OK(bba_lines_csv(&json, bba_post_report_lines(report), &error));
  show("posted lines as CSV", json);
  bba_post_report_free(&report);
}

static void explain(const char* line) {
  bba_explanation* explanation = NULL;
  OK(bba_explain(&explanation, desk, line, &error));
  show(line, bba_explanation_json(explanation));
  bba_explanation_free(&explanation);
}

static void units(const char* contract, const char* service, int64_t count) {
  bba_units_decision decision = BBA_UNITS_DECISION_INIT;
  OK(bba_clock_today(&decision.effective_date, work_clock, &error));
  decision.contract = contract;
  decision.service = service;
  decision.units = count;
  decision.author = "ann";
  decision.reason = "as agreed";
  OK(bba_record_units(desk, &decision, &error));
}

static void begin(void) {
  bba_store* store = NULL;
  bba_organization organization = BBA_ORGANIZATION_INIT;
  bba_machine_group group = BBA_MACHINE_GROUP_INIT;
  OK(bba_store_new_memory(&store, &error));
  OK(bba_clock_new_fixed(&work_clock, bba_date_ymd(2026, 6, 1), &error));
  OK(bba_desk_new(&desk, store, work_clock, "msp", &error));
  bba_store_free(&store);
  OK(bba_memory_rmm_new(&rmm, &error));
  OK(bba_provider_new_memory(&provider, rmm, &error));
  organization.id = "1001";
  organization.name = "Acme";
  OK(bba_memory_rmm_add_organization(rmm, &organization, &error));
  group.id = "2001";
  group.name = "acme.root";
  group.organization = "1001";
  OK(bba_memory_rmm_add_machine_group(rmm, &group, &error));
  add("w1", "Windows 11 \"Pro\"");
  add("w2", "Windows 11");
  add("w3", "Windows 10");
  add("w4", "Windows 10");
  add("s1", "Windows Server 2022");
  add("e1", "RTOS");
}

static const char refused_book[] =
    "{\"accounts\": [{\"id\": \"a\", \"colour\": 1}], \"contracts\": [{\"id\": \"C-9\", "
    "\"account\": "
    "\"nobody\", \"currency\": \"USD\", \"start_date\": \"2026-06-01\", \"cycle\": \"monthly\", "
    "\"services\": [{\"id\": \"x\", \"unit_price\": 5}]}]}";

static char* content_of(const char* name) {
  static char text[8192];
  FILE* file = fopen(name, "rb");
  size_t length;
  if (!file) exit(1);
  length = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[length] = '\0';
  return text;
}

int main(int argc, char** argv) {
  if (argc != 2) return 1;
  begin();
  import_of("a book with mistakes", refused_book);
  import_of("a book", content_of(argv[1]));
  night("the first night");
  review("review on 1 June");
  post("posting on 1 June");
  on(6, 11);
  removed("w4");
  add("w5", "Windows 11");
  units("C-3", "few", 2);
  night("other machines, and a proposal");
  removed("w1");
  on(6, 12);
  add("w6", "Windows 11");
  add("w7", "Windows 11");
  night("more machines");
  post("posting on 12 June");
  explain("C-1/pc/2026-06-01/2026-06-01/1");
  explain("C-1/pc/2026-06-01/2026-06-12/1");
  on(6, 13);
  removed("w2"), removed("w3"), removed("w5"), removed("w6"), removed("w7");
  night("a drop that is held");
  review("review on 13 June");
  on(7, 14);
  OK(bba_memory_rmm_fail(rmm, BBA_UNAUTHORIZED, "HTTP 401", &error));
  night("a night without the RMM");
  post("posting on 14 July");
  bba_provider_free(&provider);
  bba_memory_rmm_free(&rmm);
  bba_desk_free(&desk);
  bba_clock_free(&work_clock);
  return 0;
}
