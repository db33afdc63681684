// history, confirm, reject, correct.

#include <algorithm>
#include <ostream>

#include "billbyagent/app/record_units.hpp"
#include "billbyagent/app/service_history.hpp"
#include "cli/commands.hpp"
#include "cli/dates.hpp"
#include "cli/decisions.hpp"
#include "cli/reports_human.hpp"
#include "cli/tables.hpp"
#include "documents/overviews.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {
namespace {

struct ServiceArguments {
  std::string service;
};

struct ConfirmArguments {
  std::vector<std::string> what;
  std::optional<std::int32_t> proposal;
  std::string request;
  std::string list;
};

struct RejectArguments {
  std::vector<std::string> what;
  std::string list;
  std::string reason;
  std::string request;
};

struct CorrectArguments {
  std::string service;
  Units units = 0;
  std::string from;
  std::string reason;
  std::string request;
};

std::string grace_text(const KnownMachine& known) {
  return known.machine.name + " (" + known.machine.agent.text() + ") " +
         std::string{to_string(known.state)} + " since " + to_string(known.since);
}

/// The machines that came and went on a day.
std::vector<MachineEvent> seen_on(const ServiceHistory& history, Date day) {
  std::vector<MachineEvent> found;
  std::copy_if(history.events.begin(), history.events.end(), std::back_inserter(found),
               [&](const MachineEvent& event) { return event.seen == day; });
  return found;
}

void print_ended(const Session& session, std::ostream& out,
                 const std::vector<EndedReading>& ended) {
  if (ended.empty()) return;
  Table table{
      {{"Ended"}, {"Seen"}, {"Units", Align::right}, {"How"}, {"By"}, {"When"}, {"Reason"}}};
  for (const auto& [reading, ending] : ended)
    table.add({reading.proposal > 0 ? "proposal " + std::to_string(reading.proposal) : "held",
               to_string(reading.effective), std::to_string(reading.units),
               std::string{to_string(ending.how)}, ending.author, session.local_time(ending.when),
               ending.reason});
  table.print(out);
}

void print_history(const Session& session, std::ostream& out, const ServiceKey& key,
                   const ServiceHistory& history) {
  const Machines machines = session.verbose() ? Machines::all : Machines::first_few;
  out << "History of " << printable(to_string(key)) << ", "
      << documents::counted(history.machines.size(), "machine", "machines") << " now\n";
  Table table{{{"From"}, {"Units", Align::right}, {"Reason"}, {"Author"}, {"Recorded"}, {"Note"}}};
  for (const auto& change : history.units.changes()) {
    table.add({to_string(change.effective), std::to_string(change.units),
               std::string{to_string(change.reason)}, change.author,
               session.local_time(change.recorded), change.note});
    const bool counted = change.reason == ChangeReason::nightly_sync ||
                         change.reason == ChangeReason::get_units_now ||
                         change.reason == ChangeReason::confirmed_drop ||
                         change.reason == ChangeReason::confirmed_rise ||
                         change.reason == ChangeReason::confirmed_proposal;
    if (counted || machines == Machines::all)
      for (const auto& row : rows_of(seen_on(history, change.effective), machines))
        table.add_note(row);
  }
  if (table.empty())
    out << "  Never counted.\n";
  else
    table.print(out);
  for (const auto& known : history.in_grace) out << "  ~ " << printable(grace_text(known)) << '\n';
  print_ended(session, out, history.ended);
  for (const auto& reading : history.held) {
    out << "  ! " << text_of(reading) << '\n';
    for (const auto& row : rows_of(reading.machines, machines))
      out << "      " << printable(row) << '\n';
  }
  if (!history.held.empty()) out << "    " << decision_text(key, history.held) << '\n';
}

Result<Exit> run_history(Session& session, const ServiceArguments& arguments) {
  auto key = parse_service_key(arguments.service);
  if (!key) return key.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto history = service_history(*desk, *key);
  if (!history) return history.error();
  session.show([&] { return documents::of(*key, *history); },
               [&](std::ostream& out) { print_history(session, out, *key, *history); });
  return Exit::done;
}

void show_changes(Session& session, const ServiceKey& key, const std::vector<UnitChange>& changes) {
  session.show([&] { return documents::of_changes(key, changes); },
               [&](std::ostream& out) {
                 for (const auto& change : changes)
                   out << printable(to_string(key)) << " has " << change.units << " units from "
                       << to_string(change.effective) << " (" << to_string(change.reason)
                       << "); 'billbyagent review' shows what follows\n";
                 if (changes.empty())
                   out << printable(to_string(key)) << " is confirmed as it was\n";
               });
}

/// The one service that was named, not by numbers of rows.
Result<ServiceKey> service_named(const std::vector<std::string>& what, const std::string& list) {
  if (what.size() != 1 || !list.empty())
    return Error{Errc::invalid_argument, "name one service, or rows and the list they are of"};
  return parse_service_key(what.front());
}

/// Rows are decided once, as their list is another one afterwards.
Error request_of_rows() {
  return {Errc::invalid_argument, "--request goes with a service; rows have --list"};
}

Result<Exit> run_confirm(Session& session, const ConfirmArguments& arguments) {
  if (are_rows(arguments.what)) {
    if (arguments.proposal)
      return Error{Errc::invalid_argument, "--proposal goes with a service; rows have --list"};
    if (!arguments.request.empty()) return request_of_rows();
    return decide_rows(session, arguments.what, arguments.list, DecisionKind::approve, {});
  }
  auto key = service_named(arguments.what, arguments.list);
  if (!key) return key.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto changes = confirm_held(*desk, *key, session.author(), arguments.proposal, arguments.request);
  if (!changes) return changes.error();
  show_changes(session, *key, *changes);
  return Exit::done;
}

Result<Exit> run_reject(Session& session, const RejectArguments& arguments) {
  if (are_rows(arguments.what)) {
    if (!arguments.request.empty()) return request_of_rows();
    return decide_rows(session, arguments.what, arguments.list, DecisionKind::dismiss,
                       arguments.reason);
  }
  auto key = service_named(arguments.what, arguments.list);
  if (!key) return key.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto rejected = reject_held(*desk, *key, session.author(), arguments.reason, arguments.request);
  if (!rejected) return rejected.error();
  session.show([&] { return documents::of_rejected(*key, *rejected); },
               [&](std::ostream& out) {
                 out << printable(to_string(*key))
                     << " stays as it is; rejected: " << rejected->size()
                     << " counts, the last one " << rejected->back().units << '\n';
               });
  return Exit::done;
}

Result<Exit> run_correct(Session& session, const CorrectArguments& arguments) {
  auto key = parse_service_key(arguments.service);
  if (!key) return key.error();
  auto from = parse_optional_date("--from", arguments.from);
  if (!from) return from.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  const UnitsDecision decision{.key = *key,
                               .effective = from->value_or(desk->clock.today()),
                               .units = arguments.units,
                               .reason = arguments.reason,
                               .author = session.author(),
                               .request = arguments.request};
  auto change = record_units(*desk, decision);
  if (!change) return change.error();
  show_changes(session, *key, {*change});
  return Exit::done;
}

void add_what(CLI::App& sub, std::vector<std::string>& what, std::string& list) {
  sub.add_option("SERVICE", what, "CONTRACT/SERVICE, or rows of a list: 3 5-7")->required();
  sub.add_option("--list", list,
                 "The list that the rows are of, as 'review' and 'status' name it; refused when it "
                 "is another one by now");
}

}  // namespace

