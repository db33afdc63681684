#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "http/message.hpp"
#include "kaseya_vsa/decode.hpp"
#include "kaseya_vsa/envelope.hpp"

namespace billbyagent::kaseya_vsa {
namespace {

std::string list(const std::string& rows, int total = 1) {
  return R"({"TotalRecords":)" + std::to_string(total) + R"(,"Result":[)" + rows +
         R"(],"ResponseCode":0,"Status":"OK","Error":"None"})";
}

template <class T>
Result<std::vector<T>> decoded(const std::string& body) {
  std::vector<T> all;
  std::optional<Error> failure;
  const auto envelope = read_rows(body, Codec<T>::fields(), [&](const Row& row) {
    auto one = Codec<T>::decode(row);
    if (one) {
      all.push_back(*std::move(one));
    } else if (!failure) {
      failure = one.error();
    }
  });
  if (!envelope) return envelope.error();
  if (failure) return *failure;
  return all;
}

template <class T>
T only(const std::string& row) {
  return decoded<T>(list(row)).value().at(0);
}

template <class T>
std::string failure_of(const std::string& row) {
  const auto all = decoded<T>(list(row));
  REQUIRE_FALSE(all);
  CHECK(all.error().code == Errc::protocol_error);
  return all.error().context;
}

const std::string agent_row =
    R"({"AgentId":"121747357971679","AgentName":"pc01.root.acme","Online":11,"OSType":"11",)"
    R"("OSInfo":"Professional x64 Edition Build 22631","OrgId":"84372651900217364510987601",)"
    R"("MachineGroupId":"84372651900217364510987654","MachineGroup":"root.acme",)"
    R"("ComputerName":"PC01","IPv6Address":null,"OperatingSystem":"11","RamMBytes":16384,)"
    R"("LastCheckInTime":"2026-11-23T14:58:40.120Z","FirstCheckIn":"2025-02-03T09:00:00Z",)"
    R"("OneClickAccess":true,"Attributes":{"AgentId":"7","deep":[{"Online":0}]},)"
    R"("MacAddr":"02-00-00-00-00-01","SystemSerialNumber":"SN1"})";

std::string with(std::string row, const std::string& what, const std::string& by) {
  const auto at = row.find(what);
  REQUIRE(at != std::string::npos);
  return row.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("An agent is read, and unknown and nested fields are not looked at") {
  const Agent agent = only<Agent>(agent_row);
  CHECK(agent.id.text() == "121747357971679");
  CHECK(agent.name == "PC01");
  CHECK(agent.organization.text() == "84372651900217364510987601");
  CHECK(agent.group.text() == "84372651900217364510987654");
  CHECK(agent.state == AgentState::online);
  CHECK(agent.operating_system == "11 Professional x64 Edition Build 22631");
  CHECK(agent.serial_number == "SN1");
  CHECK(agent.mac_address == "02-00-00-00-00-01");
  REQUIRE(agent.last_seen);
  CHECK(to_string(*agent.last_seen) == "2026-11-23T14:58:40.120Z");
  REQUIRE(agent.first_seen);
  CHECK(to_string(*agent.first_seen) == "2025-02-03T09:00:00.000Z");
}

TEST_CASE("Ids keep every digit, as text and as bare number") {
  const Agent agent =
      only<Agent>(with(with(with(agent_row, R"("121747357971679")", "121747357971679"),
                            R"("84372651900217364510987601")", "84372651900217364510987601"),
                       R"("84372651900217364510987654")", "84372651900217364510987654"));
  CHECK(agent == only<Agent>(agent_row));
}

TEST_CASE("What is no id is refused by name") {
  for (const char* bad : {"1.5", "1e3", "-7", "true", "null", "{}", "[]", "\"\""}) {
    CAPTURE(bad);
    CHECK(failure_of<Agent>(with(agent_row, R"("84372651900217364510987601")", bad)) ==
          "agent 121747357971679: OrgId is not an id");
    CHECK(failure_of<Agent>(with(agent_row, R"("121747357971679")", bad)) ==
          "agent: AgentId is not an id");
  }
}

TEST_CASE("A missing field that is needed is named with its record") {
  struct Case {
    std::string field;
    std::string context;
  };
  for (const Case& one :
       {Case{"\"AgentId\"", "agent: AgentId is missing"},
        Case{"\"OrgId\"", "agent 121747357971679: OrgId is missing"},
        Case{"\"MachineGroupId\"", "agent 121747357971679: MachineGroupId is missing"},
        Case{"\"Online\"", "agent 121747357971679: Online is missing"},
        Case{"\"OSInfo\"", "agent 121747357971679: OSInfo is missing"}}) {
    CHECK(failure_of<Agent>(with(agent_row, one.field, "\"Other\"")) == one.context);
  }
  CHECK(failure_of<Agent>(with(agent_row, R"("Online":11)", R"("Online":"on")")) ==
        "agent 121747357971679: Online is not a whole number");
}

TEST_CASE("Fields of one record never show up in the next") {
  const auto agents = decoded<Agent>(
      list(agent_row + "," + with(agent_row, R"("SystemSerialNumber":"SN1")", R"("X":"SN1")"), 2));
  REQUIRE(agents);
  CHECK(agents->at(0).serial_number == "SN1");
  CHECK(agents->at(1).serial_number.empty());
  const auto broken =
      decoded<Agent>(list(agent_row + "," + with(agent_row, "\"OrgId\"", "\"X\""), 2));
  CHECK_FALSE(broken);
}

TEST_CASE("The name falls back to the first part of the full name") {
  CHECK(only<Agent>(with(agent_row, R"("PC01")", "null")).name == "pc01");
  CHECK(only<Agent>(with(agent_row, R"("ComputerName")", R"("X")")).name == "pc01");
}

TEST_CASE("Escapes in texts and keys are undone") {
  CHECK(only<Agent>(with(agent_row, R"("PC01")", R"("P\u00c9 \"C\" \\01")")).name ==
        "P\xc3\x89 \"C\" \\01");
  CHECK(only<Agent>(with(agent_row, R"("Agent)", R"("\u0041gent)")).id.text() == "121747357971679");
}

TEST_CASE("Older servers name the operating system in another way") {
  const std::string older =
      with(with(with(agent_row, R"("OSType")", R"("X")"), R"("OSInfo")", R"("OSVersion")"),
           R"("OperatingSystem":"11")", R"("OperatingSystem":"2003")");
  CHECK(only<Agent>(older).operating_system == "2003 Professional x64 Edition Build 22631");
  CHECK(only<Agent>(with(agent_row, R"("OSType":"11")", R"("OSType":null)")).operating_system ==
        "Professional x64 Edition Build 22631");
}

TEST_CASE("States follow the number in Online") {
  struct Case {
    const char* online;
    AgentState state;
  };
  for (const Case& one : {Case{"0", AgentState::offline}, Case{"1", AgentState::online},
                          Case{"2", AgentState::online}, Case{"11", AgentState::online},
                          Case{"12", AgentState::online}, Case{"198", AgentState::suspended},
                          Case{"199", AgentState::never_checked_in}, Case{"77", AgentState::online},
                          Case{"\"198\"", AgentState::suspended}})
    CHECK(only<Agent>(with(agent_row, R"("Online":11)", std::string{"\"Online\":"} + one.online))
              .state == one.state);
}

TEST_CASE("Times come with and without fraction and zone") {
  struct Case {
    const char* text;
    std::string instant;
  };
  for (const Case& one : {Case{"2026-11-22T21:05:17.030Z", "2026-11-22T21:05:17.030Z"},
                          Case{"2026-11-22T21:05:17Z", "2026-11-22T21:05:17.000Z"},
                          Case{"2026-11-22T21:05:17", "2026-11-22T21:05:17.000Z"},
                          Case{"2026-11-22 21:05:17", "2026-11-22T21:05:17.000Z"},
                          Case{"2026-11-22T21:05:17.5", "2026-11-22T21:05:17.500Z"},
                          Case{"2026-11-22T21:05:17.1234567Z", "2026-11-22T21:05:17.123Z"},
                          Case{"2026-11-22T21:05:17+02:00", "2026-11-22T19:05:17.000Z"},
                          Case{"2026-11-22T21:05:17.2-0530", "2026-11-23T02:35:17.200Z"},
                          Case{"1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000Z"}}) {
    CAPTURE(one.text);
    const auto time = parse_time(one.text);
    REQUIRE(time);
    CHECK(to_string(*time) == one.instant);
  }
  for (const char* text :
       {"", "yesterday", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-22T24:00:00Z",
        "2026-11-22T21:05", "2026-11-22T21:05:17+2", "2026-11-22T21:05:17X", "2026-11-22",
        "11/22/2026 9:05:17 PM", "0001-01-01T00:00:00", "1900-01-01T00:00:00Z"})
    CHECK_FALSE(parse_time(text));
  CHECK_FALSE(only<Agent>(with(agent_row, R"("2025-02-03T09:00:00Z")", "null")).first_seen);
}

TEST_CASE("Organizations, groups and views are read") {
  const auto organization = only<Organization>(
      R"({"OrgId":"84372651900217364510987601","OrgName":"Acme Ltd","OrgRef":"acme",)"
      R"("ContactInfo":{"OrgName":"no"},"CustomFields":[{"OrgRef":"no"}]})");
  CHECK(organization.id.text() == "84372651900217364510987601");
  CHECK(organization.name == "Acme Ltd");
  CHECK(organization.reference == "acme");

  // A group's name has its organization first, unlike the one in an agent's record.
  const std::string group_row =
      R"({"MachineGroupId":"7","MachineGroupName":"acme.root.lab","ParentMachineGroupId":"6",)"
      R"("OrgId":"1","Attributes":null})";
  const auto group = only<MachineGroup>(group_row);
  CHECK(group == MachineGroup{MachineGroupId{"7"}, "acme.root.lab", OrganizationId{"1"},
                              MachineGroupId{"6"}});
  for (const char* none : {"null", "0", "\"0\"", "\"\""})
    CHECK_FALSE(only<MachineGroup>(with(group_row, R"("6")", none)).parent);
  CHECK(only<MachineGroup>(with(group_row, R"("6")", "84372651900217364510987601")).parent ==
        MachineGroupId{"84372651900217364510987601"});
  CHECK(failure_of<MachineGroup>(with(group_row, "Parent", "X")) ==
        "machine group 7: ParentMachineGroupId is missing");

  const auto view = only<View>(R"({"ViewDefId":31415926535,"ViewDefName":"Servers"})");
  CHECK(view == View{ViewId{"31415926535"}, "Servers"});
  CHECK(failure_of<View>(R"({"ViewDefId":1})") == "view 1: ViewDefName is missing");
}

TEST_CASE("What is no answer of VSA is refused") {
  for (const std::string& body :
       {std::string{}, std::string{"[]"}, std::string{"7"}, std::string{"<html></html>"},
        std::string{"{"}, list(agent_row).substr(0, 300), list(agent_row) + "x", list("[1]"),
        list("5"), list("null"), list(agent_row + ",7"),
        std::string{R"({"Result":[],"Result":[],"ResponseCode":0})"},
        list(std::string(100, '[') + std::string(100, ']'))}) {
    CAPTURE(body.substr(0, 80));
    const auto all = decoded<Agent>(body);
    REQUIRE_FALSE(all);
    CHECK(all.error().code == Errc::protocol_error);
  }
}

TEST_CASE("Text cut at any place is an error, never a shorter list") {
  const std::string body = list(agent_row + "," + agent_row, 2);
  for (std::size_t size = 0; size < body.size(); ++size)
    CHECK_FALSE(decoded<Agent>(body.substr(0, size)));
}

TEST_CASE("Damaged text is an error or whole records, never a crash") {
  const std::string whole = list(agent_row + "," + agent_row, 2);
  std::mt19937_64 random{20'261'123};
  const auto below = [&](std::size_t bound) { return random() % bound; };
  constexpr std::string_view interesting{"{}[]\",:\\0e-.\x01\x00\xff", 15};
  int readable = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string body = whole;
    for (std::size_t edits = 1 + below(4); edits > 0; --edits) {
      const std::size_t at = below(body.size());
      switch (below(3)) {
        case 0:
          body[at] = interesting[below(interesting.size())];
          break;
        case 1:
          body.erase(at, 1 + below(20));
          break;
        default:
          body.insert(at, body, below(body.size()), below(60));
      }
      if (body.empty()) body = "x";
    }
    const auto agents = decoded<Agent>(body);
    if (!agents) {
      CHECK(agents.error().code == Errc::protocol_error);
      continue;
    }
    ++readable;
    for (const Agent& agent : *agents) {
      CHECK_FALSE(agent.id.empty());
      CHECK_FALSE(agent.group.empty());
    }
  }
  CHECK(readable > 100);
}

}  // namespace billbyagent::kaseya_vsa
