// renewals, renew.

#include <ostream>

#include "billbyagent/app/renewals.hpp"
#include "cli/commands.hpp"
#include "cli/contracts_human.hpp"
#include "cli/tables.hpp"
#include "documents/reports.hpp"

namespace billbyagent::cli {
namespace {

struct RenewalsArguments {
  std::int32_t days = 90;
  std::string account;
};

struct RenewArguments {
  std::string contract;
  std::optional<std::int32_t> months;
  std::optional<std::int32_t> notice_days;
  std::string at_end;
  std::string reason;
};

std::string notice_text(const ComingRenewal& row, Date today) {
  if (!row.notice_by) return "";
  return to_string(*row.notice_by) + (*row.notice_by < today ? ", passed" : "");
}

void print_list(std::ostream& out, const RenewalList& list) {
  if (list.rows.empty()) {
    out << "Nothing renews or ends through " << to_string(list.through) << ".\n";
    return;
  }
  Table table{{{"Contract"}, {"Name"}, {"Account"}, {""}, {"On"}, {"Notice by"}, {"Term"}}};
  for (const auto& row : list.rows)
    table.add(
        {row.service ? to_string(ServiceKey{row.contract, *row.service}) : row.contract.text(),
         row.name, row.account.text(), std::string{to_string(row.what)}, to_string(row.day),
         notice_text(row, list.day), row.agreed_term ? to_string(*row.agreed_term) : ""});
  table.print(out);
}

Result<Exit> run_renewals(Session& session, const RenewalsArguments& arguments) {
  std::optional<AccountId> account;
  if (!arguments.account.empty()) {
    auto id = AccountId::parse(arguments.account);
    if (!id) return within("--account", id.error());
    account = *id;
  }
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto list = coming_renewals(*desk, arguments.days, account);
  if (!list) return list.error();
  session.show([&] { return documents::of(*list); },
               [&](std::ostream& out) { print_list(out, *list); });
  return Exit::done;
}

/// The term before it, with what was said; nothing when nothing was.
Result<std::optional<AgreedTerm>> term_of(const Contract& contract, Date today,
                                          const RenewArguments& arguments) {
  if (!arguments.months && !arguments.notice_days && arguments.at_end.empty())
    return std::optional<AgreedTerm>{};
  const auto& end = contract.terms().end;
  const auto before = term_on(contract, end ? end->previous() : today);
  if (!before && !arguments.months)
    return Error{Errc::invalid_argument, "it has no term yet; say --months"};
  AgreedTerm term = before ? before->agreed : AgreedTerm{};
  if (arguments.months) term.months = *arguments.months;
  if (arguments.notice_days) term.notice_days = *arguments.notice_days;
  if (!arguments.at_end.empty())
    term.at_end = parse_name<AtTermEnd>(arguments.at_end).value_or(term.at_end);
  return std::optional{term};
}

Result<Exit> run_renew(Session& session, const RenewArguments& arguments) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  const Date today = desk->clock.today();
  auto saved = read_contracts(*desk, arguments.contract);
  if (!saved) return saved.error();
  auto term = term_of(saved->front(), today, arguments);
  if (!term) return term.error();
  auto contract = renew_contract(*desk, ContractId{arguments.contract},
                                 {*term, arguments.reason, session.author()});
  if (!contract) return contract.error();
  return show_changed(session, *contract, today);
}

}  // namespace

void add_renewal_commands(Commands& commands) {
  commands.add<RenewalsArguments>(
      "renewals", "List what renews or ends soon, and until when to give notice",
      [](CLI::App& sub, RenewalsArguments& arguments) {
        sub.add_option("--days", arguments.days, "In the next so many days")->capture_default_str();
        sub.add_option("--account", arguments.account, "Only of this account");
      },
      run_renewals);
  commands.add<RenewArguments>(
      "renew", "Renew a contract: another term, where it ends or with its next term",
      [](CLI::App& sub, RenewArguments& arguments) {
        sub.add_option("CONTRACT", arguments.contract, "Its id")->required();
        sub.add_option("--months", arguments.months, "Of the new term (default: as before)");
        sub.add_option("--notice-days", arguments.notice_days, "Of the new term");
        sub.add_option("--at-end", arguments.at_end, "What becomes of it after the new term")
            ->check(CLI::IsMember({"renews", "ends"}));
        sub.add_option("--reason", arguments.reason, "Why, for the record");
      },
      run_renew);
}

}  // namespace billbyagent::cli
