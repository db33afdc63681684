#include "documents/named_keys.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

namespace billbyagent::documents {
namespace {

namespace json = boost::json;

void add_keys(const json::value* value, const std::string& prefix, NamedKeys& named) {
  const auto* object = value ? value->if_object() : nullptr;
  if (!object) return;
  for (const auto& member : *object) named.insert(prefix + std::string{member.key()});
}

void add_service(const json::object& service, NamedKeys& named) {
  const auto* id = service.if_contains("id");
  const auto* text = id ? id->if_string() : nullptr;
  if (!text) return;
  const std::string prefix =
      "services/" + detail::escaped_key_part(std::string{text->begin(), text->end()}) + "/";
  for (const auto& member : service) named.insert(prefix + std::string{member.key()});
  const auto* quantity = service.if_contains("quantity");
  add_keys(quantity, prefix + "quantity/", named);
  // Taken away as a whole: all of it is as if it had never been said.
  if (quantity && quantity->is_null())
    for (const char* key : {"measure", "fixed_day", "included", "minimum", "maximum"})
      named.insert(prefix + "quantity/" + key);
  const auto* prices = service.if_contains("prices");
  const auto* list = prices ? prices->if_array() : nullptr;
  for (std::size_t i = 0; list && i < list->size(); ++i)
    add_keys(&(*list)[i], prefix + "prices[" + std::to_string(i) + "]/", named);
}

}  // namespace

NamedKeys named_keys(const json::value& row) {
  NamedKeys named;
  add_keys(&row, "", named);
  const auto* contract = row.if_object();
  const auto* services = contract ? contract->if_contains("services") : nullptr;
  if (const auto* list = services ? services->if_array() : nullptr)
    for (const auto& service : *list)
      if (const auto* object = service.if_object()) add_service(*object, named);
  return named;
}

}  // namespace billbyagent::documents
