#pragma once

/// Runs of a prepared statement. The first error sticks: `next` answers false from then on, columns
/// read as harmless values, and `end` tells. So a reading loop is written without a check after
/// every column, and a writing loop without one after every row.

#include <concepts>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "billbyagent/base/names.hpp"
#include "store_sql/columns.hpp"
#include "store_sql/database.hpp"

namespace billbyagent::sql {

/// The tables of one tenant.
struct Tables {
  Connection& connection;
  const TenantId& tenant;
};

/// Texts without line ends in one column, and back.
std::string joined_lines(const std::vector<std::string>& lines);
std::vector<std::string> lines_of_text(std::string_view text);

class Query {
 public:
  Query(Connection& connection, const std::string& sql) : statement_(connection.statement(sql)) {}
  /// The tenant is the statement's first parameter.
  Query(const Tables& tables, const std::string& sql) : Query(tables.connection, sql) {
    tenant_ = &tables.tenant;
    bind(*tenant_);
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// The next parameters, in order.
  template <class... Values>
  Query& bind(const Values&... values) {
    (put(values), ...);
    return *this;
  }

  /// Texts that are one parameter.
  Query& bind_list(std::span<const std::string_view> values) {
    statement_->put_list(values);
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
    run_once();
    return *this;
  }
  void fail(Error error) {
    if (!error_) error_ = std::move(error);
  }
  /// Says, should it have failed, where.
  void add_context(std::string_view what) {
    if (error_) error_ = within(what, *std::move(error_));
  }
  /// In which the prices of the row are; they stand there as mere numbers.
  void set_currency_of_prices(Currency currency) { currency_of_prices_ = currency; }

  /// The next column of the row, or columns. Braces keep the order: `Thing{row.get<A>(),
  /// row.get<B>()}`.
  template <class T>
  T get();

 private:
  template <class T>
  void put(const T& value);
  void put_integer(std::int64_t value) { statement_->put_integer(value); }
  void put_text(std::string_view value) { statement_->put_text(value); }
  void put_null() { statement_->put_null(); }
  void restart();
  void run_once();

  bool is_null() const { return statement_->kind(column_) == Kind::null; }
  std::int64_t integer();
  std::int64_t integer(std::int64_t least, std::int64_t most);
  std::string_view text();
  Date date();
  Currency currency();
  Period period();
  BillingCycle cycle();
  UnitPrice price();
  void unreadable(const std::string& value);

  std::unique_ptr<Statement> statement_;
  const TenantId* tenant_ = nullptr;
  Currency currency_of_prices_ = usd;
  int column_ = 0;
  std::optional<Error> error_;
};

template <class T>
void Query::put(const T& value) {
  if constexpr (is_optional<T>) {
    if (value)
      put(*value);
    else
      for (int i = 0; i < column_count<T>(); ++i) put_null();
  } else if constexpr (requires { value.bind(*this); }) {
    value.bind(*this);
  } else if constexpr (NamedEnum<T>) {
    // By name, so that a file can be read by people and by other versions.
    put_text(to_string(value));
  } else if constexpr (std::integral<T>) {
    static_assert(std::signed_integral<T>, "databases have no unsigned integers");
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
  } else if constexpr (std::same_as<T, BillingCycle>) {
    bind(value.length(), value.anchor(), value.anchor_day(), std::int64_t{value.every()});
  } else if constexpr (std::same_as<T, UnitPrice>) {
    put_integer(value.millionths());
  } else if constexpr (std::same_as<T, std::vector<std::string>>) {
    put_text(joined_lines(value));
  } else if constexpr (described::Described<T>) {
    described::for_each_field(value, [&]<class Field>(std::string_view name, const Field& field) {
      if constexpr (!has_own_table<Field>)
        if (!is_left_out<T>(name)) put(field);
    });
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
    column_ += column_count<T>();
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
  } else if constexpr (std::same_as<T, BillingCycle>) {
    return cycle();
  } else if constexpr (std::same_as<T, UnitPrice>) {
    return price();
  } else if constexpr (std::same_as<T, std::vector<std::string>>) {
    return lines_of_text(text());
  } else if constexpr (described::Described<T>) {
    return described::make<T>([&](std::string_view name, auto member) {
      using Field = decltype(type_of_member(member));
      if constexpr (has_own_table<Field>) {
        return Field{};
      } else {
        if constexpr (std::default_initializable<Field>)
          if (is_left_out<T>(name)) return Field{};
        return get<Field>();
      }
    });
  } else {
    return T{std::string{text()}};
  }
}

}  // namespace billbyagent::sql
