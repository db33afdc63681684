#include <doctest/doctest.h>

#include "billbyagent/described/app.hpp"

using namespace billbyagent;

TEST_CASE("a description names the fields in their order") {
  using described::field_names;
  CHECK(described::field_count<Machine> == 3);
  CHECK(field_names<Machine> == std::array<std::string_view, 3>{"agent", "name", "hardware"});
  CHECK(field_names<Service::Terms>[4] == "prices");
  CHECK(described::field_count<ManualUnits> == 0);
  CHECK(described::Described<LeftOut>);
  CHECK_FALSE(described::Described<Money>);
}

TEST_CASE("a loop over the fields reads and writes each") {
  Organization organization{.id = OrganizationId{"o"}, .name = "Acme", .reference = "ac"};
  described::for_each_field(organization, [](std::string_view name, auto& field) {
    if constexpr (std::is_same_v<decltype(field), std::string&>)
      field += " as " + std::string{name};
  });
  std::string read;
  const Organization& same = organization;
  described::for_each_field(same, [&](std::string_view name, const auto& field) {
    read += std::string{name} + "=";
    if constexpr (std::is_same_v<decltype(field), const std::string&>)
      read += field;
    else
      read += field.text();
    read += ";";
  });
  CHECK(read == "id=o;name=Acme as name;reference=ac as reference;");
}

TEST_CASE("a loop over the members needs no value") {
  std::size_t units = 0;
  described::for_each_member<LineItem>([&](std::string_view, auto member) {
    units += std::is_same_v<decltype(member), Units LineItem::*> ? 1U : 0U;
  });
  CHECK(units == 3);
}

TEST_CASE("a value is made of what is given for each field") {
  std::string asked;
  const auto line = described::make<LineKey>([&]<class M>(std::string_view name, M LineKey::*) {
    asked += name;
    if constexpr (std::is_same_v<M, Date>)
      return Date{2026, 6, 1};
    else
      return M{};
  });
  CHECK(asked == "contractserviceperiod_begineffectivesequence");
  CHECK(line ==
        LineKey{.period_begin = Date{2026, 6, 1}, .effective = Date{2026, 6, 1}, .sequence = 0});
}
