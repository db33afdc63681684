#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "vsa_simulator/fields.hpp"

namespace billbyagent::vsa_simulator {

/// A query option that the server answers with HTTP 400; what() is the text of the answer.
class BadQuery : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Gives the value of the field with this index in the table that the filter was parsed against.
using FieldReader = std::function<Value(std::size_t)>;

struct FilterNode;

/// Which OData a server speaks: VSA 9 the third version, VSA X the fourth, which also has
/// `contains(Field,'x')` and dates without quotes.
enum class Dialect { v3, v4 };

/// Of the front that shows these records.
template <class T>
inline constexpr Dialect dialect_of = Dialect::v3;

/// A parsed `$filter`: comparisons (eq ne gt ge lt le), `and`, `or`, parentheses, substringof,
/// startswith, endswith, tolower, null. Typed by the table of fields; comparison with null is true
/// for `eq null` and `ne` only, as in SQL with the missing cases made false.
class Filter {
 public:
  /// Throws BadQuery for text outside the grammar, unknown fields and literals of another type.
  static Filter parse(std::string_view text, std::span<const FieldInfo> fields,
                      Dialect dialect = Dialect::v3);
  bool matches(const FieldReader& field) const;

 private:
  explicit Filter(std::shared_ptr<const FilterNode> root) : root_(std::move(root)) {}
  std::shared_ptr<const FilterNode> root_;
};

/// A parsed `$orderby`: `Name`, `Name asc`, `Name desc`, separated by commas.
class Ordering {
 public:
  /// Throws BadQuery for unknown fields, other words and, unless `any_field`, for fields that
  /// are not documented as sortable.
  static Ordering parse(std::string_view text, std::span<const FieldInfo> fields,
                        bool any_field = false);

  /// What a record is sorted by; refers into the record.
  using Keys = std::vector<Value>;
  Keys keys_of(const FieldReader& field) const;
  bool less(const Keys& a, const Keys& b) const;

 private:
  struct Key {
    std::size_t field = 0;
    bool descending = false;
    bool decimal = false;
  };
  std::vector<Key> keys_;
};

/// The bare descriptions of a table of fields, for Filter and Ordering.
template <class T>
std::vector<FieldInfo> infos_of() {
  const auto& fields = fields_of<T>();
  return {fields.begin(), fields.end()};
}

template <class T>
FieldReader reader_of(const T& record) {
  return [&record](std::size_t index) { return read_field(record, fields_of<T>()[index]); };
}

}  // namespace billbyagent::vsa_simulator
