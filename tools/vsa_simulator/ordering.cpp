#include <algorithm>

#include "vsa_simulator/filter.hpp"

namespace billbyagent::vsa_simulator {
namespace {

// Null comes before everything.
int compare(const Value& a, const Value& b, bool decimal) {
  const bool a_is_null = a.kind == Value::Kind::null;
  const bool b_is_null = b.kind == Value::Kind::null;
  if (a_is_null || b_is_null) return static_cast<int>(b_is_null) - static_cast<int>(a_is_null);
  if (a.number != b.number) return a.number < b.number ? -1 : 1;
  if (decimal && a.text.size() != b.text.size()) return a.text.size() < b.text.size() ? -1 : 1;
  return a.text.compare(b.text);
}

}  // namespace

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

Ordering::Keys Ordering::keys_of(const FieldReader& field) const {
  Keys values;
  values.reserve(keys_.size());
  for (const Key& key : keys_) values.push_back(field(key.field));
  return values;
}

bool Ordering::less(const Keys& a, const Keys& b) const {
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const int order = compare(a[i], b[i], keys_[i].decimal);
    if (order != 0) return keys_[i].descending ? order > 0 : order < 0;
  }
  return false;
}

}  // namespace billbyagent::vsa_simulator
