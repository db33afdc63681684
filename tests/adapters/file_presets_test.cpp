// Each preset reads a sample of the shape that docs/presets.md says it is for. The samples are
// made up.

#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "adapters/file_reading.hpp"
#include "adapters/temporary_file.hpp"
#include "file_provider/preset.hpp"

using namespace billbyagent;
using tests::reading_of;

namespace {

FileProviderOptions options_of(const std::string& file) {
  FileProviderOptions options;
  options.machines = std::string{BILLBYAGENT_TEST_PRESETS} + "/" + file;
  options.preset = file.substr(0, file.find('.'));
  if (options.preset == "intune") options.organization = "Acme";
  return options;
}

}  // namespace

TEST_CASE("presets read what they are for") {
  struct Case {
    std::string file;
    std::string counts;
    int online;
    int seen;  ///< in the 20 days before 2026-06-01
    std::string first_id;
    std::string first_system;
  };
  for (const auto& test : {
           Case{"ninjaone.json", "2 2", 1, 1, "101", ""},
           Case{"ninjaone.csv", "Acme 2", 1, 1, "Acme/SRV1", ""},
           Case{"datto.json", "5e6f-77 2", 1, 1, "d1c2-1", "Microsoft Windows 11 Pro"},
           Case{"ncentral.json", "237 2", 0, 1, "987001", "Windows 11"},
           Case{"atera.json", "1 2", 1, 1, "11", "Microsoft Windows 11 Pro"},
           Case{"automate.json", "3 2", 1, 1, "1", "Microsoft Windows 11 Pro x64"},
           Case{"syncro.json", "12345 2", 0, 0, "4001", ""},
           Case{"tactical.json", "Acme 2", 1, 1, "a0", "Windows 11 Pro, 64 bit"},
           Case{"intune.csv", "Acme 2", 0, 1, "0b1", "Windows"},
           Case{"intune.json", "Acme 1", 0, 1, "0b1", "Windows"},
           Case{"meshcentral.csv", "Acme 2", 1, 0, "node//abc$1", "Microsoft Windows 11 Pro"},
           Case{"meshcentral.json", "Acme 2", 1, 0, "node//abc$1", "Microsoft Windows 11 Pro"},
           Case{"meshctrl-csv.csv", "Acme 2", 1, 0, "abc$1", ""},
           Case{"vsa9.json", "84372651900217364510987601 2", 1, 1, "121747357971679",
                "11 Professional x64 Edition Build 22631"},
           Case{"vsax.json", "3 2", 0, 0, "5f0d8c1e-1", ""},
       }) {
    CAPTURE(test.file);
    const auto reading = reading_of(options_of(test.file));
    CHECK(reading.counts() == test.counts);
    if (reading.agents.empty()) continue;
    CHECK(std::count_if(reading.agents.begin(), reading.agents.end(), [](const Agent& agent) {
            return agent.state == AgentState::online;
          }) == test.online);
    CHECK(reading.seen_since({2026, 5, 12}) == test.seen);
    CHECK(reading.agents[0].id.text() == test.first_id);
    CHECK(reading.agents[0].operating_system == test.first_system);
  }
}

TEST_CASE("what a product tells besides whether a device is online") {
  const tests::TemporaryFile datto{
      R"({"devices":[{"uid":"1","hostname":"a","siteUid":"s","online":true,"suspended":true},)"
      R"({"uid":"2","hostname":"b","siteUid":"s","online":true,"suspended":false},)"
      R"({"uid":"3","hostname":"c","siteUid":"s","online":false}]})"};
  FileProviderOptions options;
  options.machines = datto.path();
  options.preset = "datto";
  const auto agents = reading_of(options).agents;
  REQUIRE(agents.size() == 3);
  CHECK(agents[0].state == AgentState::suspended);
  CHECK(agents[1].state == AgentState::online);
  CHECK(agents[2].state == AgentState::offline);
  // The web page's list with details has serial numbers and no connections.
  const tests::TemporaryFile mesh{
      "id,name,osdesc,groupname,biosSerial,macs\r\nnode//a,PC1,Windows 11,Acme,5CG1234XYZ,\r\n"};
  options.machines = mesh.path();
  options.preset = "meshcentral";
  CHECK(reading_of(options).agents.at(0).serial_number == "5CG1234XYZ");
}

TEST_CASE("every preset has a sample") {
  std::set<std::string> sampled;
  for (const auto& file : std::filesystem::directory_iterator{BILLBYAGENT_TEST_PRESETS})
    sampled.insert(file.path().stem().string());
  std::set<std::string> built_in;
  for (const auto& preset : file_provider::built_in_presets())
    built_in.insert(std::string{preset.name});
  CHECK(built_in == sampled);
}

TEST_CASE("what is set goes before the preset") {
  auto options = options_of("vsa9.json");
  options.columns = {{"name", "AgentName"}, {"state", ""}};
  const auto reading = reading_of(options);
  CHECK(reading.agents.at(0).name == "pc1.root.acme");
  CHECK(reading.agents.at(1).state == AgentState::offline);
  // Another column has other words.
  options.columns["state"] = "OSType";
  CHECK(reading_of(options).error.find("'11' is none of online") != std::string::npos);
  options.words["state"] = {{"11", "online"}};
  CHECK(reading_of(options).agents.at(1).state == AgentState::online);
}

TEST_CASE("a fixed organization needs a file that tells no other") {
  auto options = options_of("atera.json");
  options.organization = "Acme";
  CHECK(reading_of(options).error ==
        "protocol_error: there is a column CustomerID, though all machines are said to be of Acme; "
        "columns can switch organization off");
  options.columns["organization"] = "";
  CHECK(reading_of(options).counts() == "Acme 2");
  auto none = options_of("intune.csv");
  none.organization.clear();
  CHECK(reading_of(none).error.find("invalid_settings: organization") == 0);
}

TEST_CASE("presets of one's own, by path") {
  const tests::TemporaryFile machines{"Nr;Kunde;Zustand\n1;Acme;an\n2;Acme;aus\n"};
  const auto with = [&](const std::string& text) {
    const tests::TemporaryFile preset{text};
    FileProviderOptions options;
    options.machines = machines.path();
    options.preset = preset.path();
    const auto reading = reading_of(options);
    const auto at = reading.error.find(preset.path());
    return at == std::string::npos ? reading.counts()
                                   : reading.error.substr(at + preset.path().size());
  };
  const std::string columns = R"("columns": {"id": "Nr", "organization": "Kunde"})";
  CHECK(with("{" + columns + R"(, "columns_if_there": {"state": "Zustand", "name": "Name"},
              "words": {"state": {"an": "online", "aus": "offline"}}})") == "Acme 2");
  CHECK(with("{" + columns + R"(, "colums": {}})") == ": colums: there is no such setting");
  CHECK(with(R"({"columns": {"hostname": "x"}})") == ": columns: there is no column hostname");
  CHECK(with("{" + columns + R"(, "date_order": "american"})") ==
        ": date_order: is none of month_first, day_first");
  CHECK(with("[]") == ": is no JSON object");
  FileProviderOptions options;
  options.machines = machines.path();
  options.preset = "ninja";
  CHECK(reading_of(options).error.find("preset: there is no 'ninja'; there are atera, automate") !=
        std::string::npos);
  options.preset = "./no-such-preset.json";
  CHECK(reading_of(options).error.find("invalid_settings: preset ./no-such-preset.json") == 0);
}
