#include <algorithm>

#include "vsa_simulator/filter.hpp"

namespace billbyagent::vsa_simulator {

Ordering Ordering::parse(std::string_view text, std::span<const FieldInfo> fields, bool any_field) {
  Ordering ordering;
  for (const std::string& part : split(text, ',')) {
    std::vector<std::string> words;
    for (std::string& word : split(trim(part), ' ')) {
      if (!word.empty()) words.push_back(std::move(word));
    }
    if (words.empty() || words.size() > 2) throw BadQuery("Syntax error in $orderby: " + part);
    const auto field = std::find_if(fields.begin(), fields.end(),
                                    [&](const FieldInfo& f) { return f.name == words[0]; });
    if (field == fields.end()) throw BadQuery("Could not find a property named '" + words[0] + "'");
    if (!field->sortable && !any_field) {
      throw BadQuery("The property '" + words[0] + "' cannot be used in the $orderby query option");
    }
    const std::string direction = words.size() == 2 ? words[1] : "asc";
    if (direction != "asc" && direction != "desc") {
      throw BadQuery("Syntax error in $orderby: " + part);
    }
    ordering.keys_.push_back({static_cast<std::size_t>(field - fields.begin()), direction == "desc",
                              field->type == FieldType::decimal});
  }
  return ordering;
}

bool Ordering::less(const FieldReader& a, const FieldReader& b) const {
  for (const Key& key : keys_) {
    const Value x = a(key.field);
    const Value y = b(key.field);
    const bool first_null = x.kind == Value::Kind::null;
    const bool second_null = y.kind == Value::Kind::null;
    if (first_null && second_null) continue;
    bool below = first_null;
    bool above = second_null;
    if (!first_null && !second_null) {
      const DecimalLess by_value;
      below = key.decimal ? by_value(x.text, y.text)
                          : (x.number != y.number ? x.number < y.number : x.text < y.text);
      above = key.decimal ? by_value(y.text, x.text)
                          : (x.number != y.number ? y.number < x.number : y.text < x.text);
    }
    if (below != above) return key.descending ? above : below;
  }
  return false;
}

}  // namespace billbyagent::vsa_simulator
