/* The first bill, in C: a price, a history of units, and what is due for a month. */

#include <billbyagent.h>
#include <stdio.h>

int main(void) {
  bba_error* error = NULL;
  bba_service* agents = NULL;
  bba_units* units = NULL;
  bba_lines* lines = NULL;
  int failed;
  size_t i;

  bba_service_options options = BBA_SERVICE_OPTIONS_INIT;
  options.id = "agents";
  options.price = "5.00";
  options.currency = "USD";
  failed =
      bba_service_new(&agents, &options, &error) ||
      bba_units_new(&units, bba_date_ymd(2026, 6, 1), 10, &error) ||
      bba_units_record(units, bba_date_ymd(2026, 6, 16), 15, &error) ||
      bba_bill(&lines, agents, units, bba_date_ymd(2026, 6, 1), bba_date_ymd(2026, 7, 1), &error);
  if (failed) fprintf(stderr, "%s\n", bba_error_message(error));
  for (i = 0; i < bba_lines_count(lines); ++i) puts(bba_line_text(lines, i));

  bba_lines_free(&lines);
  bba_units_free(&units);
  bba_service_free(&agents);
  bba_error_free(&error);
  return failed;
}
