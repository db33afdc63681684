#include "billbyagent/domain/group_tree.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

namespace {

MachineGroup group(const char* id, const char* parent = nullptr) {
  return {MachineGroupId{id}, std::string{"acme."} + id, OrganizationId{"O"},
          parent ? std::optional{MachineGroupId{parent}} : std::nullopt};
}
MachineGroupId id(const char* text) { return MachineGroupId{text}; }

}  // namespace

TEST_CASE("groups lie within their parents, at any depth") {
  const auto tree =
      GroupTree::build({group("a1", "a"), group("a"), group("b"), group("a11", "a1")}).value();
  CHECK(tree.is_within(id("a11"), id("a")));
  CHECK(tree.is_within(id("a"), id("a")));
  CHECK_FALSE(tree.is_within(id("a"), id("a11")));
  CHECK_FALSE(tree.is_within(id("b"), id("a")));
  CHECK_FALSE(tree.is_within(id("unknown"), id("a")));
  CHECK(tree.is_within(id("unknown"), id("unknown")));
  CHECK(tree.with_sub_groups(id("a")) == std::vector<MachineGroupId>{id("a"), id("a1"), id("a11")});
  CHECK(tree.with_sub_groups(id("b")) == std::vector<MachineGroupId>{id("b")});
  CHECK(tree.name_of(id("a1")) == "acme.a1");
  CHECK(tree.name_of(id("gone")) == "gone");
  CHECK(tree.find(id("gone")) == nullptr);
  CHECK(tree.all().size() == 4);
}

TEST_CASE("a hidden parent still holds its children together") {
  const auto tree = GroupTree::build({group("x", "hidden"), group("y", "x")}).value();
  CHECK(tree.is_within(id("y"), id("hidden")));
  CHECK(tree.with_sub_groups(id("hidden")).size() == 3);
}

TEST_CASE("lists that are no tree are refused") {
  CHECK(GroupTree::build({group("a"), group("a")}).error() ==
        Error{Errc::duplicate_id, "machine group a"});
  for (const auto& cycle :
       {std::vector{group("a", "a")}, std::vector{group("a", "b"), group("b", "a")},
        std::vector{group("r"), group("a", "c"), group("b", "a"), group("c", "b")}})
    CHECK(GroupTree::build(cycle).error().code == Errc::protocol_error);
}

TEST_CASE("the deepest tree allowed, and one deeper") {
  std::vector<MachineGroup> chain{group("0")};
  for (int i = 1; i <= limits::group_depth_max; ++i)
    chain.push_back(group(std::to_string(i).c_str(), std::to_string(i - 1).c_str()));
  CHECK(GroupTree::build(chain).has_value());
  chain.push_back(group("deeper", std::to_string(limits::group_depth_max).c_str()));
  CHECK_FALSE(GroupTree::build(chain).has_value());
}
