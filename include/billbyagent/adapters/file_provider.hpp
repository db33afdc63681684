#pragma once

/// Machines from a file as an RMM: CSV or JSON lines, as any RMM, BMS or inventory can export them.
/// Only reads. Link `billbyagent::file_provider`.
///
/// docs/providers.md has the columns. Organizations, machine groups and views follow from the rows,
/// unless files of their own list them: an organization whose last machine is gone is then empty,
/// where otherwise it is gone.
///
/// Threads: one call at a time per provider, all of it on the calling thread.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "billbyagent/base/names.hpp"
#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent {

enum class FileFormat : std::uint8_t {
  by_name,  ///< JSON lines for `.jsonl` and `.ndjson`, otherwise CSV
  csv,      ///< RFC 4180 in UTF-8, with a header row
  json_lines,
};
template <>
inline constexpr NameTable<3> names_of<FileFormat>{"by_name", "csv", "json_lines"};

/// Whether the last row has to say how many there are before it: `#end,2000`, `{"end": 2000}`. One
/// that is there is checked in any case.
enum class Trailer : std::uint8_t { optional, required };
template <>
inline constexpr NameTable<2> names_of<Trailer>{"optional", "required"};

struct FileProviderOptions {
  /// One row for each machine.
  std::string machines;
  /// Where not empty: all organizations, groups and views there are. Rows may name no others.
  std::string organizations;
  std::string groups;
  std::string views;

  FileFormat format = FileFormat::by_name;  ///< of all files
  char separator = ',';                     ///< between the cells of CSV
  Trailer trailer = Trailer::optional;      ///< of the machines' file
  /// The names that an export has for our columns: `{"id", "Device ID"}`.
  std::map<std::string, std::string> columns;
  /// Machines that were last written longer ago are `stale_export`. Nothing: of any age.
  std::optional<std::chrono::seconds> age_max;
  /// A larger file is refused.
  std::size_t file_bytes_max = std::size_t{512} << 20;

  /// "Now", for `age_max`. Empty: the system's clock.
  std::function<Instant()> now;
};

/// Checks the options; no file is read before the first call. Errors: `invalid_settings` naming the
/// field.
///
/// Each file is read as a whole or not at all, and lists and scans that are asked for one after the
/// other come from one reading; what is asked for a second time is read again.
///
/// The provider's own errors, each naming file, line and column: `unreachable` (no such file),
/// `forbidden` (it may not be read), `stale_export`, `incomplete_scan` (cut off, another number of
/// rows than the trailer says, an id twice), `protocol_error` (a row that is not as it should be, a
/// file without header), `view_gone`, `timed_out`.
Result<std::unique_ptr<RmmProvider>> make_file_provider(FileProviderOptions options);

}  // namespace billbyagent
