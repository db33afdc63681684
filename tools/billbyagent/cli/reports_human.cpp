#include "cli/reports_human.hpp"

#include <algorithm>
#include <map>
#include <ostream>

#include "billbyagent/app/record_units.hpp"
#include "cli/tables.hpp"
#include "documents/hints.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {

using documents::comes_before;
using documents::counted;
using documents::Counts;
using documents::name_or_id;

namespace {

using Cells = std::vector<std::string>;

/// With the key in front of what has a name, where keys are shown.
template <class Row>
std::vector<Row> keyed(KeyColumn keys, Row key, std::vector<Row> named) {
  if (keys == KeyColumn::shown) named.insert(named.begin(), std::move(key));
  return named;
}

/// `later`: of lines some of which can be billed only on a later day.
Table line_table(const LineView& view, bool later) {
  std::vector<Column> columns{{"Service", Align::left, true},
                              {"Kind"},
                              {"Billed days"},
                              {"Units", Align::right},
                              {"Quantity", Align::right},
                              {"Price", Align::right},
                              {"Share", Align::right},
                              {"Amount", Align::right}};
  if (later) columns.push_back({"Available"});
  return Table{keyed<Column>(view.keys, {"Line"}, std::move(columns))};
}

std::string name_of(const ServiceSync& service) {
  return name_or_id(service.service_name, service.key.service);
}

/// `Servers of Harwell Dental Practice`
std::string name_of(const ServiceSync& service, const Names& names) {
  return printable(name_of(service) + " of " + names.of(service.account));
}

void add_line(Table& table, const LineItem& line, const LineView& view) {
  const bool whole = line.share.numerator == line.share.denominator;
  std::string kind{to_string(line.kind)};
  if (line.part() != ChargePart::units) kind += " " + std::string{to_string(line.part())};
  table.add(keyed<std::string>(
      view.keys, to_string(line.key),
      {name_or_id(line.service_name, line.key.service), kind, to_string(line.span),
       std::to_string(line.units_after),
       line.kind == LineKind::recurring ? std::to_string(line.quantity)
                                        : signed_text(line.quantity),
       price_to_decimal(line.price_millionths(), line.currency()),
       whole ? "" : to_string(line.share), to_decimal(line.amount), to_string(line.available_on)}));
}

/// What gives a service its first units. `contract`: its own, where it is at hand.
std::string how_to_count(const ServiceKey& key, const Waiting& waiting, const Contract* contract,
                         Date today) {
  const std::string name = printable(to_string(key));
  if (contract && contract->trust_on(today) == Trust::observe)
    return "its contract is only observed: not billed before its trust is propose or automatic";
  if (waiting.contains(key))
    return "a count waits for a person: billbyagent confirm " + name + ", or reject";
  const Service* service = contract ? contract->find_service(key.service) : nullptr;
  if (!service) return std::string{documents::hint_for(Errc::units_unknown)};
  return service->agent_scope() ? "run 'billbyagent nightly', which counts it"
                                : "type them in: billbyagent correct " + name + " --units N";
}

/// `whole` is a reviewed or a posted contract.
template <class Whole>
void print_not_billed(std::ostream& out, const ContractId& id, const Whole& whole,
                      const Waiting& waiting, const LineView& view, const Contract* contract) {
  for (const auto& service : whole.units_unknown) {
    const ServiceKey key{id, service};
    out << "  ! " << printable(to_string(key)) << " has no units yet; it can't be billed\n    "
        << how_to_count(key, waiting, contract, view.today) << '\n';
  }
  for (const auto& above : whole.above_maximum)
    out << "  ! " << printable(to_string(ServiceKey{id, above.service})) << " counts "
        << counted(static_cast<std::size_t>(above.counted), "unit", "units") << " on "
        << to_string(above.day) << "; " << above.counted - above.maximum << " above its maximum of "
        << above.maximum << " are not billed\n";
  if (whole.withheld.empty()) return;
  out << "  ! credits below the minimum credit wait:\n";
  print_lines(out, whole.withheld, view);
}

std::string change_of(const ServiceSync& service) {
  if (!service.counted) return {};
  return service.before ? signed_text(*service.counted - *service.before) : "";
}

Table changes_table(const SyncReport& report, Machines machines, const Names& names,
                    KeyColumn keys) {
  Table table{keyed<Column>(keys, {"Key"},
                            {{"Account", Align::left, true},
                             {"Service", Align::left, true},
                             {"Was", Align::right},
                             {"Now", Align::right},
                             {"Change", Align::right},
                             {"Status"}})};
  for (const auto& service : report.services) {
    if (service.status == SyncStatus::unchanged || service.status == SyncStatus::failed) continue;
    table.add(keyed<std::string>(
        keys, to_string(service.key),
        {names.of(service.account), name_of(service), text_of(service.before),
         text_of(service.counted), change_of(service), std::string{to_string(service.status)}}));
    const bool first = service.status == SyncStatus::first_count;
    if (!first || machines == Machines::all)
      for (const auto& row : rows_of(service.machines, machines)) table.add_note(row);
  }
  return table;
}

std::string units_until_then(const ServiceSync& service) {
  return service.before ? "the units stay " + std::to_string(*service.before)
                        : std::string{"it has no units"};
}

void print_held(std::ostream& out, const SyncReport& report, const Names& names) {
  for (const auto& service : report.services)
    if (service.status == SyncStatus::held)
      out << "  ! " << name_of(service, names) << " is held: " << service.held_why << "\n    "
          << units_until_then(service) << "; if the count is true: billbyagent confirm "
          << printable(to_string(service.key)) << '\n';
}

void print_proposed(std::ostream& out, const SyncReport& report, const Names& names) {
  for (const auto& service : report.services)
    if (service.status == SyncStatus::proposed)
      out << "  ! " << name_of(service, names) << " has proposal " << service.proposal
          << (service.held_why.empty() ? "" : ": " + service.held_why) << "\n    "
          << units_until_then(service) << " until a person decides: billbyagent confirm "
          << printable(to_string(service.key)) << " --proposal " << service.proposal
          << ", or reject\n";
}

/// How many machines of all scopes do not count and why; with `Machines::all`, which.
void print_not_counted(std::ostream& out, const SyncReport& report, Machines machines) {
  std::map<Verdict, std::size_t> reasons;
  Table table{{{"Service"}, {"Machine"}, {"Agent"}, {"Why"}}};
  for (const auto& service : report.services)
    for (const auto& entry : service.judged) {
      if (entry.verdict != Verdict::counted) ++reasons[entry.verdict];
      table.add({to_string(service.key), entry.name, entry.agent.text(), text_of(entry)});
    }
  if (machines == Machines::all && !table.empty()) table.print(out);
  if (reasons.empty()) return;
  std::string text;
  for (const auto& [why, count] : reasons)
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string{to_string(why)};
  out << "  not counted: " << text << (machines == Machines::all ? "" : " (-v names them)") << '\n';
}

void print_unclassified(std::ostream& out, const SyncReport& report, Machines shown) {
  const auto machines = report.unclassified();
  if (machines.empty()) return;
  out << "  ! " << counted(machines.size(), "machine is", "machines are")
      << " of no machine class, so no service for a class bills them: "
      << printable(names_of(machines, shown))
      << "\n    add a class, or a criterion to one, to the contract and import it again\n";
}

/// Services that failed for the same reason are told of together.
struct Failures {
  Error error;
  std::vector<std::string> services;
};

/// Whether it is what an RMM said, which is told once for all its services.
bool is_of_rmm(const SyncReport& report, const Error& error) {
  return std::any_of(report.rmms.begin(), report.rmms.end(),
                     [&](const RmmOutcome& rmm) { return rmm.error == error; });
}

std::vector<Failures> failures_of(const SyncReport& report) {
  std::vector<Failures> all;
  for (const auto& service : report.services) {
    if (!service.error || is_of_rmm(report, *service.error)) continue;
    const auto same = [&](const Failures& other) { return other.error == *service.error; };
    auto at = std::find_if(all.begin(), all.end(), same);
    if (at == all.end()) at = all.insert(all.end(), {*service.error, {}});
    at->services.push_back(to_string(service.key));
  }
  return all;
}

void print_error(std::ostream& out, const std::string& what, const Error& error,
                 const std::string& hint) {
  out << "  ! " << printable(what) << ": " << printable(to_string(error)) << '\n';
  if (!hint.empty()) out << "    " << printable(hint) << '\n';
}

/// Where the error is that of an RMM that could not be read, in the names of its settings.
std::string hint_about(const Error& error, const std::vector<RmmOutcome>& rmms) {
  for (const auto& rmm : rmms)
    if (rmm.error == error) return documents::hint_of(rmm);
  return std::string{documents::hint_for(error.code)};
}

void print_failed(std::ostream& out, const SyncReport& report) {
  const bool unnamed = report.rmms.size() == 1 && report.rmms[0].rmm.empty();
  if (report.scan_error && unnamed)
    print_error(out, "nothing was taken over", *report.scan_error,
                hint_about(*report.scan_error, report.rmms));
  print_rmms(out, report.rmms);
  for (const auto& failures : failures_of(report)) {
    std::string names;
    for (const auto& name : failures.services) names += (names.empty() ? "" : ", ") + name;
    print_error(out, names, failures.error, hint_about(failures.error, report.rmms));
  }
  if (report.scan_error)
    out << "  "
        << (report.count(SyncStatus::failed) == 1
                ? std::string{"the service keeps its"}
                : "all " + std::to_string(report.count(SyncStatus::failed)) +
                      " services keep their")
        << " units\n";
}

}  // namespace

