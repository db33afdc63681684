#pragma once
#include <cstdint>
#include <string>

#include "vsa_simulator/select.hpp"
#include "vsa_simulator/vsax_records.hpp"

namespace billbyagent::vsa_simulator::vsax {

/// Answers list queries of VSA X, and remembers answers until the estate changes.
class Listings {
 public:
  /// Up to date with the estate.
  const Records& records(const Estate& estate);

  /// All throw BadQuery for a bad filter or ordering. `query.view_id` is the estate's, for devices.
  JsonRows organizations(const Estate& estate, const ListQuery& query);
  JsonRows sites(const Estate& estate, const ListQuery& query);
  JsonRows groups(const Estate& estate, const ListQuery& query);
  JsonRows scopes(const Estate& estate, const ListQuery& query);
  JsonRows devices(const Estate& estate, const ListQuery& query);
  JsonRows assets(const Estate& estate, const ListQuery& query);

 private:
  std::uint64_t version_ = 0;
  bool is_made_ = false;
  Records records_;
  AnswerCache cache_;
};

}  // namespace billbyagent::vsa_simulator::vsax
