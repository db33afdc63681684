#include <CLI/CLI.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "vsa_simulator/churn.hpp"
#include "vsa_simulator/generator.hpp"
#include "vsa_simulator/simulator.hpp"

namespace sim = billbyagent::vsa_simulator;

namespace {

struct Arguments {
  sim::SimulatorOptions simulator;
  sim::EstateOptions estate;
  std::string estate_file;
  std::string save_estate;
  std::vector<std::string> scripts;
  std::string date;
  std::string churn_until;
  std::size_t churn_per_day = 0;
  std::string ca_folder;
  std::string ready_file;
  std::string certificate = "good";
  std::vector<std::string> faults;
  sim::Account account = sim::ServiceOptions{}.accounts[0];
  long idle_minutes = 30;
};

void add_estate_options(CLI::App& app, Arguments& a) {
  app.add_option("--seed", a.estate.seed, "Names the estate that is made up")
      ->capture_default_str();
  app.add_option("--organizations", a.estate.organizations, "Organizations to make up")
      ->capture_default_str();
  app.add_option("--agents", a.estate.agents, "Agents to make up")->capture_default_str();
  app.add_option("--devices", a.estate.devices, "Assets without an agent")->capture_default_str();
  app.add_option("--group-depth", a.estate.max_group_depth, "1: only root groups")
      ->capture_default_str();
  app.add_option("--estate", a.estate_file, "Load the estate from this JSON file instead")
      ->check(CLI::ExistingFile);
  app.add_option("--save-estate", a.save_estate, "Write the estate at the start, and exit");
  app.add_option("--script", a.scripts, "JSON file of dated events (repeatable)")
      ->check(CLI::ExistingFile);
  app.add_option("--date", a.date, "The estate's first day, yyyy-mm-dd (default: today)");
  app.add_option("--churn-until", a.churn_until, "Make up daily changes until this day");
  app.add_option("--churn-per-day", a.churn_per_day, "How many changes a day");
}

void add_vsax_options(CLI::App& app, sim::VsaxOptions& vsax) {
  app.add_option("--token-id", vsax.token_id, "The API token of VSA X")->capture_default_str();
  app.add_option("--token-secret", vsax.token_secret, "Its secret")->capture_default_str();
  app.add_option("--vsax-page-max", vsax.page_max, "Most rows that VSA X sends at once")
      ->check(CLI::Range(1L, 1000000L))
      ->capture_default_str();
  app.add_option("--vsax-links-above", vsax.links_above,
                 "Lists of VSA X that are longer link to their next page")
      ->capture_default_str();
  app.add_flag("--vsax-cursor-links", vsax.cursor_links,
               "Those links hold a cursor instead of a number of rows");
}

void add_server_options(CLI::App& app, Arguments& a) {
  app.add_option("--address", a.simulator.address, "Address to listen on")->capture_default_str();
  app.add_option("--port", a.simulator.port, "Port; 0: chosen by the system")
      ->capture_default_str();
  app.add_option("--threads", a.simulator.threads, "Threads that serve")->capture_default_str();
  app.add_option("--user", a.account.user, "User who may log in")->capture_default_str();
  app.add_option("--pat", a.account.pat, "The user's access token; empty: none")
      ->capture_default_str();
  app.add_option("--password", a.account.password, "The user's password; empty: none")
      ->capture_default_str();
  app.add_option("--admin-key", a.simulator.service.admin_key,
                 "The admin channel then needs it in X-Admin-Key");
  app.add_option("--certificate", a.certificate, "good, wrong-host, expired or unknown-ca")
      ->check(CLI::IsMember({"good", "wrong-host", "expired", "unknown-ca"}))
      ->capture_default_str();
  app.add_option("--cert-file", a.simulator.certificate_file, "A certificate of your own, PEM");
  app.add_option("--key-file", a.simulator.key_file, "Its key, PEM");
  app.add_option("--write-ca", a.ca_folder, "Write ca.pem into this folder");
  app.add_option("--ready-file", a.ready_file, "Write port and CA as JSON here when listening");
  app.add_option("--fault", a.faults,
                 "Switch on a fault (repeatable), such as status=503,path=/agents,after=3,count=1");
  app.add_option("--idle-minutes", a.idle_minutes, "Idle life of a session")
      ->check(CLI::Range(1L, 100000L))
      ->capture_default_str();
  app.add_option("--session-records", a.simulator.service.sessions.record_limit,
                 "A session ends after this many records; 0: never")
      ->capture_default_str();
  app.add_option("--offset-minutes", a.simulator.service.sessions.offset_in_minutes,
                 "OffSetInMinutes of /auth")
      ->capture_default_str();
  add_vsax_options(app, a.simulator.service.vsax);
  app.add_flag("--sort-any-field", a.simulator.service.sort_any_field,
               "Allow $orderby on fields that are not documented as sortable");
}

sim::Estate make_estate(const Arguments& a) {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  sim::EstateOptions options = a.estate;
  options.date = a.date.empty() ? today : sim::parse_date(a.date);
  sim::Estate estate =
      a.estate_file.empty() ? sim::seeded_estate(options) : sim::Estate::load(a.estate_file);
  if (!a.estate_file.empty() && !a.date.empty()) estate.set_date(options.date);
  for (const std::string& script : a.scripts) estate.schedule(sim::load_events(script));
  if (!a.churn_until.empty()) {
    const sim::Date tomorrow = estate.date() + std::chrono::days{1};
    estate.schedule(sim::churn(
        estate, {tomorrow, sim::parse_date(a.churn_until), a.churn_per_day, 0, options.seed}));
  }
  const sim::Advanced advanced = estate.advance_to(estate.date());
  for (const std::string& problem : advanced.problems) std::cerr << "script: " << problem << '\n';
  return estate;
}

std::string announce(const Arguments& a, const sim::Simulator& simulator) {
  std::string ca_path;
  if (!a.ca_folder.empty()) {
    std::filesystem::create_directories(a.ca_folder);
    const auto path = std::filesystem::absolute(std::filesystem::path(a.ca_folder) / "ca.pem");
    std::ofstream(path) << simulator.ca_pem();
    ca_path = path.string();
  }
  const std::string line = "{\"port\":" + std::to_string(simulator.port()) +
                           ",\"url\":" + sim::json_string(simulator.url()) +
                           ",\"ca\":" + sim::json_string(ca_path) + "}";
  if (!a.ready_file.empty()) {
    // Renamed into place, so that whoever waits for the file never reads half of it.
    const std::string temporary = a.ready_file + ".tmp";
    std::ofstream(temporary) << line << '\n';
    std::filesystem::rename(temporary, a.ready_file);
  }
  return line;
}

int run(Arguments a) {
  sim::Estate estate = make_estate(a);
  if (!a.save_estate.empty()) {
    estate.save(a.save_estate);
    return 0;
  }
  a.simulator.certificate = *sim::certificate_kind(a.certificate);
  a.simulator.service.accounts = {a.account};
  a.simulator.service.sessions.idle = std::chrono::minutes{a.idle_minutes};
  std::vector<sim::Fault> faults;
  for (const std::string& text : a.faults) faults.push_back(sim::fault_from_text(text));

  // Blocked before threads start, so that only sigwait() below sees these signals.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  sim::Simulator simulator(std::move(estate), a.simulator);
  simulator.set_faults(std::move(faults));
  std::cout << announce(a, simulator) << std::endl;
  int caught = 0;
  sigwait(&signals, &caught);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{
      "A Kaseya VSA server to test against: the documented REST API of VSA 9 and that of VSA X\n"
      "over TLS, from one estate that can be edited while it runs. See docs/simulator.md."};
  add_estate_options(app, arguments);
  add_server_options(app, arguments);
  CLI11_PARSE(app, argc, argv);
  try {
    return run(std::move(arguments));
  } catch (const std::exception& error) {
    std::cerr << "vsa_simulator: " << error.what() << '\n';
    return 1;
  }
}