void print_lines(std::ostream& out, const std::vector<LineItem>& lines, const LineView& view) {
  if (lines.empty()) return;
  const bool later = std::any_of(lines.begin(), lines.end(), [&](const LineItem& line) {
    return view.today < line.available_on;
  });
  Table table = line_table(view, later);
  for (const auto& line : lines) {
    add_line(table, line, view);
    if (const auto note = view.units.note(line); !note.empty()) table.add_note(note);
  }
  if (const auto totals = totals_of(lines); totals && lines.size() > 1) {
    table.add_rule();
    for (const auto& [currency, sum] : *totals) {
      Cells cells{counted(sum.lines, "line", "lines") + ", " + to_string(currency)};
      cells.resize(view.keys == KeyColumn::shown ? 8 : 7);
      cells.push_back(to_decimal(sum.amount));
      table.add(std::move(cells));
    }
  }
  table.print(out);
}

void print_machines(std::ostream& out, std::vector<JudgedMachine> machines) {
  std::stable_sort(machines.begin(), machines.end(),
                   [](const auto& a, const auto& b) { return comes_before(a.name, b.name); });
  Table table{{{"Machine"}, {"Agent"}, {"Billed"}, {"Why"}}};
  for (const auto& machine : machines) {
    const bool counted = machine.verdict == Verdict::counted;
    table.add({machine.name, machine.agent.text(), counted ? "yes" : "no",
               counted ? machine.detail : text_of(machine)});
  }
  if (!table.empty()) table.print(out);
}

