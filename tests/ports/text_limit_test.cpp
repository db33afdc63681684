// Texts that an RMM shows and nobody wrote.

#include <doctest/doctest.h>

#include <billbyagent/adapters/memory.hpp>
#include <string>
#include <vector>

using namespace billbyagent;

namespace {

Deadline soon() { return Deadline::clock::now() + std::chrono::seconds{30}; }

struct Kept final : AgentSink {
  void restart() override { agents.clear(); }
  void page(std::span<const Agent> page) override {
    agents.insert(agents.end(), page.begin(), page.end());
  }
  std::vector<Agent> agents{};
};

Agent agent(const char* id) {
  return {.id = AgentId{id}, .name = id, .organization = OrganizationId{"o"}};
}

}  // namespace

TEST_CASE("a text that is longer than people write is cut between two characters") {
  const std::string longest(limits::text_length_max, 'x');
  std::string wide;
  while (wide.size() <= limits::text_length_max) wide += "\xE2\x82\xAC";  // three bytes each
  struct Case {
    std::string given;
    std::string kept;
  };
  const Case cases[] = {
      {longest, longest},
      {longest + "x", std::string(997, 'x') + "..."},
      {std::string(10'000'000, 'x'), std::string(997, 'x') + "..."},
      {wide, wide.substr(0, 996) + "..."},
      {std::string(2'000, '\x80'), "..."},
  };
  for (const auto& [given, kept] : cases) {
    MemoryProvider rmm;
    rmm.add(Organization{OrganizationId{"o"}, given, given});
    rmm.add(MachineGroup{MachineGroupId{"g"}, given, OrganizationId{"o"}, std::nullopt});
    rmm.add(View{ViewId{"v"}, given}, {});
    auto machine = agent("a");
    machine.name = machine.operating_system = machine.device_type = given;
    rmm.add(machine);
    rmm.add(agent("b"));
    const auto organizations = rmm.organizations(soon()).value();
    CHECK(organizations[0].name == kept);
    CHECK(organizations[0].reference == kept);
    CHECK(rmm.machine_groups(soon()).value()[0].name == kept);
    CHECK(rmm.views(soon()).value()[0].name == kept);
    Kept sink;
    CHECK(rmm.scan_agents({}, sink, soon()).value() == 2);
    CHECK(sink.agents[0].name == kept);
    CHECK(sink.agents[0].operating_system == kept);
    CHECK(sink.agents[0].device_type == kept);
    CHECK(sink.agents[1] == agent("b"));
    CHECK(rmm.notes().empty() == (given == kept));
  }
}

TEST_CASE("a serial number or address that had to be cut identifies nobody") {
  MemoryProvider rmm;
  for (const char* id : {"a", "b"}) {
    auto machine = agent(id);
    machine.serial_number = std::string(1'001, 'S') + id;
    machine.mac_address = std::string(1'001, 'M') + id;
    rmm.add(machine);
  }
  Kept sink;
  CHECK(rmm.scan_agents({}, sink, soon()).value() == 2);
  for (const auto& machine : sink.agents) {
    CHECK(machine.serial_number.empty());
    CHECK(machine.mac_address.empty());
  }
  CHECK(rmm.notes() ==
        std::vector<std::string>{"agents: 4 texts of more than 1000 bytes were cut, first of a"});
}

TEST_CASE("what was cut is told of the last reading alone") {
  MemoryProvider rmm;
  auto machine = agent("a");
  machine.name = std::string(1'001, 'x');
  rmm.add(machine);
  Kept sink;
  CHECK(rmm.scan_agents({}, sink, soon()));
  CHECK(rmm.scan_agents({}, sink, soon()));
  CHECK(rmm.notes() ==
        std::vector<std::string>{"agents: 1 texts of more than 1000 bytes were cut, first of a"});
  rmm.find(AgentId{"a"})->name = "x";
  CHECK(rmm.scan_agents({}, sink, soon()));
  CHECK(rmm.notes().empty());
}

TEST_CASE("what a provider keeps to itself is in no text that its server shows") {
  struct Repeating final : RmmProvider {
    Repeating() {
      keep_out_of_texts([](std::string_view text) -> std::optional<std::string> {
        if (text.find("t0ken") == std::string_view::npos) return std::nullopt;
        return std::string{"***"};
      });
    }
    std::string name() const override { return "repeating"; }

   private:
    std::vector<std::string> do_notes() const override { return {"of t0ken", "of others"}; }
    Result<std::vector<Organization>> do_organizations(Deadline) override {
      return std::vector{Organization{OrganizationId{"o"}, "t0ken", "a t0ken"}};
    }
    Result<std::vector<MachineGroup>> do_machine_groups(Deadline) override {
      return std::vector{
          MachineGroup{MachineGroupId{"g"}, "t0ken", OrganizationId{"o"}, std::nullopt}};
    }
    Result<std::vector<View>> do_views(Deadline) override {
      return std::vector{View{ViewId{"v"}, "t0ken"}};
    }
    Result<void> do_scan_agents(const AgentQuery&, AgentSink& sink, Deadline) override {
      auto one = agent("a");
      one.name = one.operating_system = one.device_type = "my t0ken";
      // Half of a secret would not be found.
      auto other = agent("b");
      other.name = std::string(995, 'x') + "t0ken";
      other.serial_number = other.mac_address = "t0ken";
      sink.page(std::vector{one, other});
      return {};
    }
  } rmm;
  const auto organization = rmm.organizations(soon()).value().front();
  CHECK(organization.name == "***");
  CHECK(organization.reference == "***");
  CHECK(rmm.machine_groups(soon()).value().front().name == "***");
  CHECK(rmm.views(soon()).value().front().name == "***");
  Kept sink;
  CHECK(rmm.scan_agents({}, sink, soon()).value() == 2);
  CHECK(sink.agents[0].name == "***");
  CHECK(sink.agents[0].operating_system == "***");
  CHECK(sink.agents[0].device_type == "***");
  CHECK(sink.agents[1].name == "***");
  CHECK(sink.agents[1].serial_number.empty());
  CHECK(sink.agents[1].mac_address.empty());
  CHECK(rmm.notes() == std::vector<std::string>{"***", "of others"});
}
