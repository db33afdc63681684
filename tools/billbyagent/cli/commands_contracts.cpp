// contracts, pause, resume, end, extend, amend.

#include <ostream>

#include "billbyagent/app/amend.hpp"
#include "cli/commands.hpp"
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
};

struct AmendArguments {
  std::string service;
  std::string from;
  std::optional<std::string> tax_category;
  std::optional<Units> included;
  std::optional<Units> minimum;
  std::optional<Units> maximum;
  std::string unit_price;
  std::string unit_cost;
  std::string reason;
  bool reach_back = false;
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
      {day, status, {}, arguments.reason, session.author(), {}}};
  if (*through && then)
    amendments.push_back({(*through)->next(), then, {}, arguments.reason, session.author(), {}});
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
  auto contract = change_end(*desk, target->contract, target->service, *last_day);
  if (!contract) return contract.error();
  return show_changed(session, *contract, desk->clock.today());
}

Result<Exit> run_extend(Session& session, const EndArguments& arguments) {
  if (arguments.day.empty() && !arguments.open)
    return Error{Errc::invalid_argument, "say until when: --to DAY, or --open"};
  return run_end(session, arguments);
}

/// The price before it, with what was said.
Result<DatedPrice> price_of(const Contract& contract, const ServiceKey& key, Date day,
                            const AmendArguments& arguments) {
  const Service* service = contract.find_service(key.service);
  if (!service) return Error{Errc::not_found, name_of(key)};
  const DatedPrice& before = service->listed_price_on(day);
  DatedPrice price{day, before.price, before.cost};
  const auto parse = [&](const char* option, const std::string& text,
                         UnitPrice& into) -> Result<void> {
    if (text.empty()) return {};
    auto parsed = UnitPrice::parse(text, service->terms().currency);
    if (!parsed) return within(option, parsed.error());
    into = *parsed;
    return {};
  };
  if (auto done = parse("--unit-price", arguments.unit_price, price.price); !done)
    return done.error();
  if (auto done = parse("--unit-cost", arguments.unit_cost, price.cost); !done) return done.error();
  return price;
}

Result<Exit> run_amend(Session& session, const AmendArguments& arguments) {
  auto key = parse_service_key(arguments.service);
  if (!key) return key.error();
  auto from = parse_optional_date("--from", arguments.from);
  if (!from) return from.error();
  const bool priced = !arguments.unit_price.empty() || !arguments.unit_cost.empty();
  const bool amended =
      arguments.tax_category || arguments.included || arguments.minimum || arguments.maximum;
  if (priced == amended)
    return Error{Errc::invalid_argument,
                 priced ? "amend prices and other terms one after the other"
                        : "say what changes: --unit-price, --tax-category, --minimum ..."};
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  const Date today = desk->clock.today();
  const Date day = from->value_or(today);
  auto contract = read_contracts(*desk, key->contract.text());
  if (!contract) return contract.error();
  auto changed = [&]() -> Result<Contract> {
    if (!priced)
      return amend_service(*desk, *key,
                           {{.effective = day,
                             .tax_category = arguments.tax_category,
                             .included = arguments.included,
                             .minimum = arguments.minimum,
                             .maximum = arguments.maximum,
                             .reason = arguments.reason,
                             .author = session.author()}});
    auto price = price_of(contract->front(), *key, day, arguments);
    if (!price) return price.error();
    return add_price(*desk, *key, *std::move(price),
                     arguments.reach_back ? ReachBack::allowed : ReachBack::refused);
  }();
  if (!changed) return changed.error();
  return show_changed(session, *changed, today);
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
        sub.add_option("--on", arguments.day, "The last day that is billed")->required();
      },
      run_end);
  commands.add<EndArguments>(
      "extend", "Move the end of a contract or a service, or take it away",
      [](CLI::App& sub, EndArguments& arguments) {
        sub.add_option("TARGET", arguments.target, "CONTRACT or CONTRACT/SERVICE")->required();
        auto* day = sub.add_option("--to", arguments.day, "The new last day");
        auto* open = sub.add_flag("--open", arguments.open, "It has no end any more");
        day->excludes(open);
      },
      run_extend);
  commands.add<AmendArguments>(
      "amend", "Change the price or the terms of a service from a day on",
      [](CLI::App& sub, AmendArguments& arguments) {
        sub.add_option("SERVICE", arguments.service, "CONTRACT/SERVICE")->required();
        sub.add_option("--from", arguments.from, "The first day (default: today)");
        sub.add_option("--unit-price", arguments.unit_price, "A new price");
        sub.add_option("--unit-cost", arguments.unit_cost, "A new cost");
        sub.add_option("--tax-category", arguments.tax_category, "Of its lines");
        sub.add_option("--included", arguments.included, "Free units");
        sub.add_option("--minimum", arguments.minimum, "Committed units");
        sub.add_option("--maximum", arguments.maximum, "At most so many are billed; 'none'")
            ->transform([](const std::string& text) {
              return text == "none" ? std::to_string(limits::units_max) : text;
            });
        sub.add_flag("--reach-back", arguments.reach_back,
                     "The price may begin on a day that is posted");
        sub.add_option("--reason", arguments.reason, "Why, for the record");
      },
      run_amend);
}

}  // namespace billbyagent::cli
