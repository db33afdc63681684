// Batches, their lines and the states these go through.

#include "conformance/store_samples.hpp"
#include "conformance/store_suite.hpp"

namespace billbyagent::conformance {
namespace {

Behaviours<TestedStore> here;

const Date june{2026, 6, 1};

PostedLine as_posted(const LineItem& item, const Batch& in, LineState now = LineState::posted,
                     const std::string& invoice = {}) {
  return {item, in.id, now, in.posted, invoice, in.through};
}

/// As large and as small as the types allow.
LineItem extreme_line() {
  auto extreme = line(manual_key(), Date{1900, 1, 1}, Date{1900, 1, 1}, 2'147'483'647);
  extreme.kind = LineKind::recurring;
  extreme.billing_period = {Date{1900, 1, 1}, Date{9000, 12, 31}};
  extreme.units_before = least;
  extreme.units_after = most;
  extreme.quantity = least;
  extreme.rate_from = std::nullopt;
  extreme.rate = {most, least};
  extreme.share = {least, most};
  extreme.amount = Money::from_minor(most, jpy);
  extreme.cost = Money::from_minor(least, usd);
  extreme.service_name = {};
  extreme.tax_category = {};
  return extreme;
}

}  // namespace

BEHAVIOUR("a posted batch comes back with every field, integer extremes included",
          TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  auto increment = line(derived_key(), june, {2026, 6, 10}, 2);
  increment.kind = LineKind::increment;
  const std::vector lines{line(derived_key(), june, {2026, 6, 10}), extreme_line(), increment};
  auto posted = batch(1);
  posted.total = Money::from_minor(least, kwd);
  posted.posted = Instant{most};
  CHECK(must(tx->append_batch(posted, lines)) == PostingOutcome::created);
  commit(tx);
  under_test.reopen();
  auto read = under_test.reading();
  CHECK(must(read->batches(std::nullopt)) == std::vector{posted});
  std::vector<PostedLine> expected;
  for (const auto& item : lines) expected.push_back(as_posted(item, posted));
  CHECK(must(read->lines_of(posted.id)) == expected);
  CHECK(must(read->posted_line(lines[1].key)) == expected[1]);
  CHECK(must(read->state_records(posted.id)) ==
        std::vector<StateRecord>{{posted.id, LineState::posted, "night", "", "", Instant{most}}});
  CHECK(errc_of(read->posted_line(
            LineKey{lines[0].key.contract, lines[0].key.service, june, {2026, 6, 10}, 3})) ==
        Errc::not_found);
  CHECK(errc_of(read->lines_of(BatchId{"?"})) == Errc::not_found);
  CHECK(errc_of(read->state_records(BatchId{"?"})) == Errc::not_found);
}

BEHAVIOUR("lines are listed by service, period and order of posting", TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->save_contract(plain_contract("other")));
  const auto late = line(derived_key(), june, {2026, 6, 20});
  const auto early = line(derived_key(), june, {2026, 6, 10});
  const auto may = line(derived_key(), {2026, 5, 1}, {2026, 5, 5});
  const auto phone = line(manual_key(), june, {2026, 6, 1});
  const ServiceKey elsewhere{ContractId{"other"}, ServiceId{"s"}};
  must(tx->append_batch(batch(1), {late}));
  must(tx->append_batch(batch(1, elsewhere.contract), {line(elsewhere, june, june)}));
  must(tx->append_batch(batch(2), {early, may, phone}));
  commit(tx);
  under_test.reopen();
  auto read = under_test.reading();
  CHECK(must(read->posted_lines(derived_key().contract)) ==
        std::vector{as_posted(phone, batch(2)), as_posted(may, batch(2)), as_posted(late, batch(1)),
                    as_posted(early, batch(2))});
  CHECK(must(read->batches(std::nullopt)) ==
        std::vector{batch(1), batch(1, elsewhere.contract), batch(2)});
  CHECK(must(read->batches(derived_key().contract)) == std::vector{batch(1), batch(2)});
  CHECK(must(read->batch_count(derived_key().contract)) == 2);
  CHECK(must(read->batch_count(ContractId{"?"})) == 0);
  CHECK(must(read->posted_lines(ContractId{"?"})).empty());
}

BEHAVIOUR("posting again is told apart from posting something else", TestedStore& under_test) {
  const auto posted = line(derived_key(), june, {2026, 6, 10});
  const auto second = line(derived_key(), june, {2026, 6, 11});
  auto changed = posted;
  changed.amount = Money::from_minor(1, kwd);
  auto on_another_day = batch(1);
  on_another_day.posted = Instant{5};
  on_another_day.posted_on = Date{2026, 7, 2};
  struct Case {
    std::string what;
    Batch batch;
    std::vector<LineItem> lines;
    PostingOutcome outcome;
  };
  const Case cases[] = {
      {"the same", batch(1), {posted, second}, PostingOutcome::already_posted},
      {"later", on_another_day, {posted, second}, PostingOutcome::already_posted},
      {"fewer lines", batch(1), {posted}, PostingOutcome::conflicts},
      {"another amount", batch(1), {changed, second}, PostingOutcome::conflicts},
      {"another batch, one key taken",
       batch(2),
       {line(derived_key(), june, {2026, 6, 12}), posted},
       PostingOutcome::conflicts},
      {"another batch, the key with another amount",
       batch(3),
       {changed},
       PostingOutcome::conflicts},
  };
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->append_batch(batch(1), {posted, second}));
  for (const bool on_record : {false, true}) {
    CAPTURE(on_record);
    if (on_record) under_test.go_on(tx);
    for (const Case& row : cases) {
      CAPTURE(row.what);
      CHECK(must(tx->append_batch(row.batch, row.lines)) == row.outcome);
      CHECK(must(tx->batches(std::nullopt)) == std::vector{batch(1)});
      CHECK(must(tx->posted_lines(derived_key().contract)).size() == 2);
    }
  }
  must(tx->append_state(state(1, LineState::returned)));
  under_test.go_on(tx);
  CHECK_MESSAGE(must(tx->append_batch(batch(2), {posted})) == PostingOutcome::conflicts,
                "the key of a returned line stays taken");
}

