#pragma once

/// What the provider and the reader choose about pages.

#include <cstddef>
#include <string>
#include <string_view>

#include "billbyagent/base/result.hpp"
#include "pages/numbers.hpp"

namespace billbyagent::pages {

inline constexpr std::size_t logo_bytes_max = 262'144;

struct Look {
  Numbers numbers{};
  std::string provider{};  ///< who bills; empty: nobody is named
  std::string note{};      ///< at the end of each statement, such as whom to ask
  std::string logo{};      ///< as `logo_from` makes it; empty: none
};

/// A picture as an address that holds all of it, so that a page needs no other file. PNG, JPEG, GIF
/// or WebP by its first bytes, at most `logo_bytes_max` of them; `invalid_settings` otherwise.
Result<std::string> logo_from(std::string_view bytes);

}  // namespace billbyagent::pages
