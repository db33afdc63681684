// What a transaction promises.

#include <atomic>
#include <thread>

#include "conformance/store_samples.hpp"
#include "conformance/store_suite.hpp"

namespace billbyagent::conformance {
namespace {

Behaviours<TestedStore> here;

void write_everything(Transaction& tx) {
  write_book(tx);
  must(tx.append_unit_change(derived_key(), change(1, {2026, 2, 28}, 5)));
  must(tx.append_machine_events(derived_key(), {event(MachineMove::added, "m", "pc")}));
  must(tx.append_held_reading(derived_key(), held({2026, 6, 10}, 0)));
  must(tx.append_batch(batch(1), {line(derived_key(), {2026, 6, 1}, {2026, 6, 10})}));
  must(tx.append_state(state(1, LineState::invoiced, "I")));
  must(tx.append_notice(notice("n")));
  must(tx.append_run(run("r")));
}

bool is_empty(Transaction& tx) {
  return must(tx.accounts()).empty() && must(tx.contract_ids()).empty() &&
         must(tx.unit_history(derived_key())).empty() &&
         must(tx.machine_events(derived_key())).empty() &&
         must(tx.services_with_held_readings()).empty() && must(tx.batches(std::nullopt)).empty() &&
         must(tx.pending_notices(9)).empty() && must(tx.runs(9)).empty();
}

}  // namespace

BEHAVIOUR("a transaction sees its own writes and, dropped, leaves nothing",
          TestedStore& under_test) {
  auto tx = under_test.writing();
  write_everything(*tx);
  CHECK(must(tx->batches(std::nullopt)).size() == 1);
  CHECK_FALSE(is_empty(*tx));
  tx.reset();
  CHECK(is_empty(*under_test.reading()));
  under_test.reopen();
  CHECK(is_empty(*under_test.reading()));
}

BEHAVIOUR("a dropped change of what was there brings it back", TestedStore& under_test) {
  auto tx = under_test.writing();
  write_everything(*tx);
  must(tx->commit());
  tx = nullptr;
  tx = under_test.writing();
  must(tx->save_account({sample_account().id, "other", {}}));
  must(tx->append_unit_change(derived_key(), change(2, {2026, 6, 1}, 6)));
  must(tx->append_machine_events(derived_key(), {event(MachineMove::removed, "m", "pc")}));
  must(tx->end_held_readings(derived_key(), {.author = "x"}));
  must(tx->append_state(state(1, LineState::returned)));
  must(tx->mark_delivered(NoticeId{"n"}, {}));
  tx.reset();
  auto read = under_test.reading();
  CHECK(must(read->account(sample_account().id)) == sample_account());
  CHECK(must(read->unit_history(derived_key())).changes().size() == 1);
  CHECK(must(read->machines(derived_key())).size() == 1);
  CHECK(must(read->held_readings(derived_key())).size() == 1);
  CHECK(must(read->lines_of(batch(1).id))[0].state == LineState::invoiced);
  CHECK(must(read->pending_notices(9)).size() == 1);
}

BEHAVIOUR("after a failed write nothing of the transaction can be committed",
          TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  CHECK(errc_of(tx->append_state(state(1, LineState::invoiced))) == Errc::not_found);
  CHECK_FALSE(tx->save_account({AccountId{"b"}, "b", {}}).has_value());
  CHECK_FALSE(tx->accounts().has_value());
  CHECK_FALSE(tx->commit().has_value());
  tx.reset();
  CHECK(is_empty(*under_test.reading()));
}

BEHAVIOUR("a transaction ends with its commit", TestedStore& under_test) {
  auto tx = under_test.writing();
  write_book(*tx);
  must(tx->commit());
  CHECK(errc_of(tx->commit()) == Errc::invalid_argument);
  CHECK(errc_of(tx->accounts()) == Errc::invalid_argument);
  CHECK(errc_of(tx->save_account(sample_account())) == Errc::invalid_argument);
  // The writer's place is free although the object is still there.
  auto next = under_test.writing();
  CHECK(must(next->accounts()).size() == 1);
}

BEHAVIOUR("a reading transaction sees one state and does not write", TestedStore& under_test) {
  auto read = under_test.reading();
  {
    auto tx = under_test.writing();
    write_everything(*tx);
    CHECK(is_empty(*read));
    must(tx->commit());
  }
  CHECK(is_empty(*read));
  CHECK_FALSE(is_empty(*under_test.reading()));
  CHECK(errc_of(read->save_account(sample_account())) == Errc::invalid_argument);
  must(read->commit());
  CHECK(errc_of(read->accounts()) == Errc::invalid_argument);
}

BEHAVIOUR("writers in several threads come one after the other", TestedStore& under_test) {
  constexpr int threads = 2;
  constexpr int turns = 50;
  {
    auto tx = under_test.writing();
    write_book(*tx);
    must(tx->commit());
  }
  std::atomic<int> failures = 0;
  const auto count_up = [&] {
    for (int turn = 0; turn < turns; ++turn) {
      auto tx = under_test.store().begin(TenantId{"t1"}, Access::write);
      if (!tx) return void(++failures);
      auto history = (*tx)->unit_history(manual_key());
      if (!history) return void(++failures);
      const auto seen = static_cast<std::int32_t>(history->changes().size());
      const auto next = change(seen + 1, Date{2026, 1, 31}.plus_days(seen), seen + 1);
      auto outcome = (*tx)->append_unit_change(manual_key(), next);
      if (!outcome || *outcome != PostingOutcome::created || !(*tx)->commit()) ++failures;
    }
  };
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(count_up);
  for (auto& thread : running) thread.join();
  CHECK(failures == 0);
  const auto history = must(under_test.reading()->unit_history(manual_key()));
  CHECK(history.changes().size() == threads * turns);
}

BEHAVIOUR("readers are not held up by the writer, nor see half of it", TestedStore& under_test) {
  constexpr int turns = 40;
  std::atomic<bool> done = false;
  std::atomic<int> failures = 0;
  std::atomic<int> halves = 0;
  std::thread reader{[&] {
    while (!done) {
      auto tx = under_test.store().begin(TenantId{"t1"}, Access::read);
      if (!tx) return void(++failures);
      const auto accounts = (*tx)->accounts();
      const auto notices = (*tx)->pending_notices(1000);
      if (!accounts || !notices) return void(++failures);
      if (accounts->size() != notices->size()) ++halves;
    }
  }};
  for (int turn = 0; turn < turns; ++turn) {
    const std::string id = "a" + std::to_string(turn);
    auto tx = under_test.writing();
    must(tx->save_account({AccountId{id}, id, {}}));
    must(tx->append_notice(notice(id)));
    must(tx->commit());
  }
  done = true;
  reader.join();
  CHECK(failures == 0);
  CHECK(halves == 0);
}

const Behaviours<TestedStore>& store_transactions() { return here; }

}  // namespace billbyagent::conformance
