#pragma once

/// One object of an import document, read field by field. Everything that is wrong is noted with
/// its place; reading goes on, so that a person sees all mistakes at once.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "billbyagent/domain/book.hpp"

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
  /// Notes every key that nobody asked for: a misspelt key is a lost setting.
  void refuse_unknown_keys();

 private:
  const boost::json::object* object_ = nullptr;
  std::string place_;
  std::vector<Error>& refused_;
  std::size_t refused_before_;
  std::set<std::string, std::less<>> known_;
};

/// A value by its name; `otherwise` when it is missing.
template <class T>
T named(Row& row, std::string_view key, std::initializer_list<T> values, T otherwise) {
  const auto written = row.text(key, Presence::optional);
  if (!written) return otherwise;
  std::string names;
  for (const T value : values) {
    if (to_string(value) == *written) return value;
    names += (names.empty() ? "" : ", ") + std::string{to_string(value)};
  }
  row.refuse(key, {Errc::invalid_argument, "'" + *written + "' is none of: " + names});
  return otherwise;
}

/// The first of the list is the default.
template <class T>
T named(Row& row, std::string_view key, std::initializer_list<T> values) {
  return named(row, key, values, *values.begin());
}

}  // namespace billbyagent::documents
