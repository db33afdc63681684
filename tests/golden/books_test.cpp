// The scenarios of books/: several contracts, several imports, and what people do with what is
// posted.

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <billbyagent/adapters/json.hpp>
#include <billbyagent/adapters/memory.hpp>
#include <billbyagent/adapters/store_sqlite.hpp>
#include <billbyagent/app/decide_open.hpp>
#include <billbyagent/app/import_changes.hpp>
#include <billbyagent/billbyagent.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

using namespace billbyagent;
namespace json = boost::json;

namespace {

using Texts = std::vector<std::string>;

const TenantId tenant{"msp"};
const StateChange by_tester{"tester", "scenario"};

std::string text_at(const json::object& object, const char* key) {
  return std::string{object.at(key).as_string()};
}

Texts texts_at(const json::object& object, const char* key) {
  Texts texts;
  if (const auto* list = object.if_contains(key))
    for (const auto& text : list->as_array()) texts.emplace_back(text.as_string());
  return texts;
}

/// A database in a folder of its own, which goes with it.
class Folder {
 public:
  Folder() {
    std::string name =
        (std::filesystem::temp_directory_path() / "billbyagent-books-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

class Player {
 public:
  Player() : store_(open_sqlite_store(database()).value()) {
    rmm_.add(Organization{OrganizationId{"O"}, "Acme", "acme"});
    rmm_.add(MachineGroup{MachineGroupId{"G"}, "root", OrganizationId{"O"}, {}});
  }

  void play(const json::object& step);

 private:
  Desk desk() { return {*store_, tenant, clock_}; }
  SqliteStoreOptions database() const { return {.path = folder_.file("book.db")}; }
  std::unique_ptr<Transaction> reading() { return store_->begin(tenant, Access::read).value(); }

  void import(const json::object& step);
  void post(const json::object& step, const AutomationOptions& options);
  void night(std::int64_t machines);
  void check_units(const json::object& step);
  /// Whether it went as the step says: well, or refused as what.
  template <class T>
  bool went_well(const json::object& step, const Result<T>& result);

  Folder folder_;
  std::unique_ptr<Store> store_;
  FixedClock clock_{Date{2026, 1, 1}};
  MemoryProvider rmm_;
  std::int64_t machines_ = 0;
};

template <class T>
bool Player::went_well(const json::object& step, const Result<T>& result) {
  const std::string refused = step.contains("refused") ? text_at(step, "refused") : "";
  CHECK(std::string{result ? "" : errc_info(result.error().code).name} == refused);
  return result.has_value();
}

void Player::import(const json::object& step) {
  const auto read = parse_book(json::serialize(step.at("import"))).value();
  if (step.contains("changes")) {
    Texts changes;
    for (const auto& each : import_changes(desk(), read.book, "tester").value())
      changes.push_back(to_string(each));
    CHECK(changes == texts_at(step, "changes"));
  }
  const auto mode = read.refused.empty() ? ImportMode::write : ImportMode::dry_run;
  const auto reach = step.contains("reach_back") ? ReachBack::allowed : ReachBack::refused;
  auto refused = import_book(desk(), read.book, "tester", mode, nullptr, reach).value().refused;
  refused.insert(refused.begin(), read.refused.begin(), read.refused.end());
  const auto wanted = texts_at(step, "refused");
  REQUIRE(refused.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i)
    CHECK(to_string(refused[i]).find(wanted[i]) != std::string::npos);
}

void Player::post(const json::object& step, const AutomationOptions& options) {
  auto report = post_available(desk(), options);
  // A contract that fails stops no other; here it is the only one.
  if (report)
    for (const auto& contract : report->contracts)
      if (contract.error) {
        report = *contract.error;
        break;
      }
  if (!went_well(step, report)) return;
  Texts lines;
  Texts costs;
  for (const auto& contract : report->contracts) {
    if (!contract.batch) continue;
    for (const auto& line : contract.lines) {
      lines.push_back(contract.contract.text() + "/" + line.key.service.text() + ": " +
                      to_string(line));
      costs.push_back(to_decimal(line.cost));
    }
    lines.push_back("= " + to_string(contract.batch->total));
  }
  CHECK(lines == texts_at(step, step.contains("post") ? "post" : "lines"));
  if (step.contains("costs")) CHECK(costs == texts_at(step, "costs"));
  Texts owed;
  for (const auto& each : report->owed)
    owed.push_back(each.contract.text() + " owes " + each.account.text() + " " +
                   to_string(each.amount) + (each.charge_to_come ? ", a charge to come" : ""));
  CHECK(owed == texts_at(step, "owed"));
}

void Player::night(std::int64_t machines) {
  for (std::int64_t i = 1; i <= machines_; ++i) rmm_.remove(AgentId{std::to_string(i)});
  for (std::int64_t i = 1; i <= machines; ++i) {
    Agent agent;
    agent.id = AgentId{std::to_string(i)};
    agent.name = "pc" + agent.id.text();
    agent.organization = OrganizationId{"O"};
    agent.group = MachineGroupId{"G"};
    agent.state = AgentState::online;
    rmm_.add(agent);
  }
  machines_ = machines;
  NightlyOptions options;
  options.deadline = Deadline::clock::now() + std::chrono::minutes{1};
  REQUIRE(nightly_sync(desk(), rmm_, options));
}

void Player::check_units(const json::object& step) {
  const auto history = reading()->unit_history({ContractId{"C"}, ServiceId{"s"}}).value();
  CHECK(history.units_on(clock_.today()) == step.at("units").as_int64());
}

void Player::play(const json::object& step) {
  clock_.set_today(Date::parse(text_at(step, "on")).value());
  const auto batches = [&](const char* key) {
    std::vector<BatchId> ids;
    for (const auto& text : texts_at(step, key)) ids.emplace_back(text);
    return ids;
  };
  if (step.contains("import")) return import(step);
  if (step.contains("post")) return post(step, {});
  if (step.contains("pay_out"))
    return post(step, {.filter = {.contract = ContractId{text_at(step, "pay_out")}},
                       .credit_batches = CreditBatches::only});
  if (step.contains("invoice")) {
    went_well(step, mark_invoiced(desk(), batches("invoice"), text_at(step, "number"), by_tester));
  } else if (step.contains("void")) {
    CHECK(void_invoice(desk(), text_at(step, "void"), by_tester).value() == batches("batches"));
  } else if (step.contains("night")) {
    night(step.at("night").as_int64());
    Texts waits;
    for (const auto& row : open_decisions(desk()).value().rows)
      waits.push_back(std::string{to_string(row.about)} + " " +
                      std::to_string(row.readings.back().units));
    CHECK(waits == texts_at(step, "waits"));
    check_units(step);
  } else if (step.contains("confirm")) {
    REQUIRE(confirm_held(desk(), parse_service_key(text_at(step, "confirm")).value(), "tester"));
    check_units(step);
  } else if (step.contains("backup")) {
    REQUIRE(backup_sqlite_store(database(), folder_.file("backup.db")));
  } else if (step.contains("restore")) {
    REQUIRE(restore_sqlite_store(database(), {.from = folder_.file("backup.db"),
                                              .kept = folder_.file("kept.db"),
                                              .author = "tester",
                                              .reason = text_at(step, "restore"),
                                              .now = clock_.now()}));
    store_ = open_sqlite_store(database()).value();
  } else if (step.contains("reconcile")) {
    REQUIRE(
        end_sqlite_stop(database(), tenant, "tester", text_at(step, "reconcile"), clock_.now()));
  } else {
    FAIL("an unknown step");
  }
}

std::set<std::string> book_files() {
  std::set<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator{std::filesystem::path{GOLDEN_FOLDER} / "books"})
    files.insert(entry.path().string());
  return files;
}

}  // namespace

TEST_CASE("every scenario of books goes as it says") {
  const auto files = book_files();
  CHECK(files.size() >= 9);
  for (const auto& file : files) {
    CAPTURE(file);
    std::ifstream in{file};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    const json::value document = json::parse(text);
    Player player;
    std::size_t number = 0;
    for (const auto& step : document.at("steps").as_array()) {
      CAPTURE(++number);
      player.play(step.as_object());
    }
  }
}
