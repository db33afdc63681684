// What CSV may look like and still say how many machines there are, and what must be refused.

#include <doctest/doctest.h>

#include "adapters/file_reading.hpp"
#include "adapters/temporary_file.hpp"
#include "file_provider/rows.hpp"

using namespace billbyagent;

namespace {

tests::Reading read(const std::string& text, FileProviderOptions options = {}) {
  const tests::TemporaryFile file{text};
  options.machines = file.path();
  options.format = FileFormat::csv;
  return tests::reading_of(options);
}

const std::string header = "id,organization,name\n";
const std::string rows = "1,Acme,pc1\n2,Beta,pc2\n";

}  // namespace

TEST_CASE("what stands around the rows") {
  struct Case {
    std::string text;
    std::string counts;
    std::string noted;
  };
  for (const auto& test : {
           Case{"#TYPE Selected.System.Object\n" + header + rows, "Acme 1, Beta 1", ""},
           Case{"sep=,\n" + header + rows, "Acme 1, Beta 1", ""},
           Case{"\"sep=|\"\nid|organization\n1|Acme\n", "Acme 1", ""},
           Case{"sep=^\nid^organization\n1^Acme\n", "Acme 1", ""},
           Case{"id\torganization\n1\tAcme\n", "Acme 1", "the separator is a tab"},
           Case{"id|organization\n1|Acme\n", "Acme 1", "the separator is '|'"},
           Case{"id;organization;name\n1;Acme;\"a,b\"\n", "Acme 1", "the separator is ';'"},
           Case{"Devices of 2026-06-01\nAll sites\n\n" + header + rows, "Acme 1, Beta 1",
                "2 lines above the header passed over"},
           Case{"Devices,,\n" + header + rows, "Acme 1, Beta 1",
                "1 line above the header passed over"},
           Case{header + "1,Acme,pc1\n\n,,\n  ,\n2,Beta,pc2\n\n\n", "Acme 1, Beta 1",
                "3 empty rows passed over"},
           Case{header + "1,Acme,pc1,\n2,Beta,pc2,,,\n", "Acme 1, Beta 1", ""},
           Case{"id,organization,name,\n1,Acme,pc1,\n2,Beta,pc2\n", "Acme 1, Beta 1", ""},
           Case{"id,organization,os,user,note\n1,Acme,Windows\n2,Acme\n3,Beta,Windows,x,y\n",
                "Acme 2, Beta 1",
                "2 rows with fewer cells than the header; what is missing is taken for empty"},
           Case{header + "1,Acme,\"line 1\nline 2\"\n2,Beta,pc2\n", "Acme 1, Beta 1", ""},
           Case{"id, organization, name\n1, \"Acme\", \"pc1\"\n", "Acme 1", ""},
           Case{header + "1,Acme,pc1\nid,organization,name\n2,Beta,pc2\n", "Acme 1, Beta 1",
                "the header stands there 1 more time"},
           Case{header + "1,Acme,pc1\n#end,1,\n", "Acme 1", ""},
           Case{"\xEF\xBB\xBF" + header + rows, "Acme 1, Beta 1", ""},
           Case{header + "1,Acme,pc1\n2,Beta,pc2\"",
                "protocol_error: , line 3: a quote inside an "
                "unquoted cell",
                ""},
       }) {
    CAPTURE(test.text);
    const auto reading = read(test.text);
    CHECK(reading.counts() == test.counts);
    CHECK(reading.noted() == test.noted);
  }
}

