#include <set>

#include "billbyagent/adapters/json.hpp"
#include "documents/book_rows.hpp"
#include "documents/document.hpp"
#include "documents/named_keys.hpp"

namespace billbyagent {
namespace {

using namespace documents;

/// Notes a second row with an id that stood in the list before.
template <class Id>
bool is_new(std::set<Id>& seen, const Id& id, const std::string& place,
            std::vector<Error>& refused) {
  if (seen.insert(id).second) return true;
  refused.push_back({Errc::duplicate_id, place + ": " + id.text() + " stands there before"});
  return false;
}

}  // namespace

Result<ParsedBook> parse_book(std::string_view text) {
  auto document = parse_document(text);
  if (!document) return document.error();
  if (!document->is_object())
    return Error{Errc::malformed_document, "a book is an object with accounts and contracts"};
  ParsedBook parsed;
  Row root{*document, "", parsed.refused};
  std::set<AccountId> accounts;
  root.each("accounts", Presence::optional, [&](const auto& value, const std::string& place) {
    auto account = read_account(value, place, parsed.refused);
    if (!account || !is_new(accounts, account->id, place, parsed.refused)) return;
    parsed.book.named_of_accounts.emplace(account->id, named_keys(value));
    parsed.book.accounts.push_back(*std::move(account));
  });
  std::set<ContractId> contracts;
  root.each("contracts", Presence::optional, [&](const auto& value, const std::string& place) {
    auto contract = read_contract(value, place, parsed.book.first_units, parsed.refused);
    if (!contract || !is_new(contracts, contract->id(), place, parsed.refused)) return;
    parsed.book.named_of_contracts.emplace(contract->id(), named_keys(value));
    parsed.book.contracts.push_back(*std::move(contract));
  });
  root.refuse_unknown_keys();
  return parsed;
}

}  // namespace billbyagent
