#include "vsa_simulator/listings.hpp"

#include <algorithm>

#include "vsa_simulator/count.hpp"

namespace billbyagent::vsa_simulator {
namespace {

Asset shadow_of(const Agent& agent) {
  Asset asset;
  asset.id = "26" + std::string(24 - std::min<std::size_t>(agent.id.size(), 24), '0') + agent.id;
  asset.name = agent.machine;
  asset.type_id = "1";
  asset.group_id = agent.group_id;
  asset.group_name = agent.group_name;
  asset.organization_id = agent.organization_id;
  asset.is_computer_agent = true;
  asset.agent_id = agent.id;
  asset.host_name = agent.computer_name;
  asset.os_name = agent.os_type + " " + agent.os_info;
  asset.manufacturer = "ExampleMaker";
  asset.last_seen = agent.last_check_in;
  asset.ip_address = agent.ip_address;
  asset.mac_address = agent.mac_address;
  asset.serial_number = agent.serial_number;
  return asset;
}

}  // namespace

void Listings::clear() {
  cache_.clear();
  assets_.clear();
}

void Listings::follow(const Estate& estate) {
  if (version_ == estate.version()) return;
  clear();
  version_ = estate.version();
}

template <class T>
JsonRows Listings::cached(const char* kind, const Estate& estate, const RowMap<T>& all,
                          const ListQuery& query, const std::function<bool(const T&)>& wanted) {
  follow(estate);
  return cache_.rows<T>(kind, all, query, wanted);
}

JsonRows Listings::agents(const Estate& estate, const ListQuery& query) {
  if (query.view_id.empty()) return cached<Agent>("agents", estate, estate.agents(), query, {});
  const ViewMembers members(estate.view(query.view_id));
  return cached<Agent>("agents", estate, estate.agents(), query,
                       [&](const Agent& agent) { return members.contains(agent); });
}

const RowMap<Asset>& Listings::all_assets(const Estate& estate) {
  follow(estate);
  if (assets_.empty()) {
    assets_ = estate.devices();
    for (const auto& [id, row] : estate.agents()) {
      Asset asset = shadow_of(row->record);
      std::string asset_id = asset.id;
      assets_.emplace(std::move(asset_id), std::make_shared<const Row<Asset>>(std::move(asset)));
    }
  }
  return assets_;
}

JsonRows Listings::assets(const Estate& estate, const ListQuery& query) {
  return cached<Asset>("assets", estate, all_assets(estate), query, {});
}

RowPtr<Asset> Listings::asset(const Estate& estate, const std::string& id) {
  const auto& all = all_assets(estate);
  const auto row = all.find(id);
  return row == all.end() ? nullptr : row->second;
}

JsonRows Listings::organizations(const Estate& estate, const ListQuery& query) {
  return cached<Organization>("organizations", estate, estate.organizations(), query, {});
}

JsonRows Listings::groups(const Estate& estate, const ListQuery& query) {
  return cached<MachineGroup>("groups", estate, estate.groups(), query, {});
}

JsonRows Listings::views(const Estate& estate, const ListQuery& query) {
  return cached<View>("views", estate, estate.views(), query, {});
}

}  // namespace billbyagent::vsa_simulator
