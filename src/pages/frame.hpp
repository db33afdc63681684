#pragma once

/// What all pages have in common: one file without scripts and without anything from elsewhere,
/// readable on a phone, on paper, in the light and in the dark.

#include <string>
#include <string_view>

#include "pages/html.hpp"
#include "pages/look.hpp"

namespace billbyagent::pages {

/// The page around what `fill` writes into it.
template <class Fill>
std::string framed(std::string_view title, Fill fill);

/// Whose page it is, and its name.
void put_heading(Html& html, const Look& look, std::string_view title);

/// A name, or where there is none the key.
inline std::string_view called(std::string_view name, std::string_view key) {
  return name.empty() ? key : name;
}

void put_head(Html& html, std::string_view title);

template <class Fill>
std::string framed(std::string_view title, Fill fill) {
  Html html;
  html.doctype();
  {
    const auto root = html.in("html", {{"lang", "en"}});
    put_head(html, title);
    const auto body = html.in("body");
    const auto main = html.in("main");
    fill(html);
  }
  return std::move(html).take();
}

}  // namespace billbyagent::pages
