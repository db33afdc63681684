/* Plays a scenario through the C interface and prints what tests/golden/golden_lines prints. Reads
 * the steps that golden_script.py makes of a scenario file, one on a line:
 *   contract JSON          the contract as it is from here on, as a book
 *   units N DAY            the count becomes known
 *   post DAY               everything available through that day is posted
 *   take_back N            the lines of posting N are returned */

#include <billbyagent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP_MAX 65536
#define PERIODS_MAX 4096

typedef struct play {
  bba_contract* contract;
  bba_units* units;
  bba_lines* posted;
  int postings;
  bba_date farthest; /* that was posted through */
  bba_error* error;
  char currency[4];
} play;

static bba_status print_total(play* p, const char* mark, int64_t minor) {
  char text[BBA_MONEY_TEXT_SIZE];
  const bba_status status = bba_money_text(text, sizeof text, minor, p->currency, &p->error);
  if (!status) printf("%s %s %s\n", mark, text, p->currency);
  return status;
}

static bba_status set_contract(play* p, const char* json) {
  bba_book* book = NULL;
  bba_status status = bba_book_parse(&book, json, strlen(json), &p->error);
  if (!status && bba_book_refused_count(book) > 0) {
    fprintf(stderr, "%s\n", bba_error_message(bba_book_refused(book, 0)));
    status = BBA_MALFORMED_DOCUMENT;
  }
  bba_contract_free(&p->contract);
  if (!status) status = bba_book_contract(&p->contract, book, 0, &p->error);
  bba_book_free(&book);
  return status;
}

static bba_status record(play* p, const char* arguments) {
  char day_text[16];
  long long count;
  bba_date day;
  bba_status status;
  if (sscanf(arguments, "%lld %15s", &count, day_text) != 2) return BBA_INVALID_ARGUMENT;
  if ((status = bba_date_parse(&day, day_text, &p->error))) return status;
  if (!p->units) return bba_units_new(&p->units, day, count, &p->error);
  return bba_units_record(p->units, day, count, &p->error);
}

/* Whether a line of the period was posted before, standing or not. */
static bba_status was_posted(play* p, bba_date begin, bba_date end, size_t before, int* out) {
  bba_line line = BBA_LINE_INIT;
  size_t i;
  *out = 0;
  for (i = 0; i < before && !*out; ++i) {
    const bba_status status = bba_lines_get(&line, p->posted, i, &p->error);
    if (status) return status;
    *out = line.period_begin == begin && line.period_end == end;
  }
  return BBA_OK;
}

/* Posts what is open of one billing period and adds it to the sum. */
static bba_status post_period(play* p, bba_date begin, bba_date end, bba_date through,
                              int64_t* sum) {
  bba_lines* open = NULL;
  bba_line line = BBA_LINE_INIT;
  char batch[32];
  int touched = 0;
  size_t i;
  bba_status status = was_posted(p, begin, end, bba_lines_count(p->posted), &touched);
  sprintf(batch, "posting#%d", p->postings);
  if (!status)
    status = bba_unposted_through(&open, p->contract, bba_contract_service_id(p->contract, 0),
                                  p->units, begin, end, p->posted, through, &p->error);
  for (i = 0; !status && i < bba_lines_count(open); ++i) {
    status = bba_lines_get(&line, open, i, &p->error);
    /* What corrects a posted period need not wait for its day. */
    if (status || (!touched && line.available_on > through)) continue;
    printf("%s  %s\n", line.key, line.text);
    strcpy(p->currency, line.currency);
    status = bba_money_add(sum, *sum, line.amount_minor, &p->error);
    if (!status) status = bba_lines_post(p->posted, open, i, batch, &p->error);
  }
  bba_lines_free(&open);
  return status;
}

typedef struct period {
  bba_date begin, end;
} period;

static int by_days(const void* a, const void* b) {
  const period* x = a;
  const period* y = b;
  if (x->begin != y->begin) return x->begin < y->begin ? -1 : 1;
  return x->end < y->end ? -1 : x->end > y->end;
}

static int add_period(period* all, size_t* count, bba_date begin, bba_date end) {
  size_t i;
  for (i = 0; i < *count; ++i)
    if (all[i].begin == begin && all[i].end == end) return 0;
  if (*count == PERIODS_MAX) return 1;
  all[*count].begin = begin;
  all[(*count)++].end = end;
  return 0;
}

/* All billing periods that have begun, and those that were posted, by their days. */
static bba_status periods_of(play* p, period* all, size_t* count) {
  const bba_date start = bba_contract_start(p->contract);
  bba_line line = BBA_LINE_INIT;
  bba_date begin, end;
  bba_status status = BBA_OK;
  size_t i;
  *count = 0;
  for (i = 0; start <= p->farthest && !status; ++i) {
    status =
        bba_contract_billing_period(&begin, &end, p->contract, start, p->farthest, i, &p->error);
    if (!status && add_period(all, count, begin, end)) return BBA_OUT_OF_RANGE;
  }
  if (status == BBA_NOT_FOUND) {
    bba_error_free(&p->error);
    status = BBA_OK;
  }
  for (i = 0; i < bba_lines_count(p->posted) && !status; ++i) {
    status = bba_lines_get(&line, p->posted, i, &p->error);
    if (!status && add_period(all, count, line.period_begin, line.period_end))
      return BBA_OUT_OF_RANGE;
  }
  qsort(all, *count, sizeof *all, by_days);
  return status;
}

static bba_status post(play* p, const char* day_text) {
  static period all[PERIODS_MAX];
  bba_date through;
  size_t i, count;
  int64_t sum = 0;
  bba_status status = bba_date_parse(&through, day_text, &p->error);
  if (status) return status;
  ++p->postings;
  printf("posted through %s\n", day_text);
  if (through > p->farthest) p->farthest = through;
  status = periods_of(p, all, &count);
  for (i = 0; i < count && !status; ++i)
    status = post_period(p, all[i].begin, all[i].end, through, &sum);
  return status ? status : print_total(p, "=", sum);
}

static bba_status take_back(play* p, const char* number) {
  char batch[32];
  sprintf(batch, "posting#%d", atoi(number));
  return bba_lines_take_back(p->posted, batch, &p->error);
}

static bba_status step(play* p, char* line) {
  char* arguments = strchr(line, ' ');
  line[strcspn(line, "\n")] = '\0';
  if (!arguments) return BBA_INVALID_ARGUMENT;
  *arguments++ = '\0';
  if (strcmp(line, "currency") == 0) return strncpy(p->currency, arguments, 3), BBA_OK;
  if (strcmp(line, "contract") == 0) return set_contract(p, arguments);
  if (strcmp(line, "units") == 0) return record(p, arguments);
  if (strcmp(line, "post") == 0) return post(p, arguments);
  if (strcmp(line, "take_back") == 0) return take_back(p, arguments);
  return BBA_INVALID_ARGUMENT;
}

int main(void) {
  static char line[STEP_MAX];
  play p = {NULL, NULL, NULL, 0, INT32_MIN, NULL, ""};
  int64_t total = 0;
  bba_status status = bba_lines_new(&p.posted, &p.error);
  while (!status && fgets(line, sizeof line, stdin)) status = step(&p, line);
  if (!status) status = bba_lines_total(&total, p.posted, &p.error);
  if (!status) status = print_total(&p, "total", total);
  if (status) fprintf(stderr, "%d %s\n", (int)status, bba_error_message(p.error));
  bba_lines_free(&p.posted);
  bba_units_free(&p.units);
  bba_contract_free(&p.contract);
  bba_error_free(&p.error);
  return status ? 1 : 0;
}
