// reconcile.

#include <ostream>

#include "cli/commands.hpp"
#include "cli/ledger_stop.hpp"
#include "cli/posted_csv.hpp"
#include "cli/safe_file.hpp"
#include "cli/tables.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {
namespace {

struct ReconcileArguments {
  std::string file;
  std::string reason;
  bool accept = false;
};

struct Difference {
  std::string line;
  std::string here{};
  std::string there{};
};

/// The posted lines that stand, against those that the other system holds.
struct Reconciliation {
  bool compared = false;  ///< with a file
  std::size_t matching = 0;
  std::vector<Difference> missing_here{};
  std::vector<Difference> missing_there{};
  std::vector<Difference> differing{};
  std::vector<Difference> twice_there{};
  std::optional<Error> stopped{};
  std::vector<std::string> brought_back{};  ///< batches, or would be
  bool accepted = false;

  bool agrees() const {
    return missing_here.empty() && missing_there.empty() && differing.empty() &&
           twice_there.empty();
  }
};

std::string with_currency(const Money& amount) {
  return to_decimal(amount) + " " + to_string(amount.currency());
}

Result<std::vector<HeldLine>> read_held(const std::string& path) {
  constexpr std::size_t most = std::size_t{256} << 20U;
  const auto text = read_bounded(path, most, path);
  if (!text)
    return Error{text.error().code == Errc::cancelled ? Errc::cancelled : Errc::file_failed,
                 text.error().context};
  auto lines = parse_held_lines(*text);
  if (!lines) return within(path, lines.error());
  return lines;
}

Result<void> compare_lines(Transaction& transaction, const std::vector<HeldLine>& held,
                           Reconciliation& result) {
  std::map<LineKey, Money> here;
  auto ids = transaction.contract_ids();
  if (!ids) return ids.error();
  for (const auto& id : *ids) {
    auto lines = transaction.posted_lines(id);
    if (!lines) return lines.error();
    for (const auto& line : *lines)
      if (line.stands()) here.emplace(line.line.key, line.line.amount);
  }
  std::map<LineKey, Money> there;
  for (const auto& line : held)
    if (!there.emplace(line.key, line.amount).second)
      result.twice_there.push_back({to_string(line.key), {}, with_currency(line.amount)});
  for (const auto& [key, amount] : there) {
    const auto own = here.find(key);
    if (own == here.end())
      result.missing_here.push_back({to_string(key), {}, with_currency(amount)});
    else if (own->second != amount)
      result.differing.push_back(
          {to_string(key), with_currency(own->second), with_currency(amount)});
    else
      ++result.matching;
  }
  for (const auto& [key, amount] : here)
    if (!there.contains(key))
      result.missing_there.push_back({to_string(key), with_currency(amount), {}});
  result.compared = true;
  return {};
}

/// Records what the ledger knows and the database does not, as it was.
Result<void> bring_back(Transaction& transaction, const LedgerDifference& lacks,
                        Reconciliation& result) {
  if (!lacks.conflicts.empty())
    return Error{Errc::store_behind,
                 "batch " + lacks.conflicts.front().text() +
                     " is another one in the ledger: lines were posted after the backup was "
                     "restored; restore it once more"};
  for (const auto& [key, changes] : lacks.units)
    for (const auto& change : changes) {
      auto written = transaction.append_unit_change(key, change);
      if (!written) return within("units of " + to_string(key), written.error());
    }
  for (const auto& each : lacks.batches) {
    if (!each.lines.empty()) {
      auto written = transaction.append_batch(each.batch, each.lines);
      if (!written) return within("import the contract's book first", written.error());
      if (*written != PostingOutcome::created)
        return Error{Errc::store_behind,
                     "batch " + each.batch.id.text() + ": its lines are taken by another batch"};
      result.brought_back.push_back(each.batch.id.text());
    }
    // The first state came with the batch.
    for (const auto& state : each.states)
      if (state.state != LineState::posted)
        if (auto moved = transaction.append_state(state); !moved) return moved;
  }
  return {};
}

/// The open ledger with what the database lacks of it; null without one.
struct Behind {
  std::unique_ptr<Ledger> ledger;
  LedgerDifference lacks{};
  std::optional<Error> lost{};  ///< the ledger, though the database knows of one
};

Result<Behind> compare_ledger(Session& session, const SqliteGeneration& generation,
                              const TenantId& tenant, Transaction& transaction) {
  Behind behind;
  const std::string& path = session.settings().ledger;
  if (path.empty()) return behind;
  auto ledger = Ledger::open(path, generation.origin, tenant);
  if (!ledger) return ledger.error();
  auto state = ledger_state(transaction);
  if (!state) return state.error();
  behind.lacks = lacking(*state, (*ledger)->state(), Unknown::passed_over);
  if (auto there = check_not_lost(session, **ledger, transaction); !there) {
    if (there.error().code != Errc::store_behind) return there.error();
    behind.lost = there.error();
  }
  behind.ledger = *std::move(ledger);
  return behind;
}

/// Counts that went their own way since are the ledger's from now on.
Result<void> follow(const Desk& desk, Behind& behind, const Session& session,
                    const std::string& reason) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  auto state = ledger_state(**transaction);
  if (!state) return state.error();
  for (const auto& key : behind.lacks.other_units)
    if (auto done = behind.ledger->start_anew(key, state->units[key]); !done) return done;
  return behind.ledger->append({{{"kind", "reconciled"},
                                 {"tenant", desk.tenant.text()},
                                 {"author", session.author()},
                                 {"reason", reason},
                                 {"recorded", desk.clock.now().ms}}});
}

