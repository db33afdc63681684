#pragma once

/// The fields of one record as values. What is needed and not there is `protocol_error` naming the
/// field and the record; unknown fields are never looked at.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "billbyagent/base/result.hpp"
#include "billbyagent/domain/agent.hpp"
#include "odata/rows.hpp"

namespace billbyagent::odata {

/// Reads the fields of one record and remembers the first that would not do. The record's id is
/// the field 0.
class FieldReader {
 public:
  /// `what` is the kind of record, such as `agent`.
  FieldReader(const char* what, std::span<const std::string_view> names, const Row& row)
      : what_(what), names_(names), row_(row) {}

  bool holds(std::size_t at) const { return row_[at].kind != Field::Kind::absent; }

  template <class IdType>
  IdType id(std::size_t at) {
    if (auto parsed = parse_id<IdType>(at)) return *std::move(parsed);
    fail(at, holds(at) ? "is not an id" : "is missing");
    return {};
  }
  /// Nothing for null, the empty text and 0, which all mean "none".
  template <class IdType>
  std::optional<IdType> optional_id(std::size_t at) {
    const Field& field = row_[at];
    if (field.kind == Field::Kind::absent) fail(at, "is missing");
    if (field.kind == Field::Kind::null || field.text.empty() || field.text == "0") return {};
    return id<IdType>(at);
  }

  std::string text(std::size_t at);
  std::string text_or_empty(std::size_t at) const;
  std::uint64_t number(std::size_t at);
  bool flag(std::size_t at);
  std::optional<Instant> time(std::size_t at) const;

  void fail(std::size_t at, const char* why);
  const std::optional<Error>& failure() const { return failure_; }

 private:
  template <class IdType>
  std::optional<IdType> parse_id(std::size_t at) const {
    if (!may_be_id(row_[at])) return std::nullopt;
    auto parsed = IdType::parse(row_[at].text);
    return parsed ? std::optional<IdType>{*std::move(parsed)} : std::nullopt;
  }
  static bool may_be_id(const Field& field);

  const char* what_;
  std::span<const std::string_view> names_;
  const Row& row_;
  std::optional<Error> failure_;
};

/// ISO 8601 with or without fraction and zone; without a zone it is taken for UTC. Nothing for any
/// other text, and for years up to 1900, which stand for never: times are not billed.
std::optional<Instant> parse_time(std::string_view text);

/// A whole number without sign, nothing for anything else.
std::optional<std::uint64_t> whole_number(const Field& field);

}  // namespace billbyagent::odata
