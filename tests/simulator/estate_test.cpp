#include "vsa_simulator/estate.hpp"

#include <doctest/doctest.h>

#include "vsa_simulator/count.hpp"
#include "vsa_simulator/generator.hpp"

namespace billbyagent::vsa_simulator {
namespace {

/// Two organizations; `acme.root.leeds.servers` holds db1, `acme.root` pc1, `birch.root` pc1.
Estate small() {
  Estate estate;
  estate.add_organization("Acme", "acme");
  estate.add_organization("Birch", "birch");
  estate.add_group("acme.root", "leeds");
  estate.add_group("acme.root.leeds", "servers");
  const auto add = [&](const char* machine, const char* group) {
    Agent agent;
    agent.machine = machine;
    agent.group_id = group;
    agent.online = online::idle;
    estate.add_agent(agent);
  };
  add("db1", "acme.root.leeds.servers");
  add("pc1", "acme.root");
  add("pc1", "birch.root");
  return estate;
}

std::size_t count(const Estate& estate, const std::string& group, bool with_subgroups = true) {
  CountQuery query;
  query.group = group;
  query.with_subgroups = with_subgroups;
  return count_agents(estate, query);
}

TEST_CASE("renaming or moving a group renames what is below it and keeps every id") {
  Estate estate = small();
  const std::string id = estate.agent("db1.servers.leeds.root.acme").id;
  estate.rename_group("acme.root.leeds", "york");
  CHECK(estate.agent(id).name == "db1.servers.york.root.acme");
  estate.move_group("acme.root.york", "birch.root");
  CHECK(estate.agent(id).name == "db1.servers.york.root.birch");
  CHECK(estate.agent(id).organization_id == estate.organization("birch").id);
  CHECK(count(estate, "birch.root") == 2);
  CHECK(count(estate, "birch.root", false) == 1);
  CHECK(count(estate, "acme.root") == 1);
  CHECK(estate.agents().at(id)->json.find("\"db1.servers.york.root.birch\"") != std::string::npos);
}

TEST_CASE("agents are moved, renamed, suspended, deleted") {
  Estate estate = small();
  const std::string id = estate.agent("pc1.root.acme").id;
  estate.move_agent(id, "birch.root");
  estate.rename_agent(id, "pc9");
  CHECK(estate.agent(id).name == "pc9.root.birch");
  estate.set_online(id, online::suspended);
  CountQuery query;
  query.with_suspended = false;
  CHECK(count_agents(estate, query) == 2);
  estate.delete_agent("pc9.root.birch");
  CHECK(estate.agents().size() == 2);
}

TEST_CASE("deleting a group needs a home for its agents") {
  Estate estate = small();
  CHECK_THROWS_AS(estate.delete_group("acme.root.leeds"), SimulatorError);
  CHECK_THROWS_AS(estate.delete_group("acme.root.leeds", "acme.root.leeds.servers"),
                  SimulatorError);
  estate.delete_group("acme.root.leeds", "acme.root");
  CHECK(count(estate, "acme.root", false) == 2);
  CHECK_THROWS_AS(estate.group("acme.root.leeds.servers"), SimulatorError);
  estate.delete_organization("acme");
  CHECK(estate.agents().size() == 1);
}

TEST_CASE("an edit that can't be done throws and changes nothing") {
  Estate estate = small();
  const std::string before = estate.to_json();
  const auto refuses = [&](const std::string& json) {
    CAPTURE(json);
    CHECK_THROWS_AS(apply(estate, events_from_json(json).at(0)), SimulatorError);
  };
  refuses(R"({"action":"add_agent","name":"x","group":"nowhere.root"})");
  refuses(R"({"action":"add_agent","name":"a.b","group":"acme.root"})");
  refuses(R"({"action":"add_agent","group":"acme.root"})");
  refuses(R"({"action":"add_agent","id":"x1","name":"x","group":"acme.root"})");
  refuses(R"({"action":"move_agent","agent":"pc1.root.acme","group":"1"})");
  refuses(
      R"({"action":"move_group","group":"acme.root.leeds","parent":"acme.root.leeds.servers"})");
  refuses(R"({"action":"move_group","group":"acme.root","parent":"birch.root"})");
  refuses(R"({"action":"add_group","parent":"acme.root","name":"leeds"})");
  refuses(R"({"action":"rename_group","group":"acme.root","name":"top"})");
  refuses(R"({"action":"delete_group","group":"acme.root"})");
  refuses(R"({"action":"add_organization","name":"Acme","ref":"acme"})");
  refuses(R"({"action":"add_view","name":"Bad","filter":"Nothing eq 1"})");
  refuses(R"({"action":"delete_view","view":"No such view"})");
  CHECK(estate.to_json() == before);
}

TEST_CASE("a view holds whom its rule matches and whom it names") {
  Estate estate = small();
  apply(estate, events_from_json(
                    R"x({"action":"add_view","name":"V","filter":"startswith(AgentName,'db')"
})x")[0]);
  CountQuery query;
  query.view = "V";
  CHECK(count_agents(estate, query) == 1);
  estate.put_in_view("V", "pc1.root.acme");
  CHECK(count_agents(estate, query) == 2);
  estate.take_from_view("V", "pc1.root.acme");
  CHECK(count_agents(estate, query) == 1);
  estate.delete_view("V");
  CHECK_THROWS_AS(count_agents(estate, query), SimulatorError);
}

TEST_CASE("a script is played in the order of its dates, those of one day as written") {
  Estate estate = small();
  estate.set_date(parse_date("2026-06-01"));
  estate.schedule(events_from_json(R"([
    {"date":"2026-06-20","action":"delete_agent","agent":"new.servers.leeds.root.acme"},
    {"date":"2026-06-10","action":"add_agent","name":"new","group":"acme.root"},
    {"date":"2026-06-10","action":"move_agent","agent":"new.root.acme",
     "group":"acme.root.leeds.servers"},
    {"date":"2026-06-11","action":"delete_agent","agent":"nobody.root.acme"}])"));
  CHECK(estate.advance_to(parse_date("2026-06-09")).applied == 0);
  CHECK(estate.advance_to(parse_date("2026-06-10")).applied == 2);
  const Agent& agent = estate.agent("new.servers.leeds.root.acme");
  CHECK(*agent.first_check_in == "2026-06-10T09:00:00.000Z");
  const Advanced rest = estate.advance_to(parse_date("2026-07-01"));
  CHECK(rest.applied == 1);
  CHECK(rest.problems.size() == 1);
  CHECK(estate.scheduled() == 0);
  CHECK(estate.agents().size() == 3);
  CHECK(to_text(estate.date()) == "2026-07-01");
}

TEST_CASE("the same seed makes the same estate") {
  EstateOptions options;
  options.agents = 300;
  const std::string first = seeded_estate(options).to_json();
  CHECK(seeded_estate(options).to_json() == first);
  options.seed = 2;
  CHECK(seeded_estate(options).to_json() != first);
}

TEST_CASE("a made-up estate has what an estate has") {
  EstateOptions options;
  options.agents = 2000;
  options.max_group_depth = 4;
  const Estate estate = seeded_estate(options);
  CHECK(estate.organizations().size() == 23);
  CHECK(estate.agents().size() == 2000);
  std::map<std::int64_t, int> states;
  for (const auto& [id, row] : estate.agents()) {
    CHECK(id.size() == 15);
    ++states[row->record.online];
    CHECK(row->record.first_check_in.has_value() == (row->record.online != 199));
  }
  for (const std::int64_t state : {0, 1, 2, 11, 12, 198, 199}) CHECK(states[state] > 0);
  bool deep = false;
  for (const auto& [id, row] : estate.groups()) {
    deep = deep || row->record.name.find(".floor1.servers") != std::string::npos;
  }
  CHECK(deep);
}

TEST_CASE("an estate file keeps everything") {
  EstateOptions options;
  options.agents = 200;
  const std::string text = seeded_estate(options).to_json();
  CHECK(Estate::from_json(text).to_json() == text);
  for (const char* bad : {"", "[]", R"({"agents":{}})", R"({"date":"soon"})",
                          R"({"agents":[{"AgentId":8.5,"AgentName":"x.root.y"}]})"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(Estate::from_json(bad), SimulatorError);
  }
}

}  // namespace
}  // namespace billbyagent::vsa_simulator
