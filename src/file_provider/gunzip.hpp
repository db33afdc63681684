#pragma once

/// Files packed with gzip.

#include <cstddef>
#include <string>
#include <string_view>

#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent::file_provider {

bool is_gzip(std::string_view bytes);

/// What was packed, its length and check sum verified. `incomplete_scan` when it was cut off,
/// `protocol_error` when it is damaged, `out_of_range` beyond `bytes_max`, `timed_out`.
Result<std::string> gunzip(std::string_view bytes, std::size_t bytes_max, Deadline deadline);

}  // namespace billbyagent::file_provider
