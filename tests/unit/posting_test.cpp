#include "billbyagent/domain/posting.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

TEST_CASE("lines are posted, invoiced, exported, and returned from any of these") {
  constexpr LineState states[] = {LineState::posted, LineState::invoiced, LineState::exported,
                                  LineState::returned};
  // Rows: from; columns: to.
  constexpr bool allowed[4][4] = {{false, true, false, true},
                                  {false, false, true, true},
                                  {false, false, false, true},
                                  {false, false, false, false}};
  for (int from = 0; from < 4; ++from)
    for (int to = 0; to < 4; ++to) {
      CAPTURE(to_string(states[from]));
      CAPTURE(to_string(states[to]));
      CHECK(may_follow(states[from], states[to]) == allowed[from][to]);
    }
}

TEST_CASE("only returned lines no longer stand") {
  const LineItem line{.key = {.period_begin = Date{2026, 6, 1}, .effective = Date{2026, 6, 1}},
                      .billing_period = Period::month(2026, 6),
                      .span = Period::month(2026, 6),
                      .amount = Money::zero(usd),
                      .cost = Money::zero(usd),
                      .available_on = Date{2026, 6, 1}};
  for (const auto state : {LineState::posted, LineState::invoiced, LineState::exported})
    CHECK(PostedLine{.line = line, .state = state}.stands());
  CHECK_FALSE(PostedLine{.line = line, .state = LineState::returned}.stands());
}

TEST_CASE("batches are numbered by contract, and outcomes have names") {
  CHECK(batch_id(ContractId{"C-1"}, 12) == BatchId{"C-1#12"});
  CHECK(to_string(PostingOutcome::created) == "created");
  CHECK(to_string(PostingOutcome::already_posted) == "already_posted");
  CHECK(to_string(PostingOutcome::conflicts) == "conflicts");
}
