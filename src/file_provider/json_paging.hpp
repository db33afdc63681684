#pragma once

/// What a JSON document says beside its list of how many there are, and whether there are more.

#include <optional>
#include <string>
#include <string_view>

#include "file_provider/json_walk.hpp"

namespace billbyagent::file_provider {

class Paging {
 public:
  void value(std::string_view path, JsonKind kind, std::string_view text);
  /// Whether it says anything of that.
  bool tells_all() const noexcept { return tells_all_; }
  /// Why this can't be all; nothing when `rows` is what it says.
  std::optional<std::string> missing(std::size_t rows) const;

 private:
  struct Told {
    std::string path;
    std::string text;
  };
  std::optional<Told> pages_;  ///< more than one
  std::optional<Told> next_;
  std::vector<Told> totals_;
  bool tells_all_ = false;
};

}  // namespace billbyagent::file_provider
