#pragma once

/// Cells of CSV (RFC 4180), and what spreadsheets make of them.

#include <string>
#include <string_view>
#include <vector>

namespace billbyagent::documents {

/// How a spreadsheet of another country reads a file.
struct CsvForm {
  char separator = ',';
  bool byte_order_mark = false;  ///< without it Excel takes UTF-8 for an older encoding
  bool decimal_comma = false;
};

/// Text that came from people or an RMM: an apostrophe before what a spreadsheet would calculate, a
/// NUL, at which some readers end, as what it is.
std::string text_cell(std::string_view text, char separator = ',');
/// A decimal number.
std::string number_cell(std::string text, const CsvForm& form);

std::string csv_row(const std::vector<std::string>& cells, char separator = ',');

}  // namespace billbyagent::documents
