#include "file_provider/columns.hpp"

#include <algorithm>

#include "file_provider/spreadsheet.hpp"
#include "file_provider/text_form.hpp"

namespace billbyagent::file_provider {

void Slots::clear() {
  for (auto& value : values) value.clear();
  std::fill(states.begin(), states.end(), State::absent);
}

ColumnPlan::ColumnPlan(std::span<const Column> columns, const Places& places, bool any_form)
    : columns_(columns), places_(places), ways_(columns.size()) {
  for (std::size_t column = 0; column < columns.size(); ++column) {
    const std::string ours{columns[column].name};
    const auto place = places.find(ours);
    if (place == places.end()) {
      ways_[column].push_back(way_of(ours));
      if (any_form && !columns[column].exact) slot_of_form_[column_form(ours)] = add_slot(ours);
      continue;
    }
    for (const auto& name : place->second.names) ways_[column].push_back(way_of(name));
  }
  // What another column of ours is made of may tell this one too.
  for (const auto& [form, slot] : slot_of_form_)
    for (std::size_t other = 0; other < slot_names_.size(); ++other)
      if (other != slot && column_form(slot_names_[other]) == form)
        for (auto& ways : ways_)
          if (ways.size() == 1 && ways[0].size() == 1 && ways[0][0].slot == slot)
            ways.push_back({{"", other}});
}

std::size_t ColumnPlan::add_slot(const std::string& name) {
  const auto [at, is_new] = slot_of_.try_emplace(tidy(name), slot_names_.size());
  if (is_new) slot_names_.push_back(at->first);
  return at->second;
}

ColumnPlan::Way ColumnPlan::way_of(const std::string& name) {
  Way way;
  std::string_view rest = name;
  while (true) {
    const auto open = rest.find('{');
    const auto close = open == rest.npos ? rest.npos : rest.find('}', open);
    if (close == rest.npos) break;
    if (open > 0) way.push_back({std::string{rest.substr(0, open)}, std::nullopt});
    way.push_back({"", add_slot(std::string{rest.substr(open + 1, close - open - 1)})});
    rest.remove_prefix(close + 1);
  }
  if (way.empty()) return {{"", add_slot(name)}};
  if (!rest.empty()) way.push_back({std::string{rest}, std::nullopt});
  return way;
}

std::optional<std::size_t> ColumnPlan::slot(std::string_view file_column) const {
  const auto at = slot_of_.find(std::string{file_column});
  return at == slot_of_.end() ? std::nullopt : std::optional{at->second};
}

std::optional<std::size_t> ColumnPlan::slot_of_form(std::string_view file_column) const {
  static constexpr std::size_t name_max = 40;
  if (slot_of_form_.empty() || file_column.size() > name_max) return std::nullopt;
  const auto at = slot_of_form_.find(column_form(file_column));
  return at == slot_of_form_.end() ? std::nullopt : std::optional{at->second};
}

std::string ColumnPlan::name_of(std::size_t column) const {
  const auto place = places_.find(columns_[column].name);
  if (place == places_.end() || place->second.names.empty())
    return std::string{columns_[column].name};
  return place->second.names.front();
}

bool ColumnPlan::is_needed(std::size_t column) const {
  const auto place = places_.find(columns_[column].name);
  if (place == places_.end()) return columns_[column].required;
  return !place->second.names.empty() && (place->second.needed || columns_[column].required);
}

bool ColumnPlan::is_placed(std::size_t column) const {
  return places_.contains(columns_[column].name);
}

std::optional<std::size_t> ColumnPlan::way(std::size_t column,
                                           std::span<const Slots::State> there) const {
  const auto& ways = ways_[column];
  const auto suffices = [&](const Way& way) {
    return std::all_of(way.begin(), way.end(), [&](const Part& part) {
      return !part.slot || there[*part.slot] != Slots::State::absent;
    });
  };
  const auto found = std::find_if(ways.begin(), ways.end(), suffices);
  if (found == ways.end()) return std::nullopt;
  return static_cast<std::size_t>(found - ways.begin());
}

std::string ColumnPlan::text(std::size_t column, std::size_t way, const Slots& row) const {
  std::string made;
  for (const auto& part : ways_[column][way]) {
    if (!part.slot) {
      made += part.literal;
      continue;
    }
    const std::string& value = row.values[*part.slot];
    // Half an id would be the id of something else.
    const bool of_several = ways_[column][way].size() > 1;
    if (columns_[column].required && (value.empty() || (of_several && is_no_value(value))))
      return {};
    made += value;
  }
  return made;
}

Slots::State ColumnPlan::state(std::size_t column, std::size_t way, const Slots& row) const {
  auto worst = Slots::State::absent;
  for (const auto& part : ways_[column][way])
    if (part.slot) worst = std::max(worst, row.states[*part.slot]);
  return worst;
}

std::string column_form(std::string_view name) {
  std::string form = lower(name);
  std::erase_if(form, [](char c) { return c == ' ' || c == '_' || c == '-'; });
  return form;
}

std::string listed(const std::vector<std::string>& names) {
  static constexpr std::size_t length_max = 600;
  std::string text;
  for (const auto& name : names) {
    if (text.size() + name.size() > length_max) return text + (text.empty() ? "..." : ", ...");
    text += (text.empty() ? "" : ", ") + name;
  }
  return text.empty() ? "none" : text;
}

}  // namespace billbyagent::file_provider
