// JSON as rows: one object on each line, or the objects of a list somewhere in one document.

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "file_provider/json_paging.hpp"
#include "file_provider/json_walk.hpp"
#include "file_provider/rows.hpp"
#include "file_provider/text_form.hpp"

namespace billbyagent::file_provider {
namespace {

using Fault = std::optional<Error>;

/// Names in the order of their first coming, the first of them.
class Names {
 public:
  void add(std::string_view name) {
    static constexpr std::size_t names_max = 1'000;
    if (names_.size() < names_max && known_.insert(std::string{name}).second)
      names_.emplace_back(name);
  }
  const std::vector<std::string>& all() const noexcept { return names_; }

 private:
  std::unordered_set<std::string> known_;
  std::vector<std::string> names_;
};

/// A visitor that knows the line it is on.
class LineVisitor : public JsonVisitor {
 public:
  explicit LineVisitor(const Rows& rows) : rows_of_(rows) {}
  void at_line(std::size_t line) { line_ = line; }
  Error fault(Errc code, const std::string& what) final {
    return rows_of_.fault(code, line_, what);
  }

 protected:
  std::size_t line() const noexcept { return line_; }

 private:
  const Rows& rows_of_;
  std::size_t line_ = 1;
};

/// Makes rows of objects: of each document, or of each object in the list at a path.
class RowVisitor final : public LineVisitor {
 public:
  RowVisitor(Rows& rows, std::optional<std::string> list_at)
      : LineVisitor(rows), rows_(rows), list_at_(std::move(list_at)), slots_(rows.plan().slots()) {}

  Fault begin_object(std::string_view path, std::size_t depth) override;
  Fault end_object(std::string_view path, std::size_t depth) override;
  Fault begin_list(std::string_view path, std::size_t depth) override;
  Fault end_list(std::string_view path, std::size_t depth) override;
  Fault value(std::string_view path, std::size_t depth, JsonKind kind,
              std::string_view text) override;

  const std::vector<std::string>& found() const noexcept { return found_.all(); }
  const Paging& paging() const noexcept { return paging_; }
  /// Whether there is a list at the path.
  bool has_list() const noexcept { return has_list_; }

 private:
  bool is_row(std::size_t depth) const {
    return !in_row_ && (list_at_ ? in_list_ && depth == list_depth_ + 1 : depth == 0);
  }
  /// The path within the row.
  std::string_view within(std::string_view path) const {
    if (!list_at_ || list_at_->empty()) return path;
    return path.substr(std::min(path.size(), list_at_->size() + 1));
  }
  Slots::State& state(std::size_t slot) { return slots_.states[slot]; }
  Fault put(std::string_view name, JsonKind kind, std::string_view text);

  Rows& rows_;
  std::optional<std::string> list_at_;
  bool in_list_ = false;
  bool has_list_ = false;
  std::size_t list_depth_ = 0;
  std::size_t other_lists_ = 0;  ///< around what is being read, outside of rows
  bool in_row_ = false;
  std::size_t row_depth_ = 0;
  std::size_t row_line_ = 0;
  std::size_t lists_in_row_ = 0;
  std::size_t members_ = 0;  ///< of the row itself
  std::optional<std::string> end_;
  Slots slots_;
  Names found_;
  Paging paging_;
};

Fault RowVisitor::begin_object(std::string_view path, std::size_t depth) {
  if (is_row(depth)) {
    in_row_ = true;
    row_depth_ = depth;
    row_line_ = line();
    lists_in_row_ = 0;
    members_ = 0;
    end_.reset();
    slots_.clear();
    return {};
  }
  if (!in_row_) return {};
  if (depth == row_depth_ + 1) ++members_;
  if (const auto slot = known_slot(rows_.plan(), within(path)))
    state(*slot) = Slots::State::no_text;
  return {};
}

Fault RowVisitor::end_object(std::string_view, std::size_t depth) {
  if (!in_row_ || depth != row_depth_) return {};
  in_row_ = false;
  const auto done = end_ && members_ == 1 ? rows_.end_with(row_line_, *end_)
                                          : rows_.add(row_line_, slots_, slots_.states);
  return done ? Fault{} : done.error();
}

Fault RowVisitor::begin_list(std::string_view path, std::size_t depth) {
  if (in_row_) {
    if (depth == row_depth_ + 1) ++members_;
    ++lists_in_row_;
    found_.add(within(path));
    const auto slot = known_slot(rows_.plan(), within(path));
    if (slot && state(*slot) == Slots::State::absent) state(*slot) = Slots::State::text;
    return {};
  }
  if (is_row(depth)) return fault(Errc::protocol_error, "is no JSON object");
  if (list_at_ && !in_list_ && other_lists_ == 0 && path == *list_at_) {
    in_list_ = true;
    has_list_ = true;
    list_depth_ = depth;
  } else {
    ++other_lists_;
  }
  return {};
}

Fault RowVisitor::end_list(std::string_view, std::size_t depth) {
  if (in_row_)
    --lists_in_row_;
  else if (in_list_ && depth == list_depth_)
    in_list_ = false;
  else
    --other_lists_;
  return {};
}

Fault RowVisitor::put(std::string_view name, JsonKind kind, std::string_view text) {
  found_.add(name);
  const auto slot = known_slot(rows_.plan(), name);
  if (!slot) return {};
  std::string& value = slots_.values[*slot];
  if (lists_in_row_ > 0) {
    // A list of texts, such as the views, with `;` between them.
    if (kind != JsonKind::text || text.find(';') != text.npos) {
      state(*slot) = Slots::State::no_text;
      return {};
    }
    state(*slot) = std::max(state(*slot), Slots::State::text);
    // Longer ones than this are refused; no need to keep all of it.
    static constexpr std::size_t enough = std::size_t{1} << 20;
    if (value.size() > enough) return {};
    if (!value.empty()) value += ';';
    value += text;
    return {};
  }
  if (state(*slot) != Slots::State::absent)
    return fault(Errc::protocol_error, "the key " + shortened(name) + " is there twice");
  value = text;
  state(*slot) = kind == JsonKind::number ? Slots::State::number : Slots::State::text;
  return {};
}

Fault RowVisitor::value(std::string_view path, std::size_t depth, JsonKind kind,
                        std::string_view text) {
  if (is_row(depth)) return fault(Errc::protocol_error, "is no JSON object");
  if (!in_row_) {
    if (other_lists_ == 0) paging_.value(path, kind, text);
    return {};
  }
  if (depth == row_depth_ + 1) {
    ++members_;
    if (within(path) == "end") end_ = text;
  }
  return put(within(path), kind, text);
}

/// Looks where the document has lists of objects.
class ListFinder final : public LineVisitor {
 public:
  explicit ListFinder(const Rows& rows) : LineVisitor(rows) {}

