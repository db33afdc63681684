#include "cli/tables.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"
#include "documents/words.hpp"

using namespace billbyagent::cli;

TEST_CASE("columns line up whatever is in them") {
  Table table{{{"Name"}, {"Units", Align::right}}};
  table.add({"pc01", "7"});
  table.add({"M\xc3\xbcller", "1234567"});
  table.add_note("a note");
  table.add_rule();
  table.add({"Sum"});
  std::ostringstream out;
  table.print(out);
  CHECK(out.str() ==
        "  Name      Units\n"
        "  ---------------\n"
        "  pc01          7\n"
        "  M\xc3\xbcller  1234567\n"
        "      a note\n"
        "  ---------------\n"
        "  Sum\n");
}

TEST_CASE("names from elsewhere can't steer a terminal") {
  CHECK(printable("pc\x1b[31m\x07\n") == "pc?[31m??");
  CHECK(printable("a\xc2\x9b"
                  "b") == "a?b");
  CHECK(printable("M\xc3\xbcller") == "M\xc3\xbcller");
  CHECK(printable("pay \u202Exe.pdf\u2066 \u2027\u202F\u2065") ==
        "pay ?xe.pdf? \u2027\u202F\u2065");
  CHECK(printable("\xe2\x80") == "\xe2\x80");
}

TEST_CASE("every error leads to an exit") {
  using billbyagent::Errc;
  struct Row {
    Errc code;
    Exit exit;
  };
  const Row rows[] = {
      {Errc::invalid_date, Exit::usage},
      {Errc::invalid_settings, Exit::usage},
      {Errc::malformed_document, Exit::refused},
      {Errc::not_found, Exit::not_possible},
      {Errc::nothing_to_do, Exit::not_possible},
      {Errc::unauthorized, Exit::rmm},
      {Errc::incomplete_scan, Exit::rmm},
      {Errc::cancelled, Exit::cancelled},
      {Errc::store_newer, Exit::store},
      {Errc::file_failed, Exit::store},
      {Errc::notice_failed, Exit::needs_a_person},
      {Errc::internal, Exit::broken},
  };
  for (const auto& row : rows) {
    CAPTURE(to_string(row.code));
    CHECK(static_cast<int>(exit_for(row.code)) == static_cast<int>(row.exit));
  }
}

TEST_CASE("a table fits the width of a terminal, and nothing of it is cut") {
  Table table{{{"Line"}, {"Kind"}, {"Billed days"}, {"Amount", Align::right}}};
  table.add({"C-1/desks/2026-06-01/2026-06-10/1", "increment", "2026-06-10..2026-06-30", "3.50"});
  table.add_note("+ pc1 (107) added, from another machine group that has a long name");
  const auto printed = [&](std::size_t columns) {
    std::ostringstream out;
    set_columns(out, columns);
    table.print(out);
    return out.str();
  };
  const std::string wide = printed(0);
  CHECK(printed(200) == wide);
  CHECK(wide.find("2026-06-10/1  increment  2026-06-10..2026-06-30") != std::string::npos);
  CHECK(printed(50) ==
        "  Line\n"
        "    Kind       Billed days             Amount\n"
        "  -------------------------------------------\n"
        "  C-1/desks/2026-06-01/2026-06-10/1\n"
        "    increment  2026-06-10..2026-06-30    3.50\n"
        "      + pc1 (107) added, from another machine\n"
        "      group that has a long name\n");
  CHECK(printed(36) ==
        "  Line\n"
        "    Kind       Billed days    Amount\n"
        "  ----------------------------------\n"
        "  C-1/desks/2026-06-01/2026-06-10/1\n"
        "    increment  2026-06-10..     3.50\n"
        "               2026-06-30\n"
        "      + pc1 (107) added, from\n"
        "      another machine group that has\n"
        "      a long name\n");
}

TEST_CASE("colours are those of lines that begin so, and of no others") {
  std::ostringstream out;
  {
    const Shown shown{out, {80, true}};
    CHECK(columns_for(out) == 80);
    out << "  ! held\n  C-1 ! not\nbillbyagent: " << std::flush << "wrong\nplain" << std::flush
        << "  ! text\n";
  }
  CHECK(out.str() ==
        "\x1b[33m  ! held\x1b[0m\n  C-1 ! not\n\x1b[31mbillbyagent: wrong\x1b[0m\nplain  ! text\n");
  CHECK(columns_for(out) == 0);
  std::ostringstream file;
  {
    const Shown shown{file, {}};
    file << "  ! held\n";
  }
  CHECK(file.str() == "  ! held\n");
}

TEST_CASE("counts as people write them") {
  using namespace billbyagent::documents;
  CHECK(counted(0, "machine", "machines") == "0 machines");
  CHECK(counted(1, "batch", "batches") == "1 batch");
  CHECK(counted(2, "batch", "batches") == "2 batches");
  Counts counts;
  counts.add(0, "line", "lines").add(1, "line", "lines").add(0, "held").add(3, "failed");
  CHECK(counts.text() == "1 line, 3 failed");
  CHECK(Counts{}.add(0, "held").empty());
}