std::string signed_text(Units units) { return (units > 0 ? "+" : "") + std::to_string(units); }

std::string text_of(const std::optional<Units>& units) {
  return units ? std::to_string(*units) : "-";
}

std::string text_of(const HeldReading& reading) {
  const std::string day = to_string(reading.effective);
  const std::string what = reading.proposal > 0
                               ? "proposal " + std::to_string(reading.proposal) + ", of " + day
                               : "held on " + day;
  return what + ": " + reading.why;
}

std::string decision_text(const ServiceKey& service, const std::vector<HeldReading>& open) {
  const std::string name = printable(to_string(service));
  const auto proposal = newest_proposal(open);
  return "if it is true: billbyagent confirm " + name +
         (proposal > 0 ? " --proposal " + std::to_string(proposal) : "") +
         "; if not: billbyagent reject " + name + " --reason TEXT";
}

std::vector<Machine> in_order(std::vector<Machine> machines) {
  std::stable_sort(machines.begin(), machines.end(),
                   [](const auto& a, const auto& b) { return comes_before(a.name, b.name); });
  return machines;
}

std::string names_of(const std::vector<Machine>& unordered, Machines shown) {
  const auto machines = in_order(unordered);
  const bool few = shown == Machines::first_few && machines.size() > few_machines + 1;
  const std::size_t count = few ? few_machines : machines.size();
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += (i > 0 ? ", " : "") + machines[i].name + " (" + machines[i].agent.text() + ")";
  if (few) text += " ... and " + std::to_string(machines.size() - count) + " more (-v names all)";
  return text;
}

