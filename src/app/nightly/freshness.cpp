#include "billbyagent/app/freshness.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "app/derived_services.hpp"

namespace billbyagent {

namespace {

/// Of each RMM the last whole reading lies within so many.
constexpr std::size_t looked_back = 10'000;
constexpr std::size_t per_load = 64;  // contracts

Result<std::map<RmmId, std::size_t>> services_by_rmm(Transaction& transaction, Date today) {
  auto listed = transaction.accounts();
  if (!listed) return listed.error();
  std::map<AccountId, Account> accounts;
  for (auto& account : *listed) accounts.emplace(account.id, std::move(account));
  auto ids = transaction.contract_ids();
  if (!ids) return ids.error();
  std::map<RmmId, std::size_t> services;
  for (std::size_t at = 0; at < ids->size(); at += per_load) {
    const auto group = std::span{*ids}.subspan(at, std::min(per_load, ids->size() - at));
    if (auto loaded = transaction.load(group, Part::contract); !loaded) return loaded.error();
    for (const auto& id : group) {
      auto dossier = transaction.dossier(id, Part::contract);
      if (!dossier) return dossier.error();
      for (const auto& derived : app::derived_in_force(*(*dossier)->contract, accounts, today))
        ++services[derived.rmm];
    }
  }
  return services;
}

/// `readings` from the newest to the oldest.
RmmFreshness freshness_of(const RmmId& rmm, const std::vector<ReadingRecord>& readings, Date today,
                          std::int32_t most_days) {
  RmmFreshness fresh{.rmm = rmm};
  std::optional<Date> first_tried;
  for (const auto& reading : readings) {
    if (reading.rmm != rmm || reading.only) continue;
    first_tried = reading.day;
    if (reading.state == ReadingState::failed && !fresh.failed_on && !fresh.read_on) {
      fresh.failed_on = reading.day;
      fresh.failure = reading.failure;
    }
    if (reading.state == ReadingState::whole && !fresh.read_on) fresh.read_on = reading.day;
  }
  const auto since = fresh.read_on ? fresh.read_on : first_tried;
  fresh.stale = most_days > 0 && since && days_between(*since, today) > most_days;
  return fresh;
}

}  // namespace

Result<std::vector<RmmFreshness>> freshness(const Desk& desk, std::int32_t most_days) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  const Date today = desk.clock.today();
  const auto services = services_by_rmm(**transaction, today);
  if (!services) return services.error();
  const auto readings = (*transaction)->readings(looked_back);
  if (!readings) return readings.error();
  std::vector<RmmFreshness> all;
  for (const auto& [rmm, count] : *services) {
    all.push_back(freshness_of(rmm, *readings, today, most_days));
    all.back().services = count;
  }
  return all;
}

Result<std::vector<RmmFreshness>> stale_rmms(const Desk& desk, std::int32_t most_days) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  const auto readings = (*transaction)->readings(looked_back);
  if (!readings) return readings.error();
  std::set<RmmId> read;
  for (const auto& reading : *readings) read.insert(reading.rmm);
  const Date today = desk.clock.today();
  const bool any = std::any_of(read.begin(), read.end(), [&](const RmmId& rmm) {
    return freshness_of(rmm, *readings, today, most_days).stale;
  });
  if (!any) return std::vector<RmmFreshness>{};
  transaction->reset();
  auto rmms = freshness(desk, most_days);
  if (rmms) std::erase_if(*rmms, [](const RmmFreshness& each) { return !each.stale; });
  return rmms;
}

}  // namespace billbyagent
