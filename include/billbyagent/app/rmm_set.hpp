#pragma once

/// The RMMs of a tenant, by the names that scopes have for them. Threads: as the providers.

#include <cstddef>
#include <map>
#include <string>

#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent {

/// `the default RMM`, `RMM mesh`
inline std::string name_of(const RmmId& rmm) {
  return rmm.empty() ? "the default RMM" : "RMM " + rmm.text();
}

class RmmSet {
 public:
  RmmSet() = default;
  /// One RMM, under the default name. Implicit, so that whoever has one hands it over as it is.
  RmmSet(RmmProvider& only) { providers_.emplace(RmmId{}, &only); }

  /// `provider` must outlive the set. `duplicate_id` when the name is taken.
  Result<void> add(const RmmId& rmm, RmmProvider& provider) {
    if (!providers_.emplace(rmm, &provider).second) return Error{Errc::duplicate_id, name_of(rmm)};
    return {};
  }
  /// `rmm_not_configured` when there is none of this name.
  Result<RmmProvider*> find(const RmmId& rmm) const {
    const auto at = providers_.find(rmm);
    if (at == providers_.end()) return Error{Errc::rmm_not_configured, name_of(rmm)};
    return at->second;
  }
  std::size_t size() const noexcept { return providers_.size(); }

  // Pairs of name and provider, by name.
  auto begin() const noexcept { return providers_.begin(); }
  auto end() const noexcept { return providers_.end(); }

 private:
  std::map<RmmId, RmmProvider*> providers_;
};

}  // namespace billbyagent