TEST_CASE("what could make half a list look whole is refused, with what was found") {
  for (const auto& [text, said] : std::vector<std::pair<std::string, std::string>>{
           {"Device ID;Customer\n1;Acme\n",
            "protocol_error: , line 1: the header has no column id; it has Device ID, Customer"},
           {"\n\r\n", "protocol_error: is empty, without even a header"},
           {header + "1,Acme,pc1\n2,Be",
            "incomplete_scan: , line 3: the last line does not end; "
            "was the file cut off?"},
           {"id,organization",
            "incomplete_scan: , line 1: the last line does not end; was the "
            "file cut off?"},
           {"id,organization,name,note,x\n1,Acme,pc1,a\nb,x\n",
            "protocol_error: , line 3: has 2 cells, the header has 5, and seems to be the rest of "
            "line "
            "2"},
           {"1,Acme,pc1\n2,Acme,pc2\n" + header + rows,
            "protocol_error: , line 1: looks like a row, and stands above the header on line 3"},
           {header + "1,Acme,pc1,x\n", "protocol_error: , line 2: has 4 cells, the header has 3"},
       }) {
    CAPTURE(text);
    CHECK(read(text).counts() == said);
  }
}

TEST_CASE("rows of totals are no machines") {
  const std::string total = header + "1,Acme,pc1\n2,Acme,pc2\nTotal,Acme,2\n";
  CHECK(read(total).counts() ==
        "protocol_error: , line 4: 'Total' looks like a row of totals and no machine; totals_rows "
        "says whether such rows are left out or taken");
  FileProviderOptions options;
  options.totals_rows = TotalsRows::left_out;
  CHECK(read(total, options).counts() == "Acme 2");
  CHECK(read(total, options).noted() == "1 row of totals left out");
  options.totals_rows = TotalsRows::taken;
  CHECK(read(total, options).counts() == "Acme 3");
  for (const auto* row : {"Grand total:,Acme,2", "3,Total: 2,", "Summe,Acme,2", "2 devices,Acme,",
                          "9,Acme,Total (2)", "TOTAL DEVICES = 2,Acme,"}) {
    CAPTURE(row);
    CHECK(read(header + row + "\n").error.find("row of totals") != std::string::npos);
  }
  for (const auto* row : {"1,Total Fitness Ltd,pc1", "total-1,Acme,pc", "1,Acme,Sum.local",
                          "1,2 Guys,pc", "1,Acme,Devices"}) {
    CAPTURE(row);
    CHECK(read(header + row + "\n").agents.size() == 1);
  }
}

TEST_CASE("ids that a spreadsheet had in its hands") {
  CHECK(read(header + "=\"00123\",Acme,pc1\n\"=\"\"00124\"\"\",Acme,pc2\n").agents.at(0).id ==
        AgentId{"00123"});
  const auto wrapped = read(header + "=\"00123\",Acme,pc1\n\"=\"\"00124\"\"\",=\"Acme\",pc2\n");
  CHECK(wrapped.agents.at(1).id == AgentId{"00124"});
  CHECK(wrapped.noted() == "3 cells written as =\"...\" taken for the text in it");
  for (const auto* id : {"8.43727E+14", "\"8,43727E+14\"", "1E+5"}) {
    CAPTURE(id);
    CHECK(read(header + id + ",Acme,pc1\n").error.find("makes of a long number") !=
          std::string::npos);
    CHECK(read(header + "1," + id + ",pc1\n").error.find("column organization: ") !=
          std::string::npos);
  }
  CHECK(read(header + "5E10,Acme,pc1\n12.5E+3x,Acme,pc2\n").agents.size() == 2);
  const auto serials = read("id,organization,serial_number\n1,Acme,1.2E+11\n2,Acme,1.2E+11\n");
  CHECK(serials.agents.at(0).serial_number.empty());
  CHECK(serials.noted() == "2 serial numbers rounded by a spreadsheet are not used");
}

TEST_CASE("fewer rows than there should be") {
  FileProviderOptions options;
  options.rows_min = 3;
  CHECK(read(header + rows, options).counts() ==
        "incomplete_scan: there are 2 rows, and there should be at least 3");
  options.rows_min = 2;
  CHECK(read(header + rows, options).counts() == "Acme 1, Beta 1");
}

