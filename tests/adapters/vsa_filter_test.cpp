#include <doctest/doctest.h>

#include <string>

#include "http/url.hpp"
#include "kaseya_vsa/filter.hpp"

namespace billbyagent::kaseya_vsa {
namespace {

const std::string root_id = "84372651900217364510987654";
const std::string lab_id = "84372651900217364510987655";
const std::string other_id = "84372651900217364510987656";

GroupTree tree() {
  const OrganizationId acme{"1"};
  return GroupTree::build({{MachineGroupId{root_id}, "acme.root", acme, {}},
                           {MachineGroupId{lab_id}, "acme.root.lab", acme, MachineGroupId{root_id}},
                           {MachineGroupId{other_id}, "birch.root", OrganizationId{"2"}, {}}})
      .value();
}

AgentScope scope() {
  AgentScope scope;
  scope.organization = OrganizationId{"1"};
  scope.rule.never_checked_in = Counting::counted;
  return scope;
}

}  // namespace

TEST_CASE("An organization is named by all of its machine groups") {
  CHECK(filter_of(scope(), tree()) ==
        "(MachineGroupId eq " + root_id + "M or MachineGroupId eq " + lab_id + "M)");
}

TEST_CASE("A machine group is named with or without its sub-groups") {
  AgentScope group = scope();
  group.group = MachineGroupId{root_id};
  CHECK(filter_of(group, tree()) ==
        "(MachineGroupId eq " + root_id + "M or MachineGroupId eq " + lab_id + "M)");
  group.sub_groups = SubGroups::excluded;
  CHECK(filter_of(group, tree()) == "MachineGroupId eq " + root_id + "M");
}

TEST_CASE("States that do not count are left out by their number") {
  AgentScope group = scope();
  group.group = MachineGroupId{other_id};
  group.rule = {Counting::left_out, Counting::left_out, Counting::left_out};
  CHECK(filter_of(group, tree()) ==
        "MachineGroupId eq " + other_id + "M and Online ne 198 and Online ne 199");
}

TEST_CASE("Machines and the operating system narrow the filter") {
  AgentScope narrow = scope();
  narrow.group = MachineGroupId{lab_id};
  narrow.machines = {AgentId{"121747357971679"}, AgentId{"5"}};
  narrow.operating_system_contains = "Serv'er";
  CHECK(filter_of(narrow, tree()) ==
        "MachineGroupId eq " + lab_id +
            "M and (AgentId eq 121747357971679M or AgentId eq 5M) and "
            "(substringof('serv''er',tolower(OSType)) or substringof('serv''er',tolower(OSInfo)))");
}

TEST_CASE("What cannot be said safely is not said") {
  const auto unsayable = [](auto change) {
    AgentScope one = scope();
    change(one);
    return !filter_of(one, tree());
  };
  CHECK_FALSE(unsayable([](AgentScope&) {}));
  // The text could lie across both fields.
  CHECK(unsayable([](AgentScope& s) { s.operating_system_contains = "11 Pro"; }));
  CHECK(unsayable([](AgentScope& s) { s.operating_system_contains = "\xc3\x89"; }));
  CHECK(unsayable([](AgentScope& s) { s.machines = {AgentId{"node//x"}}; }));
  CHECK(unsayable([](AgentScope& s) { s.machines = {AgentId{"1 or 1 eq 1"}}; }));
  CHECK(unsayable([](AgentScope& s) { s.machines = {AgentId{std::string(29, '9')}}; }));
  CHECK(unsayable([](AgentScope& s) { s.organization = OrganizationId{"without groups"}; }));
  CHECK(unsayable([](AgentScope& s) {
    for (int i = 0; i < 200; ++i) s.machines.push_back(AgentId{std::to_string(i)});
  }));
}

TEST_CASE("A filter is never longer than servers take, encoded") {
  bool ever_said = false;
  for (int count = 1; count < 100; ++count) {
    AgentScope many = scope();
    for (int i = 0; i < count; ++i) many.machines.push_back(AgentId{std::to_string(i)});
    const auto filter = filter_of(many, tree());
    if (!filter) continue;
    ever_said = true;
    CHECK(http::percent_encoded(*filter).size() <= filter_length_max);
  }
  CHECK(ever_said);
}

}  // namespace billbyagent::kaseya_vsa
