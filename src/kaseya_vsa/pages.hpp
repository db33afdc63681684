#pragma once

/// VSA's pages.

#include <cstddef>

#include "odata/page_layout.hpp"

namespace billbyagent::kaseya_vsa {

/// The server never sends more rows in one answer.
/// Some servers give the number of rows in the answer for the total of the list.
inline constexpr odata::PageLayout page_layout{.rows = 100, .looks_behind_end = true};
inline constexpr std::size_t page_rows = page_layout.rows;
/// How far a page begins behind the one before it: one record is read twice.
inline constexpr std::size_t page_step = page_rows - 1;

inline std::size_t pages_of(std::size_t total) noexcept { return page_layout.pages_of(total); }
inline std::size_t rows_of(std::size_t page, std::size_t total) noexcept {
  return page_layout.rows_of(page, total);
}

}  // namespace billbyagent::kaseya_vsa
