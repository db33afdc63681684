#pragma once

/// Where the pages of a list begin. Each page repeats the last record of the one before it, so that
/// rows which moved while pages were read show.

#include <algorithm>
#include <cstddef>

namespace billbyagent::odata {

struct PageLayout {
  /// Rows of every page but the last; at least 2.
  std::size_t rows = 100;
  /// Whether the last page must have room for more, so that it shows a total that is too low.
  bool looks_behind_end = false;

  /// How far a page begins behind the one before it.
  std::size_t step() const noexcept { return rows - 1; }
  std::size_t begin_of(std::size_t page) const noexcept { return page * step(); }
  /// How many pages a list of `total` rows has, the first one included.
  std::size_t pages_of(std::size_t total) const noexcept {
    const std::size_t reach = looks_behind_end ? total + 1 : total;
    return reach <= rows ? 1 : 1 + (reach - rows + step() - 1) / step();
  }
  /// How many rows page `page` of it has.
  std::size_t rows_of(std::size_t page, std::size_t total) const noexcept {
    const std::size_t begin = begin_of(page);
    return begin >= total ? 0 : std::min(rows, total - begin);
  }
};

}  // namespace billbyagent::odata
