#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "vsa_simulator/records.hpp"
#include "vsa_simulator/text.hpp"

namespace billbyagent::vsa_simulator {

enum class FieldType { text, decimal, integer, date, boolean, json };

/// What the documentation says about one field of a record.
struct FieldInfo {
  std::string_view name;
  FieldType type = FieldType::text;
  bool filterable = false;
  bool sortable = false;
};

/// A field's value as filters and orderings see it; refers into the record.
struct Value {
  enum class Kind { null, text, number };
  Kind kind = Kind::null;
  std::string_view text;
  std::int64_t number = 0;
};

/// Where a field lives; a string_view is a constant, already written as JSON.
template <class T>
using Member = std::variant<std::string T::*, std::optional<std::string> T::*, std::int64_t T::*,
                            bool T::*, std::string_view>;

template <class T>
struct Field : FieldInfo {
  Member<T> member;
};

/// The documented fields of a record in their documented order. One table feeds the rows that are
/// sent, `$filter`, `$orderby` and the reading of estate files.
template <class T>
const std::vector<Field<T>>& fields_of();
template <>
const std::vector<Field<Organization>>& fields_of<Organization>();
template <>
const std::vector<Field<MachineGroup>>& fields_of<MachineGroup>();
template <>
const std::vector<Field<View>>& fields_of<View>();
template <>
const std::vector<Field<Agent>>& fields_of<Agent>();
template <>
const std::vector<Field<Asset>>& fields_of<Asset>();

template <class T>
Value read_field(const T& record, const Field<T>& field) {
  return std::visit(
      [&](auto member) -> Value {
        using M = decltype(member);
        if constexpr (std::is_same_v<M, std::string_view>) {
          return {};
        } else if constexpr (std::is_same_v<M, std::optional<std::string> T::*>) {
          const auto& text = record.*member;
          return text ? Value{Value::Kind::text, *text, 0} : Value{};
        } else if constexpr (std::is_same_v<M, std::string T::*>) {
          return {Value::Kind::text, record.*member, 0};
        } else {
          return {Value::Kind::number, {}, static_cast<std::int64_t>(record.*member)};
        }
      },
      field.member);
}

/// Whether the record's times say that they are UTC; those of VSA 9 do not.
template <class T>
inline constexpr bool times_have_zone = true;
template <>
inline constexpr bool times_have_zone<Agent> = false;
template <>
inline constexpr bool times_have_zone<Asset> = false;

/// Writes the record as the API sends it, ids as strings.
template <class T>
std::string render(const T& record) {
  std::string out = "{";
  for (const Field<T>& field : fields_of<T>()) {
    if (out.size() > 1) out += ',';
    out.append("\"").append(field.name).append("\":");
    if (const auto* constant = std::get_if<std::string_view>(&field.member)) {
      out += *constant;
      continue;
    }
    const Value value = read_field(record, field);
    if (value.kind == Value::Kind::null) {
      out += "null";
    } else if (value.kind == Value::Kind::text && field.type == FieldType::json) {
      out += value.text;
    } else if (value.kind == Value::Kind::text) {
      std::string_view text = value.text;
      if (field.type == FieldType::date && !times_have_zone<T> && text.ends_with('Z'))
        text.remove_suffix(1);
      append_json_string(out, text);
    } else if (field.type == FieldType::boolean) {
      out += value.number != 0 ? "true" : "false";
    } else {
      out += std::to_string(value.number);
    }
  }
  return out += '}';
}

/// A record and the bytes that are sent for it; never changed once made.
template <class T>
struct Row {
  explicit Row(T value) : record(std::move(value)), json(render(record)) {}
  T record;
  std::string json;
};

}  // namespace billbyagent::vsa_simulator
