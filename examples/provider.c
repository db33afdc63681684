/* A night in C with a provider of one's own: loads the shared object of c_provider.c, takes in a
 * book, counts the machines, posts what is due, and says which machines are behind the first line.
 *
 * Usage: provider PROVIDER.so ESTATE_FILE */

#include <billbyagent.h>
#include <stdio.h>
#include <string.h>

static const char book_text[] =
    "{\"accounts\": [{\"id\": \"acme\", \"organization\": \"1001\"}],"
    " \"contracts\": [{\"id\": \"C-1\", \"account\": \"acme\", \"currency\": \"USD\","
    "  \"cycle\": \"monthly\", \"start_date\": \"2026-06-01\","
    "  \"services\": [{\"id\": \"agents\", \"name\": \"Agents\", \"unit_price\": \"5.00\","
    "   \"units\": {\"source\": \"agents\"}}]}]}";

typedef struct world {
  bba_store* store;
  bba_clock* clock;
  bba_desk* desk;
  bba_provider* provider;
  bba_error* error;
} world;

static bba_status set_up(world* w, const char* object, const char* file) {
  bba_setting setting;
  bba_status status;
  setting.key = "file";
  setting.value = file;
  if ((status = bba_provider_load(&w->provider, object, &setting, 1, &w->error))) return status;
  if ((status = bba_store_new_memory(&w->store, &w->error))) return status;
  if ((status = bba_clock_new_fixed(&w->clock, bba_date_ymd(2026, 6, 1), &w->error))) return status;
  return bba_desk_new(&w->desk, w->store, w->clock, "msp", &w->error);
}

static bba_status import(world* w) {
  bba_book* book = NULL;
  bba_import_report* report = NULL;
  bba_import_counts counts = BBA_IMPORT_COUNTS_INIT;
  bba_status status = bba_book_parse(&book, book_text, strlen(book_text), &w->error);
  if (!status) status = bba_import_book(&report, w->desk, book, NULL, &w->error);
  if (!status) status = bba_import_report_get(&counts, report, &w->error);
  /* A refused book is no failure of the call: nothing was written, and each row is named. */
  if (!status && !counts.accepted) {
    printf("refused: %s\n", bba_error_message(bba_import_report_refused(report, 0)));
    status = BBA_MALFORMED_DOCUMENT;
  }
  bba_import_report_free(&report);
  bba_book_free(&book);
  return status;
}

static void say(bba_log_level level, const char* text, void* payload) {
  (void)payload;
  printf("%s%s\n", level == BBA_LOG_WARNING ? "! " : "", text);
}

static bba_status night(world* w) {
  bba_sync_report* synced = NULL;
  bba_post_report* posted = NULL;
  bba_explanation* explanation = NULL;
  bba_line line = BBA_LINE_INIT;
  bba_observer observer = BBA_OBSERVER_INIT;
  bba_nightly_options options = BBA_NIGHTLY_OPTIONS_INIT;
  bba_status status;
  observer.log = say;
  options.observer = &observer;
  options.timeout_ms = 60000;
  status = bba_nightly_sync(&synced, w->desk, w->provider, &options, &w->error);
  if (!status) status = bba_post_available(&posted, w->desk, NULL, &w->error);
  if (!status) status = bba_lines_get(&line, bba_post_report_lines(posted), 0, &w->error);
  if (!status) status = bba_explain(&explanation, w->desk, line.key, &w->error);
  if (!status) fputs(bba_explanation_text(explanation), stdout);
  bba_explanation_free(&explanation);
  bba_post_report_free(&posted);
  bba_sync_report_free(&synced);
  return status;
}

int main(int count, char** arguments) {
  world w = {NULL, NULL, NULL, NULL, NULL};
  bba_status status;
  if (count != 3) {
    fprintf(stderr, "usage: provider PROVIDER.so ESTATE_FILE\n");
    return 2;
  }
  status = set_up(&w, arguments[1], arguments[2]);
  if (!status) status = import(&w);
  if (!status) status = night(&w);
  if (status) fprintf(stderr, "%s\n", bba_error_message(w.error));
  bba_provider_free(&w.provider);
  bba_desk_free(&w.desk);
  bba_clock_free(&w.clock);
  bba_store_free(&w.store);
  bba_error_free(&w.error);
  return status ? 1 : 0;
}
