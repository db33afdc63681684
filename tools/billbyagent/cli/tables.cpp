#include "cli/tables.hpp"

#include <algorithm>
#include <ostream>
#include <sstream>
#include <utility>

#include "cli/terminal.hpp"

namespace billbyagent::cli {

namespace {

/// U+202A to U+202E and U+2066 to U+2069, which turn the text that follows.
bool turns_text(std::string_view three) {
  return (three.starts_with("\xE2\x80") && three[2] >= '\xAA' && three[2] <= '\xAE') ||
         (three.starts_with("\xE2\x81") && three[2] >= '\xA6' && three[2] <= '\xA9');
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out{text};
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (i + 3 <= out.size() && turns_text(std::string_view{out}.substr(i, 3)))
      out.replace(i, 3, "?");
    const auto c = static_cast<unsigned char>(out[i]);
    if (c < 0x20 || c == 0x7f) out[i] = '?';
    // U+0080 to U+009F: control characters in two bytes.
    if (c == 0xc2 && i + 1 < out.size()) {
      const auto second = static_cast<unsigned char>(out[i + 1]);
      if (second >= 0x80 && second <= 0x9f) out.replace(i, 2, "?");
    }
  }
  return out;
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::add(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (auto& cell : cells) cell = printable(cell);
  lines_.push_back({Kind::cells, std::move(cells)});
}

void Table::add_rule() { lines_.push_back({Kind::rule, {}}); }

void Table::add_note(std::string text) { lines_.push_back({Kind::note, {printable(text)}}); }

std::vector<std::size_t> Table::widths() const {
  std::vector<std::size_t> widths;
  for (const auto& column : columns_) widths.push_back(width_of(column.title));
  for (const auto& each : lines_)
    if (each.kind == Kind::cells)
      for (std::size_t i = 0; i < widths.size(); ++i)
        widths[i] = std::max(widths[i], width_of(each.cells[i]));
  return widths;
}

namespace {

constexpr std::size_t gap = 2;             ///< before each cell
constexpr std::size_t stacked_indent = 2;  ///< of what follows the first column on its own line
constexpr std::size_t narrowest = 10;      ///< of a column of text that is wrapped

std::size_t sum_of(const std::vector<std::size_t>& widths, std::size_t first) {
  std::size_t sum = 0;
  for (std::size_t i = first; i < widths.size(); ++i) sum += widths[i] + gap;
  return sum;
}

/// How many bytes of the text so many characters are.
std::size_t bytes_of(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  while (at < text.size() && characters > 0) {
    do ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U);
    --characters;
  }
  return at;
}

/// Where the text, of more than `most` bytes, is best broken within these: at a blank, behind what
/// parts days and keys, or where the room ends. Zero: nowhere before that.
std::size_t good_break(std::string_view within) {
  if (const auto blank = within.find_last_of(' '); blank != std::string_view::npos && blank > 0)
    return blank;
  if (const auto dots = within.rfind(".."); dots != std::string_view::npos) return dots + 2;
  if (const auto slash = within.find_last_of('/'); slash != std::string_view::npos)
    return slash + 1;
  return 0;
}

/// In lines of at most `width` characters.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (width_of(text) > width) {
    const auto within = text.substr(0, bytes_of(text, width));
    // A blank right behind it is as good.
    const bool ends_word = text[within.size()] == ' ';
    const std::size_t at = ends_word ? within.size() : good_break(within);
    const std::size_t end = at > 0 ? at : within.size();
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
    if (text.starts_with(' ')) text.remove_prefix(1);
  }
  lines.emplace_back(text);
  return lines;
}

}  // namespace

/// Of a column of text. Names are broken between words alone, as far as these fit a line.
std::size_t Table::least_width(std::size_t column) const {
  std::size_t least = std::max(narrowest, width_of(columns_[column].title));
  if (!columns_[column].is_name) return least;
  constexpr std::size_t most = 24;
  for (const auto& each : lines_)
    if (each.kind == Kind::cells) {
      std::istringstream words{each.cells[column]};
      for (std::string word; words >> word;) least = std::max(least, width_of(word));
    }
  return std::min(least, most);
}

/// Makes columns of text narrower, names before others and the widest first, as far as they have to
/// be and can.
void Table::fit(std::vector<std::size_t>& widths, std::size_t first, std::size_t columns) const {
  std::vector<std::size_t> least;
  for (std::size_t i = 0; i < columns_.size(); ++i) least.push_back(least_width(i));
  const auto widest_of = [&](bool names) {
    std::size_t widest = columns_.size();
    for (std::size_t i = first; i < columns_.size(); ++i)
      if (columns_[i].align == Align::left && columns_[i].is_name == names &&
          widths[i] > least[i] && (widest == columns_.size() || widths[i] > widths[widest]))
        widest = i;
    return widest;
  };
  while (sum_of(widths, first) > columns) {
    std::size_t widest = widest_of(true);
    if (widest == columns_.size()) widest = widest_of(false);
    if (widest == columns_.size()) return;
    --widths[widest];
  }
}

void Table::print_cells(std::ostream& out, const std::vector<std::string>& cells,
                        const Layout& layout) const {
  if (layout.first > 0) out << "  " << cells[0] << '\n';
  std::vector<std::vector<std::string>> parts(columns_.size());
  std::size_t lines = 1;
  for (std::size_t i = layout.first; i < columns_.size(); ++i) {
    parts[i] = wrapped(cells[i], std::max<std::size_t>(layout.widths[i], 1));
    lines = std::max(lines, parts[i].size());
  }
  for (std::size_t at = 0; at < lines; ++at) {
    std::string text(layout.first > 0 ? stacked_indent : 0, ' ');
    for (std::size_t i = layout.first; i < columns_.size(); ++i) {
      const std::string cell = at < parts[i].size() ? parts[i][at] : "";
      const std::string rest(layout.widths[i] - std::min(layout.widths[i], width_of(cell)), ' ');
      text += std::string(gap, ' ');
      text += columns_[i].align == Align::right ? rest + cell : cell + rest;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out << text << '\n';
  }
}

void Table::print(std::ostream& out) const {
  Layout layout{widths(), 0};
  const std::size_t columns = columns_for(out);
  const auto total = [&] {
    return sum_of(layout.widths, layout.first) + (layout.first > 0 ? stacked_indent : 0);
  };
  if (columns > 0 && total() > columns) {
    // A first column that is copied from is never broken: it has its own lines unless it is short.
    const auto whole = layout.widths;
    const auto fit_behind = [&](std::size_t first) {
      layout = {whole, first};
      fit(layout.widths, first, columns - (first > 0 ? stacked_indent : 0));
    };
    const bool stacks = columns_.size() > 2;
    fit_behind(stacks && !columns_[0].is_name && whole[0] > narrowest ? 1 : 0);
    if (stacks && total() > columns) fit_behind(1);
  }
  std::vector<std::string> titles;
  for (const auto& column : columns_) titles.push_back(column.title);
  print_cells(out, titles, layout);
  const std::string rule = "  " + std::string(total() - gap, '-');
  out << rule << '\n';
  for (const auto& each : lines_) {
    if (each.kind == Kind::rule) {
      out << rule << '\n';
    } else if (each.kind == Kind::note) {
      constexpr std::size_t indent = 6;
      const std::size_t room = columns > indent + narrowest ? columns - indent : std::string::npos;
      for (const auto& part : wrapped(each.cells[0], room))
        out << std::string(indent, ' ') << part << '\n';
    } else {
      print_cells(out, each.cells, layout);
    }
  }
}

}  // namespace billbyagent::cli
