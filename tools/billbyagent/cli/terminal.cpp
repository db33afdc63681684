#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <ostream>
#include <string_view>

namespace billbyagent::cli {
namespace {

/// Where streams keep it.
int width_slot() {
  static const int slot = std::ios_base::xalloc();
  return slot;
}

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::size_t told_columns(int file) {
  winsize size{};
  if (::ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const long told = std::strtol(std::string{environment("COLUMNS")}.c_str(), nullptr, 10);
  return told > 0 ? static_cast<std::size_t>(told) : 0;
}

constexpr std::string_view reset = "\x1b[0m";

/// Nothing for most lines.
std::string_view colour_of(std::string_view line) {
  if (line.starts_with("  ! ")) return "\x1b[33m";
  if (line.starts_with("billbyagent: ")) return "\x1b[31m";
  if (line.starts_with("$ ") || line.starts_with("== ")) return "\x1b[1m";
  return {};
}

}  // namespace

std::size_t columns_for(std::ostream& out) {
  return static_cast<std::size_t>(out.iword(width_slot()));
}

void set_columns(std::ostream& out, std::size_t columns) {
  out.iword(width_slot()) = static_cast<long>(columns);
}

TerminalStyle TerminalStyle::of(int file) {
  if (::isatty(file) == 0) return {};
  return {told_columns(file), environment("NO_COLOR").empty() && environment("TERM") != "dumb"};
}

Colouring::int_type Colouring::overflow(int_type c) {
  if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
  line_ += traits_type::to_char_type(c);
  if (line_.back() == '\n' && !write_line()) return traits_type::eof();
  return c;
}

int Colouring::sync() {
  const bool written = write_line();
  return written && to_.pubsync() == 0 ? 0 : -1;
}

bool Colouring::put(const std::string& text) {
  const auto size = static_cast<std::streamsize>(text.size());
  return to_.sputn(text.data(), size) == size;
}

/// What there is of a line; its colour lasts to its end, in however many parts it comes.
bool Colouring::write_line() {
  const bool ends = line_.ends_with('\n');
  const std::string text = line_.substr(0, line_.size() - (ends ? 1 : 0));
  line_.clear();
  std::string shown;
  if (begins_ && !text.empty()) {
    const auto colour = colour_of(text);
    coloured_ = !colour.empty();
    shown += colour;
  }
  shown += text;
  if (ends && coloured_) shown += reset;
  if (ends) shown += '\n';
  begins_ = ends || (begins_ && text.empty());
  if (ends) coloured_ = false;
  return shown.empty() || put(shown);
}

Shown::Shown(std::ostream& out, const TerminalStyle& style) : out_(out), before_(out.rdbuf()) {
  set_columns(out_, style.columns);
  if (!style.colours) return;
  colouring_ = std::make_unique<Colouring>(*before_);
  out_.rdbuf(colouring_.get());
}

Shown::~Shown() {
  out_.flush();
  out_.rdbuf(before_);
  set_columns(out_, 0);
}

}  // namespace billbyagent::cli
