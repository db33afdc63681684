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
  if (const auto* list = root.array("accounts", Presence::optional)) {
    std::set<AccountId> seen;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const std::string place = "accounts[" + std::to_string(i) + "]";
      auto account = read_account((*list)[i], place, parsed.refused);
      if (account && is_new(seen, account->id, place, parsed.refused)) {
        parsed.book.named_of_accounts.emplace(account->id, named_keys((*list)[i]));
        parsed.book.accounts.push_back(*std::move(account));
      }
    }
  }
  if (const auto* list = root.array("contracts", Presence::optional)) {
    std::set<ContractId> seen;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const std::string place = "contracts[" + std::to_string(i) + "]";
      auto contract = read_contract((*list)[i], place, parsed.book.first_units, parsed.refused);
      if (contract && is_new(seen, contract->id(), place, parsed.refused)) {
        parsed.book.named_of_contracts.emplace(contract->id(), named_keys((*list)[i]));
        parsed.book.contracts.push_back(*std::move(contract));
      }
    }
  }
  root.refuse_unknown_keys();
  return parsed;
}

}  // namespace billbyagent
