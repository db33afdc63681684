#include "odata/settings.hpp"

namespace billbyagent::odata {

std::string without(std::initializer_list<const Secret*> secrets, std::string text) {
  for (const Secret* secret : secrets) {
    std::string_view word = secret->reveal();
    if (word.starts_with("Basic ")) word.remove_prefix(6);
    if (word.empty()) continue;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 3))
      text.replace(at, word.size(), "***");
  }
  return text;
}

}  // namespace billbyagent::odata
