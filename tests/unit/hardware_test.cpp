#include "billbyagent/domain/hardware.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

TEST_CASE("serial numbers and MAC addresses are made comparable, and stand-ins are none") {
  struct Row {
    const char* serial;
    const char* mac;
    Hardware hardware;
  };
  for (const auto& row :
       {Row{"abc-1", "00-11-22-33-44-55", {"ABC-1", "001122334455"}},
        Row{"  ab 12 ", "", {"AB 12", ""}}, Row{"", "00:1a:22:33:44:5f", {"", "001A2233445F"}},
        Row{"", "001a.2233.445f", {"", "001A2233445F"}}, Row{"To Be Filled By O.E.M.", "aa", {}},
        Row{"default string", "00:00:00:00:00:00", {}}, Row{"0000000", "FF:FF:FF:FF:FF:FF", {}},
        Row{"123", "00-11-22-33-44-5g", {}}, Row{"  ", " ", {}}}) {
    CAPTURE(row.serial);
    CAPTURE(row.mac);
    Agent agent;
    agent.serial_number = row.serial;
    agent.mac_address = row.mac;
    CHECK(hardware_of(agent) == row.hardware);
    CHECK(hardware_of(agent).is_known() == (row.hardware != Hardware{}));
  }
}

TEST_CASE("serial numbers decide, MAC addresses only where one of two has none") {
  struct Row {
    const char* what;
    Hardware a;
    Hardware b;
    bool same;
  };
  for (const auto& row :
       {Row{"serial", {"S1", "M1"}, {"S1", "M2"}, true},
        Row{"one docking station", {"S1", "M1"}, {"S2", "M1"}, false},
        Row{"not audited yet", {"S1", "M1"}, {"", "M1"}, true},
        Row{"neither audited", {"", "M1"}, {"", "M1"}, true},
        Row{"other MAC", {"S1", "M1"}, {"", "M2"}, false}, Row{"nothing known", {}, {}, false},
        Row{"nothing in common", {"S1", ""}, {"", "M1"}, false}}) {
    CAPTURE(row.what);
    CHECK(same_hardware(row.a, row.b) == row.same);
    CHECK(same_hardware(row.b, row.a) == row.same);
    HardwareIndex<int> index;
    index.add(row.a, 7);
    CHECK((index.find(row.b) != nullptr) == row.same);
  }
}

TEST_CASE("an index answers with the first that is wanted") {
  HardwareIndex<int> index;
  for (int i = 1; i <= 3; ++i) index.add({"S1", "M1"}, i);
  index.add({"", "M1"}, 4);
  REQUIRE(index.find({"", "M1"}));
  CHECK(*index.find({"", "M1"}) == 1);
  REQUIRE(index.find({"S1", ""}));
  CHECK(*index.find({"S1", ""}) == 1);
  CHECK(*index.find({"S1", ""}, [](int thing) { return thing > 1; }) == 2);
  CHECK(*index.find({"S2", "M1"}) == 4);
  CHECK(index.find({"S1", ""}, [](int thing) { return thing > 3; }) == nullptr);
  index.clear();
  CHECK(index.find({"S1", "M1"}) == nullptr);
}
