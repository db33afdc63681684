// What other products and programs write: what must not count wrongly in silence, and what is
// ordinary. Every name and number is made up.

#include <doctest/doctest.h>

#include "adapters/file_reading.hpp"
#include "adapters/temporary_file.hpp"

using namespace billbyagent;
using tests::reading_of;

namespace {

tests::Reading read(const std::string& text, FileProviderOptions options = {}) {
  const tests::TemporaryFile file{text};
  options.machines = file.path();
  return reading_of(options);
}

using Columns = std::map<std::string, std::string>;

std::string items(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += (i == 0 ? "" : ",") + std::string{R"({"organization":"Acme","id":)"} +
            std::to_string(i) + "}";
  return text;
}

struct Product {
  std::string product;
  std::string text;
  Columns columns;
  std::map<std::string, std::map<std::string, std::string>> words;
  std::string organization;
  std::string counts;
  int seen;  ///< since the first of May
};
const std::vector<Product> products{
    {"antivirus, CSV",
     "Endpoint Name,Account,Site,Last Active,Group,OS,MAC,Management "
     "Connectivity,UUID\nPC1,MSP,Acme,\"May 31, 2026 10:00:00 AM\",Default "
     "Group,Windows 11,00:11:22:33:44:55,Online,a1\n",
     {{"id", "UUID"},
      {"organization", "Site"},
      {"last_seen", "Last Active"},
      {"state", "Management Connectivity"}},
     {},
     "",
     "Acme 1",
     1},
    {"endpoint manager, CSV",
     "\"Computer Name\",\"Customer\",\"Agent Status\",\"Last Contact Time\"\n"
     "\"PC1\",\"Acme\",\"Live\",\"May 31, 2026 10:00 AM\"\n"
     "\"PC2\",\"Acme\",\"Down\",\"--\"\n",
     {{"id", "{Customer}/{Computer Name}"},
      {"organization", "Customer"},
      {"state", "Agent Status"},
      {"last_seen", "Last Contact Time"}},
     {{"state", {{"live", "online"}, {"down", "offline"}}}},
     "",
     "Acme 2",
     1},
    {"directory, by PowerShell",
     "#TYPE Selected.ADComputer\n\"Name\",\"Enabled\",\"lastLogonTimestamp\","
     "\"ObjectGUID\"\n\"PC1\",\"True\",\"134246880000000000\",\"6c1f\"\n"
     "\"PC2\",\"False\",\"\",\"6c20\"\n",
     {{"id", "ObjectGUID"}, {"last_seen", "lastLogonTimestamp"}, {"state", "Enabled"}},
     {{"state", {{"true", "online"}, {"false", "suspended"}}}},
     "Acme",
     "Acme 2",
     1},
    {"antivirus, paths and days of its own",
     "Computer name;Static group;Last connected\npc1;All/Acme;2026 May 31 10:00:00\n",
     {{"id", "Computer name"}, {"group_path", "Static group"}, {"last_seen", "Last connected"}},
     {},
     "Acme",
     "Acme 1",
     1},
    {"patch manager, JSON",
     R"({"items":[{"id":"e1","organization_id":"o1","status":"Connected",
                    "last_seen":"2026-05-31_10-00-00"}],"total_items":"1","next_page":null})",
     {{"organization", "organization_id"}, {"state", "status"}},
     {{"state", {{"connected", "online"}, {"disconnected", "offline"}}}},
     "",
     "o1 1",
     1},
    {"monitoring, JSON-RPC",
     R"({"jsonrpc":"2.0","result":[{"hostid":"10559","host":"pc0","status":"0",
                    "hostgroups":[{"groupid":"20","name":"acme"}]}],"id":2})",
     {{"id", "hostid"}, {"name", "host"}, {"organization", "hostgroups.name"}},
     {},
     "",
     "acme 1",
     0},
    {"device manager, nested",
     R"({"totalCount":1,"results":[{"id":"1","general":{"name":"M","site":
                    {"name":"Acme"},"lastContactTime":"2026-05-31T10:00:00.123Z"}}]})",
     {{"name", "general.name"},
      {"organization", "general.site.name"},
      {"last_seen", "general.lastContactTime"}},
     {},
     "",
     "Acme 1",
     1},
    {"RMM, GraphQL",
     R"({"data":{"getAssetList":{"assets":[{"assetId":"1","client":{"accountId":"9"},
                    "status":"ONLINE"}],"listInfo":{"hasMore":false,"totalCount":1}}}})",
     {{"id", "assetId"}, {"organization", "client.accountId"}, {"state", "status"}},
     {},
     "",
     "9 1",
     0},
    {"RMM, GraphQL with more",
     R"({"data":{"list":{"assets":[{"id":"1","organization":"9"}],
                    "listInfo":{"hasMore":true}}}})",
     {},
     {},
     "",
     "incomplete_scan: data.list.listInfo.hasMore says true, so that there is another "
     "page",
     0},
    {"help desk, a page",
     R"({"page_no":1,"page_size":50,"record_count":120,"assets":[{"id":1,
                    "client_id":3}]})",
     {{"organization", "client_id"}},
     {},
     "",
     "incomplete_scan: record_count says 120, and there are 1 rows",
     0},
    {"documentation, JSON:API, a page",
     R"({"data":[{"id":"1","attributes":{"organization-id":5}}],
                    "meta":{"next-page":2,"total-pages":3}})",
     {{"organization", "attributes.organization-id"}},
     {},
     "",
     "incomplete_scan: meta.total-pages says 3, so that this is one page of several",
     0},
    {"antivirus, deactivated",
     R"({"TotalCount":2,"Endpoints":[{"EndpointId":"e","Deactivated":false,"G":"a"},
                    {"EndpointId":"f","Deactivated":true,"G":"a"}]})",
     {{"id", "EndpointId"}, {"organization", "G"}, {"marked_for_deletion", "Deactivated"}},
     {},
     "",
     "a 2",
     0},
    {"browser, a narrow blank before AM",
     "id,organization,last_seen\n1,Acme,\"5/31/2026, 10:00:00\u202FAM\"\n",
     {},
     {},
     "",
     "Acme 1",
     1}};

}  // namespace