  Fault begin_object(std::string_view, std::size_t depth) override {
    if (lists_ == 1 && depth == list_depth_ + 1) holds_objects_ = true;
    return {};
  }
  Fault end_object(std::string_view, std::size_t) override { return {}; }
  Fault begin_list(std::string_view, std::size_t depth) override {
    if (++lists_ > 1) return {};
    list_depth_ = depth;
    holds_objects_ = false;
    holds_others_ = false;
    return {};
  }
  Fault end_list(std::string_view path, std::size_t) override {
    if (--lists_ > 0) return {};
    // One is what is looked for, and more than can be told of are no use.
    static constexpr std::size_t lists_max = 1'000;
    auto& lists = holds_objects_ ? of_objects_ : empty_;
    if ((holds_objects_ || !holds_others_) && lists.size() < lists_max) lists.emplace_back(path);
    return {};
  }
  Fault value(std::string_view path, std::size_t, JsonKind, std::string_view) override {
    if (lists_ > 0)
      holds_others_ = true;
    else
      values_.add(path);
    return {};
  }

  const std::vector<std::string>& of_objects() const noexcept { return of_objects_; }
  const std::vector<std::string>& empty() const noexcept { return empty_; }
  const std::vector<std::string>& values() const noexcept { return values_.all(); }

