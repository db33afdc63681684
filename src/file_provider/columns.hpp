#pragma once

/// Where a file has our columns: under other names, put together from several, or not at all.

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace billbyagent::file_provider {

/// One of our columns.
struct Column {
  std::string_view name;
  bool required = false;  ///< in every row, and never empty
  bool number = false;    ///< may be a number that is not whole
  bool label = false;     ///< where a row of totals says what it is
};

/// What the settings say of one of our columns.
struct Place {
  /// What the file calls it, or a text with its columns in braces: `{Site}/{Name}`. The first that
  /// the file has. None at all: the column is switched off.
  std::vector<std::string> names;
  bool needed = true;  ///< a file without any of them is refused
};

/// By our names.
using Places = std::map<std::string, Place, std::less<>>;

/// The cells of one row of the file, for those of its columns that are asked for.
struct Slots {
  enum class State : unsigned char { absent, text, number, no_text };
  explicit Slots(std::size_t count) : values(count), states(count, State::absent) {}
  void clear();

  std::vector<std::string> values;
  std::vector<State> states;
};

/// Which columns of a file are asked for, and how ours are made from them.
class ColumnPlan {
 public:
  ColumnPlan(std::span<const Column> columns, const Places& places);

  std::size_t slots() const noexcept { return slot_names_.size(); }
  std::optional<std::size_t> slot(std::string_view file_column) const;
  const std::string& slot_name(std::size_t slot) const { return slot_names_[slot]; }

  std::span<const Column> columns() const noexcept { return columns_; }
  /// What the file calls it, for errors.
  std::string name_of(std::size_t column) const;
  bool is_off(std::size_t column) const { return ways_[column].empty(); }
  /// Whether a file without it is refused.
  bool is_needed(std::size_t column) const;
  /// Whether the settings say where it is.
  bool is_placed(std::size_t column) const;

  /// The first way of telling the column for which these slots suffice.
  std::optional<std::size_t> way(std::size_t column, std::span<const Slots::State> there) const;
  /// What the row says by that way.
  std::string text(std::size_t column, std::size_t way, const Slots& row) const;
  Slots::State state(std::size_t column, std::size_t way, const Slots& row) const;

 private:
  struct Part {
    std::string literal;
    std::optional<std::size_t> slot;
  };
  using Way = std::vector<Part>;
  Way way_of(const std::string& name);
  std::size_t add_slot(const std::string& name);

  std::span<const Column> columns_;
  const Places& places_;
  std::vector<std::string> slot_names_;
  std::unordered_map<std::string, std::size_t> slot_of_;
  std::vector<std::vector<Way>> ways_;  ///< of each column
};

/// `a, b, c ...`, short enough for one line.
std::string listed(const std::vector<std::string>& names);

}  // namespace billbyagent::file_provider
