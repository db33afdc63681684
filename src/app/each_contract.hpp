#pragma once

/// A look at many saved contracts within one transaction, a group of them loaded at a time.

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "billbyagent/ports/store.hpp"

namespace billbyagent::app {

/// `take(dossier)` for each, with at least the parts that are wanted, in their order; an error of
/// it ends the work. What it keeps of a dossier it copies.
template <class Take>
Result<void> each_contract(Transaction& transaction, std::span<const ContractId> ids, Wanted wanted,
                           const Take& take) {
  constexpr std::size_t per_load = 64;
  for (std::size_t at = 0; at < ids.size(); at += per_load) {
    const auto group = ids.subspan(at, std::min(per_load, ids.size() - at));
    if (auto loaded = transaction.load(group, wanted); !loaded) return loaded;
    for (const auto& id : group) {
      auto dossier = transaction.dossier(id, wanted);
      if (!dossier) return dossier.error();
      if (auto taken = take(**dossier); !taken) return taken;
    }
  }
  return {};
}

/// The ids of the contracts that `wants(contract)`, in order. Only contracts are loaded for it.
template <class Wants>
Result<std::vector<ContractId>> contracts_that(Transaction& transaction, const Wants& wants) {
  auto ids = transaction.contract_ids();
  if (!ids) return ids;
  std::vector<ContractId> wanted;
  const auto read = each_contract(transaction, *ids, Part::contract, [&](const Dossier& each) {
    if (wants(*each.contract)) wanted.push_back(each.id);
    return Result<void>{};
  });
  if (!read) return read.error();
  return wanted;
}

}  // namespace billbyagent::app
