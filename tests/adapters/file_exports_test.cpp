// Files in the shape of real exports, in the folder exports; every name and number is made up. The
// day of the count is 2026-06-01.

#include <doctest/doctest.h>

#include <functional>

#include "adapters/file_reading.hpp"
#include "billbyagent/app/agent_census.hpp"

using namespace billbyagent;
using tests::reading_of;

namespace {

FileProviderOptions options_of(const std::string& file) {
  FileProviderOptions options;
  options.machines = std::string{BILLBYAGENT_TEST_EXPORTS} + "/" + file;
  return options;
}

using Columns = std::map<std::string, std::string>;

const Columns device_columns{
    {"id", "Device ID"}, {"organization", "Customer"}, {"name", "Device Name"}};
const Columns inventory_columns{{"id", "agent_id"},
                                {"name", "hostname"},
                                {"organization", "client.name"},
                                {"group_path", "site_name"},
                                {"device_type", "monitoring_type"},
                                {"state", "status"},
                                {"last_seen", "last_seen"}};
const Columns report_columns{{"id", "{organizationName}/{systemName}"},
                             {"name", "systemName"},
                             {"organization", "organizationName"},
                             {"group_path", "locationName"},
                             {"device_type", "nodeClass"},
                             {"state", "offline"},
                             {"first_seen", "created"},
                             {"last_seen", "lastContact"}};
const Columns agent_columns{{"id", "AgentID"},
                            {"name", "MachineName"},
                            {"organization", "CustomerID"},
                            {"organization_name", "CustomerName"},
                            {"state", "Online"},
                            {"last_seen", "LastSeen"},
                            {"operating_system", "OS"}};

}  // namespace

TEST_CASE("exports as people have them give what they hold") {
  struct Case {
    std::string file;
    Columns columns;
    std::string counts;
    std::string noted;
  };
  for (const auto& test : {
           Case{"no-final-newline.csv", device_columns, "Acme 2, Beta 1",
                "the last line does not end, but has all its cells"},
           Case{"blank-last-line.csv", device_columns, "Acme 2, Beta 1", ""},
           Case{"semicolon.csv", device_columns, "Acme 2, Beta 1", "the separator is ';'"},
           Case{"utf16le-bom.csv", device_columns, "Acme 2, Beta 1", "is UTF-16LE"},
           Case{"windows-1252.csv", device_columns, "Müller 2",
                "is no UTF-8, and is read as WINDOWS-1252"},
           Case{"name-is-id.csv",
                {{"id", "Device Name"}, {"name", "Device Name"}, {"organization", "Customer"}},
                "Acme 2, Beta 1",
                ""},
           Case{"own-state-column.csv", {{"state", ""}}, "Acme 2", ""},
           Case{"wrapped-items.json", {}, "Acme 2", ""},
       }) {
    CAPTURE(test.file);
    auto options = options_of(test.file);
    options.columns = test.columns;
    const auto reading = reading_of(options);
    CHECK(reading.counts() == test.counts);
    CHECK(reading.noted() == test.noted);
  }
}

TEST_CASE("an encoding that is told needs no note") {
  auto options = options_of("windows-1252.csv");
  options.columns = device_columns;
  options.encoding = "windows-1252";
  CHECK(reading_of(options).counts() == "Müller 2");
  CHECK(reading_of(options).noted().empty());
}

TEST_CASE("blanks make no other customer, and capitals none in silence") {
  auto options = options_of("blanks-and-case.csv");
  options.columns = device_columns;
  CHECK(reading_of(options).counts() ==
        "protocol_error: , line 6, column Customer: 'ACME' differs from 'Acme' on line 2 only in "
        "case, blanks or form; look_alikes says whether such are reported or merged");
  options.look_alikes = LookAlikeIds::reported;
  CHECK(reading_of(options).counts() == "ACME 1, Acme 4");
  CHECK(reading_of(options).noted() ==
        ", line 6, column Customer: 'ACME' differs from 'Acme' on line 2 only in case, blanks or "
        "form, and is taken for another");
  options.look_alikes = LookAlikeIds::merged;
  CHECK(reading_of(options).counts() == "Acme 5");
  CHECK(reading_of(options).noted().ends_with("and is taken for it"));
}

TEST_CASE("a type line, US dates, words for flags") {
  auto options = options_of("type-line-us-dates.csv");
  options.columns = agent_columns;
  options.words["state"] = {{"True", "online"}, {"False", "offline"}};
  CHECK(reading_of(options).counts() ==
        "protocol_error: , line 4, column LastSeen: '5/1/2026 10:00:00 AM' could be of two days; "
        "date_order says whether the month or the day comes first");
  options.date_order = DateOrder::month_first;
  const auto reading = reading_of(options);
  CHECK(reading.counts() == "1 2");
  CHECK(reading.seen_since({2026, 5, 12}) == 1);
  CHECK(to_string(*reading.agents.at(0).last_seen) == "2026-05-31T10:00:00.000Z");
  CHECK(reading.agents.at(1).state == AgentState::offline);
  CHECK(reading.noted() == "times without a zone are read as UTC");
  options.zone = "America/New_York";
  CHECK(to_string(*reading_of(options).agents.at(0).last_seen) == "2026-05-31T14:00:00.000Z");
  CHECK(reading_of(options).noted().empty());
}

