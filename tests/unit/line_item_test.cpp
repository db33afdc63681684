#include "billbyagent/domain/line_item.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

TEST_CASE("line keys are read back from their text") {
  struct Row {
    const char* contract;
    const char* service;
    std::int32_t sequence;
    const char* text;
  };
  for (const auto& row : {Row{"C-1", "agents", 1, "C-1/agents/2026-06-01/2026-06-10/1"},
                          Row{"C/1", "a%b", 12, "C%2F1/a%25b/2026-06-01/2026-06-10/12"},
                          Row{"%2F", "//", 999'999, "%252F/%2F%2F/2026-06-01/2026-06-10/999999"},
                          Row{"%", "\xc3\xa4 b", 3, "%25/\xc3\xa4 b/2026-06-01/2026-06-10/3"}}) {
    const LineKey key{ContractId{row.contract}, ServiceId{row.service}, Date{2026, 6, 1},
                      Date{2026, 6, 10}, row.sequence};
    CHECK(to_string(key) == row.text);
    CHECK(parse_line_key(row.text).value() == key);
  }
}

TEST_CASE("what is no line key is refused") {
  for (const char* text :
       {"", "C-1", "C-1/agents/2026-06-01/2026-06-10", "C-1/agents/2026-06-01/2026-06-10/",
        "C-1/agents/2026-06-01/2026-06-10/0", "C-1/agents/2026-06-01/2026-06-10/-1",
        "C-1/agents/2026-06-01/2026-06-10/1x", "C-1/agents/2026-06-01/2026-06-10/1/2",
        "C-1/agents/2026-06-31/2026-06-10/1", "C-1/agents/2026-06-01/today/1",
        "/agents/2026-06-01/2026-06-10/1", "C-1//2026-06-01/2026-06-10/1",
        "C-1/agents/2026-06-01/2026-06-10/1000000"}) {
    CAPTURE(text);
    const auto key = parse_line_key(text);
    REQUIRE_FALSE(key);
    CHECK(key.error().code == Errc::invalid_argument);
  }
}

TEST_CASE("lines are printed the way people read them") {
  LineItem line{.key = {.period_begin = Date{2026, 6, 1}, .effective = Date{2026, 6, 10}},
                .kind = LineKind::increment,
                .billing_period = Period::month(2026, 6),
                .span = {{2026, 6, 10}, {2026, 7, 1}},
                .quantity = 1,
                .rate = {5'000'000, 2'000'000},
                .share = {21, 30},
                .amount = Money::from_minor(350, usd),
                .cost = Money::from_minor(140, usd),
                .available_on = Date{2026, 6, 10}};
  CHECK(to_string(line) == "2026-06-10..2026-06-30  +1 x 5.00 x 21/30  3.50 USD  increment");
  line.rate_from = Rate{7'500'000, 1'000'000};
  line.kind = LineKind::decrement;
  CHECK(line.price_millionths() == -2'500'000);
  CHECK(line.cost_millionths() == 1'000'000);
  CHECK(to_string(line) == "2026-06-10..2026-06-30  +1 x -2.50 x 21/30  3.50 USD  decrement");
  line.share = {30, 30};
  line.kind = LineKind::recurring;
  line.rate_from.reset();
  CHECK(to_string(line) == "2026-06-10..2026-06-30  1 x 5.00  3.50 USD  recurring");
}

TEST_CASE("keys hash by all of their parts") {
  const LineKey key{ContractId{"C-1"}, ServiceId{"agents"}, Date{2026, 6, 1}, Date{2026, 6, 10}, 1};
  const std::hash<LineKey> hash;
  CHECK(hash(key) == hash(LineKey{key}));
  for (const auto change : {+[](LineKey& k) { k.contract = ContractId{"C-2"}; },
                            +[](LineKey& k) { k.service = ServiceId{"backup"}; },
                            +[](LineKey& k) {
                              k.period_begin = Date{2026, 7, 1};
                            },
                            +[](LineKey& k) {
                              k.effective = Date{2026, 6, 11};
                            },
                            +[](LineKey& k) { k.sequence = 2; }}) {
    LineKey other = key;
    change(other);
    CHECK(hash(other) != hash(key));
  }
}
