// Notices of several runs at once, and of receivers that do not answer.

#include <functional>

#include "world.hpp"

using namespace world;

namespace {

/// Calls `when` before it hands a notice on.
class WatchedNotifier final : public Notifier {
 public:
  explicit WatchedNotifier(std::function<Result<void>(const Notice&)> when)
      : when_(std::move(when)) {}
  std::string name() const override { return "watched"; }
  Result<void> deliver(const TenantId&, const Notice& notice) override {
    told.push_back(notice.id.text());
    return when_(notice);
  }
  Texts told{};

 private:
  std::function<Result<void>(const Notice&)> when_;
};

/// Five notices of five contracts wait.
struct Outbox : World {
  Outbox() {
    add_machines(1, 2);
    std::vector<ContractSpec> specs;
    for (const char* id : {"A", "B", "C", "D", "E"}) specs.push_back({.id = id});
    save(specs);
    run_night(june_1);
    REQUIRE(notices().size() == 5);
  }
  DeliveryReport deliver(Notifier& notifier) {
    return deliver_notices(desk(), notifier, 99).value();
  }
};

constexpr std::int64_t claim_ms = std::chrono::milliseconds{notice_claim_lasts}.count();

}  // namespace

TEST_CASE("of two runs at once only one tells a notice") {
  Outbox w;
  MemoryNotifier other;
  DeliveryReport of_other;
  WatchedNotifier ours{[&](const Notice&) -> Result<void> {
    of_other = w.deliver(other);
    return {};
  }};
  CHECK(w.deliver(ours).delivered == 5);
  CHECK(other.deliveries().empty());
  CHECK(of_other.elsewhere == 1);
}

TEST_CASE("a slow receiver keeps its notices as long as one delivery is shorter than the claim") {
  Outbox w;
  MemoryNotifier other;
  WatchedNotifier slow{[&](const Notice&) -> Result<void> {
    w.clock.advance_ms(claim_ms - 1);
    CHECK(w.deliver(other).delivered == 0);
    return {};
  }};
  CHECK(w.deliver(slow).delivered == 5);
  CHECK(w.notices().empty());
}

TEST_CASE("what a killed run was delivering is told by a later one") {
  Outbox w;
  auto killed = w.store.begin(tenant, Access::write).value();
  killed->claim_notices(2, w.clock.now(), notice_claim_lasts).value();
  killed->commit().value();
  MemoryNotifier notifier;
  auto report = w.deliver(notifier);
  CHECK(report.delivered == 3);
  CHECK(report.elsewhere == 2);
  w.clock.advance_ms(claim_ms);
  report = w.deliver(notifier);
  CHECK(report.delivered == 2);
  CHECK(report.elsewhere == 0);
}

TEST_CASE("a receiver that does not answer is asked twice, and nobody waits for its notices") {
  for (const Errc silence : {Errc::timed_out, Errc::unreachable}) {
    CAPTURE(silence);
    Outbox w;
    MemoryNotifier notifier;
    notifier.fail(Error{silence, "receiver"});
    auto report = w.deliver(notifier);
    CHECK(notifier.attempts() == 2);
    CHECK(report.failed == 2);
    CHECK(report.left == 3);
    REQUIRE(report.stopped);
    CHECK(report.stopped->code == silence);
    notifier.recover();
    report = w.deliver(notifier);
    CHECK(report.delivered == 5);
    CHECK_FALSE(report.stopped);
  }
}

TEST_CASE("a delivery begins no message after its time, and counts what it leaves") {
  Outbox w;
  constexpr std::int64_t lasts = std::chrono::milliseconds{delivery_lasts}.count();
  WatchedNotifier slow{[&](const Notice&) -> Result<void> {
    w.clock.advance_ms(lasts / 2);
    return {};
  }};
  const auto report = deliver_notices(w.desk(), slow, 99, delivery_lasts).value();
  CHECK(report.delivered == 2);
  CHECK(report.failed == 0);
  CHECK(report.left == 3);
  REQUIRE(report.stopped);
  CHECK(report.stopped->code == Errc::timed_out);
  CHECK(deliver_notices(w.desk(), slow, 99, delivery_lasts).value().delivered == 2);
}

TEST_CASE("a receiver that refuses, or answers every other time, is asked for each notice") {
  Outbox w;
  int asked = 0;
  WatchedNotifier moody{[&](const Notice&) -> Result<void> {
    if (++asked == 2) return Error{Errc::notice_failed, "no"};
    if (asked % 2 == 1) return Error{Errc::timed_out, "slow"};
    return {};
  }};
  const auto report = w.deliver(moody);
  CHECK(moody.told.size() == 5);
  CHECK(report.delivered == 1);
  CHECK(report.failed == 4);
  CHECK(report.left == 0);
}

