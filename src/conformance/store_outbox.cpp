// Notices and runs.

#include "conformance/store_samples.hpp"
#include "conformance/store_suite.hpp"

namespace billbyagent::conformance {
namespace {

Behaviours<TestedStore> here;

std::vector<std::string> pending_ids(Transaction& transaction, std::size_t limit = 99) {
  std::vector<std::string> ids;
  for (const auto& pending : must(transaction.pending_notices(limit)))
    ids.push_back(pending.notice.id.text());
  return ids;
}

}  // namespace

BEHAVIOUR("notices wait in the order of writing until they are delivered",
          TestedStore& under_test) {
  using Ids = std::vector<std::string>;
  auto tx = under_test.writing();
  for (const char* id : {"z", "a", "m"})
    CHECK(must(tx->append_notice(notice(id))) == PostingOutcome::created);
  commit(tx);
  under_test.reopen();
  auto next = under_test.writing();
  const auto pending = must(next->pending_notices(99));
  REQUIRE(pending.size() == 3);
  CHECK(pending[0].notice == notice("z"));
  CHECK(pending[0].attempts == 0);
  CHECK(pending_ids(*next, 2) == Ids{"z", "a"});
  CHECK(pending_ids(*next, 0).empty());
  must(next->mark_delivered(NoticeId{"a"}, Instant{5}));
  must(next->mark_delivered(NoticeId{"a"}, Instant{6}));
  CHECK(pending_ids(*next) == Ids{"z", "m"});
  CHECK(must(next->append_notice(notice("a"))) == PostingOutcome::already_posted);
  commit(next);
  under_test.reopen();
  CHECK(pending_ids(*under_test.reading()) == Ids{"z", "m"});
  CHECK(must(under_test.writing()->append_notice(notice("a"))) == PostingOutcome::already_posted);
}

BEHAVIOUR("failed deliveries are counted and leave the notice waiting, behind the others",
          TestedStore& under_test) {
  auto tx = under_test.writing();
  must(tx->append_notice(notice("n")));
  must(tx->append_notice(notice("o")));
  must(tx->mark_failed(NoticeId{"n"}, "no answer " + awkward, Instant{1}));
  under_test.go_on(tx);
  must(tx->mark_failed(NoticeId{"n"}, "refused", Instant{2}));
  commit(tx);
  under_test.reopen();
  const auto pending = must(under_test.reading()->pending_notices(9));
  REQUIRE(pending.size() == 2);
  CHECK(pending[0].notice == notice("o"));
  CHECK(pending[0].attempts == 0);
  CHECK(pending[1].notice == notice("n"));
  CHECK(pending[1].attempts == 2);
  CHECK(pending_ids(*under_test.reading(), 1) == std::vector<std::string>{"o"});
  CHECK(errc_of(under_test.writing()->mark_failed(NoticeId{"?"}, "", {})) == Errc::not_found);
  CHECK(errc_of(under_test.writing()->mark_delivered(NoticeId{"?"}, {})) == Errc::not_found);
}

BEHAVIOUR("a claimed notice is nobody else's until it is marked or given back, or the claim ends",
          TestedStore& under_test) {
  using Ids = std::vector<std::string>;
  static constexpr std::chrono::milliseconds lasts{1'000};
  const auto claimed = [&](Transaction& transaction, std::int64_t now, std::size_t limit = 9) {
    const auto found = must(transaction.claim_notices(limit, Instant{now}, lasts));
    Ids ids;
    for (const auto& entry : found.ours) ids.push_back(entry.notice.id.text());
    return std::pair{ids, found.elsewhere};
  };
  auto tx = under_test.writing();
  for (const char* id : {"a", "b", "c"}) must(tx->append_notice(notice(id)));
  CHECK(claimed(*tx, 5'000, 2) == std::pair{Ids{"a", "b"}, std::size_t{0}});
  under_test.go_on(tx);
  CHECK(claimed(*tx, 5'999) == std::pair{Ids{"c"}, std::size_t{2}});
  CHECK(claimed(*tx, 5'999) == std::pair{Ids{}, std::size_t{3}});
  must(tx->mark_failed(NoticeId{"a"}, "no", Instant{5'999}));
  must(tx->give_back({NoticeId{"b"}}));
  commit(tx);
  under_test.reopen();
  CHECK(pending_ids(*under_test.reading()) == Ids{"b", "c", "a"});
  tx = under_test.writing();
  // Also a clock that is a little behind keeps them apart; one that is far off does not.
  CHECK(claimed(*tx, 5'500) == std::pair{Ids{"b", "a"}, std::size_t{1}});
  must(tx->renew_claims({NoticeId{"b"}}, Instant{6'400}));
  commit(tx);
  under_test.reopen();
  tx = under_test.writing();
  CHECK(claimed(*tx, 6'999) == std::pair{Ids{"c", "a"}, std::size_t{1}});
  CHECK(claimed(*tx, least) == std::pair{Ids{"b", "c", "a"}, std::size_t{0}});
  must(tx->mark_delivered(NoticeId{"b"}, Instant{7'000}));
  CHECK(claimed(*tx, most) == std::pair{Ids{"c", "a"}, std::size_t{0}});
  CHECK(errc_of(tx->renew_claims({NoticeId{"?"}}, Instant{1})) == Errc::not_found);
}

BEHAVIOUR("a notice is written once", TestedStore& under_test) {
  auto tx = under_test.writing();
  must(tx->append_notice(notice("n")));
  auto later = notice("n");
  later.created = Instant{77};
  CHECK(must(tx->append_notice(later)) == PostingOutcome::already_posted);
  auto other = notice("n");
  other.recipients.pop_back();
  CHECK(must(tx->append_notice(other)) == PostingOutcome::conflicts);
  CHECK(must(tx->pending_notices(9)).size() == 1);
  auto plain = notice("p");
  plain.kind = NoticeKind::units_changed;
  plain.recipients.clear();
  must(tx->append_notice(plain));
  CHECK(must(tx->pending_notices(9))[1].notice == plain);
  under_test.go_on(tx);
  CHECK(must(tx->append_notice(later)) == PostingOutcome::already_posted);
  CHECK(must(tx->append_notice(other)) == PostingOutcome::conflicts);
  CHECK(must(tx->pending_notices(9))[1].notice == plain);
  CHECK(must(tx->pending_notices(9)).size() == 2);
  CHECK(errc_of(tx->append_notice(notice(""))) == Errc::invalid_argument);
}

BEHAVIOUR("runs are kept, newest first", TestedStore& under_test) {
  auto tx = under_test.writing();
  auto extreme = run("a");
  extreme.started = Instant{least};
  extreme.ended = Instant{most};
  extreme.failures = -2'147'483'647 - 1;
  for (const auto& record : {run("b"), extreme, run("c")})
    CHECK(must(tx->append_run(record)) == PostingOutcome::created);
  CHECK(must(tx->append_run(run("b"))) == PostingOutcome::already_posted);
  auto other = run("b");
  other.failures = 7;
  CHECK(must(tx->append_run(other)) == PostingOutcome::conflicts);
  commit(tx);
  under_test.reopen();
  auto read = under_test.reading();
  CHECK(must(read->runs(99)) == std::vector{run("c"), extreme, run("b")});
  CHECK(must(read->runs(2)) == std::vector{run("c"), extreme});
  CHECK(must(read->runs(0)).empty());
  tx = under_test.writing();
  CHECK(must(tx->append_run(run("b"))) == PostingOutcome::already_posted);
  CHECK(must(tx->append_run(other)) == PostingOutcome::conflicts);
  CHECK(errc_of(tx->append_run(run(""))) == Errc::invalid_argument);
}

BEHAVIOUR("readings take numbers as they begin, and end once", TestedStore& under_test) {
  const auto begun_of = [](const std::string& rmm, std::optional<ServiceKey> only) {
    return ReadingRecord{
        .rmm = RmmId{rmm}, .only = std::move(only), .day = {2026, 6, 10}, .began = Instant{least}};
  };
  auto tx = under_test.writing();
  auto first = must(tx->begin_reading(begun_of("", {})));
  const auto second = must(tx->begin_reading(begun_of("vsa-x", derived_key())));
  CHECK(first.number == 1);
  CHECK(second.number == 2);
  commit(tx);
  under_test.reopen();
  tx = under_test.writing();
  const auto third = must(tx->begin_reading(begun_of("", {})));
  CHECK(third.number == 3);
  first.state = ReadingState::failed;
  first.ended = Instant{most};
  first.agents = 9;
  first.failure = "unreachable " + awkward;
  must(tx->end_reading(first));
  auto whole = second;
  whole.state = ReadingState::whole;
  whole.ended = Instant{7};
  whole.shown = ScanDigest{"0123456789abcdef"};
  whole.uncounted = {{derived_key(), "machine_group_gone: " + awkward},
                     {manual_key(), "organization_not_linked"}};
  std::sort(whole.uncounted.begin(), whole.uncounted.end(),
            [](const auto& a, const auto& b) { return a.key < b.key; });
  must(tx->end_reading(whole));
  CHECK(must(tx->readings(9)) == std::vector{third, whole, first});
  commit(tx);
  under_test.reopen();
  tx = under_test.writing();
  CHECK(must(tx->readings(9)) == std::vector{third, whole, first});
  CHECK(must(tx->readings(2)) == std::vector{third, whole});
  CHECK(must(tx->readings(0)).empty());
  CHECK(errc_of(tx->end_reading(first)) == Errc::wrong_state);
  tx.reset();
  auto unknown = third;
  unknown.number = 4;
  unknown.state = ReadingState::whole;
  tx = under_test.writing();
  CHECK(errc_of(tx->end_reading(unknown)) == Errc::not_found);
}

const Behaviours<TestedStore>& store_outbox() { return here; }

}  // namespace billbyagent::conformance