std::vector<std::string> rows_of(std::vector<MachineEvent> events, Machines machines) {
  std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) {
    return a.seen != b.seen ? a.seen < b.seen : comes_before(a.name, b.name);
  });
  std::vector<std::string> rows;
  for (const auto& event : events) {
    if (machines == Machines::first_few && rows.size() == few_machines &&
        events.size() > few_machines + 1) {
      rows.push_back("... and " + std::to_string(events.size() - few_machines) +
                     " more (-v names all)");
      break;
    }
    rows.push_back(text_of(event));
  }
  return rows;
}

void print_error(std::ostream& out, const std::string& what, const Error& error) {
  print_error(out, what, error, std::string{documents::hint_for(error.code)});
}

void print_notes(std::ostream& out, const std::vector<std::string>& notes) {
  for (const auto& note : notes) out << "  note: " << printable(note) << '\n';
}

void print_rmms(std::ostream& out, const std::vector<RmmOutcome>& rmms) {
  if (rmms.size() == 1 && rmms[0].rmm.empty()) return print_notes(out, rmms[0].notes);
  for (const auto& rmm : rmms) {
    const std::string name =
        (rmm.rmm.empty() ? "default RMM" : "RMM " + rmm.rmm.text()) + " (" + rmm.provider + ")";
    if (rmm.error)
      print_error(out, name + " could not be read, its services keep their units", *rmm.error,
                  documents::hint_of(rmm));
    else
      out << "  " << printable(name) << ": " << counted(rmm.agents, "machine", "machines") << " in "
          << rmm.ended.ms - rmm.started.ms << " ms\n";
    print_notes(out, rmm.notes);
  }
}

void print_totals(std::ostream& out, const TotalsByCurrency& totals) {
  Table table{{{"Total"},
               {"Lines", Align::right},
               {"Amount", Align::right},
               {"Cost", Align::right},
               {"Margin", Align::right}}};
  for (const auto& [currency, sum] : totals) {
    const auto margin = sum.margin();
    table.add({to_string(currency), std::to_string(sum.lines), to_decimal(sum.amount),
               to_decimal(sum.cost), margin ? to_decimal(*margin) : ""});
  }
  if (!table.empty()) table.print(out);
}

void print(std::ostream& out, const ImportReport& report, bool dry_run) {
  for (const auto& error : report.refused) out << "  ! " << printable(to_string(error)) << '\n';
  if (!report.accepted()) {
    out << counted(report.refused.size(), "row was", "rows were")
        << " refused; nothing was written\n";
    std::set<std::string> hints;
    for (const auto& error : report.refused) hints.emplace(documents::hint_for(error.code));
    for (const auto& hint : hints)
      if (!hint.empty()) out << "  " << hint << '\n';
    return;
  }
  Counts told;
  told.add(report.accounts_saved, "account new or changed", "accounts new or changed")
      .add(report.contracts_created, "new contract", "new contracts")
      .add(report.contracts_updated, "changed contract", "changed contracts")
      .add(report.contracts_unchanged, "as before")
      .add(report.units_recorded, "service with first units", "services with first units");
  out << (dry_run ? "Would import: " : "Imported: ") << (told.empty() ? "nothing" : told.text())
      << '\n';
}