 private:
  std::size_t lists_ = 0;
  std::size_t list_depth_ = 0;
  bool holds_objects_ = false;
  bool holds_others_ = false;
  std::vector<std::string> of_objects_;
  std::vector<std::string> empty_;
  Names values_;
};

/// A part of one line.
struct LinePart {
  std::string_view text;
  std::size_t line = 1;
  bool ends_line = false;
};

/// Hands each line of the text to `take`, in as many parts as it comes in.
template <class Take>
Result<void> each_line_part(const Text& text, Take take) {
  LinePart part;
  return each_piece(text, [&](std::string_view piece) -> Result<void> {
    while (!piece.empty()) {
      part.text = piece.substr(0, piece.find('\n'));
      part.ends_line = part.text.size() < piece.size();
      if (auto taken = take(part); !taken) return taken;
      piece.remove_prefix(part.text.size() + (part.ends_line ? 1 : 0));
      if (part.ends_line) ++part.line;
    }
    return {};
  });
}

/// Hands the text line by line to the visitor.
Result<void> walk(const Text& text, LineVisitor& visitor, std::size_t text_max) {
  JsonWalk walk{visitor, text_max};
  auto walked = each_line_part(text, [&](const LinePart& part) -> Result<void> {
    visitor.at_line(part.line);
    if (!part.text.empty())
      if (auto written = walk.write(part.text, false); !written) return written;
    // A line break within a text is an error of its own.
    return part.ends_line ? walk.write("\n", false) : Result<void>{};
  });
  if (!walked) return walked;
  if (auto ended = walk.write("", true); !ended)
    return walk.ended_early() ? visitor.fault(Errc::incomplete_scan,
                                              "the JSON does not end; was the file cut off?")
                              : ended;
  return {};
}

bool is_one_machine(const std::vector<std::string>& values, const Rows& rows) {
  if (values == std::vector<std::string>{"end"}) return true;
  const auto& plan = rows.plan();
  std::vector<Slots::State> there(plan.slots(), Slots::State::absent);
  for (const auto& name : values)
    if (const auto slot = known_slot(plan, name)) there[*slot] = Slots::State::text;
  for (std::size_t column = 0; column < plan.columns().size(); ++column)
    if (plan.columns()[column].required && !plan.is_off(column) && !plan.way(column, there))
      return false;
  return true;
}

/// Where the list of machines is; nothing: the document is one machine itself.
Result<std::optional<std::string>> find_list(const Text& text, char first, Rows& rows) {
  using Place = std::optional<std::string>;
  if (!rows.source().rows_at.empty()) return Place{rows.source().rows_at};
  if (first == '[') return Place{""};
  ListFinder finder{rows};
  if (auto walked = walk(text, finder, rows.source().row_bytes_max); !walked) return walked.error();
  const auto& lists = finder.of_objects();
  if (lists.size() == 1) return Place{lists.front()};
  if (lists.size() > 1)
    return Error{Errc::protocol_error, rows.source().name + ": there are several lists, " +
                                           listed(lists) + "; rows_at says which has the machines"};
  if (is_one_machine(finder.values(), rows)) return Place{};
  if (finder.empty().size() == 1) return Place{finder.empty().front()};
  return Error{Errc::protocol_error, rows.source().name +
                                         ": there is no list of machines; the document has " +
                                         listed(finder.values())};
}

/// JSON lines, of which each is a document.
class Lines {
 public:
  explicit Lines(Rows& rows)
      : rows_(rows), visitor_(rows, std::nullopt), walk_(visitor_, rows.source().row_bytes_max) {}

  Result<void> take(const LinePart& part);
  /// After the last part.
  Result<void> finish();

 private:
  Rows& rows_;
  RowVisitor visitor_;
  JsonWalk walk_;
  bool begun_ = false;  ///< something of the line has been read
  std::size_t line_ = 1;
  std::size_t empty_ = 0;  ///< lines since the last object
};

Result<void> Lines::take(const LinePart& part) {
  if (!begun_) {
    if (part.text.find_first_not_of(" \t\r") == part.text.npos) {
      empty_ += part.ends_line ? 1 : 0;
      return {};
    }
    rows_.add_empty(std::exchange(empty_, 0));
    line_ = part.line;
    visitor_.at_line(line_);
    walk_.reset();
  }
  begun_ = !part.ends_line;
  return walk_.write(part.text, part.ends_line);
}

Result<void> Lines::finish() {
  if (begun_) {
    const auto written = walk_.write("", true);
    if (!written && walk_.ended_early())
      return rows_.fault(Errc::incomplete_scan, line_,
                         "the last line does not end; was the file cut off?");
    if (!written) return written;
    rows_.note("the last line does not end, but is whole");
  }
  rows_.note_if_one_page(1);
  return rows_.finish(visitor_.found());
}

}  // namespace

Result<void> read_json(const Text& text, Rows& rows) {
  const auto first = first_not_of(text, " \t\r\n");
  if (!first) return first.error();
  if (!*first) return Error{Errc::protocol_error, rows.source().name + ": is empty"};
  auto list = find_list(text, **first, rows);
  if (!list) return list.error();
  RowVisitor visitor{rows, *list};
  if (auto walked = walk(text, visitor, rows.source().row_bytes_max); !walked) return walked;
  const auto missing = visitor.paging().missing(rows.seen());
  if (missing && rows.source().told_totals == ToldTotals::checked)
    return Error{Errc::incomplete_scan, rows.source().name + ": " + *missing};
  if (rows.seen() == 0 && *list && !visitor.has_list())
    return Error{Errc::protocol_error, rows.source().name + ": there is no list at " + **list};
  if (!visitor.paging().tells_all()) rows.note_if_one_page(1);
  return rows.finish(visitor.found());
}

Result<void> read_json_lines(const Text& text, Rows& rows) {
  const auto first = first_not_of(text, " \t\r\n");
  if (!first) return first.error();
  // Without a header an empty file could as well be an export that failed.
  if (!*first)
    return Error{Errc::protocol_error,
                 rows.source().name + ": is empty; no machines at all are told as {\"end\": 0}"};
  Lines lines{rows};
  auto read = each_line_part(text, [&](const LinePart& part) { return lines.take(part); });
  return read ? lines.finish() : read;
}

}  // namespace billbyagent::file_provider
