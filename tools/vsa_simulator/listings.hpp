#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "vsa_simulator/estate.hpp"

namespace billbyagent::vsa_simulator {

/// The bytes of rows in the order in which they are paged; usable after the estate has changed.
using JsonRows = std::shared_ptr<const std::vector<std::shared_ptr<const std::string>>>;

struct ListQuery {
  std::string filter;
  std::string order_by;         ///< Empty: by id.
  std::string view_id;          ///< Agents only.
  std::string organization_id;  ///< Only rows of this organization.
  std::string hidden_organization_id;
  bool sort_any_field = false;  ///< Also by fields that are not documented as sortable.
};

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
  std::map<std::string, JsonRows> cache_;
  RowMap<Asset> assets_;
};

}  // namespace billbyagent::vsa_simulator