void show(Session& session, const Reconciliation& made) {
  struct List {
    const char* name;
    const char* text;
    const std::vector<Difference>* lines;
  };
  const List lists[] = {{"missing_here", "only there", &made.missing_here},
                        {"missing_there", "only here", &made.missing_there},
                        {"differing", "another amount", &made.differing},
                        {"twice_there", "twice there", &made.twice_there}};
  session.show(
      [&] {
        boost::json::object document{{"compared", made.compared}, {"matching", made.matching}};
        for (const auto& list : lists) {
          boost::json::array rows;
          for (const auto& each : *list.lines)
            rows.push_back(boost::json::object{
                {"line", each.line}, {"here", each.here}, {"there", each.there}});
          document[list.name] = std::move(rows);
        }
        boost::json::array batches;
        for (const auto& each : made.brought_back) batches.emplace_back(each);
        document["brought_back"] = std::move(batches);
        document["stopped"] = made.stopped.has_value() && !made.accepted;
        document["accepted"] = made.accepted;
        return document;
      },
      [&](std::ostream& out) {
        for (const auto& list : lists)
          for (const auto& each : *list.lines)
            out << list.text << ": " << printable(each.line) << "  " << each.here
                << (each.here.empty() || each.there.empty() ? "" : " -> ") << each.there << '\n';
        if (made.compared)
          out << documents::counted(made.matching, "line is", "lines are")
              << " the same here and there\n";
        for (const auto& each : made.brought_back)
          out << "batch " << printable(each)
              << (made.accepted ? " is back from the ledger\n" : " is in the ledger alone\n");
        if (made.accepted)
          out << "Reconciled. Look at 'billbyagent review' before the next post.\n";
        else if (made.stopped)
          out << "stopped: " << printable(to_string(*made.stopped)) << '\n';
      });
}

Result<Exit> run_reconcile(Session& session, const ReconcileArguments& arguments) {
  if (arguments.accept && arguments.reason.empty())
    return Error{Errc::invalid_argument, "--accept needs a --reason"};
  if (arguments.file.empty() && session.settings().ledger.empty())
    return Error{Errc::invalid_argument, "nothing to compare with: name a FILE, or a ledger"};
  auto tenant = session.tenant();
  if (!tenant) return tenant.error();
  auto clock = session.clock();
  if (!clock) return clock.error();
  auto options = session.store_options();
  options.reconciling = true;
  auto generation = session.generation(*tenant);
  if (!generation) return generation.error();
  auto store = session.on_server() ? open_postgres_store(session.server_options())
                                   : open_sqlite_store(options);
  if (!store) return store.error();
  const Desk desk{**store, *tenant, **clock, &session.watch()};
  Reconciliation made{.stopped = generation->stopped};
  std::vector<HeldLine> held;
  if (!arguments.file.empty()) {
    auto read = read_held(arguments.file);
    if (!read) return read.error();
    held = *std::move(read);
  }
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  auto behind = compare_ledger(session, *generation, *tenant, **transaction);
  if (!behind) return behind.error();
  if (!behind->lacks.empty() && !made.stopped) made.stopped = behind_error(behind->lacks);
  if (behind->lost && !made.stopped) made.stopped = behind->lost;
  if (auto back = bring_back(**transaction, behind->lacks, made); !back) return back.error();
  if (!arguments.file.empty())
    if (auto done = compare_lines(**transaction, held, made); !done) return done.error();
  // What the other system has and nobody here would be billed again.
  const bool safe = made.missing_here.empty() && made.differing.empty();
  if (arguments.accept && safe && made.stopped) {
    if (auto written = (*transaction)->commit(); !written) return written.error();
    transaction->reset();
    if (behind->ledger)
      if (auto done = follow(desk, *behind, session, arguments.reason); !done) return done.error();
    if (generation->stopped)
      if (auto ended = end_sqlite_stop(options, *tenant, session.author(), arguments.reason,
                                       desk.clock.now());
          !ended)
        return ended.error();
    made.accepted = true;
  }
  show(session, made);
  const bool stopped = made.stopped && !made.accepted;
  return stopped || !made.agrees() ? Exit::needs_a_person : Exit::done;
}

}  // namespace

void add_reconcile_command(Commands& commands) {
  commands.add<ReconcileArguments>(
      "reconcile", "Compare what was posted with what left: the ledger, and a CSV of the PSA",
      [](CLI::App& sub, ReconcileArguments& arguments) {
        sub.add_option("FILE", arguments.file,
                       "A CSV with the columns line, amount and currency, as 'export' writes");
        sub.add_flag("--accept", arguments.accept,
                     "End the stop: what the ledger knows is recorded here as posted");
        sub.add_option("--reason", arguments.reason, "Why, for the record");
      },
      run_reconcile);
}

}  // namespace billbyagent::cli
