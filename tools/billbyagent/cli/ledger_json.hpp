#pragma once

/// Records of the ledger as JSON and back, without loss: made from the descriptions of the structs.
/// Money is minor units beside the currency, moments are milliseconds.

#include <boost/json/value.hpp>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>

#include "billbyagent/described/ports.hpp"

namespace billbyagent::cli {

template <class T>
inline constexpr bool is_maybe = false;
template <class T>
inline constexpr bool is_maybe<std::optional<T>> = true;

template <class T>
boost::json::value to_ledger(const T& value) {
  namespace json = boost::json;
  if constexpr (is_maybe<T>) {
    return value ? to_ledger(*value) : json::value{};
  } else if constexpr (NamedEnum<T>) {
    return json::string{to_string(value)};
  } else if constexpr (std::signed_integral<T>) {
    return std::int64_t{value};
  } else if constexpr (std::same_as<T, std::string>) {
    return json::string{value};
  } else if constexpr (std::same_as<T, Date>) {
    return json::string{to_string(value)};
  } else if constexpr (std::same_as<T, Instant>) {
    return value.ms;
  } else if constexpr (std::same_as<T, Money>) {
    return json::array{value.minor(), json::string{value.currency().code()}};
  } else if constexpr (std::same_as<T, Period>) {
    return json::array{json::string{to_string(value.begin())},
                       json::string{to_string(value.end())}};
  } else if constexpr (described::Described<T>) {
    json::object object;
    described::for_each_field(
        value, [&](std::string_view name, const auto& field) { object[name] = to_ledger(field); });
    return object;
  } else {
    return json::string{value.text()};
  }
}

/// Reads values; the first that is not as it should be sticks, and all after it are harmless ones.
class LedgerReader {
 public:
  template <class T>
  T read(const boost::json::value* value);
  /// Of an object.
  template <class T>
  T read(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    T made = read<T>(value);
    if (failed_.empty() && !value) failed_ = std::string{name} + " is missing";
    return made;
  }
  void fail(std::string what) {
    if (failed_.empty()) failed_ = std::move(what);
  }
  /// Empty: all was as it should be.
  const std::string& failed() const noexcept { return failed_; }

 private:
  std::string text(const boost::json::value* value) {
    if (value && value->is_string()) return std::string{value->get_string()};
    fail("a text is missing");
    return {};
  }
  std::int64_t integer(const boost::json::value* value) {
    if (value && value->is_int64()) return value->get_int64();
    fail("a number is missing");
    return 0;
  }
  const boost::json::value* item(const boost::json::value* value, std::size_t index) {
    const auto* array = value ? value->if_array() : nullptr;
    if (array && index < array->size()) return &(*array)[index];
    fail("a list of two is missing");
    return nullptr;
  }
  template <class T>
  T or_fail(Result<T> parsed, T otherwise) {
    if (parsed) return *std::move(parsed);
    fail(to_string(parsed.error()));
    return otherwise;
  }

  std::string failed_;
};

template <class T>
T LedgerReader::read(const boost::json::value* value) {
  if constexpr (is_maybe<T>) {
    if (!value || value->is_null()) return std::nullopt;
    return read<typename T::value_type>(value);
  } else if constexpr (NamedEnum<T>) {
    const auto named = parse_name<T>(text(value));
    if (!named) fail("an unknown word");
    return named.value_or(T{});
  } else if constexpr (std::signed_integral<T>) {
    const auto number = integer(value);
    if (!std::in_range<T>(number)) fail("a number is out of range");
    return static_cast<T>(number);
  } else if constexpr (std::same_as<T, std::string>) {
    return text(value);
  } else if constexpr (std::same_as<T, Date>) {
    return or_fail(Date::parse(text(value)), Date{1970, 1, 1});
  } else if constexpr (std::same_as<T, Instant>) {
    return Instant{integer(value)};
  } else if constexpr (std::same_as<T, Money>) {
    const auto minor = integer(item(value, 0));
    return Money::from_minor(minor, or_fail(Currency::parse(text(item(value, 1))), usd));
  } else if constexpr (std::same_as<T, Period>) {
    const Date begin = read<Date>(item(value, 0));
    return or_fail(Period::make(begin, read<Date>(item(value, 1))),
                   Period{Date{1970, 1, 1}, Date{1970, 1, 2}});
  } else if constexpr (described::Described<T>) {
    static const boost::json::object nothing;
    const auto* object = value ? value->if_object() : nullptr;
    if (!object) fail("an object is missing");
    return described::make<T>([&](std::string_view name, auto member) {
      using Field = std::remove_cvref_t<decltype(std::declval<T>().*member)>;
      return read<Field>(object ? *object : nothing, name);
    });
  } else {
    return T{text(value)};
  }
}

}  // namespace billbyagent::cli
