#include "kaseya_vsax/assets.hpp"

#include <boost/json/value.hpp>

#include "http/json_value.hpp"
#include "odata/fields.hpp"

namespace billbyagent::kaseya_vsax {
namespace {

namespace json = boost::json;

constexpr std::size_t nesting_max = 32;

std::string text_of(const json::object* object, std::string_view name) {
  const json::value* value =
      object == nullptr ? nullptr : object->if_contains({name.data(), name.size()});
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string{} : std::string{text->data(), text->size()};
}

const json::array* list_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  return value == nullptr ? nullptr : value->if_array();
}

/// The inventory comes in categories: `[{"CategoryName":"BIOS","CategoryData":{...}}]`.
const json::object* category(const json::object& asset, std::string_view name) {
  const json::array* categories = list_of(asset, "AssetInfo");
  if (categories == nullptr) return nullptr;
  for (const json::value& one : *categories) {
    const json::object* block = one.if_object();
    if (block == nullptr || text_of(block, "CategoryName") != name) continue;
    const json::value* data = block->if_contains("CategoryData");
    return data == nullptr ? nullptr : data->if_object();
  }
  return nullptr;
}

/// The address of the first network card; servers name it in two ways.
std::string mac_of(const json::object& asset) {
  for (const auto& [list, field] :
       {std::pair{"IpAddresses", "MAC"}, std::pair{"LocalIpAddresses", "PhysicalAddress"}}) {
    const json::array* cards = list_of(asset, list);
    if (cards == nullptr) continue;
    for (const json::value& card : *cards)
      if (std::string mac = text_of(card.if_object(), field); !mac.empty()) return mac;
  }
  return {};
}

/// As the inventory says, before the first one as the description says. Empty: neither does.
std::string system_of(const json::object& asset) {
  const json::object* system = category(asset, "Operating System");
  std::string name = text_of(system, "Name");
  if (name.empty()) return text_of(&asset, "Description");
  const std::string version = text_of(system, "Version");
  return version.empty() ? name : name + " " + version;
}

Result<Asset> asset_of(const json::value& record) {
  const json::object* object = record.if_object();
  if (object == nullptr)
    return Error{Errc::protocol_error, "Data holds something that is no record"};
  auto id = AgentId::parse(text_of(object, "Identifier"));
  if (!id) return Error{Errc::protocol_error, "asset: Identifier is missing"};
  Asset asset;
  asset.id = *std::move(id);
  asset.type = text_of(object, "Type");
  asset.operating_system = system_of(*object);
  asset.has_system = !asset.operating_system.empty();
  if (!asset.has_system) asset.operating_system = asset.type;
  asset.serial_number = text_of(category(*object, "BIOS"), "Serial Number");
  asset.mac_address = mac_of(*object);
  asset.last_seen = odata::parse_time(text_of(object, "LastSeenOnline"));
  return asset;
}

Result<odata::Envelope> decode(const http::Response& response, std::vector<Asset>& assets) {
  auto envelope = odata::read_answer(response, format, {}, [](const odata::Row&) {});
  if (!envelope || envelope->result != odata::Envelope::Shape::list) return envelope;
  const auto root = http::read_json(response.body, nesting_max);
  if (!root) return Error{Errc::protocol_error, "assets: " + root.error().context};
  const json::object* object = root->if_object();
  const json::array* records = object == nullptr ? nullptr : list_of(*object, "Data");
  if (records == nullptr) return Error{Errc::protocol_error, "Data is not a list"};
  for (const json::value& record : *records) {
    auto asset = asset_of(record);
    if (!asset) return asset.error();
    assets.push_back(*std::move(asset));
  }
  return envelope;
}

}  // namespace

odata::DecodePage<Asset> as_assets() { return decode; }

void add(const Asset& asset, Agent& agent) {
  agent.operating_system = asset.operating_system;
  agent.device_type = asset.type;
  agent.serial_number = asset.serial_number;
  agent.mac_address = asset.mac_address;
  agent.last_seen = asset.last_seen;
}

}  // namespace billbyagent::kaseya_vsax
