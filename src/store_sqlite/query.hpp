#pragma once

/// One run of a prepared statement. The first error sticks: `next` answers false from then on,
/// columns read as harmless values, and `end` tells. So a reading loop is written without a check
/// after every column.

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "billbyagent/base/id.hpp"
#include "billbyagent/domain/agent_scope.hpp"
#include "billbyagent/domain/money.hpp"
#include "billbyagent/domain/period.hpp"
#include "billbyagent/ports/store.hpp"
#include "store_sqlite/connection.hpp"

namespace billbyagent::sqlite {

// Enumerators are kept by name, so that a file can be read by people and by other versions.
template <class Enum>
std::string_view text_of(Enum value) {
  return to_string(value);
}

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

class Query {
 public:
  Query(Connection& connection, const std::string& sql);
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  /// The parameters, in order.
  template <class... Values>
  Query& bind(const Values&... values) {
    (put(values), ...);
    return *this;
  }

  /// The next row; false at the end and after an error.
  bool next();
  /// Whether all went well; the rows that are left are not looked at.
  Result<void> end() const;
  /// A statement without rows.
  Result<void> run() {
    while (next()) continue;
    return end();
  }
  void fail(Error error) {
    if (!error_) error_ = std::move(error);
  }

  /// The next column of the row. Braces keep the order: `Thing{row.get<A>(), row.get<B>()}`.
  template <class T>
  T get();
  void skip(int columns) { column_ += columns; }
  bool is_null() const { return sqlite3_column_type(statement_, column_) == SQLITE_NULL; }

 private:
  template <class T>
  void put(const T& value);
  void put_integer(std::int64_t value);
  void put_text(std::string_view value);
  void put_null();

  std::int64_t integer();
  std::int64_t integer(std::int64_t least, std::int64_t most);
  std::string_view text();
  Date date();
  Currency currency();
  void unreadable(const std::string& value);

  Connection& connection_;
  sqlite3_stmt* statement_;
  int parameter_ = 0;
  int column_ = 0;
  std::optional<Error> error_;
};

template <class T>
void Query::put(const T& value) {
  if constexpr (is_optional<T>) {
    if (value)
      put(*value);
    else
      put_null();
  } else if constexpr (std::is_enum_v<T>) {
    put_text(text_of(value));
  } else if constexpr (std::integral<T>) {
    static_assert(std::signed_integral<T>, "SQLite has no unsigned integers");
    put_integer(value);
  } else if constexpr (std::same_as<T, Date>) {
    put_integer(value.epoch_days());
  } else if constexpr (std::same_as<T, Instant>) {
    put_integer(value.ms);
  } else if constexpr (std::same_as<T, Currency>) {
    put_text(value.code());
  } else if constexpr (std::same_as<T, Money>) {
    put_integer(value.minor());
    put_text(value.currency().code());
  } else if constexpr (requires { value.text(); }) {
    put_text(value.text());
  } else {
    put_text(value);
  }
}

template <class T>
T Query::get() {
  if constexpr (is_optional<T>) {
    if (is_null()) {
      skip(1);
      return std::nullopt;
    }
    return get<typename T::value_type>();
  } else if constexpr (std::is_enum_v<T>) {
    // Names are looked up by trying; no enumeration of the library has more.
    constexpr std::uint8_t enumerators_max = 16;
    const auto name = text();
    // Values that are no enumerators are called `unknown`.
    for (std::uint8_t i = 0; i < enumerators_max && name != "unknown"; ++i)
      if (text_of(static_cast<T>(i)) == name) return static_cast<T>(i);
    unreadable("'" + std::string{name} + "'");
    return T{};
  } else if constexpr (std::integral<T>) {
    return static_cast<T>(integer(std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
  } else if constexpr (std::same_as<T, Date>) {
    return date();
  } else if constexpr (std::same_as<T, Instant>) {
    return Instant{integer()};
  } else if constexpr (std::same_as<T, Currency>) {
    return currency();
  } else if constexpr (std::same_as<T, Money>) {
    const auto minor = integer();
    return Money::from_minor(minor, currency());
  } else if constexpr (std::same_as<T, Period>) {
    const Date begin = date();
    auto period = Period::make(begin, date());
    if (period) return *period;
    unreadable(period.error().context);
    return Period{Date{1970, 1, 1}, Date{1970, 1, 2}};
  } else {
    return T{std::string{text()}};
  }
}

}  // namespace billbyagent::sqlite
