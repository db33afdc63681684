#pragma once

/// Files as wholes.

#include <cstddef>
#include <optional>
#include <string>

#include "billbyagent/adapters/file_provider.hpp"

namespace billbyagent::file_provider {

struct WholeFile {
  std::string text;
  Instant written{};  ///< when it was last changed
};

/// `unreachable`, `forbidden`, `out_of_range`, `incomplete_scan` when it is written to meanwhile,
/// `timed_out`.
Result<WholeFile> read_whole(const std::string& path, std::size_t bytes_max, Deadline deadline);

}  // namespace billbyagent::file_provider
