#pragma once

/// Files that must not change while they are read.

#include <cstddef>
#include <memory>
#include <string>

#include "billbyagent/adapters/file_provider.hpp"
#include "file_provider/pieces.hpp"

namespace billbyagent::file_provider {

/// One that stays open, so that it is the same however often it is read and whatever is renamed
/// over it.
class OpenFile {
 public:
  virtual ~OpenFile() = default;
  virtual Instant written() const = 0;  ///< when it was last changed
  /// Its bytes from the begin. Their errors: `unreachable`, `incomplete_scan` when it was written
  /// to since it was opened, `timed_out`.
  virtual std::unique_ptr<Pieces> read(Deadline deadline) const = 0;
};

/// `unreachable`, `forbidden`, `out_of_range`.
Result<std::shared_ptr<const OpenFile>> open_file(const std::string& path, std::size_t bytes_max);

}  // namespace billbyagent::file_provider
