#include "cli/tables.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

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

void Table::print(std::ostream& out) const {
  const auto width = widths();
  const auto line = [&](const auto& text_of) {
    std::string text;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string& cell = text_of(i);
      const std::string gap(width[i] - width_of(cell), ' ');
      text += "  ";
      text += columns_[i].align == Align::right ? gap + cell : cell + gap;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out << text << '\n';
  };
  std::size_t total = 0;
  for (const std::size_t column : width) total += column + 2;
  line([&](std::size_t i) -> const std::string& { return columns_[i].title; });
  const std::string rule = "  " + std::string(total - 2, '-');
  out << rule << '\n';
  for (const auto& each : lines_) {
    if (each.kind == Kind::rule)
      out << rule << '\n';
    else if (each.kind == Kind::note)
      out << "      " << each.cells[0] << '\n';
    else
      line([&](std::size_t i) -> const std::string& { return each.cells[i]; });
  }
}

}  // namespace billbyagent::cli