TEST_CASE("whoever stops in between gives the others back") {
  struct Stop final : Observer {
    bool cancelled() override { return ++asked > 2; }
    int asked = 0;
  };
  struct Thrown {};
  struct Case {
    const char* name;
    std::function<void(Outbox&)> stop;
  };
  const Case cases[] = {
      {"cancelled between two",
       [](Outbox& w) {
         Stop stop;
         MemoryNotifier notifier;
         const auto report =
             deliver_notices({w.store, tenant, w.clock, &stop}, notifier, 99).value();
         CHECK(report.delivered == 2);
         CHECK(report.left == 3);
         CHECK(report.stopped->code == Errc::cancelled);
       }},
      {"cancelled while one is under way",
       [](Outbox& w) {
         MemoryNotifier notifier;
         notifier.fail(Error{Errc::cancelled, "Ctrl-C"});
         const auto report = w.deliver(notifier);
         CHECK(report.failed == 0);
         CHECK(report.left == 5);
         CHECK(report.stopped->code == Errc::cancelled);
         CHECK(w.notices()[0].attempts == 0);
       }},
      {"thrown out by the notifier",
       [](Outbox& w) {
         WatchedNotifier notifier{[](const Notice&) -> Result<void> { throw Thrown{}; }};
         CHECK_THROWS_AS(w.deliver(notifier), Thrown);
       }},
  };
  for (const auto& each : cases) {
    CAPTURE(each.name);
    Outbox w;
    each.stop(w);
    const std::size_t waiting = w.notices().size();
    MemoryNotifier notifier;
    const auto report = w.deliver(notifier);
    CHECK(report.delivered == waiting);
    CHECK(report.elsewhere == 0);
  }
}

namespace {

/// Takes the notices of a run together; `tell` says what becomes of those of one call.
class TogetherNotifier final : public Notifier {
 public:
  using Outcomes = std::vector<std::optional<Result<void>>>;
  explicit TogetherNotifier(std::function<void(Outcomes&)> tell = {}) : tell_(std::move(tell)) {}
  std::string name() const override { return "together"; }
  Result<void> deliver(const TenantId&, const Notice&) override {
    return Error{Errc::internal, "one by one"};
  }
  bool takes_together() const noexcept override { return true; }
  Outcomes deliver_together(const TenantId&, std::span<const Notice> notices,
                            std::chrono::milliseconds) override {
    Texts ids;
    for (const auto& notice : notices) ids.push_back(notice.contract.text());
    calls.push_back(std::move(ids));
    Outcomes outcomes(notices.size(), Result<void>{});
    if (tell_) tell_(outcomes);
    return outcomes;
  }
  std::vector<Texts> calls{};

 private:
  std::function<void(Outcomes&)> tell_;
};

}  // namespace

TEST_CASE("the notices of a night are told together, those of another night apart") {
  struct TimePasses final : Observer {
    explicit TimePasses(FixedClock& of) : clock(of) {}
    void progress(std::string_view, std::size_t, std::size_t) override { clock.advance_ms(10); }
    FixedClock& clock;
  };
  Outbox w;
  w.add_machines(3, 4);
  w.clock.set_today(june_1.next());
  TimePasses observer{w.clock};
  w.night.contracts_per_transaction = 1;
  REQUIRE(nightly_sync({w.store, tenant, w.clock, &observer}, w.rmm, w.night));
  REQUIRE(w.notices().size() == 10);
  TogetherNotifier notifier;
  CHECK(w.deliver(notifier).delivered == 10);
  CHECK(notifier.calls == std::vector<Texts>{{"A", "B", "C", "D", "E"}, {"A", "B", "C", "D", "E"}});
  CHECK(w.notices().empty());
}

TEST_CASE("what was not begun waits for the next call, and counts as no failure") {
  Outbox w;
  int calls = 0;
  TogetherNotifier notifier{[&](TogetherNotifier::Outcomes& outcomes) {
    // The first call begins a message of all and ends none; it takes half of the claim.
    if (++calls == 1) outcomes.assign(outcomes.size(), std::nullopt);
    if (calls == 2) outcomes[1] = Error{Errc::notice_failed, "no"};
    w.clock.advance_ms(claim_ms / 2 + 1);
    MemoryNotifier other;
    CHECK(w.deliver(other).delivered == 0);
  }};
  const auto report = w.deliver(notifier);
  CHECK(calls == 2);
  CHECK(report.delivered == 4);
  CHECK(report.failed == 1);
  REQUIRE(w.notices().size() == 1);
  CHECK(w.notices()[0].attempts == 1);
}