TEST_CASE("a column that is called like ours and means something else") {
  const auto options = options_of("own-state-column.csv");
  CHECK(reading_of(options).counts() ==
        "protocol_error: , line 2, column state: 'TX' is none of online, offline, suspended, "
        "never_checked_in, template_account; words can say which it means, and columns can switch "
        "state off");
}

TEST_CASE("a report without ids, with times without zone and a word that says the opposite") {
  auto options = options_of("rmm-report.csv");
  options.columns = report_columns;
  options.words["state"] = {{"true", "offline"}, {"false", "online"}};
  const auto reading = reading_of(options);
  CHECK(reading.counts() == "Acme 3");
  CHECK(reading.seen_since({2026, 5, 2}) == 2);
  CHECK(reading.agents.at(0).id == AgentId{"Acme/A-WS1"});
  CHECK(reading.agents.at(2).state == AgentState::offline);
}

TEST_CASE("a JSON list with keys in keys") {
  auto options = options_of("array-nested.json");
  options.columns = inventory_columns;
  options.words["state"] = {{"overdue", "offline"}};
  const auto reading = reading_of(options);
  CHECK(reading.counts() == "Acme 3");
  CHECK(reading.seen_since({2026, 5, 12}) == 2);
  CHECK(reading.noted() ==
        "1 name of several machines in one organization: pc1 of Acme (2 machines, the first on "
        "line 2)");
}

TEST_CASE("a mapping that no row has is an error that names it") {
  auto options = options_of("mapping-nobody-has.jsonl");
  options.columns = {{"state", "status"}};
  CHECK(reading_of(options).counts() ==
        "protocol_error: no row has the column status; they have id, organization, Status");
  options.columns = {{"state", "Status"}};
  const auto agents = reading_of(options).agents;
  CHECK(std::count_if(agents.begin(), agents.end(), [](const Agent& agent) {
          return agent.state != AgentState::suspended;
        }) == 1);
}

TEST_CASE("a file of one customer") {
  auto options = options_of("no-customer-column.csv");
  options.columns = {{"name", "deviceName"}, {"last_seen", "LastSyncDateTime"}};
  CHECK(reading_of(options).counts() ==
        "protocol_error: , line 1: the header has no column organization; it has deviceName, id, "
        "ComplianceState, LastSyncDateTime");
  options.organization = "Acme";
  CHECK(reading_of(options).counts() == "Acme 2");
  CHECK(reading_of(options).seen_since({2026, 5, 12}) == 1);
}

TEST_CASE("rows that are of no machine") {
  auto options = options_of("unmanaged-rows.csv");
  CHECK(reading_of(options).counts() ==
        "protocol_error: , line 3: column id is empty; line 4: column organization is empty");
  options.incomplete_rows = IncompleteRows::left_out;
  CHECK(reading_of(options).counts() == "Acme 2");
  CHECK(reading_of(options).noted() == "2 rows without id or organization left out (lines 3, 4)");
}

TEST_CASE("hardware that is none, or that many machines share, makes nobody a duplicate") {
  struct Case {
    const char* file;
    std::vector<std::string> counted;
    std::vector<std::string> noted;
  };
  for (const auto& test :
       {Case{"shared-mac.csv",
             {"1", "2", "3"},
             {"20:41:53:59:4E:FF of 3 agents, such as pc1 (1), pc2 (2), pc3 (3)"}},
        Case{"junk-serials.csv",
             {"1", "2", "3", "4", "5", "6", "7", "8"},
             {"0000-0000-0000-0000 of 2 agents", "EVAL of 2 agents", "MB-1234567890 of 2 agents",
              "System Product Name of 2 agents"}}}) {
    CAPTURE(test.file);
    auto provider = make_file_provider(options_of(test.file)).value();
    const auto soon = Deadline::clock::now() + std::chrono::seconds{60};
    AgentCensus census{provider->group_tree(soon).value(), {2026, 6, 1}};
    AgentScope scope;
    scope.organization = OrganizationId{"Acme"};
    scope.rule.duplicate = Counting::left_out;
    const auto index = census.ask(scope, nullptr);
    REQUIRE(provider->scan_agents({}, census, soon));
    census.settle();
    std::vector<std::string> counted;
    for (const auto& machine : census.counted(index)) counted.push_back(machine.agent.text());
    CHECK(counted == test.counted);
    const auto notes = census.notes();
    REQUIRE(notes.size() == test.noted.size());
    for (std::size_t at = 0; at < notes.size(); ++at) CHECK(notes[at].starts_with(test.noted[at]));
  }
}

TEST_CASE("what was saved in another form is matched with what the file has today") {
  auto options = options_of("blanks-and-case.csv");
  options.columns = device_columns;
  options.look_alikes = LookAlikeIds::merged;
  auto provider = make_file_provider(options).value();
  const auto soon = Deadline::clock::now() + std::chrono::seconds{60};
  for (const char* saved : {"Acme", "Acme ", "ACME", "\u00a0acme"}) {
    CAPTURE(saved);
    AgentScope scope;
    scope.organization = OrganizationId{saved};
    scope.group = MachineGroupId{saved};
    const auto counted = provider->count_agents(scope, soon);
    REQUIRE(counted);
    CHECK(counted->agents == 5);
  }
  AgentScope other;
  other.organization = OrganizationId{"Acme Ltd"};
  CHECK(provider->count_agents(other, soon).error().code == Errc::organization_gone);
}