TEST_CASE("columns: put together, shared, switched off, fixed") {
  FileProviderOptions options;
  options.columns = {{"id", "{Site}-{Host}"}, {"organization", "Site"}, {"name", "Host"}};
  const auto reading = read("Site,Host,group\nHQ,pc1,x\nHQ,pc2,y\n", options);
  CHECK(reading.agents.at(0).id == AgentId{"HQ-pc1"});
  CHECK(read("Site,Host\nHQ,\n", options).counts() ==
        "protocol_error: , line 2: column {Site}-{Host} is empty");
  CHECK(read("Site,Name\nHQ,pc\n", options).counts() ==
        "protocol_error: , line 1: the header has no column {Site}-{Host}; it has Site, Name");
  options.columns["group"] = "";
  CHECK(read("Site,Host,group\nHQ,pc1,x\n", options).agents.at(0).group == MachineGroupId{"HQ"});
  FileProviderOptions off;
  off.columns = {{"id", ""}};
  CHECK(read(header, off).error == "invalid_settings: columns: id can't be switched off");
  FileProviderOptions fixed;
  fixed.organization = "Acme";
  CHECK(read("id\n1\n", fixed).counts() == "Acme 1");
  CHECK(read(header + rows, fixed).error ==
        "protocol_error: there is a column organization, though all machines are said to be of "
        "Acme; columns can switch organization off");
  fixed.columns["organization"] = "";
  CHECK(read(header + rows, fixed).counts() == "Acme 2");
}

TEST_CASE("a file without a header") {
  FileProviderOptions options;
  options.header = {"organization", "id", "x"};
  CHECK(read("Acme,1,a\nAcme,2,b\n", options).counts() == "Acme 2");
  CHECK(read("Acme;1;a\n", options).noted() == "the separator is ';'");
  CHECK(read("Acme,1\n", options).counts() ==
        "protocol_error: , line 1: has 2 cells, the header has 3");
  options.header = {"a", "b"};
  CHECK(read("Acme,1\n", options).counts() ==
        "protocol_error: , line 1: the header has no column id; it has a, b");
}

TEST_CASE("group paths") {
  const auto group = [](const std::string& path, FileProviderOptions options = {}) {
    const auto reading =
        read("id,organization,group_path\n1,Acme,\"" + path + "\"\n", std::move(options));
    return reading.agents.empty() ? reading.error : reading.agents[0].group.text();
  };
  CHECK(group("a/b") == "Acme/a/b");
  CHECK(group("a\\b") == "Acme/a/b");
  CHECK(group("\\a\\b\\") == "Acme/a/b");
  CHECK(group(" a / b ") == "Acme/a/b");
  CHECK(group("a\\\\b").find("has an empty step") != std::string::npos);
  FileProviderOptions options;
  options.path_separator = " > ";
  CHECK(group("a/1 > b", options) == "Acme/a/1/b");
}

TEST_CASE("what people type is one thing if it reads as one") {
  const auto counts = [](const std::string& first, const std::string& second) {
    return read("id,organization\n1,\"" + first + "\"\n2,\"" + second + "\"\n").counts();
  };
  // Composed and decomposed letters, blanks of all kinds.
  CHECK(counts("M\xC3\xBCller", "Mu\xCC\x88ller") == "M\xC3\xBCller 2");
  CHECK(counts("Acme Ltd",
               "\xE2\x80\xAF"
               "Acme\xC2\xA0Ltd\xEF\xBB\xBF\t") == "Acme Ltd 2");
  for (const auto* other : {"acme ltd", "Acme  Ltd",
                            "\xEF\xBC\xA1"
                            "cme Ltd",
                            "ACME LTD"}) {
    CAPTURE(other);
    CHECK(counts("Acme Ltd", other).find("differs from 'Acme Ltd' on line 2") != std::string::npos);
  }
  CHECK(counts("Acme", "Acme Ltd") == "Acme 1, Acme Ltd 1");
}

