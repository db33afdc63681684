#include "pages/numbers.hpp"

namespace billbyagent::pages {

std::string Numbers::of(std::string_view decimal) const {
  const bool negative = decimal.starts_with('-');
  if (negative) decimal.remove_prefix(1);
  const auto point = decimal.find('.');
  const std::string_view whole = decimal.substr(0, point);
  std::string text = negative ? "\u2212" : "";
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i > 0 && (whole.size() - i) % 3 == 0) text += grouping_;
    text += whole[i];
  }
  if (point != std::string_view::npos) text.append(decimal_).append(decimal.substr(point + 1));
  return text;
}

}  // namespace billbyagent::pages
