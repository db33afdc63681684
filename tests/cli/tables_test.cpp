#include "cli/tables.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "cli/exit_code.hpp"

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
