#include "billbyagent/adapters/file_provider.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "adapters/temporary_file.hpp"

using namespace billbyagent;

namespace {

Deadline soon() { return Deadline::clock::now() + std::chrono::seconds{30}; }

class Collected final : public AgentSink {
 public:
  void restart() override { agents.clear(); }
  void page(std::span<const Agent> received) override {
    agents.insert(agents.end(), received.begin(), received.end());
  }
  std::vector<Agent> agents;
};

std::unique_ptr<RmmProvider> provider_of(FileProviderOptions options) {
  return make_file_provider(std::move(options)).value();
}
FileProviderOptions options_of(const tests::TemporaryFile& file,
                               FileFormat format = FileFormat::csv) {
  FileProviderOptions options;
  options.machines = file.path();
  options.format = format;
  return options;
}
Result<std::vector<Agent>> scan(RmmProvider& provider) {
  Collected all;
  auto scanned = provider.scan_agents({}, all, soon());
  if (!scanned) return scanned.error();
  return all.agents;
}
/// What a scan of the text says, without the name of the file; `3 agents` when all is well.
std::string said(const std::string& text, FileFormat format = FileFormat::csv,
                 Trailer trailer = Trailer::optional) {
  const tests::TemporaryFile file{text};
  auto options = options_of(file, format);
  options.trailer = trailer;
  const auto provider = provider_of(options);
  const auto agents = scan(*provider);
  if (agents) return std::to_string(agents->size()) + " agents";
  std::string context = agents.error().context;
  const auto name = context.find(file.path());
  if (name != std::string::npos) context.erase(name, file.path().size());
  return std::string{to_string(agents.error().code)} + context;
}

const std::string header = "id,name,organization,group_path,state,last_seen,views\n";

}  // namespace

TEST_CASE("machines, organizations, groups and views follow from the rows") {
  const tests::TemporaryFile file{
      "\xEF\xBB\xBFid,unknown,name,organization,organization_name,group_path,state,views,first_"
      "seen,"
      "last_seen,operating_system\r\n"
      "1,x,pc1,acme,Acme Ltd,,online,gold;servers,2026-06-01,2026-06-01T08:30:00.5Z,Windows\r\n"
      "2,x,\"pc \"\"2\"\", \nold\",acme,,Servers/Rack 1,,,,,\r\n"
      "3,x,,b\xC3\xA9ta,,Servers,suspended,gold,,,\r\n"
      "#end,3\r\n"};
  const auto provider = provider_of(options_of(file));
  CHECK(provider->organizations(soon()).value() ==
        std::vector<Organization>{{OrganizationId{"acme"}, "Acme Ltd", ""},
                                  {OrganizationId{"b\xC3\xA9ta"}, "b\xC3\xA9ta", ""}});
  const auto groups = provider->group_tree(soon()).value();
  CHECK(groups.all().size() == 5);
  CHECK(groups.find(MachineGroupId{"acme/Servers/Rack 1"})->name == "Acme Ltd.Servers.Rack 1");
  CHECK(groups.is_within(MachineGroupId{"acme/Servers/Rack 1"}, MachineGroupId{"acme"}));
  CHECK(provider->views(soon()).value() ==
        std::vector<View>{{ViewId{"gold"}, "gold"}, {ViewId{"servers"}, "servers"}});
  const auto agents = scan(*provider).value();
  REQUIRE(agents.size() == 3);
  CHECK(agents[0].state == AgentState::online);
  CHECK(to_string(*agents[0].first_seen) == "2026-06-01T00:00:00.000Z");
  CHECK(to_string(*agents[0].last_seen) == "2026-06-01T08:30:00.500Z");
  CHECK(agents[0].operating_system == "Windows");
  CHECK(agents[1].name == "pc \"2\", \nold");
  CHECK(agents[1].state == AgentState::offline);
  CHECK(agents[2].name == "3");
  CHECK(agents[2].group == MachineGroupId{"b\xC3\xA9ta/Servers"});
}

TEST_CASE("what counting rules and classes look at") {
  const tests::TemporaryFile csv{
      "id,organization,device_type,marked_for_deletion,ephemeral\n"
      "1,acme,Server,true,\n"
      "2,acme,,false,true\n"};
  const auto agents = scan(*provider_of(options_of(csv))).value();
  CHECK(agents[0].device_type == "Server");
  CHECK(agents[0].marked_for_deletion);
  CHECK_FALSE(agents[0].ephemeral);
  CHECK_FALSE(agents[1].marked_for_deletion);
  CHECK(agents[1].ephemeral);
  const tests::TemporaryFile lines{"{\"id\":\"1\",\"organization\":\"acme\",\"ephemeral\":true}\n"};
  CHECK(scan(*provider_of(options_of(lines, FileFormat::json_lines))).value()[0].ephemeral);
  const tests::TemporaryFile bad{"id,organization,ephemeral\n1,acme,maybe\n"};
  const auto refused = scan(*provider_of(options_of(bad)));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().context.find("'maybe' is neither true nor false") != std::string::npos);
}