void add_units_commands(Commands& commands) {
  const auto service = [](CLI::App& sub, ServiceArguments& arguments) {
    sub.add_option("SERVICE", arguments.service, "CONTRACT/SERVICE")->required();
  };
  commands.add<ServiceArguments>("history", "Show a service's units over time and its machines",
                                 service, run_history);
  commands.add<ConfirmArguments>(
      "confirm", "Take over a count that was held back or proposed",
      [](CLI::App& sub, ConfirmArguments& arguments) {
        add_what(sub, arguments.what, arguments.list);
        sub.add_option("--proposal", arguments.proposal,
                       "The number of the proposal you saw; refused when there is a newer one");
        add_request_option(sub, arguments.request);
      },
      run_confirm);
  commands.add<RejectArguments>(
      "reject", "Say no to a count that was held back or proposed",
      [](CLI::App& sub, RejectArguments& arguments) {
        add_what(sub, arguments.what, arguments.list);
        sub.add_option("--reason", arguments.reason, "Why, for the record")->required();
        add_request_option(sub, arguments.request);
      },
      run_reject);
  commands.add<CorrectArguments>(
      "correct", "Type in units, or correct the past",
      [](CLI::App& sub, CorrectArguments& arguments) {
        sub.add_option("SERVICE", arguments.service, "CONTRACT/SERVICE")->required();
        sub.add_option("--units", arguments.units, "So many")->required();
        sub.add_option("--from", arguments.from,
                       "From this day up to the next change (default: today)");
        sub.add_option("--reason", arguments.reason,
                       "Why; needed for the past and for counted services");
        add_request_option(sub, arguments.request);
      },
      run_correct);
}

}  // namespace billbyagent::cli
