#include "vsa_simulator/listings.hpp"

#include <algorithm>
#include <optional>

#include "vsa_simulator/count.hpp"
#include "vsa_simulator/filter.hpp"

namespace billbyagent::vsa_simulator {
namespace {

constexpr std::size_t max_cached = 64;

std::string key_of(const char* kind, const ListQuery& query) {
  std::string key = kind;
  for (const auto* part : {&query.view_id, &query.organization_id, &query.hidden_organization_id,
                           &query.order_by, &query.filter}) {
    key.append("\n").append(*part);
  }
  return key;
}

template <class T>
const std::string& organization_of(const T& record) {
  if constexpr (std::is_same_v<T, Organization>) {
    return record.id;
  } else {
    return record.organization_id;
  }
}

template <class T>
bool in_scope(const T& record, const ListQuery& query) {
  if constexpr (std::is_same_v<T, View>) {
    return true;
  } else {
    const std::string& organization = organization_of(record);
    if (!query.organization_id.empty() && organization != query.organization_id) return false;
    return query.hidden_organization_id.empty() || organization != query.hidden_organization_id;
  }
}

template <class T>
void sort(std::vector<RowPtr<T>>& rows, const Ordering& ordering) {
  std::vector<std::pair<Ordering::Keys, RowPtr<T>>> keyed;
  keyed.reserve(rows.size());
  for (RowPtr<T>& row : rows) {
    Ordering::Keys keys = ordering.keys_of(reader_of(row->record));
    keyed.emplace_back(std::move(keys), std::move(row));
  }
  std::stable_sort(keyed.begin(), keyed.end(),
                   [&](const auto& a, const auto& b) { return ordering.less(a.first, b.first); });
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = std::move(keyed[i].second);
}

template <class T>
std::vector<RowPtr<T>> select(const RowMap<T>& all, const ListQuery& query,
                              const std::function<bool(const T&)>& wanted) {
  const auto infos = infos_of<T>();
  std::optional<Filter> filter;
  std::optional<Ordering> ordering;
  if (!query.filter.empty()) filter = Filter::parse(query.filter, infos);
  if (!query.order_by.empty())
    ordering = Ordering::parse(query.order_by, infos, query.sort_any_field);
  std::vector<RowPtr<T>> rows;
  for (const auto& [id, row] : all) {
    if (!in_scope(row->record, query)) continue;
    if (wanted && !wanted(row->record)) continue;
    if (filter && !filter->matches(reader_of(row->record))) continue;
    rows.push_back(row);
  }
  if (ordering) sort(rows, *ordering);
  return rows;
}

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
  const std::string key = key_of(kind, query);
  if (const auto known = cache_.find(key); known != cache_.end()) return known->second;
  auto texts = std::make_shared<std::vector<std::shared_ptr<const std::string>>>();
  for (const RowPtr<T>& row : select<T>(all, query, wanted)) {
    texts->emplace_back(row, &row->json);
  }
  if (cache_.size() >= max_cached) cache_.clear();
  cache_[key] = texts;
  return texts;
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