TEST_CASE("our own names of columns are found in every form") {
  for (const auto* header :
       {"ID,Name,Organization,State", "id,name,organization,STATE", "Id,Name,organization,state"}) {
    CAPTURE(header);
    const auto reading = read(std::string{header} + "\n1,pc1,Acme,online\n2,pc2,Acme,Suspended\n");
    REQUIRE(reading.counts() == "Acme 2");
    CHECK(reading.agents[1].state == AgentState::suspended);
  }
  const auto spaced = read(
      "Id,Organization,Operating System,Last Seen,MAC-Address\n1,Acme,Windows 11,2026-05-31,a\n");
  REQUIRE(spaced.counts() == "Acme 1");
  CHECK(spaced.agents[0].operating_system == "Windows 11");
  CHECK(spaced.agents[0].mac_address == "a");
  const auto camel =
      read(R"([{"ID":1,"organization":"Acme","lastSeen":"2026-05-31","State":"suspended"}])");
  REQUIRE(camel.counts() == "Acme 1");
  CHECK(camel.agents[0].state == AgentState::suspended);
  CHECK(camel.seen_since({2026, 5, 31}) == 1);
  // The name itself goes before other forms of it, and two forms are a contradiction.
  CHECK(read("id,ID,organization\n1,9,Acme\n").agents.at(0).id == AgentId{"1"});
  CHECK(read("Id,ID,organization\n1,9,Acme\n").counts() ==
        "protocol_error: , line 1: two columns are called Id and ID");
  // A federal state is none of ours, however it is called.
  CHECK(read("id,organization,State\n1,Acme,NY\n").error.find("switch state off") !=
        std::string::npos);
  // A column `Group` seldom holds ids.
  CHECK(read("id,organization,Group\n1,Acme,Desks\n2,Beta,Desks\n").counts() == "Acme 1, Beta 1");
  FileProviderOptions options;
  options.columns = {{"id", "{Organization}/{Name}"}};
  CHECK(read("Name,Organization\npc1,Acme\npc1,Beta\n", options).counts() == "Acme 1, Beta 1");
  options.columns = {{"id", "status"}};
  CHECK(read("Status,organization\n1,Acme\n", options).error.find("no column status") !=
        std::string::npos);
  options.columns = {};
  options.organization = "Acme";
  CHECK(read("id,Organization\n1,Beta\n", options).error.find("a column Organization") !=
        std::string::npos);
}

TEST_CASE("what stands for no value is no customer and no machine") {
  for (const auto* word : {"N/A", "null", "(null)", "undefined", "NaN", "-", "None", "#N/A",
                           "System.Object[]", "[object Object]", "\\N"}) {
    CAPTURE(word);
    CHECK(read("id,organization\n1,Acme\n2," + std::string{word} + "\n").counts() ==
          "protocol_error: , line 3: column organization says '" + std::string{word} + "'");
    FileProviderOptions options;
    options.incomplete_rows = IncompleteRows::left_out;
    CHECK(read("id,organization\n1,Acme\n" + std::string{word} + ",Acme\n", options).counts() ==
          "Acme 1");
    options.columns = {{"id", "{site}/{host}"}};
    CHECK(read("site,host,organization\nHQ,pc1,Acme\n" + std::string{word} + ",pc2,Acme\n", options)
              .counts() == "Acme 1");
  }
  CHECK(read("id,organization,serial_number\n1,Acme,System.Object[]\n")
            .agents.at(0)
            .serial_number.empty());
  CHECK(read("id,organization\n1,Nanette\n2,Unknown\n").counts() == "Nanette 1, Unknown 1");
}

