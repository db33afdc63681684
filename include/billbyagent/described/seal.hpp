#pragma once

/// A seal stands for the values of a record that money comes from (D22). A store keeps it beside
/// the record and compares it when it reads: a bit that fell over in the file is an error then, not
/// an invoice.
///
/// Fields that are empty, zero or absent are not in it, so that a record keeps its seal when its
/// struct gains a field. Nor are people's names and remarks, which may have to be erased one day.
/// Threads: plain values.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "billbyagent/base/fnv.hpp"
#include "billbyagent/described/ports.hpp"

namespace billbyagent {

struct SealTag {
  static constexpr std::string_view name = "seal";
};
/// To be kept and compared, not read.
using Seal = Id<SealTag>;

namespace described {

/// The fields of a struct that its seal leaves out.
template <class T>
inline constexpr std::array<std::string_view, 0> unsealed{};
template <>
inline constexpr std::array<std::string_view, 2> unsealed<UnitChange>{"note", "author"};
template <>
inline constexpr std::array<std::string_view, 2> unsealed<ContractAmendment>{"reason", "author"};
/// Who recorded a price, when and why is no part of it: saved again it is the same price.
template <>
inline constexpr std::array<std::string_view, 3> unsealed<DatedPrice>{"reason", "author",
                                                                      "recorded"};
template <>
inline constexpr std::array<std::string_view, 2> unsealed<ServiceAmendment>{"reason", "author"};
template <>
inline constexpr std::array<std::string_view, 2> unsealed<MachineEvent>{"name", "detail"};
template <>
inline constexpr std::array<std::string_view, 1> unsealed<HeldReading>{"why"};
template <>
inline constexpr std::array<std::string_view, 2> unsealed<HeldEnding>{"author", "reason"};
template <>
inline constexpr std::array<std::string_view, 1> unsealed<ReadingRecord>{"failure"};
template <>
inline constexpr std::array<std::string_view, 1> unsealed<UncountedService>{"why"};
template <>
inline constexpr std::array<std::string_view, 2> unsealed<RunRecord>{"summary", "lifted"};
template <>
inline constexpr std::array<std::string_view, 2> unsealed<StateRecord>{"author", "reason"};
/// It is that of its batch.
template <>
inline constexpr std::array<std::string_view, 1> unsealed<LineItem>{"account"};
/// Its state and invoice number are those of its state records.
template <>
inline constexpr std::array<std::string_view, 3> unsealed<Batch>{"author", "state",
                                                                 "invoice_number"};

template <class T>
constexpr bool is_sealed(std::string_view field) {
  for (const auto each : unsealed<T>)
    if (each == field) return false;
  return true;
}

class Sealer {
 public:
  template <class T>
  Sealer& add(const T& value) {
    put(value);
    return *this;
  }
  const Fnv::Bits& value() const noexcept { return hash_.value(); }
  Seal seal() const { return Seal{hash_.hex()}; }

 private:
  template <class T>
  static bool is_nothing(const T& value) {
    if constexpr (std::integral<T> || NamedEnum<T>)
      return value == T{};
    else if constexpr (requires { value.has_value(); })
      return !value.has_value();
    else if constexpr (requires { value.empty(); })
      return value.empty();
    else
      return false;
  }

  template <class T>
  void put(const T& value) {
    if constexpr (Described<T>)
      put_fields(value);
    else
      put_value(value);
  }
  template <class T>
  void put_fields(const T& value) {
    for_each_field(value, [&]<class Field>(std::string_view name, const Field& field) {
      if (!is_sealed<T>(name) || is_nothing(field)) return;
      hash_.add(name);
      put(field);
    });
    hash_.add(std::string_view{});  // the end, lest fields change sides
  }

  template <class T>
  requires std::integral<T>
  void put_value(const T& value) { hash_.add(static_cast<std::int64_t>(value)); }
  template <NamedEnum T>
  void put_value(const T& value) {
    hash_.add(to_string(value));
  }
  void put_value(const std::string& value) { hash_.add(std::string_view{value}); }
  void put_value(const Fnv::Bits& value) { hash_.add(value); }
  template <class Tag>
  void put_value(const Id<Tag>& value) {
    hash_.add(std::string_view{value.text()});
  }
  void put_value(const Date& value) { hash_.add(std::int64_t{value.epoch_days()}); }
  void put_value(const Instant& value) { hash_.add(std::int64_t{value.ms}); }
  void put_value(const Currency& value) { hash_.add(value.code()); }
  void put_value(const UnitPrice& value) {
    hash_.add(std::int64_t{value.millionths()});
    put_value(value.currency());
  }
  void put_value(const Money& value) {
    hash_.add(std::int64_t{value.minor()});
    put_value(value.currency());
  }
  void put_value(const Period& value) {
    put_value(value.begin());
    put_value(value.end());
  }
  void put_value(const BillingCycle& value) {
    put_value(value.length());
    put_value(value.anchor());
    hash_.add(std::int64_t{value.anchor_day()});
    if (value.every() != 1) hash_.add(std::int64_t{value.every()});
  }
  void put_value(const Service& value) { put(value.terms()); }
  void put_value(const Contract& value) { put(value.terms()); }
  template <class T>
  void put_value(const std::optional<T>& value) {
    if (value) put(*value);
  }
  template <class T>
  void put_value(const std::vector<T>& values) {
    hash_.add(static_cast<std::int64_t>(values.size()));
    for (const auto& value : values) put(value);
  }
  template <class Key, class T>
  void put_value(const std::map<Key, T>& values) {
    hash_.add(static_cast<std::int64_t>(values.size()));
    for (const auto& [key, value] : values) {
      put(key);
      put(value);
    }
  }
  template <class... T>
  void put_value(const std::variant<T...>& value) {
    hash_.add(static_cast<std::int64_t>(value.index()));
    std::visit([&](const auto& held) { put(held); }, value);
  }

  Fnv hash_;
};

}  // namespace described

template <class T>
Seal seal_of(const T& record) {
  return described::Sealer{}.add(record).seal();
}

/// Records that are only ever appended: each link holds the one before it, so that none can go
/// missing or change places.
struct Chain {
  std::int64_t count = 0;
  Seal last{};

  template <class T>
  void append(const T& record) {
    last = described::Sealer{}.add(last).add(record).seal();
    ++count;
  }
  friend bool operator==(const Chain&, const Chain&) = default;
};

template <class T>
Chain chain_of(const std::vector<T>& records, Chain so_far = {}) {
  for (const auto& record : records) so_far.append(record);
  return so_far;
}

/// The seal of a batch with its lines, which may be added in any order.
class BatchSealer {
 public:
  explicit BatchSealer(const Batch& batch) { sealer_.add(batch); }
  void add(const LineItem& line) {
    lines_ += described::Sealer{}.add(line).value();
    ++count_;
  }
  /// As a chain of so many lines, whose last link is the seal of all.
  Chain chain() const {
    return {count_, described::Sealer{sealer_}.add(count_).add(lines_).seal()};
  }

 private:
  described::Sealer sealer_{};
  Fnv::Bits lines_ = 0;
  std::int64_t count_ = 0;
};

}  // namespace billbyagent
