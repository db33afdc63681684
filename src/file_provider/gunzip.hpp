#pragma once

/// Files packed with gzip.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "file_provider/pieces.hpp"

namespace billbyagent::file_provider {

bool is_gzip(std::string_view bytes);

/// What was packed, its length and check sum verified at the end. `incomplete_scan` when it was cut
/// off, `protocol_error` when it is damaged, `out_of_range` beyond `bytes_max`. `name`: of the
/// file, for errors.
std::unique_ptr<Pieces> gunzip(std::unique_ptr<Pieces> packed, std::string name,
                               std::size_t bytes_max);

}  // namespace billbyagent::file_provider
