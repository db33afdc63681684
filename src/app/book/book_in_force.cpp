#include "billbyagent/app/book_in_force.hpp"

#include <set>
#include <utility>

#include "app/each_contract.hpp"

namespace billbyagent {

Result<Book> book_in_force(const Desk& desk, const std::optional<ContractId>& only) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  Book book;
  std::vector<ContractId> ids;
  if (only) {
    auto contract = (*transaction)->contract(*only);
    if (!contract) return contract.error();
    std::set<AccountId> payers;
    for (const auto& each : contract->accounts()) payers.insert(each.account);
    for (const auto& id : payers) {
      auto account = (*transaction)->account(id);
      if (!account) return account.error();
      book.accounts.push_back(*std::move(account));
    }
    ids.push_back(*only);
  } else {
    auto accounts = (*transaction)->accounts();
    if (!accounts) return accounts.error();
    book.accounts = *std::move(accounts);
    auto all = (*transaction)->contract_ids();
    if (!all) return all.error();
    ids = *std::move(all);
  }
  const Date today = desk.clock.today();
  const auto read = app::each_contract(
      **transaction, ids, Part::contract | Part::units, [&](const Dossier& dossier) {
        for (const auto& service : dossier.contract->terms().services) {
          const auto& history = dossier.services.at(service.id()).units;
          if (service.agent_scope() || history.empty()) continue;
          const auto units = history.units_on(today);
          book.first_units.push_back(
              {{dossier.id, service.id()}, units ? *units : history.timeline().front().units});
        }
        book.contracts.push_back(*dossier.contract);
        return Result<void>{};
      });
  if (!read) return read.error();
  return book;
}

}  // namespace billbyagent
