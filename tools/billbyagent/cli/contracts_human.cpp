#include "cli/contracts_human.hpp"

#include <ostream>

#include "billbyagent/domain/amendment_words.hpp"
#include "billbyagent/domain/renewal.hpp"
#include "cli/tables.hpp"
#include "documents/contract.hpp"

namespace billbyagent::cli {
namespace {

std::string last_day_of(const std::optional<Date>& end) {
  return end ? to_string(end->previous()) : "open";
}

void print_amendment(std::ostream& out, Date effective, const std::string& what,
                     const std::string& author, const std::string& reason) {
  out << "  from " << to_string(effective) << ": " << printable(what);
  if (!author.empty()) out << ", by " << printable(author);
  if (!reason.empty()) out << " (" << printable(reason) << ")";
  out << '\n';
}

std::string what_changes(const DatedPrice& price) { return "price " + to_decimal(price.price); }

/// `renews on 2027-01-01, notice by 2026-10-02`; nothing without a term.
std::string next_of(const Contract& contract, Date today) {
  const auto next = next_term_end(contract, today);
  if (!next || !next->notice_by) return {};
  const bool ends = next->what == AtTermEnd::ends;
  return std::string{to_string(next->what)} + " on " +
         to_string(ends ? next->day.previous() : next->day) + ", notice by " +
         to_string(*next->notice_by);
}

}  // namespace

void print_contract(std::ostream& out, const Contract& contract, Date today) {
  const auto& terms = contract.terms();
  out << printable(terms.id.text()) << "  " << printable(contract.name_on(today)) << "  account "
      << printable(contract.account_on(today).text()) << ", "
      << (terms.end && *terms.end <= today ? "ended" : to_string(contract.status_on(today))) << ", "
      << to_string(contract.cycle_on(today)) << " in " << to_string(contract.timing_on(today))
      << ", from " << to_string(terms.start) << ", last day " << last_day_of(terms.end) << '\n';
  if (terms.billed_through)
    out << "  billed elsewhere through " << to_string(*terms.billed_through) << '\n';
  if (terms.agreed_term) out << "  term of " << to_string(*terms.agreed_term) << '\n';
  if (const auto next = next_of(contract, today); !next.empty()) out << "  " << next << '\n';
  for (const auto& each : terms.amendments)
    print_amendment(out, each.effective, to_string(each), each.author, each.reason);
  for (const auto& service : terms.services) {
    const auto& own = service.terms();
    out << "  " << printable(own.id.text()) << "  " << printable(service.name_on(today)) << ", "
        << to_decimal(service.listed_price_on(today).price) << ' ' << to_string(own.currency)
        << ", from " << to_string(own.effective) << ", last day " << last_day_of(own.end) << '\n';
    for (const auto& each : own.prices)
      if (!each.author.empty())
        print_amendment(out << "  ", each.effective, what_changes(each), each.author, each.reason);
    for (const auto& each : own.amendments)
      print_amendment(out << "  ", each.effective, to_string(each, own.currency), each.author,
                      each.reason);
  }
}

Result<Target> parse_target(const std::string& text) {
  if (text.find('/') == std::string::npos) return Target{.contract = ContractId{text}};
  auto key = parse_service_key(text);
  if (!key) return key.error();
  return Target{key->contract, key->service};
}

Result<std::vector<Contract>> read_contracts(const Desk& desk, const std::string& only) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  std::vector<ContractId> ids{ContractId{only}};
  if (only.empty()) {
    auto all = (*transaction)->contract_ids();
    if (!all) return all.error();
    ids = *std::move(all);
  }
  std::vector<Contract> contracts;
  for (const auto& id : ids) {
    auto contract = (*transaction)->contract(id);
    if (!contract) return contract.error();
    contracts.push_back(*std::move(contract));
  }
  return contracts;
}

Exit show_changed(Session& session, const Contract& contract, Date today) {
  session.show([&] { return documents::of(contract, today); },
               [&](std::ostream& out) {
                 print_contract(out, contract, today);
                 out << "'billbyagent review' shows what follows.\n";
               });
  return Exit::done;
}

}  // namespace billbyagent::cli
