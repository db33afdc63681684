#pragma once

/// What a file seems to be that is no list of machines.

#include <optional>
#include <string>
#include <string_view>

namespace billbyagent::file_provider {

/// `an Excel workbook (xlsx): save it as CSV`; nothing for what may be CSV or JSON.
std::optional<std::string> other_kind(std::string_view bytes);

}  // namespace billbyagent::file_provider
