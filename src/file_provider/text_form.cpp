#include "file_provider/text_form.hpp"

#include <algorithm>

namespace billbyagent::file_provider {

std::string shortened(std::string_view text) {
  static constexpr std::size_t length_max = 100;
  if (text.size() <= length_max) return std::string{text};
  std::size_t end = length_max;
  const auto is_inside = [&](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  while (end > 0 && is_inside(text[end])) --end;
  return std::string{text.substr(0, end)} + "...";
}

std::string lower(std::string_view text) {
  std::string made{text};
  std::transform(made.begin(), made.end(), made.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return made;
}

}  // namespace billbyagent::file_provider
