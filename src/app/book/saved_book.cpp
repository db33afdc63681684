#include "app/book/saved_book.hpp"

#include <utility>

#include "app/book/name_organizations.hpp"

namespace billbyagent::app {

namespace {

template <class Id>
Named named_of(const std::map<Id, NamedKeys>& named, const Id& id) {
  const auto at = named.find(id);
  return Named{at == named.end() ? nullptr : &at->second};
}

}  // namespace

Result<EverPosted> ever_posted(Transaction& transaction, const ContractId& id) {
  auto batches = transaction.batch_count(id);
  if (!batches) return batches.error();
  if (*batches == 0) return EverPosted{};
  auto dossier = transaction.dossier(id, Part::lines);
  if (!dossier) return dossier.error();
  return billbyagent::ever_posted(**dossier);
}

Result<Book> with_saved(Transaction& transaction, Book book, const Recording& by,
                        std::vector<Error>& refused) {
  for (auto& account : book.accounts) {
    const auto saved = transaction.account(account.id);
    if (!saved && saved.error().code != Errc::not_found) return saved.error();
    if (saved) account = with_saved(*saved, account, named_of(book.named_of_accounts, account.id));
  }
  for (auto& contract : book.contracts) {
    const auto saved = transaction.contract(contract.id());
    if (!saved && saved.error().code != Errc::not_found) return saved.error();
    EverPosted posted;
    if (saved) {
      auto of_lines = ever_posted(transaction, contract.id());
      if (!of_lines) return of_lines.error();
      posted = *std::move(of_lines);
    }
    const auto named = named_of(book.named_of_contracts, contract.id());
    auto whole = saved ? with_saved(*saved, contract, named, posted) : Result<Contract>{contract};
    auto amended =
        whole ? as_amendments(saved ? &*saved : nullptr, *whole, named, posted, by) : whole;
    const auto find_account = [&](const AccountId& id) -> Result<Account> {
      for (const auto& each : book.accounts)
        if (each.id == id) return each;
      return transaction.account(id);
    };
    if (amended)
      amended = with_named_organizations(*amended, saved ? &*saved : nullptr, find_account);
    if (amended)
      contract = *std::move(amended);
    else
      refused.push_back(amended.error());
  }
  return book;
}

}  // namespace billbyagent::app
