#include "billbyagent/app/import_book.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "app/book/reach.hpp"
#include "app/book/saved_book.hpp"
#include "billbyagent/app/import_changes.hpp"
#include "billbyagent/app/open_lines.hpp"

namespace billbyagent {

namespace {

const AccountId& last_payer(const Contract& contract) { return contract.accounts().back().account; }

/// Finds everything that is wrong with a book before anything is written; then writes it.
class BookImport {
 public:
  BookImport(Transaction& transaction, const Book& book, const std::string& author, Instant now,
             const GroupTrees& groups, ReachBack reach_back)
      : transaction_(transaction),
        book_(book),
        author_(author),
        now_(now),
        groups_(groups),
        reach_back_(reach_back) {
    for (const auto& account : book.accounts) accounts_.insert(account.id);
    for (const auto& contract : book.contracts) by_id_.emplace(contract.id(), &contract);
  }

  Result<void> check(ImportReport& report);
  Result<void> write(ImportReport& report);

 private:
  Result<void> check_contract(const Contract& contract, ImportReport& report);
  Result<void> check_deleted(const Contract& contract, ImportReport& report);
  void check_units(const FirstUnits& first, ImportReport& report) const;
  Result<void> check_overlaps(ImportReport& report);
  /// Accounts as they will be, of those that the book concerns, whose services must not overlap.
  Result<std::map<AccountId, Account>> strict_accounts();
  Result<void> write_units(const FirstUnits& first, ImportReport& report);
  const Service* find_service(const ServiceKey& key) const;

