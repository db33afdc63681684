#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "vsa_simulator/estate.hpp"
#include "vsa_simulator/list_query.hpp"
#include "vsa_simulator/select.hpp"

namespace billbyagent::vsa_simulator {

/// Answers list queries from rows rendered once, and remembers answers until the estate changes.
class Listings {
 public:
  /// All throw BadQuery for a bad filter or ordering, and SimulatorError for an unknown view.
  JsonRows agents(const Estate& estate, const ListQuery& query);
  JsonRows assets(const Estate& estate, const ListQuery& query);
  JsonRows organizations(const Estate& estate, const ListQuery& query);
  JsonRows groups(const Estate& estate, const ListQuery& query);
  JsonRows views(const Estate& estate, const ListQuery& query);
  /// The asset with this id, or null.
  RowPtr<Asset> asset(const Estate& estate, const std::string& id);
  void clear();

 private:
  template <class T>
  JsonRows cached(const char* kind, const Estate& estate, const RowMap<T>& all,
                  const ListQuery& query, const std::function<bool(const T&)>& wanted);
  void follow(const Estate& estate);
  const RowMap<Asset>& all_assets(const Estate& estate);

  std::uint64_t version_ = 0;
  AnswerCache cache_;
  RowMap<Asset> assets_;
};

}  // namespace billbyagent::vsa_simulator
