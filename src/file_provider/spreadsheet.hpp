#pragma once

/// What spreadsheets and reports leave in exports.

#include <string>
#include <string_view>

namespace billbyagent::file_provider {

/// Takes `="00123"` for what it stands for, `00123`; answers whether it was that.
bool unwrap(std::string& text);

/// `8.43727E+14`: what a spreadsheet makes of a long number, whose other digits are lost.
bool is_rounded(std::string_view text);

/// Seventeen digits or more: a number that spreadsheets can't keep.
bool is_long_number(std::string_view text);

/// Such a number of which all digits behind the fifteenth are zeros. One may be so by chance.
bool is_cut_number(std::string_view text);

/// `N/A`, `null`, `System.Object[]`: what programs write where they have nothing.
bool is_no_value(std::string_view text);

/// `----+-----`, as programs draw below a header.
bool is_ruler(std::string_view text);

/// `Total`, `Grand total:`, `Total: 3`, `3 devices`: no machine, but how many there are.
bool is_total(std::string_view text);

}  // namespace billbyagent::file_provider
