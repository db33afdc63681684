#pragma once

/// Tables for people: columns line up, whatever is in them. Where they are wider than what `out`
/// may take (terminal.hpp), names and texts are wrapped, and a first column that is copied from,
/// such as a key, has lines of its own; nothing is cut.

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace billbyagent::cli {

enum class Align : std::uint8_t { left, right };

struct Column {
  std::string title;
  Align align = Align::left;
  bool is_name = false;  ///< for reading alone: it is wrapped before anything else is
};

/// Text as a terminal may show it: control characters, which names from elsewhere could hold,
/// become `?`.
std::string printable(std::string_view text);

/// Characters (UTF-8 code points), which is how wide nearly all text is.
std::size_t width_of(std::string_view text);

class Table {
 public:
  explicit Table(std::vector<Column> columns);

  /// Missing cells are empty.
  void add(std::vector<std::string> cells);
  /// A rule across the table, before totals.
  void add_rule();
  /// A line of text of its own below the row before it, indented.
  void add_note(std::string text);
  bool empty() const noexcept { return lines_.empty(); }
  void print(std::ostream& out) const;

 private:
  enum class Kind : std::uint8_t { cells, rule, note };
  struct Line {
    Kind kind = Kind::cells;
    std::vector<std::string> cells;
  };
  struct Layout {
    std::vector<std::size_t> widths;
    std::size_t first;  ///< the column that a row begins with; those before it have their own line
  };
  std::vector<std::size_t> widths() const;
  std::size_t least_width(std::size_t column) const;
  void fit(std::vector<std::size_t>& widths, std::size_t first, std::size_t columns) const;
  void print_cells(std::ostream& out, const std::vector<std::string>& cells,
                   const Layout& layout) const;
  std::vector<Column> columns_;
  std::vector<Line> lines_;
};

}  // namespace billbyagent::cli
