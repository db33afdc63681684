// Accounts, the saving of contracts, and the commit.

#include "store_sqlite/transaction.hpp"

namespace billbyagent::sqlite {
namespace {

Account read_account(Query& row) {
  return {row.get<AccountId>(),
          row.get<std::string>(),
          row.get<std::optional<OrganizationId>>(),
          row.get<Overlaps>(),
          {}};
}

}  // namespace

Result<void> SqliteTransaction::commit() {
  return life_.committing([&]() -> Result<void> {
    auto committed = lease_->execute("COMMIT");
    if (committed) lease_.release();
    return committed;
  });
}

Result<std::map<RmmId, OrganizationId>> SqliteTransaction::load_links(const AccountId& account) {
  auto rows = list(
      [](Query& row) {
        return std::pair{row.get<RmmId>(), row.get<OrganizationId>()};
      },
      "SELECT rmm, organization FROM account_link WHERE tenant=? AND account=? ORDER BY rmm",
      account);
  if (!rows) return rows.error();
  return std::map<RmmId, OrganizationId>{rows->begin(), rows->end()};
}

Result<void> SqliteTransaction::save_links(const Account& account) {
  if (auto cleared = run("DELETE FROM account_link WHERE tenant=? AND account=?", account.id);
      !cleared)
    return cleared;
  for (const auto& [rmm, organization] : account.links)
    if (auto added = run("INSERT INTO account_link (tenant, account, rmm, organization) "
                         "VALUES (?,?,?,?)",
                         account.id, rmm, organization);
        !added)
      return added;
  return {};
}

Result<Account> SqliteTransaction::load_account(const AccountId& id) {
  auto account = one("account " + id.text(), read_account,
                     "SELECT account, name, organization, overlaps FROM account "
                     "WHERE tenant=? AND account=?",
                     id);
  if (!account) return account;
  auto links = load_links(id);
  if (!links) return links.error();
  account->links = *std::move(links);
  return account;
}

Result<SaveOutcome> SqliteTransaction::save_account(const Account& account) {
  return life_.writing([&]() -> Result<SaveOutcome> {
    if (auto good = detail::check_account(account); !good) return good.error();
    const auto saved = load_account(account.id);
    if (!saved && saved.error().code != Errc::not_found) return saved.error();
    if (saved && *saved == account) return SaveOutcome::unchanged;
    auto written = run(
        "INSERT INTO account (tenant, account, name, organization, overlaps) VALUES (?,?,?,?,?) "
        "ON CONFLICT DO UPDATE SET name=excluded.name, organization=excluded.organization, "
        "overlaps=excluded.overlaps",
        account.id, account.name, account.organization, account.overlaps);
    if (!written) return written.error();
    if (auto linked = save_links(account); !linked) return linked.error();
    return saved ? SaveOutcome::updated : SaveOutcome::created;
  });
}

Result<std::vector<Account>> SqliteTransaction::accounts() {
  return life_.reading([&]() -> Result<std::vector<Account>> {
    auto accounts = list(read_account,
                         "SELECT account, name, organization, overlaps FROM account WHERE tenant=? "
                         "ORDER BY account");
    if (!accounts) return accounts;
    auto links = list(
        [](Query& row) {
          return std::tuple{row.get<AccountId>(), row.get<RmmId>(), row.get<OrganizationId>()};
        },
        "SELECT account, rmm, organization FROM account_link WHERE tenant=? ORDER BY account");
    if (!links) return links.error();
    auto at = accounts->begin();
    for (auto& [account, rmm, organization] : *links) {
      while (at != accounts->end() && at->id < account) ++at;
      if (at == accounts->end() || at->id != account)
        return Error{Errc::store_failed, "a link of no account as stored: " + account.text()};
      at->links.emplace(std::move(rmm), std::move(organization));
    }
    return accounts;
  });
}

Result<Account> SqliteTransaction::account(const AccountId& id) {
  return life_.reading([&] { return load_account(id); });
}

Result<SaveOutcome> SqliteTransaction::save_contract(const Contract& contract) {
  return life_.writing([&]() -> Result<SaveOutcome> {
    if (auto good = detail::check_contract(contract); !good) return good.error();
    const auto& terms = contract.terms();
    const std::string name = "contract " + terms.id.text();
    auto known = exists("SELECT 1 FROM account WHERE tenant=? AND account=?", terms.account);
    if (!known) return known.error();
    if (!*known) return Error{Errc::not_found, name + ": account " + terms.account.text()};
    auto there = exists("SELECT 1 FROM contract WHERE tenant=? AND contract=?", terms.id);
    if (!there) return there.error();
    if (!*there) {
      auto inserted = insert_contract(terms);
      if (!inserted) return within(name, inserted.error());
      return SaveOutcome::created;
    }
    auto saved = load_contract(terms.id);
    if (!saved) return saved.error();
    if (auto allowed = check_update(*saved, contract); !allowed) return allowed.error();
    if (*saved == contract) return SaveOutcome::unchanged;
    auto updated = update_contract(*saved, terms);
    if (!updated) return within(name, updated.error());
    return SaveOutcome::updated;
  });
}

Result<std::vector<ContractId>> SqliteTransaction::contract_ids() {
  return life_.reading([&] {
    return list([](Query& row) { return row.get<ContractId>(); },
                "SELECT contract FROM contract WHERE tenant=? ORDER BY contract");
  });
}

Result<Contract> SqliteTransaction::contract(const ContractId& id) {
  return life_.reading([&] { return load_contract(id); });
}

}  // namespace billbyagent::sqlite