  Transaction& transaction_;
  const Book& book_;
  const std::string& author_;
  Instant now_;
  const GroupTrees& groups_;
  ReachBack reach_back_;
  std::set<AccountId> accounts_;                   ///< of the book
  std::map<ContractId, const Contract*> by_id_{};  ///< of the book
  std::set<ContractId> contracts_;
};

const Service* BookImport::find_service(const ServiceKey& key) const {
  const auto at = by_id_.find(key.contract);
  return at == by_id_.end() ? nullptr : at->second->find_service(key.service);
}

Result<void> BookImport::check_contract(const Contract& contract, ImportReport& report) {
  if (!contracts_.insert(contract.id()).second)
    report.refused.push_back({Errc::duplicate_id, "contract " + contract.id().text()});
  for (const auto& each : contract.accounts()) {
    const AccountId& owner = each.account;
    if (accounts_.contains(owner)) continue;
    const auto known = transaction_.account(owner);
    if (!known && known.error().code != Errc::not_found) return known.error();
    if (!known)
      report.refused.push_back(
          {Errc::not_found, "contract " + contract.id().text() + ": account " + owner.text()});
  }
  const auto saved = transaction_.contract(contract.id());
  if (!saved && saved.error().code != Errc::not_found) return saved.error();
  if (!saved) return check_deleted(contract, report);
  auto posted = app::ever_posted(transaction_, contract.id());
  if (!posted) return posted.error();
  auto allowed = check_update(*saved, contract, *posted);
  if (allowed && posted->contract && reach_back_ == ReachBack::refused)
    allowed = app::check_reach(transaction_, *saved, contract);
  if (!allowed && allowed.error().code >= Errc::store_failed) return allowed;
  if (!allowed) report.refused.push_back(allowed.error());
  return check_deleted(contract, report);
}

Result<void> BookImport::check_deleted(const Contract& contract, ImportReport& report) {
  auto tombstones = transaction_.tombstones();
  if (!tombstones) return tombstones.error();
  for (const auto& each : *tombstones)
    if (each.contract == contract.id() && (!each.service || contract.find_service(*each.service)))
      report.refused.push_back(deleted_before(each));
  return {};
}

void BookImport::check_units(const FirstUnits& first, ImportReport& report) const {
  const Service* service = find_service(first.key);
  const std::string name =
      "units of service " + first.key.service.text() + " of contract " + first.key.contract.text();
  if (!service)
    report.refused.push_back({Errc::not_found, name});
  else if (service->agent_scope())
    report.refused.push_back({Errc::invalid_argument, name + ": they derive from the RMM"});
  else if (auto history = UnitHistory::starting(service->terms().effective, first.units); !history)
    report.refused.push_back(within(name, history.error()));
}

Result<void> BookImport::check(ImportReport& report) {
  for (const auto& contract : book_.contracts)
    if (auto checked = check_contract(contract, report); !checked) return checked.error();
  for (const auto& first : book_.first_units) check_units(first, report);
  return check_overlaps(report);
}

Result<std::map<AccountId, Account>> BookImport::strict_accounts() {
  std::map<AccountId, Account> accounts;
  for (const auto& account : book_.accounts) accounts.insert_or_assign(account.id, account);
  for (const auto& contract : book_.contracts) {
    const AccountId& owner = last_payer(contract);
    if (accounts.contains(owner)) continue;
    const auto saved = transaction_.account(owner);
    if (!saved && saved.error().code != Errc::not_found) return saved.error();
    if (saved) accounts.emplace(owner, *saved);
  }
  std::erase_if(accounts,
                [](const auto& entry) { return entry.second.overlaps == Overlaps::allowed; });
  return accounts;
}

Result<void> BookImport::check_overlaps(ImportReport& report) {
  auto accounts = strict_accounts();
  if (!accounts) return accounts.error();
  if (accounts->empty()) return {};
  std::map<AccountId, std::vector<Contract>> contracts;
  for (const auto& contract : book_.contracts) contracts[last_payer(contract)].push_back(contract);
  auto saved = transaction_.contract_ids();
  if (!saved) return saved.error();
  for (const auto& id : *saved) {
    if (contracts_.contains(id)) continue;
    auto contract = transaction_.contract(id);
    if (!contract) return contract.error();
    const AccountId account = last_payer(*contract);
    contracts[account].push_back(*std::move(contract));
  }
  for (const auto& [id, account] : *accounts)
    for (const auto& overlap : possible_overlaps(contracts[id], account, groups_))
      report.refused.push_back(
          {Errc::overlapping_services,
           "account " + id.text() + ": contract " + overlap.first.contract.text() + ", service " +
               overlap.first.service.text() + " and contract " + overlap.second.contract.text() +
               ", service " + overlap.second.service.text()});
  return {};
}

Result<void> BookImport::write_units(const FirstUnits& first, ImportReport& report) {
  auto history = transaction_.unit_history(first.key);
  if (!history) return history.error();
  // Also for a service that was never posted and begins earlier now.
  const Date begin = find_service(first.key)->terms().effective;
  if (history->units_on(begin)) return {};
  if (!history->empty() && history->timeline().front().effective <= begin) return {};
  auto recorded = history->record(UnitChange{.effective = begin,
                                             .units = first.units,
                                             .reason = ChangeReason::initial,
                                             .author = author_,
                                             .recorded = now_});
  if (!recorded) return recorded.error();
  auto written = transaction_.append_unit_change(first.key, history->changes().back());
  if (!written) return written.error();
  ++report.units_recorded;
  return {};
}

Result<void> BookImport::write(ImportReport& report) {
  for (const auto& account : book_.accounts) {
    auto saved = transaction_.save_account(account);
    if (!saved) return within("account " + account.id.text(), saved.error());
    if (*saved != SaveOutcome::unchanged) ++report.accounts_saved;
  }
  for (const auto& contract : book_.contracts) {
    auto saved = transaction_.save_contract(contract);
    if (!saved) return within("contract " + contract.id().text(), saved.error());
    switch (*saved) {
      case SaveOutcome::created:
        ++report.contracts_created;
        break;
      case SaveOutcome::updated:
        ++report.contracts_updated;
        break;
      case SaveOutcome::unchanged:
        ++report.contracts_unchanged;
        break;
    }
  }
  for (const auto& first : book_.first_units)
    if (auto written = write_units(first, report); !written) return written.error();
  return {};
}

template <class Id>
void sort_once(std::vector<Id>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

/// What is saved of all that the book names, in a few trips.
Result<void> load_saved(Transaction& transaction, const Book& book) {
  Keys keys;
  for (const auto& account : book.accounts) keys.accounts.push_back(account.id);
  std::vector<ContractId> ids;
  for (const auto& contract : book.contracts) {
    for (const auto& each : contract.accounts()) keys.accounts.push_back(each.account);
    ids.push_back(contract.id());
  }
  for (const auto& first : book.first_units) ids.push_back(first.key.contract);
  sort_once(keys.accounts);
  sort_once(ids);
  if (auto found = transaction.look_up(keys); !found) return found;
  return transaction.load(ids, Part::contract | Part::units | Part::batch_count);
}

/// What of the contract is open by the day of the effect, into `amount`; why it can't be computed,
/// into the effect. Errors: what the store says.
Result<void> note_open(Transaction& transaction, const Contract& contract, BillEffect& effect,
                       Money AmountChange::*amount) {
  const auto failed = [&](const Error& error) -> Result<void> {
    if (error.code >= Errc::store_failed) return error;
    effect.error = error;
    return {};
  };
  auto open = open_lines(transaction, contract, {}, effect.through);
  if (!open) return failed(open.error());
  Money sum = Money::zero(contract.terms().currency);
  for (const auto& line : open->lines) {
    auto more = add(sum, line.amount);
    if (!more) return failed(more.error());
    sum = *more;
  }
  effect.amount.*amount = sum;
  return {};
}

/// The first day of the next billing period: by then its bill is due, in advance or in arrears.
Date next_bill_of(const Contract& contract, Date today) {
  const Date day =
      std::min(contract.period_at(today).end(), today.plus_days(limits::horizon_days_max));
  return std::max(day, std::min(contract.terms().start, today.plus_days(limits::horizon_days_max)));
}

/// Whether the book leaves it as it is: nothing has to be computed.
Result<bool> stays(Transaction& transaction, const Contract& saved, const Contract& wanted) {
  if (!(saved == wanted)) return false;
  for (const auto& service : saved.terms().services) {
    auto history = transaction.unit_history({saved.id(), service.id()});
    if (!history) return history.error();
    if (history->empty() && !service.agent_scope()) return false;
  }
  return true;
}

/// A contract that the book makes or changes.
struct Affected {
  const Contract* wanted;
  std::optional<Contract> saved{};
};

Result<std::vector<Affected>> affected_by(Transaction& transaction, const Book& book) {
  std::vector<Affected> affected;
  std::vector<ContractId> ids;
  for (const auto& contract : book.contracts) {
    auto saved = transaction.contract(contract.id());
    if (!saved && saved.error().code != Errc::not_found) return saved.error();
    if (saved) {
      auto same = stays(transaction, *saved, contract);
      if (!same) return same.error();
      if (*same) continue;
      ids.push_back(contract.id());
    }
    affected.push_back({&contract, saved ? std::optional{*std::move(saved)} : std::nullopt});
  }
  if (auto loaded = transaction.load(ids, Wanted::for_posting()); !loaded) return loaded.error();
  return affected;
}

/// The amounts before the book is taken; those after it are still missing.
Result<std::vector<BillEffect>> effects_before(Transaction& transaction,
                                               const std::vector<Affected>& affected, Date today) {
  std::vector<BillEffect> effects;
  for (const auto& [wanted, saved] : affected) {
    const auto& terms = wanted->terms();
    BillEffect effect{.contract = terms.id,
                      .account = wanted->account_on(today),
                      .is_new = !saved,
                      .through = next_bill_of(*wanted, today),
                      .amount = AmountChange::none(terms.currency)};
    if (saved && saved->terms().currency == terms.currency)
      if (auto noted = note_open(transaction, *saved, effect, &AmountChange::before); !noted)
        return noted.error();
    effects.push_back(std::move(effect));
  }
  return effects;
}

}  // namespace

Result<std::vector<BillEffect>> import_effect(const Desk& desk, const Book& book,
                                              const std::string& author) {
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  if (auto loaded = load_saved(**transaction, book); !loaded) return loaded.error();
  ImportReport report;
  auto amended = app::with_saved(**transaction, book,
                                 {desk.clock.today(), desk.clock.now(), author}, report.refused);
  if (!amended) return amended.error();
  const GroupTrees no_groups;
  BookImport import{**transaction,    *amended,  author,
                    desk.clock.now(), no_groups, ReachBack::allowed};
  if (auto checked = import.check(report); !checked) return checked.error();
  if (!report.accepted()) return std::vector<BillEffect>{};
  auto affected = affected_by(**transaction, *amended);
  if (!affected) return affected.error();
  auto effects = effects_before(**transaction, *affected, desk.clock.today());
  if (!effects) return effects;
  if (auto written = import.write(report); !written) return written.error();
  for (std::size_t i = 0; i < effects->size(); ++i) {
    BillEffect& effect = (*effects)[i];
    if (auto noted = note_open(**transaction, *(*affected)[i].wanted, effect, &AmountChange::after);
        !noted)
      return noted.error();
    const auto more = subtract(effect.amount.after, effect.amount.before);
    if (more)
      effect.amount.difference = *more;
    else
      effect.error = more.error();
  }
  std::erase_if(*effects, [](const BillEffect& each) {
    return !each.error && each.amount.difference.minor() == 0;
  });
  return effects;
}

Result<ImportReport> import_book(const Desk& desk, const Book& book, const std::string& author,
                                 ImportMode mode, const GroupTrees& groups, ReachBack reach_back) {
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  if (auto loaded = load_saved(**transaction, book); !loaded) return loaded.error();
  ImportReport report;
  auto amended = app::with_saved(**transaction, book,
                                 {desk.clock.today(), desk.clock.now(), author}, report.refused);
  if (!amended) return amended.error();
  BookImport import{**transaction, *amended, author, desk.clock.now(), groups, reach_back};
  if (auto checked = import.check(report); !checked) return checked.error();
  if (!report.accepted()) return report;
  if (auto written = import.write(report); !written) return written.error();
  if (mode == ImportMode::write)
    if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return report;
}

Result<ImportReport> import_book(const Desk& desk, const Book& book, const std::string& author,
                                 ImportMode mode, const GroupTree* groups, ReachBack reach_back) {
  GroupTrees trees;
  if (groups) trees.emplace(RmmId{}, *groups);
  return import_book(desk, book, author, mode, trees, reach_back);
}

}  // namespace billbyagent
