#pragma once

/// Machines from a file as an RMM: CSV or JSON, as any RMM, BMS or inventory can export them. Only
/// reads. Link `billbyagent::file_provider`.
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
#include <vector>

#include "billbyagent/base/names.hpp"
#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent {

enum class FileFormat : std::uint8_t {
  by_name,  ///< JSON for `.json`, JSON lines for `.jsonl` and `.ndjson`, or where the text begins
            ///< like JSON; otherwise CSV
  csv,      ///< RFC 4180, with a header row
  json_lines,  ///< an object on each line
  json,        ///< one document: a list of objects, or an object that holds such a list
};
template <>
inline constexpr NameTable<4> names_of<FileFormat>{"by_name", "csv", "json_lines", "json"};

/// Whether the last row has to say how many there are before it: `#end,2000`, `{"end": 2000}`. One
/// that is there is checked in any case.
enum class Trailer : std::uint8_t { optional, required };
template <>
inline constexpr NameTable<2> names_of<Trailer>{"optional", "required"};

/// Which files of a name like `devices-*.csv` are read.
enum class FileChoice : std::uint8_t {
  newest,  ///< the one that was written last
  all,     ///< all of them, as one list
};
template <>
inline constexpr NameTable<2> names_of<FileChoice>{"newest", "all"};

/// What becomes of rows without an id or an organization.
enum class IncompleteRows : std::uint8_t { refused, left_out };
template <>
inline constexpr NameTable<2> names_of<IncompleteRows>{"refused", "left_out"};

/// What becomes of rows such as `Total,Acme,2`.
enum class TotalsRows : std::uint8_t { refused, left_out, taken };
template <>
inline constexpr NameTable<3> names_of<TotalsRows>{"refused", "left_out", "taken"};

/// What becomes of ids that differ only in case, form or blanks.
enum class LookAlikeIds : std::uint8_t {
  refused,
  reported,  ///< they are different, and the notes name them
  merged,    ///< organizations, groups and views are what was written first; machines as `reported`
};
template <>
inline constexpr NameTable<3> names_of<LookAlikeIds>{"refused", "reported", "merged"};

/// Whether a JSON document that speaks of more rows than it holds, or of another page, is refused.
enum class ToldTotals : std::uint8_t { checked, ignored };
template <>
inline constexpr NameTable<2> names_of<ToldTotals>{"checked", "ignored"};

/// Of days such as 5/6/2026. Those that begin with the year need none.
enum class DateOrder : std::uint8_t { month_first, day_first };
template <>
inline constexpr NameTable<2> names_of<DateOrder>{"month_first", "day_first"};

struct FileProviderOptions {
  /// One row for each machine. A `*` or `?` in its last part: see `choice`. May be packed (gzip).
  std::string machines;
  /// Where not empty: all organizations, groups and views there are. Rows may name no others.
  std::string organizations;
  std::string groups;
  std::string views;

  /// Columns, words and more for the export of a product: `ninjaone`, or the path of a file that
  /// says the same (docs/providers.md). What is set here besides goes before it.
  std::string preset{};

  FileFormat format = FileFormat::by_name;  ///< of all files
  std::optional<char> separator{};          ///< between the cells of CSV; nothing: it is found
  Trailer trailer = Trailer::optional;      ///< of the machines' file
  /// What the columns of CSV without a header are called. Empty: it has one.
  std::vector<std::string> header{};
  /// The names that an export has for our columns: `{"id", "Device ID"}`. Put together:
  /// `{"id", "{Site}/{Device}"}`. In JSON a path: `client.name`. An empty name switches one of our
  /// columns off. A column that is named here must be there.
  std::map<std::string, std::string> columns;
  /// Machines that were last written longer ago are `stale_export`. Nothing: of any age.
  std::optional<std::chrono::seconds> age_max;
  /// More than this is refused, of all files of machines together, unpacked and in UTF-8 too. Files
  /// are read piece by piece: memory goes by the machines in them, and not by this.
  std::size_t file_bytes_max = std::size_t{4} << 30;

  /// "Now", for `age_max`. Empty: the system's clock.
  std::function<Instant()> now;
  /// Asked for each piece that is read, on the calling thread; true ends the call with `cancelled`.
  std::function<bool()> cancelled;

  FileChoice choice = FileChoice::newest;
  /// As iconv calls it. Empty: told by the file, else UTF-8, else Windows-1252, which is noted.
  std::string encoding{};
  /// The words of an export for ours, by our column: `{"state", {{"overdue", "offline"}}}`; `*` is
  /// any other word. Case does not matter.
  std::map<std::string, std::map<std::string, std::string>> words{};
  /// Of all machines, for a file that does not tell.
  std::string organization{};
  /// Of times that do not say: `+02:00`, `Europe/Berlin`. Empty: UTC, which is noted.
  std::string zone{};
  std::optional<DateOrder> date_order{};
  /// Between the steps of `group_path`. Empty: `/` and `\`.
  std::string path_separator{};
  /// Where in a JSON document the list of machines is: `data.devices`. Empty: it is found.
  std::string rows_at{};
  /// Fewer are `incomplete_scan`.
  std::size_t rows_min = 0;
  /// Unset, as the next: `refused`, or what the preset says.
  std::optional<IncompleteRows> incomplete_rows{};
  std::optional<TotalsRows> totals_rows{};
  LookAlikeIds look_alikes = LookAlikeIds::refused;
  ToldTotals told_totals = ToldTotals::checked;
};

/// Checks the options, and reads the preset; no other file is read before the first call. Errors:
/// `invalid_settings` naming the field.
///
/// Each file is read as a whole or not at all, and lists and scans that are asked for one after the
/// other come from one reading; what is asked for a second time is read again. `notes()` says what
/// the last reading passed over, guessed or recoded.
///
/// The provider's own errors, each naming file, line and column: `unreachable` (no such file),
/// `forbidden` (it may not be read), `stale_export`, `incomplete_scan` (cut off, another number of
/// rows than told, an id twice), `protocol_error` (a row that is not as it should be, a file
/// without header, another kind of file), `view_gone`, `timed_out`.
Result<std::unique_ptr<RmmProvider>> make_file_provider(FileProviderOptions options);

}  // namespace billbyagent
