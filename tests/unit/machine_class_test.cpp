#include "billbyagent/domain/machine_class.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

TEST_CASE("the first class that fits is a machine's class") {
  const std::vector<MachineClass> classes{{"server", {"Server", "ESX"}, {"server"}},
                                          {"workstation", {"Windows"}, {"workstation"}},
                                          {"phone", {}, {"mobile"}}};
  struct Row {
    const char* operating_system;
    const char* device_type;
    const char* name;  ///< empty: no class
  };
  for (const auto& row :
       {Row{"Windows SERVER 2022", "", "server"}, Row{"Windows 11", "", "workstation"},
        Row{"Windows 11", "Server", "server"}, Row{"", "MOBILE", "phone"},
        Row{"", "mobile phone", ""}, Row{"Linux", "", ""}, Row{"", "", ""}}) {
    CAPTURE(row.operating_system);
    CAPTURE(row.device_type);
    Agent agent;
    agent.operating_system = row.operating_system;
    agent.device_type = row.device_type;
    const MachineClass* found = class_of(classes, agent);
    CHECK((found ? found->name : "") == row.name);
  }
}

TEST_CASE("bad classes are refused by name") {
  struct Row {
    std::vector<MachineClass> classes;
    Error error;
  };
  const MachineClass server{"server", {"Server"}, {}};
  const std::string too_long(1'001, 'x');
  const Row rows[] = {
      {{{"", {"x"}, {}}}, {Errc::invalid_argument, "machine classes: a name is empty"}},
      {{{too_long, {"x"}, {}}},
       {Errc::out_of_range, "machine classes: a name is longer than 1000"}},
      {{server, {"b", {}, {"b"}}, server}, {Errc::duplicate_id, "machine class server"}},
      {{{"server", {}, {}}},
       {Errc::invalid_argument,
        "machine class server: operating_system_contains or device_types: at least one is needed"}},
      {{{"server", {"x", ""}, {}}},
       {Errc::invalid_argument,
        "machine class server: operating_system_contains: a text is empty"}},
      {{{"server", {}, {too_long}}},
       {Errc::out_of_range, "machine class server: device_types: a text is longer than 1000"}},
      {{{"server", std::vector<std::string>(60, "x"), std::vector<std::string>(41, "x")}},
       {Errc::out_of_range, "machine class server: 101 criteria"}},
      {std::vector<MachineClass>(101, server), {Errc::out_of_range, "101 machine classes"}},
      {{server, {"host", {"ESX", "SERVER"}, {}}},
       {Errc::invalid_argument,
        "machine class host: operating_system_contains: 'SERVER' is already one of machine class "
        "server"}},
      {{{"phone", {}, {"mobile", "Mobile"}}},
       {Errc::invalid_argument,
        "machine class phone: device_types: 'Mobile' is already one of machine class phone"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.error.context);
    const auto checked = check(row.classes);
    REQUIRE_FALSE(checked);
    CHECK(checked.error() == row.error);
  }
  CHECK(check({server, {"b", {}, {"b"}}}));
}

TEST_CASE("the standard classes tell what RMMs show apart") {
  const auto classes = standard_machine_classes();
  REQUIRE(check(classes));
  struct Row {
    const char* operating_system;
    const char* device_type;
    const char* name;  ///< empty: no class
  };
  for (const auto& row :
       {Row{"2019 Server Standard x64 Edition, Build 17763", "", "server"},
        Row{"11 Professional x64 Edition, Build 22631", "", "workstation"},
        Row{"10 Enterprise x64 Edition", "", "workstation"},
        Row{"Windows Server 2022", "laptop", "server"}, Row{"Mac OS X 14.5", "", "workstation"},
        Row{"VMware ESXi 8.0.2", "", "server"}, Row{"RouterOS 7", "", "network_device"},
        Row{"Android 14", "", "mobile"}, Row{"", "WINDOWS_SERVER", "server"},
        Row{"", "WINDOWS_WORKSTATION", "workstation"}, Row{"", "NMS_SWITCH", "network_device"},
        Row{"iPhone OS 17", "", "mobile"}, Row{"Linux 6.1", "", ""}, Row{"", "", ""}}) {
    CAPTURE(row.operating_system);
    CAPTURE(row.device_type);
    Agent agent;
    agent.operating_system = row.operating_system;
    agent.device_type = row.device_type;
    const MachineClass* found = class_of(classes, agent);
    CHECK((found ? found->name : "") == row.name);
  }
}
