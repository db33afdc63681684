#pragma once

/// Runs of a prepared statement. The first error sticks: `next` answers false from then on, columns
/// read as harmless values, and `end` tells. So a reading loop is written without a check after
/// every column, and a writing loop without one after every row.

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/money.hpp"
#include "billbyagent/domain/period.hpp"
#include "store_sqlite/connection.hpp"

namespace billbyagent::sqlite {

/// How a struct lies in neighbouring columns, said once for reading and writing: `each(visit, it)`
/// calls `visit` with its fields. Where `T{}` is none, `blank()` is something to be read into.
template <class T>
struct Columns;

template <class T>
concept Composite = requires {
  &Columns<T>::blank;
}
|| requires { Columns<T>::count; };

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

  /// The next parameters, in order.
  template <class... Values>
  Query& bind(const Values&... values) {
    (put(values), ...);
    return *this;
  }

  /// The next row; false at the end and after an error.
  bool next();
  /// Whether all went well; the rows that are left are not looked at.
  Result<void> end() const;
  /// Runs a statement that has no rows, once for each call.
  template <class... Values>
  Query& run(const Values&... values) {
    restart();
    bind(values...);
    while (next()) continue;
    return *this;
  }
  void fail(Error error) {
    if (!error_) error_ = std::move(error);
  }

  /// The next column of the row, or columns. Braces keep the order: `Thing{row.get<A>(),
  /// row.get<B>()}`.
  template <class T>
  T get();

 private:
  template <class T>
  void put(const T& value);
  void put_integer(std::int64_t value);
  void put_text(std::string_view value);
  void put_null();
  void restart();

  bool is_null() const { return sqlite3_column_type(statement_, column_) == SQLITE_NULL; }
  std::int64_t integer();
  std::int64_t integer(std::int64_t least, std::int64_t most);
  std::string_view text();
  Date date();
  Currency currency();
  Period period();
  void unreadable(const std::string& value);

  Connection& connection_;
  sqlite3_stmt* statement_;
  int parameter_ = 0;
  int column_ = 0;
  std::optional<Error> error_;
};

/// How many columns a value takes.
template <class T>
constexpr int column_count() {
  if constexpr (requires { Columns<T>::count; })
    return Columns<T>::count;
  else
    return 1;
}

template <class T>
T blank() {
  if constexpr (requires { Columns<T>::blank(); })
    return Columns<T>::blank();
  else
    return T{};
}

/// To begin with, before a day is read.
inline constexpr auto any_day = [] { return Date{1970, 1, 1}; };

template <class T>
void Query::put(const T& value) {
  if constexpr (is_optional<T>) {
    if (value)
      put(*value);
    else
      for (int i = 0; i < column_count<typename T::value_type>(); ++i) put_null();
  } else if constexpr (requires { value.bind(*this); }) {
    value.bind(*this);
  } else if constexpr (NamedEnum<T>) {
    // By name, so that a file can be read by people and by other versions.
    put_text(to_string(value));
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
    bind(value.minor(), value.currency());
  } else if constexpr (std::same_as<T, Period>) {
    bind(value.begin(), value.end());
  } else if constexpr (Composite<T>) {
    Columns<T>::each([&](const auto&... fields) { bind(fields...); }, value);
  } else if constexpr (requires { value.text(); }) {
    put_text(value.text());
  } else {
    put_text(value);
  }
}

template <class T>
T Query::get() {
  if constexpr (is_optional<T>) {
    if (!is_null()) return get<typename T::value_type>();
    column_ += column_count<typename T::value_type>();
    return std::nullopt;
  } else if constexpr (NamedEnum<T>) {
    const auto name = text();
    if (const auto value = parse_name<T>(name)) return *value;
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
    return period();
  } else if constexpr (Composite<T>) {
    T value = blank<T>();
    Columns<T>::each([&]<class... Fields>(Fields&... fields) { ((fields = get<Fields>()), ...); },
                     value);
    return value;
  } else {
    return T{std::string{text()}};
  }
}

}  // namespace billbyagent::sqlite
