#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "vsa_simulator/fields.hpp"

namespace billbyagent::vsa_simulator {

enum class Operator { equal, not_equal, greater, greater_equal, less, less_equal };
enum class TextFunction { substring_of, starts_with, ends_with };

/// A field, perhaps wrapped in tolower().
struct FieldUse {
  std::size_t index = 0;
  FieldType type = FieldType::text;
  bool lowered = false;
};

/// A constant of a filter; dates are normalised by comparable_date().
struct Literal {
  enum class Kind { null, text, decimal, integer, date, boolean };
  Kind kind = Kind::null;
  std::string text;
  std::int64_t number = 0;
};

struct FilterNode {
  enum class Kind { both, either, compare, text_function };
  Kind kind = Kind::compare;
  std::shared_ptr<const FilterNode> left;
  std::shared_ptr<const FilterNode> right;
  FieldUse field;
  Operator comparison = Operator::equal;
  TextFunction function = TextFunction::substring_of;
  Literal literal;
};

/// `yyyy-MM-ddTHH:mm:ss.fff` without the zone, so that two dates compare as text.
std::string comparable_date(std::string_view text);

}  // namespace billbyagent::vsa_simulator