BEHAVIOUR("an id that another contract's batch has taken is seen by the store at the latest",
          TestedStore& under_test) {
  const ServiceKey elsewhere{ContractId{"other"}, ServiceId{"s"}};
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->save_contract(plain_contract("other")));
  auto foreign = batch(1, elsewhere.contract);
  foreign.id = batch(7).id;
  must(tx->append_batch(foreign, {line(elsewhere, june, june)}));
  commit(tx);
  tx = under_test.writing();
  must(tx->save_account({AccountId{"late"}, "late", {}}));
  must(tx->append_notice(notice("late")));
  auto outcome = must(tx->append_batch(batch(7), {line(derived_key(), june, june)}));
  if (outcome == PostingOutcome::created) CHECK(errc_of(tx->commit()) == Errc::conflicts);
  tx.reset();
  CHECK(must(under_test.reading()->batches(std::nullopt)) == std::vector{foreign});
  CHECK_MESSAGE(must(under_test.reading()->accounts()).size() == 1, "all or nothing");
  CHECK_MESSAGE(must(under_test.reading()->pending_notices(9)).empty(), "all or nothing");
}

BEHAVIOUR("batches that cannot be are refused", TestedStore& under_test) {
  const auto good = line(derived_key(), june, {2026, 6, 10});
  const ServiceKey no_service{derived_key().contract, ServiceId{"?"}};
  const ServiceKey no_contract{ContractId{"?"}, ServiceId{"?"}};
  auto invoiced = batch(1);
  invoiced.state = LineState::invoiced;
  auto nameless = batch(1);
  nameless.id = BatchId{};
  struct Case {
    std::string what;
    Batch batch;
    std::vector<LineItem> lines;
    Errc code;
  };
  const Case cases[] = {
      {"no lines", batch(1), {}, Errc::invalid_argument},
      {"no id", nameless, {good}, Errc::invalid_argument},
      {"a line twice", batch(1), {good, good}, Errc::invalid_argument},
      {"invoiced from the start", invoiced, {good}, Errc::invalid_argument},
      {"another contract's line", batch(1, ContractId{"x"}), {good}, Errc::invalid_argument},
      {"no such service", batch(1), {line(no_service, june, june)}, Errc::not_found},
      {"no such contract",
       batch(1, no_contract.contract),
       {line(no_contract, june, june)},
       Errc::not_found},
  };
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->commit());
  for (const Case& row : cases) {
    CAPTURE(row.what);
    CHECK(errc_of(under_test.writing()->append_batch(row.batch, row.lines)) == row.code);
    CHECK(must(under_test.reading()->batches(std::nullopt)).empty());
  }
}

BEHAVIOUR("a batch goes through its states, each a record", TestedStore& under_test) {
  const auto item = line(derived_key(), june, {2026, 6, 10});
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->append_batch(batch(1), {item}));
  must(tx->append_state(state(1, LineState::invoiced, "INV-7")));
  must(tx->append_state(state(1, LineState::exported)));
  commit(tx);
  under_test.reopen();
  auto read = under_test.reading();
  auto now = batch(1);
  now.state = LineState::exported;
  now.invoice_number = "INV-7";
  CHECK(must(read->batches(derived_key().contract)) == std::vector{now});
  CHECK(must(read->posted_line(item.key)) ==
        as_posted(item, batch(1), LineState::exported, "INV-7"));
  const auto records = must(read->state_records(batch(1).id));
  REQUIRE(records.size() == 3);
  CHECK(records[1] == state(1, LineState::invoiced, "INV-7"));
  CHECK(records[2] == state(1, LineState::exported));
}

BEHAVIOUR("only the steps of a line's life are allowed", TestedStore& under_test) {
  using enum LineState;
  const std::vector<std::vector<LineState>> lives{
      {posted}, {posted, invoiced}, {posted, invoiced, exported}, {posted, returned}};
  auto tx = under_test.writing();
  write_book(*tx);
  for (std::size_t life = 0; life < lives.size(); ++life) {
    must(tx->append_batch(batch(life),
                          {line(derived_key(), june, june, static_cast<std::int32_t>(life) + 1)}));
    for (std::size_t step = 1; step < lives[life].size(); ++step)
      must(tx->append_state(state(life, lives[life][step])));
  }
  must(tx->commit());
  for (std::size_t life = 0; life < lives.size(); ++life)
    for (const LineState to : {posted, invoiced, exported, returned}) {
      const auto from = lives[life].back();
      CAPTURE(to_string(from));
      CAPTURE(to_string(to));
      auto attempt = under_test.writing();
      const auto moved = attempt->append_state(state(life, to));
      CHECK(moved.has_value() == may_follow(from, to));
      if (!moved) CHECK(moved.error().code == Errc::wrong_state);
    }
  CHECK(errc_of(under_test.writing()->append_state(state(99, invoiced))) == Errc::not_found);
}

const Behaviours<TestedStore>& store_lines() { return here; }

}  // namespace billbyagent::conformance
