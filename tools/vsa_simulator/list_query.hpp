#pragma once
#include <memory>
#include <string>
#include <vector>

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

}  // namespace billbyagent::vsa_simulator