TEST_CASE("JSON lines: texts and whole numbers, lists for views, an end") {
  const tests::TemporaryFile file{
      R"({"id":"1","organization":42,"views":["a","b"],"other":{"x":1.5}})"
      "\n"
      R"({"id":18446744073709551615,"organization":"42","name":null})"
      "\n{\"end\":2}\n"};
  const auto agents = scan(*provider_of(options_of(file, FileFormat::json_lines))).value();
  REQUIRE(agents.size() == 2);
  CHECK(agents[0].organization == OrganizationId{"42"});
  CHECK(agents[1].id == AgentId{"18446744073709551615"});
}

TEST_CASE("a file that will not do is named with line and column, and is never zero machines") {
  struct Case {
    std::string text;
    std::string said;
  };
  const std::string row = "1,pc,acme,,,,\n";
  for (const auto& test : {
           Case{"", "protocol_error: is empty, without even a header"},
           Case{"id,name\n",
                "protocol_error, line 1: the header has no column organization; it has id, name"},
           Case{"id,organization,id\n", "protocol_error, line 1: two columns are called id"},
           Case{header, "0 agents"},
           Case{header + row, "1 agents"},
           Case{header + row + row, "incomplete_scan, line 3, column id: '1' is on line 2 too"},
           Case{header + "1,pc,acme\n", "1 agents"},
           Case{header + "1,pc,acme,,,,,x\n",
                "protocol_error, line 2: has 8 cells, the header has 7"},
           Case{header + "1,pc,acme,,,,", "1 agents"},
           Case{header + "1,pc,acme,,,",
                "incomplete_scan, line 2: the last line does not end; was the file cut off?"},
           Case{header + "1,\"pc,acme,,,,\n",
                "incomplete_scan, line 2: a quote is never closed; was the file cut off?"},
           Case{header + "1,\"p\nc\"x,acme,,,,\n",
                "protocol_error, line 3: something follows a closing quote in the same cell"},
           Case{header + "1,p\"c,acme,,,,\n",
                "protocol_error, line 2: a quote inside an unquoted cell"},
           Case{header + "1,p\rc,acme,,,,\n", "protocol_error, line 2: a lone carriage return"},
           Case{header + "1,p\xFF,acme,,,,\n", "1 agents"},
           Case{header + "1,p\xFF,b\xC3\xA9ta,,,,\n", "protocol_error, line 2: is no UTF-8"},
           Case{header + ",pc,acme,,,,\n", "protocol_error, line 2: column id is empty"},
           Case{header + "1,pc,,,,,\n", "protocol_error, line 2: column organization is empty"},
           Case{header + "1,pc,acme,,onlin,,\n",
                "protocol_error, line 2, column state: 'onlin' is none of online, offline, "
                "suspended, never_checked_in, template_account; words can say which it means, and "
                "columns can switch state off"},
           Case{header + "1,pc,acme,,,yesterday,\n",
                "protocol_error, line 2, column last_seen: 'yesterday' is no moment like "
                "2026-06-01T08:30:00Z"},
           Case{header + "1,pc,acme,,,2026-06-01T24:00:00Z,\n",
                "protocol_error, line 2, column last_seen: '2026-06-01T24:00:00Z' is no moment "
                "like 2026-06-01T08:30:00Z"},
           Case{header + "1,pc,acme,a//b,,,\n",
                "protocol_error, line 2, column group_path: has an empty step"},
           Case{header + row + "#end,2\n",
                "incomplete_scan, line 3: there should be 2 rows, and there are 1"},
           Case{header + row + "#end,x\n",
                "protocol_error, line 3: the end has no number of rows but 'x'"},
           Case{header + "#end,0\n" + row,
                "protocol_error, line 3: comes after the end that line 2 tells of"},
           Case{header + "#end,0\n", "0 agents"},
       }) {
    CAPTURE(test.text);
    CHECK(said(test.text) == test.said);
  }
  CHECK(said(header + row, FileFormat::csv, Trailer::required) ==
        "incomplete_scan: the last row does not say how many rows there are");
}

TEST_CASE("JSON lines that will not do") {
  const std::string row = R"({"id":"1","organization":"acme"})";
  for (const auto& [text, expected] : std::vector<std::pair<std::string, std::string>>{
           {"", "protocol_error: is empty; no machines at all are told as {\"end\": 0}"},
           {"{\"end\": 0}\n", "0 agents"},
           {row + "\n", "1 agents"},
           {row, "1 agents"},
           {row.substr(0, 20),
            "incomplete_scan, line 1: the last line does not end; was the file cut off?"},
           {"[1]\n", "protocol_error, line 1: is no JSON object"},
           {row + "\n{\"id\":\n", "protocol_error, line 2: is no JSON: incomplete JSON"},
           {R"({"id":"1"})"
            "\n",
            "protocol_error: no row has the column organization; they have id"},
           {R"({"id":1.0,"organization":"a"})"
            "\n",
            "protocol_error, line 1: column id is no text"},
           {row + "\n{\"end\": 7}\n",
            "incomplete_scan, line 2: there should be 7 rows, and there are 1"}}) {
    CAPTURE(text);
    CHECK(said(text, FileFormat::json_lines) == expected);
  }
}

