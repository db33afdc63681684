#include "cli/demo.hpp"

#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <thread>

#include "cli/spawn.hpp"
#include "vsa_simulator/simulator.hpp"

namespace billbyagent::cli {
namespace {

namespace sim = vsa_simulator;
namespace fs = std::filesystem;

constexpr const char* vsa_user = "demo";
constexpr const char* vsa_token = "no-secret-the-simulator-ends-with-the-demo";

constexpr const char* book_text = R"({
  "accounts": [
    {"id": "harwell", "name": "Harwell Dental Practice", "organization": "2026000001"}
  ],
  "contracts": [
    {"id": "HARWELL-1", "name": "Care contract", "account": "harwell", "currency": "USD",
     "cycle": "monthly", "periods": "calendar", "timing": "advance", "start_date": "2026-06-01",
     "services": [
       {"id": "surgery", "name": "Surgery machines", "unit_price": "12.00", "unit_cost": "3.10",
        "units": {"source": "agents", "group": "2026000011"}},
       {"id": "servers", "name": "Servers", "unit_price": "45.00", "unit_cost": "14.00",
        "units": {"source": "agents", "group": "2026000012"}}
     ]}
  ]
}
)";

/// A command that the story runs, and what a reader should know before.
struct Step {
  const char* why;
  std::vector<std::string> words;
};

const std::vector<Step>& story() {
  static const std::vector<Step> steps{
      {"What the RMM shows: the ids that a book of contracts needs.", {"lists", "groups"}},
      {"The book says what is billed for whom: 12.00 for each machine in the surgery, 45.00 for "
       "each\nserver, monthly in advance.",
       {"import", "book.json", "--yes", "--as-of", "2026-06-01"}},
      {"The night of 1 June reads the RMM and counts.", {"nightly", "--as-of", "2026-06-01"}},
      {"June is billed.", {"post", "--as-of", "2026-06-01", "--lines"}},
      {"On 12 June the RMM shows one machine more in the surgery. The night takes the new units "
       "over,\nas of that day, and says which machine it is.",
       {"nightly", "--as-of", "2026-06-12"}},
      {"June was billed with 3 machines, so a new proration period begins on the 12th: the review "
       "has\na line for what is missing, 19 of 30 days of one machine.",
       {"review", "--through", "2026-06-30", "--as-of", "2026-06-12"}},
      {"It is posted as a line of its own. What was posted before stays as it is.",
       {"post", "--as-of", "2026-06-12", "--lines"}},
      {"Where the amount comes from, and which machine is behind it. Commands take lines by their "
       "keys,\nwhich -v shows in front of them.",
       {"explain", "HARWELL-1/surgery/2026-06-01/2026-06-12/1"}},
      {"Posted again, nothing is billed twice.", {"post", "--as-of", "2026-06-12"}},
  };
  return steps;
}

/// Before which of the steps the machine comes.
constexpr std::size_t night_of_the_change = 4;

sim::Event new_machine(const std::string& group, const std::string& name) {
  sim::Event event;
  event.action = "add_agent";
  event.group = group;
  event.name = name;
  return event;
}

sim::Estate estate() {
  sim::Estate made{2026};
  made.set_date(sim::parse_date("2026-06-01"));
  // The organization comes with its group, harwell.root.
  made.add_organization("Harwell Dental Practice", "harwell", "2026000001");
  made.add_group("harwell.root", "surgery", "2026000011");
  made.add_group("harwell.root", "servers", "2026000012");
  for (const char* name : {"chair01", "chair02", "chair03"})
    apply(made, new_machine("harwell.root.surgery", name));
  apply(made, new_machine("harwell.root.servers", "dc01"));
  return made;
}

Result<void> write_file(const fs::path& path, const std::string& text) {
  std::ofstream file{path, std::ios::binary};
  file << text;
  if (!file.flush()) return Error{Errc::file_failed, path.string() + ": can't be written"};
  return {};
}

Result<void> write_files(const fs::path& folder, const sim::Simulator& simulator) {
  const std::string settings =
      "# Made by billbyagent demo.\n"
      "database = \"billbyagent.db\"\n"
      "zone = \"Europe/London\"\n"
      "author = \"demo\"\n"
      "vsa-url = \"" +
      simulator.url() + "\"\nvsa-user = \"" + vsa_user +
      "\"\nvsa-ca-file = \"ca.pem\"\nvsa-token-file = \"vsa-token\"\n";
  for (const auto& [name, text] :
       {std::pair{"ca.pem", simulator.ca_pem()},
        std::pair{"vsa-token", std::string{vsa_token} + "\n"},
        std::pair{"book.json", std::string{book_text}}, std::pair{"billbyagent.toml", settings}})
    if (auto written = write_file(folder / name, text); !written) return written;
  // A secret's file is its owner's alone, also where it is none.
  std::error_code failed;
  fs::permissions(folder / "vsa-token", fs::perms::owner_read | fs::perms::owner_write, failed);
  if (failed) return Error{Errc::file_failed, "vsa-token: " + failed.message()};
  return {};
}

