// contracts, pause, resume, end, extend.

#include <ostream>

#include "billbyagent/app/amend.hpp"
#include "billbyagent/app/renewals.hpp"
#include "cli/commands.hpp"
#include "cli/contract_terms.hpp"
#include "cli/contracts_human.hpp"
#include "cli/dates.hpp"
#include "cli/tables.hpp"
#include "documents/contract.hpp"

namespace billbyagent::cli {
namespace {

struct ContractsArguments {
  std::string contract;
  bool deleted = false;
};

struct PauseArguments {
  std::string contract;
  std::string from;
  std::string through;
  std::string reason;
};

struct EndArguments {
  std::string target;
  std::string day;
  bool open = false;
  bool with_term = false;
};

Result<Exit> run_contracts(Session& session, const ContractsArguments& arguments) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  if (arguments.deleted) return show_deleted(session, *desk, arguments.contract);
  auto contracts = read_contracts(*desk, arguments.contract);
  if (!contracts) return contracts.error();
  const Date today = desk->clock.today();
  session.show([&] { return documents::of_contracts(*contracts, today); },
               [&](std::ostream& out) {
                 for (const auto& contract : *contracts) print_contract(out, contract, today);
                 if (contracts->empty()) out << "No contracts.\n";
               });
  return Exit::done;
}

/// `then`: the status from the day after `--through` on.
Result<Exit> change_status(Session& session, const PauseArguments& arguments, ContractStatus status,
                           std::optional<ContractStatus> then) {
  auto from = parse_optional_date("--from", arguments.from);
  if (!from) return from.error();
  auto through = parse_optional_date("--through", arguments.through);
  if (!through) return through.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  const Date today = desk->clock.today();
  const Date day = from->value_or(today);
  if (*through && **through < day)
    return Error{Errc::invalid_period, "--through " + to_string(**through) +
                                           " lies before the first day, " + to_string(day)};
  std::vector<ContractAmendment> amendments{
      {.effective = day, .status = status, .reason = arguments.reason, .author = session.author()}};
  if (*through && then) {
    amendments.push_back(amendments.front());
    amendments.back().effective = (*through)->next();
    amendments.back().status = then;
  }
  auto contract = amend_contract(*desk, ContractId{arguments.contract}, std::move(amendments));
  if (!contract) return contract.error();
  return show_changed(session, *contract, today);
}

Result<Exit> run_pause(Session& session, const PauseArguments& arguments) {
  return change_status(session, arguments, ContractStatus::inactive, ContractStatus::active);
}

Result<Exit> run_resume(Session& session, const PauseArguments& arguments) {
  return change_status(session, arguments, ContractStatus::active, std::nullopt);
}

Result<Exit> run_end(Session& session, const EndArguments& arguments) {
  auto last_day = parse_optional_date("day", arguments.day);
  if (!last_day) return last_day.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto target = parse_target(arguments.target);
  if (!target) return target.error();
  if (arguments.with_term && target->service)
    return Error{Errc::invalid_argument, "a service has no term of its own; say --on DAY"};
  auto contract = arguments.with_term
                      ? end_with_term(*desk, target->contract)
                      : change_end(*desk, target->contract, target->service, *last_day);
  if (!contract) return contract.error();
  return show_changed(session, *contract, desk->clock.today());
}

Result<Exit> run_extend(Session& session, const EndArguments& arguments) {
  if (arguments.day.empty() && !arguments.open)
    return Error{Errc::invalid_argument, "say until when: --to DAY, or --open"};
  return run_end(session, arguments);
}

void fill_status(CLI::App& sub, PauseArguments& arguments) {
  sub.add_option("CONTRACT", arguments.contract, "Its id")->required();
  sub.add_option("--from", arguments.from, "The first day (default: today)");
  sub.add_option("--reason", arguments.reason, "Why, for the record")->required();
}

}  // namespace

void add_contract_commands(Commands& commands) {
  commands.add<ContractsArguments>(
      "contracts", "List the contracts as they are today, or show one",
      [](CLI::App& sub, ContractsArguments& arguments) {
        sub.add_option("CONTRACT", arguments.contract, "Only this one");
        sub.add_flag("--deleted", arguments.deleted, "What was deleted, when and by whom");
      },
      run_contracts);
  commands.add<PauseArguments>(
      "pause", "Pause a contract: nothing is billed for its days, prepaid ones come back",
      [](CLI::App& sub, PauseArguments& arguments) {
        fill_status(sub, arguments);
        sub.add_option("--through", arguments.through, "The last day (default: until resumed)");
      },
      run_pause);
  commands.add<PauseArguments>("resume", "Let a paused contract go on", fill_status, run_resume);
  commands.add<EndArguments>(
      "end", "End a contract or a service",
      [](CLI::App& sub, EndArguments& arguments) {
        sub.add_option("TARGET", arguments.target, "CONTRACT or CONTRACT/SERVICE")->required();
        auto* day = sub.add_option("--on", arguments.day, "The last day that is billed");
        auto* term = sub.add_flag("--with-term", arguments.with_term,
                                  "With the present term, or the next one when it is too late");
        day->excludes(term);
      },
      [](Session& session, const EndArguments& arguments) -> Result<Exit> {
        if (arguments.day.empty() && !arguments.with_term)
          return Error{Errc::invalid_argument, "say when: --on DAY, or --with-term"};
        return run_end(session, arguments);
      });
  commands.add<EndArguments>(
      "extend", "Move the end of a contract or a service, or take it away",
      [](CLI::App& sub, EndArguments& arguments) {
        sub.add_option("TARGET", arguments.target, "CONTRACT or CONTRACT/SERVICE")->required();
        auto* day = sub.add_option("--to", arguments.day, "The new last day");
        auto* open = sub.add_flag("--open", arguments.open, "It has no end any more");
        day->excludes(open);
      },
      run_extend);
}

}  // namespace billbyagent::cli
