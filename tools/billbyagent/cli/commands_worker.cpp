// worker.

#include <filesystem>
#include <ostream>

#include "billbyagent/adapters/work_queue.hpp"
#include "cli/commands.hpp"
#include "cli/dates.hpp"
#include "cli/worker.hpp"

namespace billbyagent::cli {
namespace {

struct WorkerArguments {
  bool once = false;
  std::string tenants = "tenants.d";
  std::string metrics;
  std::size_t readers = 8;
  std::size_t hands = 2;
  std::size_t readers_per_host = 4;
  std::size_t contracts_per_part = 100;
  int lease_seconds = 60;
};

/// A folder that the settings file names is beside it.
std::string folder_of(const Session& session, const std::string& named) {
  const std::filesystem::path path{named};
  if (path.is_absolute() || session.settings().folder.empty()) return named;
  return (std::filesystem::path{session.settings().folder} / path).string();
}

Result<WorkerOptions> options_of(const Session& session, const WorkerArguments& arguments) {
  auto as_of = parse_optional_date("--as-of", session.settings().as_of);
  if (!as_of) return as_of.error();
  constexpr std::chrono::milliseconds look_often{50};
  WorkerOptions options{.readers = arguments.readers,
                        .hands = arguments.hands,
                        .readers_per_host = arguments.readers_per_host,
                        .contracts_per_part = arguments.contracts_per_part,
                        .lease = std::chrono::seconds{arguments.lease_seconds},
                        .as_of = *as_of,
                        .once = arguments.once};
  if (options.once) options.look_again = look_often;
  return options;
}

/// A transaction of which nothing is heard for a lease is ended: it holds what others wait for.
Result<std::unique_ptr<Store>> open_store(const Session& session, std::chrono::milliseconds lease) {
  if (!session.on_server()) return session.open(session.settings().database, false);
  auto options = session.server_options();
  options.idle_timeout = lease;
  return open_postgres_store(std::move(options));
}

Result<Exit> run_worker(Session& session, const WorkerArguments& arguments) {
  auto options = options_of(session, arguments);
  if (!options) return options.error();
  auto tenants = read_tenants(session.settings(), folder_of(session, arguments.tenants));
  if (!tenants) return tenants.error();
  if (tenants->all.empty() && !tenants->refused.empty()) return tenants->refused.front().error;
  if (tenants->all.empty())
    return Error{Errc::invalid_settings, arguments.tenants + " has no file NAME.toml"};
  auto store = open_store(session, options->lease);
  if (!store) return store.error();
  auto queue = make_work_queue(**store);
  if (!queue) return queue.error();
  JsonLog log{session.out()};
  Worker worker{**store, **queue, *tenants, *options, log};
  std::unique_ptr<HealthServer> health;
  if (!arguments.metrics.empty()) {
    auto opened = HealthServer::open(
        arguments.metrics, {[&] { return worker.metrics(); }, [&] { return worker.ready(); }});
    if (!opened) return opened.error();
    health = *std::move(opened);
  }
  boost::json::object said{{"database", session.database_name()}, {"tenants", tenants->all.size()}};
  if (health) said["metrics"] = health->address();
  log.write(LogLevel::info, "worker began", std::move(said));
  auto done = worker.run();
  health.reset();
  log.write(LogLevel::info, "worker ended", {{"steps", worker.counts().steps.load()}});
  if (!done) return done.error();
  const bool waits = worker.counts().needs_a_person || !tenants->refused.empty();
  return arguments.once && waits ? Exit::needs_a_person : Exit::done;
}

}  // namespace

void add_worker_command(Commands& commands) {
  commands.add<WorkerArguments>(
      "worker", "Do the nights and postings of all tenants when they are due",
      [](CLI::App& sub, WorkerArguments& arguments) {
        sub.add_flag("--once", arguments.once, "Do what is due, and end when nothing is left");
        sub.add_option("--tenants", arguments.tenants,
                       "Folder with a file NAME.toml for each tenant; without it there is one")
            ->capture_default_str();
        sub.add_option("--metrics", arguments.metrics,
                       "Tell figures (Prometheus), health and readiness here: 127.0.0.1:9464");
        sub.add_option("--readers", arguments.readers, "RMMs read at the same time")
            ->check(CLI::Range(1, 256).description(""))
            ->capture_default_str();
        sub.add_option("--hands", arguments.hands,
                       "Parts of nights and postings done at the same time")
            ->check(CLI::Range(1, 64).description(""))
            ->capture_default_str();
        sub.add_option("--readers-per-host", arguments.readers_per_host,
                       "Of all workers together, readers of one RMM's host")
            ->check(CLI::Range(1, 1'000).description(""))
            ->capture_default_str();
        sub.add_option("--contracts-per-part", arguments.contracts_per_part,
                       "Contracts that are claimed at once, about")
            ->check(CLI::Range(1, 100'000).description(""))
            ->capture_default_str();
        sub.add_option("--lease", arguments.lease_seconds,
                       "Seconds after which a worker that says nothing has lost its work")
            ->check(CLI::Range(1, 86'400).description(""))
            ->capture_default_str();
      },
      run_worker);
}

}  // namespace billbyagent::cli
