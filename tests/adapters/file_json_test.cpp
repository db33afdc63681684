// JSON documents and lines as exports and answers of servers hold them.

#include <doctest/doctest.h>

#include "adapters/file_reading.hpp"
#include "adapters/temporary_file.hpp"

using namespace billbyagent;

namespace {

tests::Reading read(const std::string& text, FileFormat format = FileFormat::by_name,
                    FileProviderOptions options = {}) {
  const tests::TemporaryFile file{text};
  options.machines = file.path();
  options.format = format;
  return tests::reading_of(options);
}

const std::string two = R"([{"id": 1, "organization": "Acme"}, {"id": 2, "organization": "Acme"}])";

}  // namespace

TEST_CASE("lists are found wherever they are") {
  for (const auto& [text, counts] : std::vector<std::pair<std::string, std::string>>{
           {two, "Acme 2"},
           {"[]", "none"},
           {R"({"items": )" + two + "}", "Acme 2"},
           {R"({"result": {"page": {"devices": )" + two + "}}}", "Acme 2"},
           {R"({"errors": [], "devices": )" + two + R"(, "columns": ["id"]})", "Acme 2"},
           {R"({"devices": []})", "none"},
           {R"({"id": 1, "organization": "Acme", "views": ["a"]})", "Acme 1"},
           {R"({"a": )" + two + R"(, "b": )" + two + "}",
            "protocol_error: there are several lists, a, b; rows_at says which has the machines"},
           {R"({"error": "unauthorized"})",
            "protocol_error: there is no list of machines; the document has error"},
           {R"([["id", "organization"], [1, "Acme"]])",
            "protocol_error: , line 1: is no JSON object"},
           {"[1]", "protocol_error: , line 1: is no JSON object"},
           {two.substr(0, 40),
            "incomplete_scan: , line 1: the JSON does not end; was the file cut off?"},
           {two + "\n]", "protocol_error: , line 2: something follows the JSON"},
           {R"({"id": 1, "organization": "Acme"})"
            "\n"
            R"({"id": 2, "organization": "Acme"})",
            "Acme 2"},
       }) {
    CAPTURE(text);
    CHECK(read(text).counts() == counts);
  }
  FileProviderOptions options;
  options.rows_at = "b";
  CHECK(read(R"({"a": [{}], "b": )" + two + "}", FileFormat::json, options).counts() == "Acme 2");
  options.rows_at = "c";
  CHECK(read(R"({"a": [{}]})", FileFormat::json, options).counts() ==
        "protocol_error: there is no list at c");
}

TEST_CASE("a page is not the whole") {
  const std::string list = R"({"devices": )" + two + ", ";
  for (const auto& [rest, why] : std::vector<std::pair<std::string, std::string>>{
           {R"("total": 3})", "total says 3, and there are 2 rows"},
           {R"("meta": {"total_entries": 3}})", "meta.total_entries says 3, and there are 2 rows"},
           {R"("totalPages": 2})", "totalPages says 2, so that this is one page of several"},
           {R"("@odata.nextLink": "https://x/y"})",
            "@odata.nextLink says https://x/y, so that there is another page"},
           {R"("links": {"next": {"href": "/x"}}})",
            "links.next.href says /x, so that there is another page"},
           {R"("has_more": true})", "has_more says true, so that there is another page"},
           {R"("count": 2, "next": null, "hasMore": false, "pages": 1, "total": 2})", ""},
       }) {
    CAPTURE(rest);
    CHECK(read(list + rest).error == (why.empty() ? "" : "incomplete_scan: " + why));
  }
  FileProviderOptions options;
  options.told_totals = ToldTotals::ignored;
  CHECK(read(list + R"("total": 3})", FileFormat::json, options).counts() == "Acme 2");
}