TEST_CASE("ids of machines, steps of groups and views that look alike") {
  CHECK(read(header + "pc1,Acme,\nPC1,Acme,\n").counts() ==
        "protocol_error: , line 3, column id: 'PC1' differs from the one on line 2 only in case, "
        "blanks or form");
  CHECK(read(header + "PC1,Acme,\npc1,Acme,\n").error.find("'pc1' differs") != std::string::npos);
  CHECK(read(header + "PC1,Acme,\nPc1,Acme,\n").error.find("'Pc1' differs") != std::string::npos);
  CHECK(read("id,organization,group_path\n1,Acme,Desks\n2,Acme,desks\n")
            .error.find("'desks' differs from 'Desks'") != std::string::npos);
  CHECK(read("id,organization,views\n1,Acme,Gold\n2,Acme,gold\n")
            .error.find("'gold' differs from 'Gold'") != std::string::npos);
  CHECK(read("id,organization,group_path\n1,Acme,Desks\n2,Beta,desks\n").counts() ==
        "Acme 1, Beta 1");
  FileProviderOptions options;
  options.look_alikes = LookAlikeIds::merged;
  const auto merged = read("id,organization,group_path\npc1,Acme,Desks\nPC1,ACME,desks\n", options);
  CHECK(merged.counts() == "Acme 2");
  CHECK(merged.agents.at(1).group == MachineGroupId{"Acme/Desks"});
  CHECK(merged.notes.size() == 3);
}

TEST_CASE("words of an export") {
  FileProviderOptions options;
  options.words = {{"state", {{"Up", "online"}, {"*", "suspended"}}},
                   {"ephemeral", {{"x", "true"}}}};
  const auto agents =
      read(
          "id,organization,state,ephemeral,marked_for_deletion\n1,Acme,UP,X,Yes\n2,Acme,odd,,0\n"
          "3,Acme,,No,\n",
          options)
          .agents;
  REQUIRE(agents.size() == 3);
  CHECK(agents[0].state == AgentState::online);
  CHECK(agents[0].ephemeral);
  CHECK(agents[0].marked_for_deletion);
  CHECK(agents[1].state == AgentState::suspended);
  CHECK(agents[2].state == AgentState::offline);
  CHECK(read("id,organization,state\n1,Acme,Never checked in\n").agents.at(0).state ==
        AgentState::never_checked_in);
}

TEST_CASE("limits hold, whatever a file holds") {
  using namespace file_provider;
  const auto said = [](const std::string& text, Source source) {
    source.name = "f";
    Notes notes;
    constexpr std::array columns{Column{.name = "id", .required = true}};
    const auto rows =
        read_rows(text_of(text), source, columns, notes, [](Row&) { return Result<void>{}; });
    return rows ? "good" : rows.error().context;
  };
  Source source;
  source.separator = ',';
  source.cells_max = 3;
  CHECK(said("id,a,b\n1,2,3\n", source) == "good");
  CHECK(said("id,a,b\n1,2,3,4\n", source) == "f, line 2: more than 3 cells");
  CHECK(said("id,a,b,c\n1\n", source) == "f, line 1: more than 3 cells");
  source.rows_max = 2;
  CHECK(said("id\n1\n2\n", source) == "good");
  CHECK(said("id\n1\n2\n3\n", source) == "f, line 4: more than 2 rows");
  source.lines_above_max = 1;
  CHECK(said("title\nid\n1\n", source) == "good");
  CHECK(said("title\ntitle\nid\n1\n", source).find("no column id") != std::string::npos);
  CHECK(said("id,a\n1," + std::string(100'000, 'x') + "\n", source) == "good");
  CHECK(said("id,a\n" + std::string(1'001, 'x') + ",1\n", source) ==
        "f, line 2: column id has 1001 characters");
  FileProviderOptions options;
  options.file_bytes_max = 20;
  CHECK(read(header + rows, options).error.find("out_of_range") == 0);
}