namespace {

/// `2 services, 5 machines: 1 changed, 1 unchanged`. The record of the run has every counter.
std::string told_summary(const SyncReport& report) {
  const auto of = [&](SyncStatus status) { return report.count(status); };
  Counts told;
  told.add(of(SyncStatus::first_count), "counted for the first time")
      .add(of(SyncStatus::changed), "changed")
      .add(of(SyncStatus::machines_changed), "with other machines")
      .add(of(SyncStatus::unchanged), "unchanged")
      .add(of(SyncStatus::held), "held")
      .add(of(SyncStatus::failed), "failed")
      .add(of(SyncStatus::proposed), "proposed")
      .add(of(SyncStatus::rejected), "rejected")
      .add(of(SyncStatus::observed), "observed")
      .add(of(SyncStatus::overtaken), "overtaken")
      .add(report.unclassified().size(), "machine of no class", "machines of no class");
  if (report.rmms_failed() > 0)
    told.add(report.rmms_failed(), "of " + std::to_string(report.rmms.size()) + " RMMs not read");
  return counted(report.services.size(), "service", "services") + ", " +
         counted(report.agents, "machine", "machines") + (told.empty() ? "" : ": " + told.text());
}

std::string told_summary(const PostReport& report) {
  std::size_t lines = 0;
  for (const auto& [currency, totals] : report.totals) lines += totals.lines;
  Counts told;
  told.add(report.count(BatchStatus::posted), "batch", "batches")
      .add(lines, "line", "lines")
      .add(report.count(BatchStatus::held), "held")
      .add(report.count(BatchStatus::failed), "failed");
  return told.text();
}

}  // namespace

void print(std::ostream& out, const SyncReport& report, Machines machines, const Names& names,
           KeyColumn keys) {
  out << "Nightly sync of " << to_string(report.day) << " (" << report.zone << ")"
      << (report.dry_run ? ", dry run: nothing is written" : "") << '\n';
  const Table changes = changes_table(report, machines, names, keys);
  if (!changes.empty()) changes.print(out);
  print_failed(out, report);
  print_held(out, report, names);
  print_proposed(out, report, names);
  print_not_counted(out, report, machines);
  print_unclassified(out, report, machines);
  if (report.stopped) print_error(out, "stopped; what is told here stands", *report.stopped);
  out << told_summary(report) << '\n';
}

void print_owed(std::ostream& out, const std::vector<OwedCredit>& owed) {
  for (const auto& one : owed) {
    out << "  ! " << printable(one.contract.text()) << " owes " << to_string(one.amount) << " to "
        << printable(one.account.text());
    if (one.charge_to_come)
      out << "; a charge to come settles it\n";
    else
      out << ", and nothing settles it: billbyagent pay-out --contract "
          << printable(one.contract.text()) << '\n';
  }
}

void print(std::ostream& out, const BillingReview& review, const Waiting& waiting,
           const Names& names, const LineView& view) {
  out << "Billing review on " << to_string(review.today) << ", available through "
      << to_string(review.through) << '\n';
  for (const auto& reviewed : review.contracts) {
    const auto& terms = reviewed.contract.terms();
    const auto& name = reviewed.contract.name_on(review.today);
    out << '\n'
        << printable(names.of(reviewed.contract.account_on(review.today)))
        << (name.empty() ? "" : ", " + printable(name)) << "  (" << printable(terms.id.text())
        << ", " << to_string(reviewed.contract.cycle_on(review.today)) << " in "
        << to_string(reviewed.contract.timing_on(review.today)) << ", " << to_string(terms.currency)
        << ")\n";
    print_lines(out, reviewed.lines, view);
    print_not_billed(out, terms.id, reviewed, waiting, view, &reviewed.contract);
    if (reviewed.error) print_error(out, terms.id.text(), *reviewed.error);
  }
  if (review.contracts.empty()) out << "Nothing to bill.\n";
  if (!review.totals.empty()) out << '\n';
  print_totals(out, review.totals);
  print_owed(out, review.owed);
}

