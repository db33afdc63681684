#pragma once

/// How a failed comparison shows a list of texts: one on each line.

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace doctest {
template <>
struct StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& texts) {
    std::string all;
    for (const auto& text : texts) all += "\n  " + text;
    return all.c_str();
  }
};
}  // namespace doctest
