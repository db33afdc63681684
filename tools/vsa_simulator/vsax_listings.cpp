#include "vsa_simulator/vsax_listings.hpp"

#include "vsa_simulator/count.hpp"

namespace billbyagent::vsa_simulator::vsax {

const Records& Listings::records(const Estate& estate) {
  if (!is_made_ || version_ != estate.version()) {
    cache_.clear();
    records_ = records_of(estate);
    version_ = estate.version();
    is_made_ = true;
  }
  return records_;
}

JsonRows Listings::organizations(const Estate& estate, const ListQuery& query) {
  return cache_.rows<Organization>("organizations", records(estate).organizations, query, {});
}
JsonRows Listings::sites(const Estate& estate, const ListQuery& query) {
  return cache_.rows<Site>("sites", records(estate).sites, query, {});
}
JsonRows Listings::groups(const Estate& estate, const ListQuery& query) {
  return cache_.rows<Group>("groups", records(estate).groups, query, {});
}
JsonRows Listings::scopes(const Estate& estate, const ListQuery& query) {
  return cache_.rows<Scope>("scopes", records(estate).scopes, query, {});
}
JsonRows Listings::assets(const Estate& estate, const ListQuery& query) {
  return cache_.rows<Asset>("assets", records(estate).assets, query, {});
}

JsonRows Listings::devices(const Estate& estate, const ListQuery& query) {
  const auto& all = records(estate).devices;
  if (query.view_id.empty()) return cache_.rows<Device>("devices", all, query, {});
  const ViewMembers members(estate.view(query.view_id));
  return cache_.rows<Device>("devices", all, query, [&](const Device& device) {
    const auto agent = estate.agents().find(device.agent_id);
    return agent != estate.agents().end() && members.contains(agent->second->record);
  });
}

}  // namespace billbyagent::vsa_simulator::vsax
