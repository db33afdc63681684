#include "cli/ledger_stop.hpp"

#include <unistd.h>

namespace billbyagent::cli {
namespace {

/// What stands in the tenant's database once its ledger says anything; no request of a person has
/// such an id. Of a server's database each host has a ledger of its own.
RunId kept_run(const Session& session) {
  std::string id = "decision//ledger";
  char host[256] = {};
  if (session.on_server() && ::gethostname(host, sizeof host - 1) == 0)
    id += "/" + std::string{host};
  return RunId{id};
}

struct Compared {
  std::unique_ptr<Ledger> ledger;
  LedgerState database;
  bool is_known = false;  ///< the database knows that there is a ledger
};

/// Nothing when no ledger is kept.
Result<std::optional<Compared>> compare(Session& session, const Desk& desk) {
  auto generation = session.generation(desk.tenant);
  if (!generation) return generation.error();
  if (generation->stopped) return *generation->stopped;
  const std::string& path = session.settings().ledger;
  if (path.empty()) return std::optional<Compared>{};
  auto ledger = Ledger::open(path, generation->origin, desk.tenant);
  if (!ledger) return ledger.error();
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  if (auto there = check_not_lost(session, **ledger, **transaction); !there) return there.error();
  const auto kept = (*transaction)->run(kept_run(session));
  if (!kept) return kept.error();
  auto state = ledger_state(**transaction);
  if (!state) return state.error();
  const auto lacks = lacking(*state, (*ledger)->state(), Unknown::passed_over);
  if (!lacks.empty()) return behind_error(lacks);
  return std::optional{Compared{*std::move(ledger), *std::move(state), kept->has_value()}};
}

/// So that a ledger that vanishes is missed.
Result<void> note_ledger(const Session& session, const Desk& desk) {
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  const Instant now = desk.clock.now();
  auto written =
      (*transaction)
          ->append_run({.id = kept_run(session),
                        .job = "ledger",
                        .day = desk.clock.today(),
                        .zone = desk.clock.zone(),
                        .started = now,
                        .ended = now,
                        .summary = "a ledger is kept from now on, by " + session.author()});
  if (!written) return written.error();
  // Another process may have been faster.
  return *written == PostingOutcome::created ? (*transaction)->commit() : Result<void>{};
}

}  // namespace

Result<void> check_not_lost(const Session& session, const Ledger& ledger,
                            Transaction& transaction) {
  if (ledger.knows_tenant()) return {};
  const auto kept = transaction.run(kept_run(session));
  if (!kept) return kept.error();
  if (!*kept) return {};
  return Error{Errc::store_behind,
               "the ledger holds nothing of this tenant, of which one was kept since " +
                   to_string((*kept)->started) +
                   ": it was lost, or is another file; bring it back, or compare with the PSA and "
                   "begin a new one with 'reconcile FILE --accept'"};
}

Error behind_error(const LedgerDifference& lacks) {
  std::string what;
  const auto add = [&](std::size_t count, const std::string& of) {
    if (count > 0) what += (what.empty() ? "" : ", ") + std::to_string(count) + " " + of;
  };
  std::size_t whole = 0;
  for (const auto& each : lacks.batches) whole += each.lines.empty() ? 0 : 1;
  add(whole, "posted batches are not in the database");
  add(lacks.batches.size() - whole, "batches went on since");
  add(lacks.units.size(), "services were counted since");
  add(lacks.conflicts.size(), "batches are others there");
  add(lacks.other_units.size(), "services have other counts there");
  return {Errc::store_behind, "the ledger knows more than the database: " + what};
}

Result<void> check_ledger(Session& session, const Desk& desk) {
  auto compared = compare(session, desk);
  if (!compared) return compared.error();
  return {};
}

Result<void> record_in_ledger(Session& session, const Desk& desk,
                              std::optional<boost::json::object> event) {
  const auto recorded = [&]() -> Result<void> {
    auto compared = compare(session, desk);
    if (!compared) return compared.error();
    if (!*compared) return {};
    auto& [ledger, database, is_known] = **compared;
    if (auto done = ledger->follow(lacking(ledger->state(), database, Unknown::lack_counts)); !done)
      return done;
    if (event) {
      (*event)["tenant"] = desk.tenant.text();
      (*event)["author"] = session.author();
      (*event)["recorded"] = desk.clock.now().ms;
      if (auto done = ledger->append({*std::move(event)}); !done) return done;
    }
    const bool is_news = !is_known && ledger->knows_tenant();
    // Whoever writes to the database may be waiting for the file.
    compared->reset();
    return is_news ? note_ledger(session, desk) : Result<void>{};
  }();
  if (recorded) return recorded;
  return within(
      "what was done stands in the database, but not in the ledger, which the next run "
      "makes good",
      recorded.error());
}

}  // namespace billbyagent::cli