void print(std::ostream& out, const PostReport& report, bool with_lines, const Waiting& waiting,
           const Names& names, const LineView& view) {
  out << "Billing automation of " << to_string(report.day) << ", available through "
      << to_string(report.through) << (report.dry_run ? ", dry run: nothing is written" : "")
      << '\n';
  Table table{{{"Batch"},
               {"Account", Align::left, true},
               {"Contract", Align::left, true},
               {"Lines", Align::right},
               {"Amount", Align::right},
               {"Currency"}}};
  for (const auto& posted : report.contracts)
    if (posted.batch)
      table.add({posted.batch->id.text(), names.of(posted.account), names.of(posted.contract),
                 std::to_string(posted.lines.size()), to_decimal(posted.batch->total),
                 to_string(posted.batch->total.currency())});
  for (const auto& posted : report.contracts) {
    if (with_lines && posted.batch) {
      out << '\n'
          << printable(posted.batch->id.text()) << "  " << printable(names.of(posted.account))
          << ", " << printable(names.of(posted.contract)) << '\n';
      print_lines(out, posted.lines, view);
    }
    if (posted.status == BatchStatus::held) {
      out << "  " << printable(posted.contract.text())
          << ": credits only, held until a charge settles them\n";
      if (with_lines) print_lines(out, posted.lines, view);
    }
    print_not_billed(out, posted.contract, posted, waiting, view, names.find(posted.contract));
    print_not_counted(out, posted.stale);
    if (posted.error) print_error(out, posted.contract.text(), *posted.error);
  }
  if (!with_lines && !table.empty()) table.print(out);
  for (const auto& posted : report.contracts)
    if (posted.batch && !posted.batch->settlement.empty() &&
        posted.batch->settlement != posted.batch->id)
      out << "  " << printable(posted.batch->id.text()) << " settles with "
          << printable(posted.batch->settlement.text()) << ": one invoice\n";
  if (report.totals.empty()) out << "Nothing to post.\n";
  print_totals(out, report.totals);
  print_owed(out, report.owed);
  if (report.stopped) print_error(out, "stopped; what is told here stands", *report.stopped);
  if (const auto told = told_summary(report); !told.empty())
    out << (report.dry_run ? "would post " : "posted ") << told << '\n';
}

void print(std::ostream& out, const DeliveryReport& report) {
  Counts told;
  told.add(report.delivered, "delivered")
      .add(report.failed, "failed")
      .add(report.left, "not tried")
      .add(report.elsewhere, "in the hands of another run");
  out << "Notices: " << (told.empty() ? "none" : told.text()) << '\n';
  if (report.first_failure) print_error(out, "notice", *report.first_failure);
}

bool any_stale(const std::vector<RmmFreshness>& rmms) {
  return std::any_of(rmms.begin(), rmms.end(), [](const auto& rmm) { return rmm.stale; });
}

bool any_stale(const std::vector<ServiceFreshness>& services) {
  return std::any_of(services.begin(), services.end(),
                     [](const auto& service) { return service.stale; });
}

void print_not_counted(std::ostream& out, const std::vector<ServiceFreshness>& services) {
  for (const auto& service : services)
    out << "  ! " << printable(to_string(service.key)) << " was last counted "
        << (service.counted_on ? "on " + to_string(*service.counted_on) : std::string{"never"})
        << (service.stale ? " and is stale" : "")
        << (service.failed_on ? "; on " + to_string(*service.failed_on) + ": " : std::string{})
        << printable(service.failure) << '\n';
}

void print_stale(std::ostream& out, const std::vector<RmmFreshness>& rmms) {
  for (const auto& rmm : rmms) {
    if (!rmm.stale) continue;
    out << "  ! " << (rmm.rmm.empty() ? "the RMM" : "RMM " + printable(rmm.rmm.text()))
        << " was last read as a whole "
        << (rmm.read_on ? "on " + to_string(*rmm.read_on) : std::string{"never"})
        << ": the counts of " << counted(rmm.services, "service", "services") << " are stale";
    if (rmm.failed_on)
      out << "; on " << to_string(*rmm.failed_on) << ": " << printable(rmm.failure);
    out << '\n';
  }
}

}  // namespace billbyagent::cli
