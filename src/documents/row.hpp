#pragma once

/// One object of an import document, read field by field. Everything that is wrong is noted with
/// its place; reading goes on, so that a person sees all mistakes at once.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "billbyagent/described/domain.hpp"
#include "documents/at.hpp"

namespace billbyagent::documents {

enum class Presence : std::uint8_t { required, optional };

class Row {
 public:
  /// `value` is noted as refused unless it is an object.
  Row(const boost::json::value& value, std::string place, std::vector<Error>& refused);

  const std::string& place() const noexcept { return place_; }
  std::string place_of(std::string_view key) const;
  void refuse(std::string_view key, const Error& error);
  /// Whether anything was refused since the row was begun.
  bool faultless() const noexcept { return refused_.size() == refused_before_; }
  std::vector<Error>& refused() noexcept { return refused_; }

  bool has(std::string_view key) const;
  /// Also where it stands there as null, which takes a value away.
  bool names(std::string_view key) const;
  /// Null, and noted when required, if it is missing. JSON null counts as missing.
  const boost::json::value* find(std::string_view key, Presence presence);
  std::optional<std::string> text(std::string_view key, Presence presence);
  std::optional<std::int64_t> integer(std::string_view key, Presence presence);
  std::optional<Date> date(std::string_view key, Presence presence);
  /// The day after a last day.
  std::optional<Date> end_after(std::string_view key);
  /// Decimal text; a JSON number is refused, since it may have lost digits before it came here.
  std::optional<UnitPrice> price(std::string_view key, Currency currency, Presence presence);
  const boost::json::array* array(std::string_view key, Presence presence);

  template <class IdType>
  std::optional<IdType> id(std::string_view key, Presence presence) {
    const auto written = text(key, presence);
    if (!written) return std::nullopt;
    auto parsed = IdType::parse(*written);
    if (parsed) return *parsed;
    refuse(key, parsed.error());
    return std::nullopt;
  }
  void read(std::string_view key, Units& number);
  void read(std::string_view key, std::optional<Units>& number);
  /// Of days and the like: what does not fit is out of every range too.
  void read(std::string_view key, int& number);
  void read(std::string_view key, std::optional<int>& number);

  /// Reads the object under `key` by `read(row)`; false when there is none.
  template <class Read>
  bool object(std::string_view key, Presence presence, Read read) {
    const auto* value = find(key, presence);
    if (!value) return false;
    Row row{*value, place_of(key), refused_};
    read(row);
    row.refuse_unknown_keys();
    return true;
  }
  /// `read(value, key)` for each of the list under `key`, with a key such as `machines[3]`; false
  /// when there is none.
  template <class Read>
  bool each(std::string_view key, Presence presence, Read read) {
    const auto* list = array(key, presence);
    for (std::size_t i = 0; list && i < list->size(); ++i)
      read((*list)[i], std::string{key} + "[" + std::to_string(i) + "]");
    return list != nullptr;
  }
  /// Reads the objects in the list under `key` by `read(row)`.
  template <class Read>
  void rows(std::string_view key, Presence presence, Read read) {
    each(key, presence, [&](const boost::json::value& value, const std::string& place) {
      Row row{value, place_of(place), refused_};
      read(row);
      row.refuse_unknown_keys();
    });
  }
  /// Notes every key that nobody asked for: a misspelt key is a lost setting.
  void refuse_unknown_keys();

 private:
  const boost::json::object* object_ = nullptr;
  std::string place_;
  std::vector<Error>& refused_;
  std::size_t refused_before_;
  std::set<std::string, std::less<>> known_;
};

/// A value by its name, if there is one; the refusal of another name lists `first` first.
template <NamedEnum E>
std::optional<E> find_name(Row& row, std::string_view key, E first) {
  const auto written = row.text(key, Presence::optional);
  if (!written) return std::nullopt;
  if (const auto value = parse_name<E>(*written)) return value;
  std::string names{to_string(first)};
  for (const E each : every<E>())
    if (each != first) names += ", " + std::string{to_string(each)};
  row.refuse(key, {Errc::invalid_argument, "'" + *written + "' is none of: " + names});
  return std::nullopt;
}

template <NamedEnum E>
E named(Row& row, std::string_view key, E otherwise = E{}) {
  return find_name(row, key, otherwise).value_or(otherwise);
}

/// The fields of a described struct by their names, those that are there.
/// `special(At<&T::field>{})` reads a field that it can be called with.
template <class T, class Special>
void read_fields(Row& row, T& value, Special special) {
  const T usual{};
  described::for_each_descriptor<T>([&]<class Field>(Field) {
    auto& field = value.*Field::pointer;
    if constexpr (requires { special(At<Field::pointer>{}); })
      special(At<Field::pointer>{});
    else if constexpr (NamedEnum<std::remove_reference_t<decltype(field)>>)
      field = find_name(row, Field::name, usual.*Field::pointer).value_or(field);
    else
      row.read(Field::name, field);
  });
}

template <class T>
void read_fields(Row& row, T& value) {
  read_fields(row, value, [] {});
}

}  // namespace billbyagent::documents
