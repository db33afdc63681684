#include "vsa_simulator/filter.hpp"

#include "vsa_simulator/filter_node.hpp"

namespace billbyagent::vsa_simulator {
namespace {

bool holds(Operator comparison, int order) {
  switch (comparison) {
    case Operator::equal:
      return order == 0;
    case Operator::not_equal:
      return order != 0;
    case Operator::greater:
      return order > 0;
    case Operator::greater_equal:
      return order >= 0;
    case Operator::less:
      return order < 0;
    case Operator::less_equal:
      return order <= 0;
  }
  return false;
}

template <class T>
int three_way(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

int compare_decimals(std::string_view a, std::string_view b) {
  const DecimalLess less;
  return less(a, b) ? -1 : (less(b, a) ? 1 : 0);
}

int order_of(const FieldUse& use, const Value& value, const Literal& literal) {
  if (value.kind == Value::Kind::number) return three_way(value.number, literal.number);
  if (use.type == FieldType::decimal) return compare_decimals(value.text, literal.text);
  if (use.type == FieldType::date) return comparable_date(value.text).compare(literal.text);
  if (use.lowered) return lower(value.text).compare(literal.text);
  return value.text.compare(literal.text);
}

bool compare(const FilterNode& node, const Value& value) {
  const bool value_is_null = value.kind == Value::Kind::null;
  const bool literal_is_null = node.literal.kind == Literal::Kind::null;
  if (value_is_null || literal_is_null) {
    const bool same = value_is_null && literal_is_null;
    if (node.comparison == Operator::equal) return same;
    return node.comparison == Operator::not_equal && !same;
  }
  return holds(node.comparison, order_of(node.field, value, node.literal));
}

bool apply(const FilterNode& node, const Value& value) {
  if (value.kind == Value::Kind::null) return false;
  const std::string lowered = node.field.lowered ? lower(value.text) : std::string();
  const std::string_view text = node.field.lowered ? std::string_view(lowered) : value.text;
  switch (node.function) {
    case TextFunction::substring_of:
      return text.find(node.literal.text) != std::string_view::npos;
    case TextFunction::starts_with:
      return text.starts_with(node.literal.text);
    case TextFunction::ends_with:
      return text.ends_with(node.literal.text);
  }
  return false;
}

bool evaluate(const FilterNode& node, const FieldReader& field) {
  switch (node.kind) {
    case FilterNode::Kind::both:
      return evaluate(*node.left, field) && evaluate(*node.right, field);
    case FilterNode::Kind::either:
      return evaluate(*node.left, field) || evaluate(*node.right, field);
    case FilterNode::Kind::compare:
      return compare(node, field(node.field.index));
    case FilterNode::Kind::text_function:
      return apply(node, field(node.field.index));
  }
  return false;
}

}  // namespace

std::string comparable_date(std::string_view text) {
  std::string out(text);
  if (!out.empty() && (out.back() == 'Z' || out.back() == 'z')) out.pop_back();
  if (out.size() == 10) out += "T00:00:00";
  if (out.size() == 16) out += ":00";
  if (out.size() == 19) out += '.';
  out.resize(23, '0');
  return out;
}

bool Filter::matches(const FieldReader& field) const { return evaluate(*root_, field); }

}  // namespace billbyagent::vsa_simulator
