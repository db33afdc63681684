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
    if (holds_objects_)
      of_objects_.emplace_back(path);
    else if (!holds_others_)
      empty_.emplace_back(path);
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

/// Hands the text line by line to the visitor.
Result<void> walk(std::string_view text, LineVisitor& visitor) {
  JsonWalk walk{visitor};
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto length = std::min(text.find('\n'), text.size() - 1) + 1;
    visitor.at_line(line);
    const bool last = length == text.size();
    if (auto written = walk.write(text.substr(0, length), last); !written)
      return walk.ended_early() ? visitor.fault(Errc::incomplete_scan,
                                                "the JSON does not end; was the file cut off?")
                                : written;
    text.remove_prefix(length);
  }
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
Result<std::optional<std::string>> find_list(std::string_view text, Rows& rows) {
  using Place = std::optional<std::string>;
  if (!rows.source().rows_at.empty()) return Place{rows.source().rows_at};
  if (text[text.find_first_not_of(" \t\r\n")] == '[') return Place{""};
  ListFinder finder{rows};
  if (auto walked = walk(text, finder); !walked) return walked.error();
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

}  // namespace

Result<void> read_json(std::string_view text, Rows& rows) {
  if (text.find_first_not_of(" \t\r\n") == text.npos)
    return Error{Errc::protocol_error, rows.source().name + ": is empty"};
  auto list = find_list(text, rows);
  if (!list) return list.error();
  RowVisitor visitor{rows, *list};
  if (auto walked = walk(text, visitor); !walked) return walked;
  const auto missing = visitor.paging().missing(rows.seen());
  if (missing && rows.source().told_totals == ToldTotals::checked)
    return Error{Errc::incomplete_scan, rows.source().name + ": " + *missing};
  if (rows.seen() == 0 && *list && !visitor.has_list())
    return Error{Errc::protocol_error, rows.source().name + ": there is no list at " + **list};
  if (!visitor.paging().tells_all()) rows.note_if_one_page(1);
  return rows.finish(visitor.found());
}

Result<void> read_json_lines(std::string_view text, Rows& rows) {
  // Without a header an empty file could as well be an export that failed.
  if (text.find_first_not_of(" \t\r\n") == text.npos)
    return Error{Errc::protocol_error,
                 rows.source().name + ": is empty; no machines at all are told as {\"end\": 0}"};
  RowVisitor visitor{rows, std::nullopt};
  JsonWalk walk{visitor};
  std::size_t empty = 0;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto piece = text.substr(0, end);
    const bool ended = end < text.size();
    text.remove_prefix(std::min(end + 1, text.size()));
    if (piece.find_first_not_of(" \t\r") == piece.npos) {
      ++empty;
      continue;
    }
    rows.add_empty(std::exchange(empty, 0));
    visitor.at_line(line);
    walk.reset();
    const auto written = walk.write(piece, true);
    if (!written && !ended && walk.ended_early())
      return rows.fault(Errc::incomplete_scan, line,
                        "the last line does not end; was the file cut off?");
    if (!written) return written;
    if (!ended) rows.note("the last line does not end, but is whole");
  }
  rows.note_if_one_page(1);
  return rows.finish(visitor.found());
}

}  // namespace billbyagent::file_provider
