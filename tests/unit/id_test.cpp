#include "billbyagent/base/id.hpp"

#include <doctest/doctest.h>

#include <unordered_set>

using namespace billbyagent;

TEST_CASE("ids are any printable text of a sensible length") {
  for (const char* text : {"1", "84372651900217364510987601", "a/b%c", "node//x#1", "\xc3\xa4"})
    CHECK(ContractId::parse(text).value().text() == text);
  CHECK(AgentId::parse(std::string(limits::id_length_max, 'x')).has_value());
}

TEST_CASE("bad ids are refused by name") {
  struct Row {
    std::string text;
    Errc code;
    const char* context;
  };
  for (const auto& row :
       {Row{"", Errc::invalid_argument, "machine group id is empty"},
        Row{std::string(limits::id_length_max + 1, 'x'), Errc::out_of_range,
            "machine group id has 201 characters"},
        Row{"a\nb", Errc::invalid_argument, "machine group id holds a control character"},
        Row{"a\x7f", Errc::invalid_argument, "machine group id holds a control character"},
        Row{std::string("a\0b", 3), Errc::invalid_argument,
            "machine group id holds a control character"}})
    CHECK(MachineGroupId::parse(row.text).error() == Error{row.code, row.context});
}

TEST_CASE("ids compare and hash by their text") {
  CHECK(AgentId{"a"} < AgentId{"b"});
  CHECK(AgentId{"10"} < AgentId{"9"});
  CHECK(AgentId{}.empty());
  const std::unordered_set<AgentId> ids{AgentId{"a"}, AgentId{"a"}, AgentId{"b"}};
  CHECK(ids.size() == 2);
}

TEST_CASE("an id is printed as its text") {
  CHECK(to_string(BatchId{"C-1#1"}) == "C-1#1");
  CHECK(to_string(RmmId{}).empty());
}