/// Where the demo takes place: a new folder, which is removed at the end unless it was named.
class Stage {
 public:
  static Result<std::unique_ptr<Stage>> make(const std::string& named) {
    std::error_code failed;
    if (!named.empty()) {
      if (!fs::create_directory(named, failed))
        return Error{Errc::file_failed,
                     named + ": " + (failed ? failed.message() : std::string{"is there already"})};
      return std::unique_ptr<Stage>{new Stage{fs::absolute(named, failed), true}};
    }
    std::string pattern = (fs::temp_directory_path(failed) / "billbyagent-demo-XXXXXX").string();
    if (failed || !::mkdtemp(pattern.data()))
      return Error{Errc::file_failed, pattern + ": " + std::strerror(errno)};
    return std::unique_ptr<Stage>{new Stage{pattern, false}};
  }
  ~Stage() {
    std::error_code left;
    if (!kept_) fs::remove_all(folder_, left);
  }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  const fs::path& folder() const { return folder_; }

 private:
  Stage(fs::path folder, bool kept) : folder_(std::move(folder)), kept_(kept) {}
  fs::path folder_;
  bool kept_;
};

std::string shown(const std::vector<std::string>& words) {
  std::string made = "billbyagent";
  for (const auto& word : words) made += " " + word;
  return made;
}

Result<void> tell(std::ostream& out, const fs::path& folder, sim::Simulator& simulator) {
  for (std::size_t i = 0; i < story().size(); ++i) {
    if (interrupted()) return Error{Errc::cancelled, "demo"};
    if (i == night_of_the_change) {
      simulator.advance_to(sim::parse_date("2026-06-12"));
      simulator.apply(new_machine("harwell.root.surgery", "chair04"));
    }
    const auto& [why, words] = story()[i];
    out << "\n== " << why << "\n\n$ " << shown(words) << "\n" << std::flush;
    auto code = run_this_program(words, folder.string());
    if (!code) return code.error();
    if (*code == static_cast<int>(Exit::cancelled)) return Error{Errc::cancelled, "demo"};
    if (*code != 0)
      return Error{Errc::internal, shown(words) + " ended with " + std::to_string(*code)};
  }
  return {};
}

Result<Exit> demo(std::ostream& out, const DemoArguments& arguments) {
  auto stage = Stage::make(arguments.folder);
  if (!stage) return stage.error();
  const fs::path& folder = (*stage)->folder();
  sim::SimulatorOptions options;
  options.service.accounts = {{vsa_user, vsa_token, ""}};
  sim::Simulator simulator{estate(), options};
  if (auto written = write_files(folder, simulator); !written) return written.error();
  const bool kept = !arguments.folder.empty();
  out << "A simulated RMM (Kaseya VSA) with one customer listens on " << simulator.url()
      << ",\nand all files are in a folder" << (kept ? "" : " that is removed at the end")
      << ". Nothing leaves this machine.\n\n$ cd " << folder.string() << '\n';
  if (auto told = tell(out, folder, simulator); !told) return told.error();
  if (!kept) {
    out << "\nTo run these commands yourself: billbyagent demo --folder FOLDER\n";
    return Exit::done;
  }
  out << "\nThe RMM goes on until Ctrl-C. Run commands in another terminal, in " << folder.string()
      << ":\n  billbyagent status\n  billbyagent nightly --as-of 2026-07-01\n"
         "  billbyagent post --as-of 2026-07-01\n"
      << std::flush;
  while (!interrupted()) std::this_thread::sleep_for(std::chrono::milliseconds{100});
  return Exit::done;
}

}  // namespace

Result<Exit> run_demo(Session& session, const DemoArguments& arguments) {
  if (session.json())
    return Error{Errc::invalid_argument, "demo tells a story: it has no JSON document"};
  try {
    return demo(session.out(), arguments);
  } catch (const sim::SimulatorError& fault) {
    return Error{Errc::internal, std::string{"the simulator: "} + fault.what()};
  }
}

}  // namespace billbyagent::cli
