#include "billbyagent/app/freshness.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "app/derived_services.hpp"
#include "app/each_contract.hpp"
#include "app/nightly/counts_on_record.hpp"

namespace billbyagent {

namespace {

/// Hands each service in force that derives its units, and its RMM, to `take`.
template <class Take>
Result<void> each_derived(Transaction& transaction, Date today, const Take& take) {
  auto listed = transaction.accounts();
  if (!listed) return listed.error();
  std::map<AccountId, Account> accounts;
  for (auto& account : *listed) accounts.emplace(account.id, std::move(account));
  auto ids = transaction.contract_ids();
  if (!ids) return ids.error();
  return app::each_contract(transaction, *ids, Part::contract, [&](const Dossier& dossier) {
    for (const auto& derived : app::derived_in_force(*dossier.contract, accounts, today))
      take(ServiceKey{dossier.id, derived.service->id()}, derived.rmm);
    return Result<void>{};
  });
}

}  // namespace

Result<std::vector<RmmFreshness>> freshness(const Desk& desk, std::int32_t most_days) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  const Date today = desk.clock.today();
  std::map<RmmId, std::size_t> services;
  if (auto listed = each_derived(**transaction, today,
                                 [&](const ServiceKey&, const RmmId& rmm) { ++services[rmm]; });
      !listed)
    return listed.error();
  const auto counts = app::CountsOnRecord::read(**transaction);
  if (!counts) return counts.error();
  std::vector<RmmFreshness> all;
  for (const auto& [rmm, count] : services) {
    all.push_back(counts->of(rmm, today, most_days));
    all.back().services = count;
  }
  return all;
}

Result<std::vector<ServiceFreshness>> service_freshness(const Desk& desk, std::int32_t most_days) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  const auto counts = app::CountsOnRecord::read(**transaction);
  if (!counts) return counts.error();
  const Date today = desk.clock.today();
  std::vector<ServiceFreshness> all;
  if (auto listed = each_derived(**transaction, today,
                                 [&](const ServiceKey& key, const RmmId& rmm) {
                                   all.push_back(counts->of(key, rmm, today, most_days));
                                 });
      !listed)
    return listed.error();
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return all;
}

Result<std::vector<RmmFreshness>> stale_rmms(const Desk& desk, std::int32_t most_days) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  const auto counts = app::CountsOnRecord::read(**transaction);
  if (!counts) return counts.error();
  const Date today = desk.clock.today();
  const auto rmms_read = counts->rmms();
  const bool any = std::any_of(rmms_read.begin(), rmms_read.end(), [&](const RmmId& rmm) {
    return counts->of(rmm, today, most_days).stale;
  });
  if (!any) return std::vector<RmmFreshness>{};
  transaction->reset();
  auto rmms = freshness(desk, most_days);
  if (rmms) std::erase_if(*rmms, [](const RmmFreshness& each) { return !each.stale; });
  return rmms;
}

}  // namespace billbyagent
