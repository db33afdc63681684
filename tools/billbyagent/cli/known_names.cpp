#include "cli/known_names.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "cli/suggest.hpp"

namespace billbyagent::cli {
namespace {

using NameList = std::vector<std::string>;

Result<NameList> accounts_of(Transaction& transaction) {
  const auto accounts = transaction.accounts();
  if (!accounts) return accounts.error();
  NameList names;
  for (const auto& account : *accounts) names.push_back(account.id.text());
  return names;
}

Result<NameList> contracts_of(Transaction& transaction) {
  const auto ids = transaction.contract_ids();
  if (!ids) return ids.error();
  NameList names;
  for (const auto& id : *ids) names.push_back(id.text());
  return names;
}

/// `CONTRACT/SERVICE`, or with `bare` the service alone.
Result<NameList> services_of(Transaction& transaction, bool bare) {
  const auto ids = transaction.contract_ids();
  if (!ids) return ids.error();
  NameList names;
  for (const auto& id : *ids) {
    const auto contract = transaction.contract(id);
    if (!contract) return contract.error();
    for (const auto& service : contract->terms().services)
      names.push_back(bare ? service.id().text() : to_string(ServiceKey{id, service.id()}));
  }
  return names;
}

Result<NameList> batches_of(Transaction& transaction) {
  const auto batches = transaction.batches(std::nullopt);
  if (!batches) return batches.error();
  NameList names;
  for (const auto& batch : *batches) names.push_back(batch.id.text());
  return names;
}

Result<NameList> names_of_kind(Transaction& transaction, std::string_view what) {
  if (what == "account") return accounts_of(transaction);
  if (what == "contract") return contracts_of(transaction);
  if (what == "service") return services_of(transaction, false);
  if (what == "batch") return batches_of(transaction);
  return NameList{};
}

/// `desk of contract C-1` as its key, `C-1/desk`.
std::string key_in(const std::string& name) {
  constexpr std::string_view between = " of contract ";
  const auto at = name.find(between);
  if (at == std::string::npos) return name;
  return name.substr(at + between.size()) + "/" + name.substr(0, at);
}

Result<void> check_name(const char* what, const std::string& name, const Result<NameList>& known) {
  if (!known) return known.error();
  if (std::find(known->begin(), known->end(), name) != known->end()) return {};
  return Error{Errc::not_found, std::string{what} + " " + name + did_you_mean(name, *known)};
}

}  // namespace

Result<void> check_known(const Desk& desk, const AskedFor& asked) {
  if (asked.account.empty() && asked.contract.empty() && asked.service.empty()) return {};
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  Transaction& from = **transaction;
  if (!asked.account.empty())
    if (auto good = check_name("account", asked.account, accounts_of(from)); !good) return good;
  if (!asked.contract.empty())
    if (auto good = check_name("contract", asked.contract, contracts_of(from)); !good) return good;
  if (asked.service.empty()) return {};
  return check_name("service", asked.service, services_of(from, true));
}

Error with_suggestion(Session& session, Error error) {
  // `contract C-2`, as all of them are named.
  const auto blank = error.context.find(' ');
  if (error.code != Errc::not_found || blank == std::string::npos) return error;
  const std::string what = error.context.substr(0, blank);
  const std::string name = key_in(error.context.substr(blank + 1));
  auto desk = open_desk(session);
  if (!desk) return error;
  auto transaction = desk->begin(Access::read);
  if (!transaction) return error;
  if (const auto known = names_of_kind(**transaction, what))
    error.context += did_you_mean(name, *known);
  return error;
}

}  // namespace billbyagent::cli
