#include "golden/night_scenario.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "billbyagent/adapters/json.hpp"
#include "billbyagent/adapters/memory.hpp"
#include "billbyagent/billbyagent.hpp"

namespace golden {

using namespace billbyagent;
namespace json = boost::json;

namespace {

const TenantId tenant{"msp"};

std::string text_at(const json::object& object, const char* key) {
  return std::string{object.at(key).as_string()};
}

std::vector<std::string> texts_at(const json::object& object, const char* key) {
  std::vector<std::string> texts;
  if (object.contains(key))
    for (const auto& text : object.at(key).as_array()) texts.emplace_back(text.as_string());
  return texts;
}

Date day_of(const std::string& text) { return Date::parse(text).value(); }

class NightPlayer {
 public:
  NightPlayer(const json::object& scenario, Store& store)
      : systems_(scenario.at("operating_systems").as_object()), store_(store) {
    rmm_.add(Organization{OrganizationId{"O"}, "Acme", "acme"});
    rmm_.add(MachineGroup{MachineGroupId{"G"}, "acme.root", OrganizationId{"O"}, {}});
    json::value book{
        {"accounts", {{{"id", scenario.at("contract").at("account")}, {"organization", "O"}}}},
        {"contracts", {scenario.at("contract")}}};
    const auto parsed = parse_book(json::serialize(book)).value();
    for (const auto& refused : parsed.refused) throw std::runtime_error(to_string(refused));
    contract_ = parsed.book.contracts.at(0).id();
    const auto report =
        import_book({store_, tenant, clock_}, parsed.book, "golden", ImportMode::write).value();
    for (const auto& refused : report.refused) throw std::runtime_error(to_string(refused));
  }

  NightStep play(const json::object& step) {
    if (step.contains("night")) return night(step);
    if (step.contains("post_through")) return post(step);
    if (step.contains("explain")) return explain(step);
    throw std::runtime_error("an unknown step");
  }

 private:
  /// `w4=SN-0004@2026-05-20`: its first letter says which operating system, a serial number
  /// follows `=`, and a machine with a day after `@` is offline since then.
  Agent agent_of(std::string word) {
    Agent agent;
    agent.organization = OrganizationId{"O"};
    agent.group = MachineGroupId{"G"};
    agent.state = AgentState::online;
    if (const auto at = word.find('@'); at != std::string::npos) {
      constexpr std::int64_t noon_ms = 43'200'000;
      agent.state = AgentState::offline;
      agent.last_seen =
          Instant{std::int64_t{day_of(word.substr(at + 1)).epoch_days()} * 2 * noon_ms + noon_ms};
      word.resize(at);
    }
    if (const auto at = word.find('='); at != std::string::npos) {
      agent.serial_number = word.substr(at + 1);
      word.resize(at);
    }
    agent.id = AgentId{word};
    agent.name = word;
    agent.operating_system = text_at(systems_, word.substr(0, 1).c_str());
    return agent;
  }

  void show(const std::string& machines) {
    for (const auto& id : shown_) rmm_.remove(id);
    shown_.clear();
    std::istringstream words{machines};
    for (std::string word; words >> word;) {
      rmm_.add(agent_of(word));
      shown_.push_back(agent_of(word).id);
    }
  }

  NightStep night(const json::object& step) {
    const std::string day = text_at(step, "night");
    const std::string machines = text_at(step, "shows");
    show(machines);
    clock_.set_today(day_of(day));
    NightlyOptions options;
    options.deadline = Deadline::clock::now() + std::chrono::hours{1};
    const auto report = nightly_sync({store_, tenant, clock_}, rmm_, options).value();
    NightStep played{"night of " + day + ": " + machines, texts_at(step, "becomes"), {}};
    for (const auto& service : report.services) {
      if (service.error) throw std::runtime_error(to_string(*service.error));
      const std::string name = service.key.service.text();
      played.found.push_back(name + " " + std::to_string(*service.counted));
      if (service.status != SyncStatus::first_count)
        for (const auto& event : service.machines)
          played.found.push_back(std::string{sign_of(event.move)} + " " + event.agent.text() + " " +
                                 std::string{to_string(event.move)} +
                                 (event.detail.empty() ? "" : ", " + event.detail));
      for (const auto& machine : service.judged)
        if (machine.verdict != Verdict::no_class)
          played.found.push_back("  " + machine.agent.text() + " " + text_of(machine));
    }
    for (const auto& machine : report.unclassified())
      played.found.push_back("of no class: " + machine.agent.text());
    return played;
  }

  NightStep post(const json::object& step) {
    const Date through = day_of(text_at(step, "post_through"));
    if (clock_.today() < through) clock_.set_today(through);
    AutomationOptions options{.filter = {.through = through}};
    options.credit_batches = CreditBatches::allowed;
    const auto report = post_available({store_, tenant, clock_}, options).value();
    NightStep played{"posted through " + to_string(through), texts_at(step, "lines"), {}};
    for (const auto& contract : report.contracts) {
      if (!contract.batch) continue;
      for (const auto& line : contract.lines)
        played.found.push_back(line.key.service.text() + ": " + to_string(line));
      played.found.push_back("= " + to_string(contract.batch->total));
    }
    return played;
  }

  NightStep explain(const json::object& step) {
    const std::string wanted = text_at(step, "explain");
    NightStep played{"explain " + wanted, texts_at(step, "text"), {}};
    auto transaction = store_.begin(tenant, Access::read).value();
    for (const auto& entry : transaction->posted_lines(contract_).value())
      if (to_string(entry.line.key) == wanted) {
        const auto explanation = explain_line({store_, tenant, clock_}, entry.line.key).value();
        for (const auto& row : to_text(explanation))
          // When it was recorded is the clock's, not the scenario's.
          if (row.rfind("State:", 0) != 0 && row.rfind("Count:", 0) != 0)
            played.found.push_back(row);
      }
    if (played.found.empty()) throw std::runtime_error("no posted line " + wanted);
    return played;
  }

  const json::object& systems_;
  MemoryProvider rmm_;
  Store& store_;
  FixedClock clock_{Date{2026, 1, 1}};
  ContractId contract_{};
  std::vector<AgentId> shown_;
};

}  // namespace

std::vector<NightStep> play_nights(const std::string& file) {
  MemoryStore store;
  return play_nights(file, store);
}

std::vector<NightStep> play_nights(const std::string& file, Store& store) try {
  std::ifstream in{file};
  if (!in) throw std::runtime_error("cannot be read");
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const json::value document = json::parse(text);
  const json::object& scenario = document.as_object();
  NightPlayer player{scenario, store};
  std::vector<NightStep> steps;
  for (const auto& step : scenario.at("steps").as_array())
    steps.push_back(player.play(step.as_object()));
  return steps;
} catch (const std::exception& error) {
  throw std::runtime_error(file + ": " + error.what());
}

std::string text_of(const std::vector<NightStep>& steps) {
  std::string text;
  for (const auto& step : steps) {
    text += step.happens + "\n";
    for (const auto& row : step.found) text += "  " + row + "\n";
  }
  return text;
}

}  // namespace golden
