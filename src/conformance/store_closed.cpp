// Closed billing periods: what a store may leave out of a contract's lines.

#include <algorithm>
#include <functional>

#include "conformance/store_samples.hpp"
#include "conformance/store_suite.hpp"

namespace billbyagent::conformance {
namespace {

Behaviours<TestedStore> here;

const ContractId contract = derived_key().contract;
const Date may{2026, 5, 1};
const Date june{2026, 6, 1};

/// Whether the lines that posting reads are those of the open periods at least, and no others than
/// there are; whether any period is closed.
bool check_lines(Transaction& tx) {
  const auto* dossier = must(tx.dossier(contract, Wanted::for_posting()));
  const auto closed_end = dossier->closed_end;
  const auto lines = dossier->lines;
  const auto all = must(tx.posted_lines(contract));
  for (const auto& line : all)
    if (!closed_end || !(line.line.key.period_begin < *closed_end))
      CHECK(std::find(lines.begin(), lines.end(), line) != lines.end());
  for (const auto& line : lines) CHECK(std::find(all.begin(), all.end(), line) != all.end());
  CHECK(std::is_sorted(lines.begin(), lines.end(), by_service_and_period));
  return closed_end.has_value();
}

}  // namespace

BEHAVIOUR("closed periods leave out no line of an open one, and what touches them opens them",
          TestedStore& under_test) {
  struct Case {
    std::string what;
    std::function<void(Transaction&)> act;
    bool opens;
  };
  const auto amended = [](Date day, std::int32_t discount) {
    auto terms = sample_terms();
    terms.amendments.push_back({day, {}, discount});
    return Contract::create(terms).value();
  };
  const Case cases[] = {
      {"nothing", [](Transaction&) {}, false},
      {"a count of an open period",
       [](Transaction& tx) { must(tx.append_unit_change(derived_key(), change(2, june, 5))); },
       false},
      {"a count of a closed one",
       [](Transaction& tx) { must(tx.append_unit_change(manual_key(), change(1, may, 6))); }, true},
      {"an invoice",
       [](Transaction& tx) { must(tx.append_state(state(1, LineState::invoiced, "I"))); }, false},
      {"a batch of the open period taken back",
       [](Transaction& tx) { must(tx.append_state(state(3, LineState::returned))); }, false},
      {"a batch of a closed one taken back",
       [](Transaction& tx) { must(tx.append_state(state(1, LineState::returned))); }, true},
      {"another line of the open period",
       [](Transaction& tx) {
         must(tx.append_batch(batch(4), {line(derived_key(), june, {2026, 6, 2})}));
       },
       false},
      {"another line of a closed one",
       [](Transaction& tx) {
         must(tx.append_batch(batch(5), {line(derived_key(), may, {2026, 5, 2})}));
       },
       true},
      {"a discount of the open period",
       [&](Transaction& tx) { must(tx.save_contract(amended(june, 700))); }, false},
  };
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->append_unit_change(derived_key(), change(1, {2026, 2, 28}, 4)));
  must(tx->append_batch(batch(1), {line(derived_key(), {2026, 4, 1}, {2026, 4, 1})}));
  must(tx->append_batch(batch(2), {line(manual_key(), may, may)}));
  must(tx->append_batch(batch(3), {line(derived_key(), june, june)}));
  bool kept = false;
  for (const Case& row : cases) {
    CAPTURE(row.what);
    must(tx->close_periods(contract, june));
    under_test.go_on(tx);
    kept = check_lines(*under_test.reading());
    row.act(*tx);
    CHECK(check_lines(*tx) == (kept && !row.opens));
    under_test.go_on(tx);
    CHECK(check_lines(*under_test.reading()) == (kept && !row.opens));
  }
}

BEHAVIOUR("what is closed is passed over, not forgotten", TestedStore& under_test) {
  const auto old = line(derived_key(), {2026, 4, 1}, {2026, 4, 1});
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->append_batch(batch(1), {old}));
  must(tx->append_batch(batch(2), {line(derived_key(), may, may)}));
  must(tx->append_batch(batch(3), {line(derived_key(), june, june)}));
  must(tx->close_periods(contract, june));
  under_test.go_on(tx);
  must(tx->dossier(contract, Wanted::for_posting()));
  CHECK(must(tx->append_batch(batch(1), {old})) == PostingOutcome::already_posted);
  CHECK(must(tx->append_batch(batch(4), {old})) == PostingOutcome::conflicts);
  CHECK(must(tx->batch_count(contract)) == 3);
  CHECK(must(tx->posted_line(old.key)).batch == batch(1).id);
  CHECK(must(tx->posted_lines(contract)).size() == 3);
  const auto added = line(derived_key(), june, {2026, 6, 2});
  CHECK(must(tx->append_batch(batch(4), {added})) == PostingOutcome::created);
  CHECK(must(tx->append_batch(batch(4), {added})) == PostingOutcome::already_posted);
  CHECK(check_lines(*tx) == check_lines(*under_test.reading()));
}

const Behaviours<TestedStore>& store_closed() { return here; }

}  // namespace billbyagent::conformance