TEST_CASE("a key that is there twice is a contradiction") {
  const std::string said = " is there twice";
  for (const auto& [text, path] : std::vector<std::pair<std::string, std::string>>{
           {R"([{"id": 1, "organization": "A", "organization": "B"}])", "organization"},
           {R"([{"id": 1, "organization": "A", "x": {"y": 1, "y": 2}}])", "x.y"},
           {R"({"total": 5, "rows": [{"id": 1, "organization": "A"}], "total": 1})", "total"},
           {R"({"g": [{"id": 1, "organization": "A"}], "g": [{"id": 2, "organization": "A"}]})",
            "g"},
       }) {
    CAPTURE(text);
    CHECK(read(text).error.find("the key " + path + said) != std::string::npos);
  }
  FileProviderOptions options;
  options.columns = {{"name", "client.name"}};
  CHECK(read(R"([{"id": 1, "organization": "A", "client.name": "x", "client": {"name": "y"}}])",
             FileFormat::json, options)
            .error.find("the key client.name is there twice") != std::string::npos);
  CHECK(read(R"({"id": 1, "organization": "A", "id": 2})"
             "\n",
             FileFormat::json_lines)
            .error == "protocol_error: , line 1: the key id is there twice");
}

TEST_CASE("a mapping must be told by some row") {
  FileProviderOptions options;
  options.columns = {{"organization", "client.name"}, {"state", "Status"}};
  const std::string row = R"({"id": 1, "client": {"name": "Acme", "id": 7}, "Status": "online"})";
  CHECK(read("[" + row + "]", FileFormat::json, options).counts() == "Acme 1");
  // One row without it is a row that does not know; none at all is a mistake.
  const std::string less = R"({"id": 2, "client": {"name": "Acme"}})";
  CHECK(read("[" + row + "," + less + "]", FileFormat::json, options).counts() == "Acme 2");
  CHECK(read("[" + less + "]", FileFormat::json, options).counts() ==
        "protocol_error: no row has the column Status; they have id, client.name");
  options.columns["organization"] = "client";
  CHECK(read("[" + row + "]", FileFormat::json, options).counts() ==
        "protocol_error: , line 1: column client is no text");
  CHECK(read(R"([{"id": 1, "organization": "A"}, {"id": 2}])").counts() ==
        "protocol_error: , line 1: column organization is missing");
}

TEST_CASE("numbers keep their digits or are refused") {
  CHECK(read(R"([{"id": 12345678901234567890, "organization": 7}])").agents.at(0).id ==
        AgentId{"12345678901234567890"});
  CHECK(read(R"([{"id": 84372651900217364510987601, "organization": 7}])").counts() ==
        "protocol_error: , line 1: column id is no text");
  CHECK(read(R"([{"id": 8.4e14, "organization": 7}])").counts() ==
        "protocol_error: , line 1: column id is no text");
  const auto seen = read(R"([{"id": 1, "organization": 7, "last_seen": 1780216407.875}])");
  CHECK(to_string(*seen.agents.at(0).last_seen) == "2026-05-31T08:33:27.875Z");
}

TEST_CASE("JSON lines: blank lines, a last line without end, a name that says otherwise") {
  const std::string row = R"({"id": 1, "organization": "Acme"})";
  CHECK(read("\n" + row + "\r\n\n", FileFormat::json_lines).counts() == "Acme 1");
  CHECK(read(row, FileFormat::json_lines).noted() == "the last line does not end, but is whole");
  CHECK(read("id,organization\n1,Acme\n", FileFormat::json).error.find("is no JSON") !=
        std::string::npos);
}

TEST_CASE("deep and long JSON is bounded") {
  CHECK(read(std::string(1'000, '[')).error.find("is no JSON") != std::string::npos);
  CHECK(read(R"([{"id": 1, "organization": ")" + std::string(2'000, 'x') + "\"}]").error ==
        "protocol_error: , line 1: column organization has 2000 characters");
  CHECK(read(R"([{"id": 1, "organization": "Acme", "x": ")" + std::string(1'000'000, 'x') + "\"}]")
            .counts() == "Acme 1");
}