TEST_CASE("an export that is gone, or of another day, is an error of its own") {
  const tests::TemporaryFile file{"id,organization\n1,acme\n"};
  auto options = options_of(file);
  options.age_max = std::chrono::hours{24};
  struct stat status {};
  REQUIRE(::stat(file.path().c_str(), &status) == 0);
  const std::int64_t written = std::int64_t{status.st_mtim.tv_sec} * 1'000;
  std::int64_t now = written + 24 * 3'600'000;
  options.now = [&] { return Instant{now}; };
  const auto provider = provider_of(options);
  CHECK(scan(*provider).value().size() == 1);
  now += 2'000;
  const auto stale = scan(*provider);
  REQUIRE_FALSE(stale);
  CHECK(stale.error().code == Errc::stale_export);
  CHECK(stale.error().context.find("more than 86400 seconds ago") != std::string::npos);
  std::filesystem::remove(file.path());
  CHECK(scan(*provider).error().code == Errc::unreachable);
  options.machines = std::filesystem::temp_directory_path().string();
  CHECK(scan(*provider_of(options)).error().code == Errc::unreachable);
}

TEST_CASE(
    "what is asked one after the other is of one reading, what is asked again is read again") {
  const tests::TemporaryFile file{"id,organization\n1,acme\n2,beta\n"};
  const auto provider = provider_of(options_of(file));
  CHECK(provider->organizations(soon()).value().size() == 2);
  std::ofstream{file.path()} << "id,organization\n1,acme\n";
  CHECK(scan(*provider).value().size() == 2);
  CHECK(provider->machine_groups(soon()).value().size() == 2);
  CHECK(scan(*provider).value().size() == 1);
  CHECK(provider->organizations(soon()).value().size() == 1);
}

TEST_CASE("lists of their own: what they do not have is an error, what is empty is there") {
  const tests::TemporaryFile organizations{"id,name\nacme,Acme\nidle,Idle Ltd\n"};
  const tests::TemporaryFile groups{"id,organization,parent\ng,acme,\nh,acme,g\n"};
  const auto last_year = std::filesystem::file_time_type::clock::now() - std::chrono::hours{8'760};
  std::filesystem::last_write_time(groups.path(), last_year);
  const auto with = [&](const std::string& machines) {
    const tests::TemporaryFile file{machines};
    auto options = options_of(file);
    options.organizations = organizations.path();
    options.groups = groups.path();
    // Lists that seldom change are not stale for that.
    options.age_max = std::chrono::hours{1};
    const auto provider = provider_of(options);
    const auto listed = provider->organizations(soon());
    return listed ? std::to_string(listed->size()) : to_string(listed.error());
  };
  CHECK(with("id,organization,group\n1,acme,h\n") == "2");
  CHECK(with("id,organization,group\n1,beta,g\n").find("'beta' is not in ") != std::string::npos);
  CHECK(with("id,organization,group\n1,acme,i\n").find("'i' is not in ") != std::string::npos);
  CHECK(with("id,organization,group\n1,idle,g\n").find("'g' belongs to organization 'acme'") !=
        std::string::npos);
  CHECK(with("id,organization,group\n1,acme,\n").find("column group: is empty") !=
        std::string::npos);
}

TEST_CASE("an export keeps its own names of columns") {
  const tests::TemporaryFile file{"Device ID;Customer\n1;acme\n"};
  auto options = options_of(file);
  options.separator = ';';
  options.columns = {{"id", "Device ID"}, {"organization", "Customer"}};
  CHECK(scan(*provider_of(options)).value().at(0).organization == OrganizationId{"acme"});
  options.columns["state"] = "Status";
  CHECK(scan(*provider_of(options)).error().context.find("no column Status") != std::string::npos);
}

TEST_CASE("settings that will not do are named") {
  FileProviderOptions none;
  CHECK(make_file_provider(none).error() ==
        Error{Errc::invalid_settings, "machines: names no file"});
  FileProviderOptions options;
  options.machines = "m.csv";
  options.separator = '"';
  CHECK(make_file_provider(options).error().context.find("separator") == 0);
  options.separator = ',';
  options.columns = {{"hostname", "x"}};
  CHECK(make_file_provider(options).error().context == "columns: there is no column hostname");
  options.columns.clear();
  options.age_max = std::chrono::seconds{0};
  CHECK(make_file_provider(options).error().context.find("age_max") == 0);
}
