#pragma once

/// What is different where a person looks on: how wide it may be, and colours.

#include <iosfwd>
#include <memory>
#include <streambuf>
#include <string>

namespace billbyagent::cli {

/// Columns that what is printed there may take; 0, which it is at first: as many as it needs.
std::size_t columns_for(std::ostream& out);
void set_columns(std::ostream& out, std::size_t columns);

/// How a stream is shown on a terminal.
struct TerminalStyle {
  std::size_t columns = 0;
  bool colours = false;

  /// Of a file: columns by the terminal or, where it does not tell, `COLUMNS`; colours unless
  /// `NO_COLOR` holds something or `TERM` is `dumb`. Nothing of it when it is no terminal.
  static TerminalStyle of(int file);
};

/// Colours lines by how they begin, on their way to `to`: what needs a person (`  ! `), errors of
/// the program, and the steps and commands of a story (`== `, `$ `). No other line is changed, and
/// the colour says nothing that the text does not.
class Colouring final : public std::streambuf {
 public:
  explicit Colouring(std::streambuf& to) : to_(to) {}
  ~Colouring() override { write_line(); }
  Colouring(const Colouring&) = delete;
  Colouring& operator=(const Colouring&) = delete;

 protected:
  int_type overflow(int_type c) override;
  int sync() override;

 private:
  bool write_line();
  bool put(const std::string& text);
  std::streambuf& to_;
  std::string line_;
  bool begins_ = true;  ///< what comes next is the beginning of a line
  bool coloured_ = false;
};

/// For as long as it lives, `out` is shown in this style.
class Shown {
 public:
  Shown(std::ostream& out, const TerminalStyle& style);
  ~Shown();
  Shown(const Shown&) = delete;
  Shown& operator=(const Shown&) = delete;

 private:
  std::ostream& out_;
  std::streambuf* before_;
  std::unique_ptr<Colouring> colouring_;
};

}  // namespace billbyagent::cli
