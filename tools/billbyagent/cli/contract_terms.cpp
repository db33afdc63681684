#include "cli/contract_terms.hpp"

#include "documents/cycle_keys.hpp"

namespace billbyagent::cli {
namespace {

template <NamedEnum E>
Result<std::optional<E>> parse_optional(const char* option, const std::string& text) {
  if (text.empty()) return std::optional<E>{};
  if (const auto value = parse_name<E>(text)) return std::optional{*value};
  std::string names;
  for (const E each : every<E>())
    names += (names.empty() ? "" : ", ") + std::string{to_string(each)};
  return Error{Errc::invalid_argument,
               std::string{option} + ": '" + text + "' is none of: " + names};
}

Result<BillingCycle> cycle_of(const ContractTermsArguments& arguments, const BillingCycle& so_far,
                              Date day) {
  auto length = parse_optional<CycleLength>("--cycle", arguments.cycle);
  if (!length) return length.error();
  documents::CycleKeys keys{.cycle = length->value_or(so_far.length()),
                            .every = *length ? 1 : so_far.every(),
                            .on_calendar = arguments.periods == "calendar",
                            .anchor_day = arguments.anchor_day,
                            .anchor_month = arguments.anchor_month};
  keys.every = arguments.every.value_or(keys.every);
  std::string_view wrong;
  auto cycle = documents::cycle_of(keys, day, wrong);
  if (cycle) return cycle;
  std::string option = "--" + std::string{wrong};
  for (char& c : option)
    if (c == '_') c = '-';
  return within(option, cycle.error());
}

}  // namespace

void add_options(CLI::App& sub, ContractTermsArguments& arguments) {
  sub.add_option("--cycle", arguments.cycle,
                 "Of a contract: weekly, monthly, quarterly, semi_annual or annual periods");
  sub.add_option("--every", arguments.every, "So many of them are one period");
  sub.add_option("--periods", arguments.periods,
                 "They begin on the day (effective_date, the default) or on the calendar")
      ->check(CLI::IsMember({"effective_date", "calendar"}));
  sub.add_option("--anchor-day", arguments.anchor_day, "The day of the month they begin on");
  sub.add_option("--anchor-month", arguments.anchor_month,
                 "The month that quarters, half years and years begin in");
  sub.add_option("--timing", arguments.timing, "Of a contract: advance or arrears");
  sub.add_option("--account", arguments.account, "Of a contract: who pays");
  sub.add_flag("--next-period", arguments.next_period,
               "The account pays from the next billing period on");
  sub.add_option("--name", arguments.name, "What it is called");
  sub.add_option("--recipient", arguments.recipients,
                 "Of a contract: who hears of changed units; as often as there are")
      ->excludes(sub.add_flag("--no-recipients", arguments.no_recipients,
                              "Nobody hears of changed units any more"));
}

Result<ContractAmendment> amendment_of(const ContractTermsArguments& arguments,
                                       const Contract& contract, Date day) {
  ContractAmendment amendment{.effective = day};
  if (arguments.says_cycle()) {
    auto cycle = cycle_of(arguments, contract.cycle_on(day), day);
    if (!cycle) return cycle.error();
    amendment.cycle = *cycle;
  }
  auto timing = parse_optional<BillingTiming>("--timing", arguments.timing);
  if (!timing) return timing.error();
  amendment.timing = *timing;
  if (!arguments.account.empty()) {
    auto account = AccountId::parse(arguments.account);
    if (!account) return within("--account", account.error());
    amendment.account = *account;
  }
  if (arguments.next_period) amendment.account_from = AccountFrom::next_period;
  amendment.name = arguments.name;
  for (const auto& each : arguments.recipients)
    if (each.find('@') == std::string::npos)
      return Error{Errc::invalid_argument, "--recipient: '" + each + "' is no e-mail address"};
  if (!arguments.recipients.empty() || arguments.no_recipients)
    amendment.recipients = arguments.recipients;
  return amendment;
}

}  // namespace billbyagent::cli