TEST_CASE("titles and remarks between the rows are no machines") {
  FileProviderOptions options;
  options.organization = "Acme";
  options.columns = {{"id", "Device"}};
  const std::string sections =
      "Device,OS\nCustomer: Acme\npc1,Windows\nCustomer: Beta\npc2,Windows\nPrinted by nightly\n";
  CHECK(read(sections, options).counts() ==
        "protocol_error: , line 2: there is one cell alone, 'Customer: Acme'; line 4: there is one "
        "cell alone, 'Customer: Beta'; line 6: there is one cell alone, 'Printed by nightly'");
  options.incomplete_rows = IncompleteRows::left_out;
  CHECK(read(sections, options).counts() == "Acme 2");
  CHECK(read(sections, options).noted().find("3 rows without id") != std::string::npos);
  CHECK(read("Device\npc1\npc2\n", options).counts() == "Acme 2");
  // Lines that programs draw.
  CHECK(read("| id | organization |\n|----|:-----------:|\n| 1 | Acme |\n").counts() == "Acme 1");
  CHECK(read("id|organization\n--+------------\n1|Acme\n").counts() == "Acme 1");
}

TEST_CASE("long numbers that a spreadsheet has cut are no ids") {
  const std::string cut = "84372651900217300000000000";
  CHECK(read("id,organization\n1," + cut + "\n2," + cut + "\n3,84372651900217400000000000\n")
            .counts() ==
        "protocol_error: column organization: 3 of 3 long numbers end in zeros behind the "
        "fifteenth digit, which is what a spreadsheet leaves of them; export them as text");
  CHECK(read("id,organization\n1," + cut + "\n2,84372651900217364510987601\n").agents.size() == 2);
  CHECK(read("id,organization\n10000000000000000,Acme\n12345678901234567,Acme\n").agents.size() ==
        2);
}

TEST_CASE("as many rows as a page has are noted") {
  const auto noted = [](const std::string& text) { return read(text).noted(); };
  const std::string page =
      "there are exactly 100 rows, at which many servers end a page; is that "
      "the whole list?";
  CHECK(noted("[" + items(100) + "]") == page);
  CHECK(noted("[" + items(101) + "]").empty());
  CHECK(noted(R"({"total":100,"items":[)" + items(100) + "]}").empty());
  CHECK(noted(R"({"next":null,"items":[)" + items(100) + "]}").empty());
  CHECK(read(R"({"total_items":"3","items":[)" + items(2) + "]}").counts() ==
        "incomplete_scan: total_items says 3, and there are 2 rows");
  std::string csv = "id,organization\n";
  for (int i = 0; i < 1'000; ++i) csv += std::to_string(i) + ",Acme\n";
  CHECK(noted(csv).find("exactly 1000 rows") != std::string::npos);
  CHECK(noted(csv + "#end,1000\n").empty());
}

TEST_CASE("signs of another make split no customer") {
  for (const auto& [first, second] :
       {std::pair{"O'Brien", "O\u2019Brien"}, std::pair{"Acme - East", "Acme \u2013 East"},
        std::pair{"Smith & Sons", "Smith &amp; Sons"}, std::pair{"Acme", "Ac\u00ADme"},
        std::pair{"Straße", "STRASSE"}}) {
    CAPTURE(first);
    CHECK(read("id,organization\n1," + std::string{first} + "\n2," + second + "\n")
              .error.find("differs from") != std::string::npos);
  }
}

TEST_CASE("names that only look like totals") {
  CHECK(read("id,name,organization\n1,Computer 1,Acme\n2,Device 12,Acme\n").counts() == "Acme 2");
  for (const auto* row : {"Devices: 12,,Acme", "12 computers,,Acme", "(2 rows),,"}) {
    CAPTURE(row);
    CHECK(read("id,name,organization\n" + std::string{row} + "\n").error.find("row of totals") !=
          std::string::npos);
  }
}

TEST_CASE("text has no NUL") {
  CHECK(read(std::string{"id,organization\n1,Ac\0me\n", 24}).counts() ==
        "protocol_error: , line 2: has a character NUL");
  FileProviderOptions options;
  options.encoding = "UTF-16LE";
  CHECK(read(std::string{"i\0d\0\0\0\n\0", 8}, options).error.find("NUL") != std::string::npos);
}

TEST_CASE("exports of other products") {
  for (const auto& test : products) {
    CAPTURE(test.product);
    FileProviderOptions options;
    options.columns = test.columns;
    options.words = test.words;
    options.organization = test.organization;
    const auto reading = read(test.text, options);
    CHECK(reading.counts() == test.counts);
    CHECK(reading.seen_since({2026, 5, 1}) == test.seen);
  }
}
