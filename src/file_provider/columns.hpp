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
  bool exact = false;     ///< found under no other form of its name
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
  /// `any_form`: columns that are not placed are found as `Last Seen` and `lastSeen` too.
  ColumnPlan(std::span<const Column> columns, const Places& places, bool any_form = false);

  std::size_t slots() const noexcept { return slot_names_.size(); }
  std::optional<std::size_t> slot(std::string_view file_column) const;
  /// The slot of a column of ours that the file calls otherwise but for the form.
  std::optional<std::size_t> slot_of_form(std::string_view file_column) const;
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
  std::unordered_map<std::string, std::size_t> slot_of_form_;
  std::vector<std::vector<Way>> ways_;  ///< of each column
};

/// Where the plan asks for a column of the file, under its own name or in another form of ours.
inline std::optional<std::size_t> known_slot(const ColumnPlan& plan, std::string_view name) {
  const auto slot = plan.slot(name);
  return slot ? slot : plan.slot_of_form(name);
}

/// What the forms of a column's name have in common: small letters without blanks and signs.
std::string column_form(std::string_view name);

/// `a, b, c ...`, short enough for one line.
std::string listed(const std::vector<std::string>& names);

}  // namespace billbyagent::file_provider
