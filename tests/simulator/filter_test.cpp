#include "vsa_simulator/filter.hpp"

#include <doctest/doctest.h>

namespace billbyagent::vsa_simulator {
namespace {

Agent sample() {
  Agent agent;
  agent.id = "121747357971679";
  agent.name = "pc01.root.acme";
  agent.group_id = "84372651900217364510987654";
  agent.group_name = "root.acme";
  agent.computer_name = "O'Brien-PC";
  agent.online = 11;
  agent.os_type = "11";
  agent.os_info = "Professional x64";
  agent.last_check_in = "2026-06-01T09:00:00.500Z";
  return agent;
}

struct Case {
  const char* filter;
  bool matches;
};

TEST_CASE("filter compares by type") {
  const Case cases[] = {
      {"AgentId eq 121747357971679M", true},
      {"AgentId eq 0121747357971679M", true},
      {"AgentId eq 121747357971678M", false},
      {"AgentId gt 99M", true},
      {"AgentId lt 5", false},
      {"MachineGroupId eq 84372651900217364510987654M", true},
      {"MachineGroupId eq 84372651900217364510987655M", false},
      {"Online eq 11", true},
      {"Online ne 11", false},
      {"Online ge 12", false},
      {"Online le 11", true},
      {"ShowToolTip eq 0", true},
      {"Online gt 2 and Online lt 12", true},
      {"AgentName eq 'pc01.root.acme'", true},
      {"AgentName eq 'PC01.root.acme'", false},
      {"ComputerName eq 'O''Brien-PC'", true},
      {"tolower(ComputerName) eq 'o''brien-pc'", true},
      {"IPv6Address eq null", true},
      {"IPv6Address ne null", false},
      {"IPv6Address eq 'fe80::1'", false},
      {"LastCheckInTime ne null", true},
      {"LastCheckInTime gt datetime'2026-06-01T09:00:00'", true},
      {"LastCheckInTime gt datetime'2026-06-01T09:00:01'", false},
      {"LastCheckInTime lt datetime'2026-06-02'", true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.filter);
    const Agent agent = sample();
    CHECK(Filter::parse(c.filter, infos_of<Agent>()).matches(reader_of(agent)) == c.matches);
  }
}

TEST_CASE("filter joins and nests") {
  const Case cases[] = {
      {"substringof('root',MachineGroup)", true},
      {"substringof('root', MachineGroup) eq true", true},
      {"startswith(MachineGroup,'acme')", false},
      {"endswith(MachineGroup,'acme')", true},
      {"substringof('brien',tolower(ComputerName))", true},
      {"substringof('x',IPv6Address)", false},
      // `and` binds closer than `or`.
      {"Online eq 11 or Online eq 0 and OSType eq '10'", true},
      {"(Online eq 11 or Online eq 0) and OSType eq '10'", false},
      {"((Online eq 11))", true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.filter);
    const Agent agent = sample();
    CHECK(Filter::parse(c.filter, infos_of<Agent>()).matches(reader_of(agent)) == c.matches);
  }
}

TEST_CASE("filter refuses what the server refuses") {
  struct Refusal {
    std::string filter;
    const char* text;
  };
  const Refusal cases[] = {
      {"AgentId eq 121747357971679", "Unrecognized 'Edm.Int32' literal '121747357971679'"},
      {"Online eq 4294967296", "Edm.Int32"},
      {"AgentId eq 12xM", "Edm.Int32"},
      {"AgentId eq '121747357971679'", "incompatible types"},
      {"Online eq '11'", "incompatible types"},
      {"AgentName eq 11", "incompatible types"},
      {"LastCheckInTime gt '2026-01-01'", "incompatible types"},
      {"LastCheckInTime gt 2026-01-01", "Edm.Int32"},
      {"contains(AgentName,'pc')", "property named 'contains'"},
      {"Nothing eq 1", "Could not find a property named 'Nothing'"},
      {"agentname eq 'x'", "Could not find a property"},
      {"Country eq 'US'", "cannot be used in the $filter"},
      {"AgentName eq 'open", "unterminated"},
      {"AgentName like 'x'", "expected an operator"},
      {"AgentName", "expected an operator"},
      {"(Online eq 1", "expected ')'"},
      {"Online eq 1)", "unexpected ')'"},
      {"Online eq 1 and", "expected a field"},
      {"not Online eq 1", "property named 'not'"},
      {"substringof(AgentName,'x')", "single quotes"},
      {"startswith(Online,'1')", "text field"},
      {"tolower(Online) eq '1'", "text field"},
      {"Online eq 1; drop", "unexpected character"},
      {std::string(500, '(') + "Online eq 1" + std::string(500, ')'), "too deeply"},
  };
  for (const Refusal& c : cases) {
    CAPTURE(c.filter);
    CHECK_THROWS_WITH_AS(Filter::parse(c.filter, infos_of<Agent>()), doctest::Contains(c.text),
                         BadQuery);
  }
}

TEST_CASE("orderby refuses fields that can't be sorted by") {
  CHECK_NOTHROW(Ordering::parse("AgentName desc, ComputerName", infos_of<Agent>()));
  for (const char* bad :
       {"AgentId", "Nothing", "AgentName up", "AgentName,", "AgentName asc asc"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(Ordering::parse(bad, infos_of<Agent>()), BadQuery);
  }
  CHECK_NOTHROW(Ordering::parse("AgentId", infos_of<Agent>(), true));
}

bool before(const char* order, const Agent& a, const Agent& b) {
  const Ordering ordering = Ordering::parse(order, infos_of<Agent>(), true);
  return ordering.less(ordering.keys_of(reader_of(a)), ordering.keys_of(reader_of(b)));
}

TEST_CASE("orderby compares several fields, null first") {
  Agent a = sample();
  Agent b = sample();
  b.name = "pc02.root.acme";
  CHECK(before("AgentName", a, b));
  CHECK(before("AgentName desc", b, a));
  CHECK(before("OSVersion, AgentName desc", b, a));
  b.last_check_in.reset();
  CHECK(before("LastCheckInTime", b, a));
  a.id = "99999";
  CHECK(before("AgentId", a, b));
}

}  // namespace
}  // namespace billbyagent::vsa_simulator
