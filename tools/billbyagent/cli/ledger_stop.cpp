#include "cli/ledger_stop.hpp"

namespace billbyagent::cli {
namespace {

struct Compared {
  std::unique_ptr<Ledger> ledger;
  LedgerState database;
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
  auto state = ledger_state(**transaction);
  if (!state) return state.error();
  const auto lacks = lacking(*state, (*ledger)->state(), Unknown::passed_over);
  if (!lacks.empty()) return behind_error(lacks);
  return std::optional{Compared{*std::move(ledger), *std::move(state)}};
}

}  // namespace

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
    auto& [ledger, database] = **compared;
    if (auto done = ledger->follow(lacking(ledger->state(), database, Unknown::lack_counts)); !done)
      return done;
    if (!event) return {};
    (*event)["tenant"] = desk.tenant.text();
    (*event)["author"] = session.author();
    (*event)["recorded"] = desk.clock.now().ms;
    return ledger->append({*std::move(event)});
  }();
  if (recorded) return recorded;
  return within(
      "what was done stands in the database, but not in the ledger, which the next run "
      "makes good",
      recorded.error());
}

}  // namespace billbyagent::cli
