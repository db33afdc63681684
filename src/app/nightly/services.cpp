#include "app/nightly/services.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "app/derived_services.hpp"
#include "app/groups.hpp"
#include "app/machines/machine_changes.hpp"

namespace billbyagent::app {

ServiceSync failed_row(const ServiceKey& key, const AccountId& account, const std::string& name,
                       const Error& error) {
  return {.key = key,
          .account = account,
          .service_name = name,
          .status = SyncStatus::failed,
          .error = error};
}

namespace {

/// A reading transaction that is begun again after an error ended it.
class Reading {
 public:
  explicit Reading(const Desk& desk) : desk_(desk) {}

  template <class Read>
  auto operator()(const Read& read) -> decltype(read(std::declval<Transaction&>())) {
    if (!transaction_) {
      auto begun = desk_.begin(Access::read);
      if (!begun) return begun.error();
      transaction_ = *std::move(begun);
    }
    auto result = read(*transaction_);
    if (!result) transaction_.reset();
    return result;
  }

 private:
  const Desk& desk_;
  std::unique_ptr<Transaction> transaction_;
};

struct Lists {
  std::map<AccountId, Account> accounts{};
  std::vector<ContractId> contracts{};
  std::set<ServiceKey> seen_today{};
};

Result<Lists> load_lists(Transaction& transaction, Date today) {
  Lists lists;
  auto accounts = transaction.accounts();
  if (!accounts) return accounts.error();
  for (auto& account : *accounts) lists.accounts.emplace(account.id, std::move(account));
  auto contracts = transaction.contract_ids();
  if (!contracts) return contracts.error();
  lists.contracts = *std::move(contracts);
  auto seen = transaction.services_with_machine_events_since(today);
  if (!seen) return seen.error();
  lists.seen_today.insert(seen->begin(), seen->end());
  return lists;
}

Result<std::vector<NightService>> load_services(Transaction& transaction,
                                                std::span<const ContractId> ids, const Lists& lists,
                                                Date today, const std::optional<ServiceKey>& only) {
  if (auto loaded = transaction.load(ids, Part::contract | Part::digest); !loaded)
    return loaded.error();
  std::vector<NightService> services;
  for (const auto& id : ids) {
    auto dossier = transaction.dossier(id, Part::contract | Part::digest);
    if (!dossier) return dossier.error();
    for (auto& derived : derived_in_force(*(*dossier)->contract, lists.accounts, today)) {
      const ServiceKey key{id, derived.service->id()};
      services.push_back({std::move(static_cast<AskedScope&>(derived)), key,
                          (*dossier)->contract->account_on(today), derived.service->name_on(today),
                          !only || *only == key, lists.seen_today.contains(key),
                          (*dossier)->services.at(key.service).digest, std::nullopt});
    }
  }
  return services;
}

}  // namespace

Result<NightBook> load_night(const Desk& desk, Date today, const NightlyOptions& options) {
  Reading reading{desk};
  const auto lists =
      reading([&](Transaction& transaction) { return load_lists(transaction, today); });
  if (!lists) return lists.error();
  NightBook book;
  const auto load = [&](std::span<const ContractId> ids) {
    return reading([&](Transaction& transaction) {
      return load_services(transaction, ids, *lists, today, options.only);
    });
  };
  const auto unreadable = [&](const ContractId& id,
                              const Error& error) -> Result<std::vector<NightService>> {
    if (!options.only || options.only->contract == id)
      book.unreadable.push_back(failed_row({id, ServiceId{}}, AccountId{}, {}, error));
    return std::vector<NightService>{};
  };
  const auto take = [&](std::vector<NightService> services, std::size_t) -> Result<void> {
    std::move(services.begin(), services.end(), std::back_inserter(book.services));
    return {};
  };
  if (auto loaded = in_groups<ContractId>(lists->contracts, options.contracts_per_transaction, desk,
                                          load, unreadable, take);
      !loaded)
    return loaded.error();
  for (const auto& [id, account] : lists->accounts) book.accounts.push_back(account);
  const bool asked = std::any_of(book.services.begin(), book.services.end(),
                                 [](const NightService& service) { return service.asked; });
  if (options.only && !asked && book.unreadable.empty())
    return Error{Errc::not_found, "service " + options.only->service.text() + " of contract " +
                                      options.only->contract.text() +
                                      " does not derive its units on " + to_string(today)};
  return book;
}

namespace {

/// Whether the census has the machines that were behind the units: nothing has to be read.
bool unchanged(const NightService& service) {
  return service.counted && service.before == service.counted && !service.seen_today;
}

using Rows = std::map<ServiceKey, std::vector<Machine>>;

Result<std::vector<Rows>> load_rows(Transaction& transaction, std::span<const ContractId> ids,
                                    const std::multimap<ContractId, NightService*>& changed,
                                    Date today) {
  // Of this very state: another night of today may have recorded machines since the RMM was asked.
  const auto seen = transaction.services_with_machine_events_since(today);
  if (!seen) return seen.error();
  const std::set<ServiceKey> seen_today{seen->begin(), seen->end()};
  Wanted wanted = Part::machines;
  for (const auto& id : ids)
    for (auto [at, end] = changed.equal_range(id); at != end; ++at)
      if (seen_today.contains(at->second->key)) wanted = wanted | Part::events;
  if (auto loaded = transaction.load(ids, wanted); !loaded) return loaded.error();
  Rows rows;
  for (const auto& id : ids)
    for (auto [at, end] = changed.equal_range(id); at != end; ++at) {
      const ServiceKey& key = at->second->key;
      if (!seen_today.contains(key)) {
        auto machines = transaction.machines(key);
        if (!machines) return machines.error();
        rows[key] = *std::move(machines);
        continue;
      }
      auto events = transaction.machine_events(key);
      if (!events) return events.error();
      std::erase_if(*events, [&](const MachineEvent& event) { return event.seen >= today; });
      rows[key] = machines_after({}, *events);
    }
  return std::vector<Rows>{std::move(rows)};
}

}  // namespace

Result<std::map<RmmId, CountedBefore>> counted_before(const Desk& desk, Date today,
                                                      const RmmReadings& readings,
                                                      std::vector<NightService>& services,
                                                      std::size_t contracts_per_group) {
  std::multimap<ContractId, NightService*> changed;
  std::vector<ContractId> ids;
  for (auto& service : services) {
    if (unchanged(service) || !readings.was_read(service.rmm)) continue;
    if (ids.empty() || ids.back() != service.key.contract) ids.push_back(service.key.contract);
    changed.emplace(service.key.contract, &service);
  }
  Reading reading{desk};
  Rows rows;
  const auto load = [&](std::span<const ContractId> group) {
    return reading(
        [&](Transaction& transaction) { return load_rows(transaction, group, changed, today); });
  };
  const auto unreadable = [&](const ContractId& id,
                              const Error& error) -> Result<std::vector<Rows>> {
    for (auto& service : services)
      if (service.key.contract == id) service.scope = error;
    return std::vector<Rows>{};
  };
  const auto take = [&](std::vector<Rows> loaded, std::size_t) -> Result<void> {
    for (auto& each : loaded) rows.merge(each);
    return {};
  };
  if (auto done = in_groups<ContractId>(ids, contracts_per_group, desk, load, unreadable, take);
      !done)
    return done.error();
  std::map<RmmId, CountedBefore> before;
  for (const auto& service : services) {
    const bool was_read = readings.was_read(service.rmm);
    auto& of_rmm =
        before.try_emplace(service.rmm, was_read ? &readings.census(service.rmm) : nullptr)
            .first->second;
    if (unchanged(service))
      of_rmm.add_unchanged(service.key, *service.index);
    else if (const auto at = rows.find(service.key); at != rows.end())
      of_rmm.add(service.key, at->second);
  }
  return before;
}

}  // namespace billbyagent::app
