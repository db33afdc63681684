#pragma once

/// What a reading passed over, guessed or recoded, for those who look at the night's report.

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace billbyagent::file_provider {

class Notes {
 public:
  /// Each text once; what comes after the hundredth is left out.
  void add(std::string text) {
    if (texts_.size() < texts_max && std::find(texts_.begin(), texts_.end(), text) == texts_.end())
      texts_.push_back(std::move(text));
  }
  const std::vector<std::string>& texts() const noexcept { return texts_; }

 private:
  static constexpr std::size_t texts_max = 100;
  std::vector<std::string> texts_;
};

/// `1 row`, `2 rows`
inline std::string counted(std::size_t number, std::string_view one, std::string_view many) {
  return std::to_string(number) + " " + std::string{number == 1 ? one : many};
}

}  // namespace billbyagent::file_provider
