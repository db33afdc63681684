#include "meshcentral/replaced.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "text/forms.hpp"

namespace billbyagent::meshcentral {
namespace {

bool may_be_replaced(const Device& device) { return !device.online && device.last_seen; }

/// Whether `other` came when `old` had gone.
bool follows(const Device& old, const Device& other) {
  return may_be_replaced(old) && other.first_seen && old.id != other.id &&
         *old.last_seen <= *other.first_seen;
}

using Alike = std::vector<const Device*>;
using Pair = std::pair<AgentId, AgentId>;

/// The pairs of devices that share one of these and of which one follows the other. What three have
/// is a stand-in, as `Default string`, or the address of an adapter that many have.
template <class TextsOf>
std::set<Pair> pairs_sharing(const std::vector<const Device*>& devices, TextsOf texts_of) {
  std::map<std::string, Alike> by_text;
  for (const Device* device : devices)
    for (const auto& text : texts_of(device->hardware)) {
      auto& alike = by_text[text::likeness(text)];
      if (alike.empty() || alike.back() != device) alike.push_back(device);
    }
  std::set<Pair> pairs;
  for (const auto& [text, alike] : by_text) {
    if (text.empty() || alike.size() != 2) continue;
    if (follows(*alike[0], *alike[1])) pairs.emplace(alike[0]->id, alike[1]->id);
    if (follows(*alike[1], *alike[0])) pairs.emplace(alike[1]->id, alike[0]->id);
  }
  return pairs;
}

}  // namespace

std::vector<AgentId> worth_asking(const std::vector<Device>& devices) {
  auto first_gone = Instant{std::numeric_limits<std::int64_t>::max()};
  auto last_come = Instant{std::numeric_limits<std::int64_t>::min()};
  for (const auto& device : devices) {
    if (may_be_replaced(device)) first_gone = std::min(first_gone, *device.last_seen);
    if (device.first_seen) last_come = std::max(last_come, *device.first_seen);
  }
  std::vector<AgentId> ids;
  for (const auto& device : devices) {
    const bool may_be_old = may_be_replaced(device) && *device.last_seen <= last_come;
    const bool may_be_new = device.first_seen && *device.first_seen >= first_gone;
    // Others never tell their hardware.
    if (device.has_agent && (may_be_old || may_be_new)) ids.push_back(device.id);
  }
  return ids;
}

std::map<AgentId, std::string> find_replaced(const std::vector<const Device*>& devices) {
  std::map<AgentId, std::string> found;
  std::map<std::pair<MachineGroupId, std::string>, Alike> by_name;
  for (const Device* device : devices)
    by_name[{device->group, text::likeness(device->name)}].push_back(device);
  for (const auto& [key, alike] : by_name)
    for (const Device* old : alike)
      for (const Device* other : alike)
        if (follows(*old, *other))
          found.emplace(old->id, "device " + other->id.text() + " of the same name and group");
  const auto same_box =
      pairs_sharing(devices, [](const Hardware& hardware) { return hardware.serials; });
  const auto same_address =
      pairs_sharing(devices, [](const Hardware& hardware) { return hardware.mac_addresses; });
  for (const auto& pair : same_box)
    if (same_address.contains(pair))
      found.emplace(pair.first, "device " + pair.second.text() + " of the same hardware");
  return found;
}

}  // namespace billbyagent::meshcentral
