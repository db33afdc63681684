#include "billbyagent/domain/hardware.hpp"

#include <doctest/doctest.h>

#include "billbyagent/domain/shared_hardware.hpp"

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

TEST_CASE("what makers and drivers leave in many machines is no hardware") {
  for (const char* serial :
       {"System Product Name", "To Be Filled By O.E.M", "MB-1234567890", "EVAL", "No Serial Number",
        "0000-0000-0000-0000", "System Serial Number", "  none ", "N/A", "Not Specified", "(null)",
        "123456789", "..........", "Default string", "INVALID", "SERIAL NUMBER xxxxxx"}) {
    CAPTURE(serial);
    Agent agent;
    agent.serial_number = serial;
    CHECK(!hardware_of(agent).is_known());
  }
  for (const char* mac :
       {"20:41:53:59:4E:FF", "50:50:54:50:30:30", "00:50:56:C0:00:08", "00:05:9A:3C:7A:00",
        "00:09:0F:FE:00:01", "00:1A:7D:DA:71:0A", "24-b6-20-52-41-53", "88:e2:20:52:41:53",
        "01:00:5E:00:00:01", "02:00:4C:4F:4F:50", "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00"}) {
    CAPTURE(mac);
    Agent agent;
    agent.mac_address = mac;
    CHECK(!hardware_of(agent).is_known());
  }
  Agent agent;
  agent.serial_number = "LAB-0000";
  agent.mac_address = "00:11:22:33:44:55";
  CHECK(hardware_of(agent) == Hardware{"LAB-0000", "001122334455"});
  HardwareStandIns more;
  more.add("lab 0000");
  CHECK(hardware_of(agent, more) == Hardware{"", "001122334455"});
  more.add("00-11-22-33-44-55");
  CHECK(!hardware_of(agent, more).is_known());
}

TEST_CASE("what three agents have at once tells none of them apart") {
  SharedHardware shared;
  const auto add = [&](const char* id, const char* serial, const char* mac) {
    Agent agent;
    agent.id = AgentId{id};
    agent.name = "pc";
    agent.serial_number = serial;
    agent.mac_address = mac;
    shared.add(agent, hardware_of(agent));
  };
  add("1", "", "00:11:22:33:44:55");
  add("2", "", "00:11:22:33:44:55");
  add("3", "SER-2", "00:11:22:33:44:55");
  // One machine that was installed anew, and laptops at one docking station.
  add("6", "SER-1", "00:11:22:33:44:57");
  add("7", "SER-1", "00:11:22:33:44:57");
  add("8", "SER-3", "00:11:22:33:44:57");
  add("4", "EVAL", "20:41:53:59:4E:FF");
  add("5", "EVAL", "");
  CHECK(shared.own({"SER-1", "001122334455"}) == Hardware{"SER-1", ""});
  CHECK(shared.own({"", "001122334457"}) == Hardware{"", "001122334457"});
  CHECK(shared.own({"SER-9", "001122334456"}) == Hardware{"SER-9", "001122334456"});
  CHECK(shared.own({}) == Hardware{});
  CHECK(shared.notes() ==
        std::vector<std::string>{
            "the MAC address 001122334455 of 3 agents, such as pc (1), pc (2), pc (3), tells none "
            "of them apart",
            "EVAL of 2 agents, such as pc (4), pc (5), is taken for no serial number or MAC "
            "address"});
  shared.clear();
  CHECK(shared.notes().empty());
  CHECK(shared.own({"", "001122334455"}) == Hardware{"", "001122334455"});
}

TEST_CASE("notes on shared hardware end somewhere") {
  SharedHardware shared;
  for (int identity = 0; identity < 30; ++identity)
    for (int agent = 0; agent < 3; ++agent) shared.add({}, {"SER-" + std::to_string(identity), ""});
  REQUIRE(shared.notes().size() == 21);
  CHECK(shared.notes().back() == "the serial number ... 10 more, tells none of them apart");
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
