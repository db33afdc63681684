#pragma once

/// Members of a message, as far as they have the shape that is expected. Includes Boost.JSON; for
/// the sources of this folder only.

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace billbyagent::meshcentral {

inline boost::json::string_view view_of(std::string_view name) {
  return {name.data(), name.size()};
}

inline std::optional<std::string> text_at(const boost::json::object& object,
                                          std::string_view name) {
  const auto* value = object.if_contains(view_of(name));
  if (value == nullptr || !value->is_string()) return std::nullopt;
  const auto& text = value->get_string();
  return std::string{text.data(), text.size()};
}

inline std::string text_or_empty(const boost::json::object& object, std::string_view name) {
  return text_at(object, name).value_or(std::string{});
}

inline const boost::json::object* object_at(const boost::json::object& object,
                                            std::string_view name) {
  const auto* value = object.if_contains(view_of(name));
  return value == nullptr ? nullptr : value->if_object();
}

inline bool is_true(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(view_of(name));
  return value != nullptr && value->is_bool() && value->get_bool();
}

/// Nothing for what is no number or has more digits than fit.
inline std::optional<std::int64_t> whole_number(const boost::json::value& value) {
  boost::system::error_code error;
  const auto number = value.to_number<std::int64_t>(error);
  return error ? std::nullopt : std::optional{number};
}

inline std::optional<std::int64_t> whole_number_at(const boost::json::object& object,
                                                   std::string_view name) {
  const auto* value = object.if_contains(view_of(name));
  return value == nullptr ? std::nullopt : whole_number(*value);
}

}  // namespace billbyagent::meshcentral
