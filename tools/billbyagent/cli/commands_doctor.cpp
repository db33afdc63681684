// doctor.

#include <algorithm>
#include <chrono>
#include <ostream>
#include <set>

#include "billbyagent/app/nightly_sync.hpp"
#include "billbyagent/domain/agent_facts.hpp"
#include "billbyagent/ports/server_seen.hpp"
#include "cli/commands.hpp"
#include "cli/reports_human.hpp"
#include "cli/setting_origins.hpp"
#include "cli/tables.hpp"
#include "documents/diagnosis.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {

using documents::counted;
namespace {

using namespace documents;

struct DoctorArguments {};

class FactSink final : public AgentSink {
 public:
  explicit FactSink(Examined& examined) : examined_(examined) {}
  void restart() override {
    examined_.facts = {};
    examined_.outcome.agents = 0;
    examined_.newest = {};
  }
  void page(std::span<const Agent> agents) override {
    examined_.facts.add(agents);
    examined_.outcome.agents += agents.size();
    for (const auto& agent : agents)
      if (agent.last_seen) examined_.newest.ms = std::max(examined_.newest.ms, agent.last_seen->ms);
  }

 private:
  Examined& examined_;
};

/// Each part by itself: a login may see some of them.
void read(Examined& examined, RmmProvider& provider, Deadline deadline) {
  const auto refused = [&](const char* what, const Error& error) {
    if (!examined.outcome.error) examined.outcome.error = error;
    examined.refused.emplace_back(what, error);
  };
  if (auto organizations = provider.organizations(deadline))
    examined.organizations = *std::move(organizations);
  else
    refused("organizations", organizations.error());
  if (examined.outcome.error && examined.outcome.error->code != Errc::forbidden) return;
  if (const auto groups = provider.group_tree(deadline))
    examined.groups = groups->all().size();
  else
    refused("machine groups", groups.error());
  if (const auto views = provider.views(deadline))
    examined.views = views->size();
  else
    refused("views", views.error());
  FactSink sink{examined};
  if (auto scanned = provider.scan_agents({}, sink, deadline); !scanned)
    refused("agents", scanned.error());
}

/// How far the server's clock is ahead of ours. It tells seconds.
std::optional<std::int64_t> clock_ahead(const ServerSeen& seen, Instant now) {
  if (!seen.time) return std::nullopt;
  const auto since =
      std::chrono::duration_cast<std::chrono::milliseconds>(Deadline::clock::now() - seen.time_at);
  return seen.time->ms + since.count() - now.ms;
}

Examined examined(const RmmId& rmm, RmmProvider& provider, Clock& clock, Deadline deadline) {
  Examined made{.outcome = {.rmm = rmm, .provider = provider.name(), .started = clock.now()}};
  read(made, provider, deadline);
  made.outcome.notes = provider.notes();
  made.outcome.ended = clock.now();
  if (const auto* witness = dynamic_cast<const ServerWitness*>(&provider)) {
    const ServerSeen seen = witness->server_seen();
    made.certificate_until = seen.certificate_until;
    made.clock_ahead_ms = clock_ahead(seen, made.outcome.ended);
  }
  return made;
}

bool same_name(std::string_view a, std::string_view b) {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return small(x) == small(y); });
}

Match matched(const Account& account, const Examined& rmm, const RmmProvider& provider) {
  Match match{rmm.outcome.rmm, account};
  auto link = account.organization_in(*match.rmm);
  match.linked = link.has_value();
  if (link) link = provider.as_listed(*link, rmm.organizations);
  for (const auto& organization : rmm.organizations)
    if (link ? organization.id == *link : same_name(organization.name, account.name))
      match.organization = organization;
  return match;
}

void match_accounts(Diagnosis& diagnosis, const std::vector<Account>& accounts,
                    const RmmSet& rmms) {
  std::set<AccountId> fitting;
  for (const auto& rmm : diagnosis.rmms) {
    if (rmm.outcome.error) continue;
    const RmmProvider& provider = **rmms.find(rmm.outcome.rmm);
    std::vector<OrganizationId> taken;
    for (const auto& account : accounts) {
      auto match = matched(account, rmm, provider);
      if (match.linked && match.organization) taken.push_back(match.organization->id);
      if (!match.linked && !match.organization) continue;
      fitting.insert(account.id);
      diagnosis.accounts.push_back(std::move(match));
    }
    for (const auto& organization : rmm.organizations)
      if (std::find(taken.begin(), taken.end(), organization.id) == taken.end())
        diagnosis.without_account.emplace_back(rmm.outcome.rmm, organization);
  }
  for (const auto& account : accounts)
    if (!fitting.contains(account.id)) diagnosis.accounts.push_back({.account = account});
}

Result<void> look_at_book(Diagnosis& diagnosis, Session& session, const RmmSet& rmms) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  {
    auto transaction = desk->begin(Access::read);
    if (!transaction) return transaction.error();
    const auto accounts = (*transaction)->accounts();
    if (!accounts) return accounts.error();
    match_accounts(diagnosis, *accounts, rmms);
  }
  NightlyOptions options;
  const auto time = session.reading_time(rmms);
  options.deadline = time.all;
  options.time_per_rmm = time.each;
  options.guard = {session.settings().guard_percent, session.settings().guard_units};
  options.dry_run = true;
  auto night = nightly_sync(*desk, rmms, options);
  if (!night) return night.error();
  diagnosis.night = *std::move(night);
  return {};
}

std::string about(const RmmId& rmm) { return name_of(rmm) + ": "; }

constexpr std::int64_t clock_ms_max = 5 * 60'000;
constexpr std::int64_t certificate_days_min = 14;

void find_problems(const Examined& rmm, Instant now, std::vector<std::string>& problems) {
  const RmmId& name = rmm.outcome.rmm;
  for (const auto& [what, error] : rmm.refused) {
    RmmOutcome outcome = rmm.outcome;
    outcome.error = error;
    problems.push_back(about(name) + what + ": " + to_string(error) + "; " + hint_of(outcome));
  }
  if (rmm.certificate_until && rmm.certificate_until->ms < now.ms + certificate_days_min * day_ms)
    problems.push_back(about(name) + "its certificate ends at " +
                       to_string(*rmm.certificate_until) + "; have it renewed before");
  if (rmm.clock_ahead_ms && std::abs(*rmm.clock_ahead_ms) > clock_ms_max)
    problems.push_back(about(name) + "its clock differs from ours by " +
                       std::to_string(std::abs(*rmm.clock_ahead_ms) / 1'000) +
                       " seconds; set the one that is wrong");
  if (rmm.outcome.error) return;
  if (rmm.organizations.empty())
    problems.push_back(about(name) + "shows no organization; give the login the right to see them");
  if (rmm.outcome.agents == 0)
    problems.push_back(about(name) + "shows no agent; give the login the right to see them");
  if (rmm.newest.ms > now.ms + clock_ms_max)
    problems.push_back(about(name) + "an agent was last seen at " + to_string(rmm.newest) +
                       ", which is yet to come; set the clocks, or the zone of the export");
}

void find_problems(const Match& match, std::vector<std::string>& problems) {
  if (!match.rmm) return;
  if (match.linked && !match.organization)
    problems.push_back("account " + match.account.id.text() + ": " + name_of(*match.rmm) +
                       " does not show its organization " +
                       match.account.organization_in(*match.rmm)->text() +
                       "; 'billbyagent lists organizations' has those that it shows");
  if (!match.linked)
    problems.push_back("account " + match.account.id.text() + " is not linked in " +
                       name_of(*match.rmm) + "; the organization " + match.organization->id.text() +
                       " has its name: put that into the book");
}

/// What looks wrong, each with what to do about it.
void find_problems(Diagnosis& diagnosis, Instant now) {
  auto& problems = diagnosis.problems;
  for (const auto& secret : diagnosis.secrets)
    if (!secret.fault.empty()) problems.push_back(secret.setting + ": " + secret.fault);
  for (const auto& rmm : diagnosis.rmms) find_problems(rmm, now, problems);
  for (const auto& match : diagnosis.accounts) find_problems(match, problems);
  if (!diagnosis.night) return;
  for (const auto& service : diagnosis.night->services) {
    if (service.error)
      problems.push_back("service " + to_string(service.key) + ": " + to_string(*service.error) +
                         "; " + std::string{hint_for(service.error->code)});
    if (service.status == SyncStatus::held)
      problems.push_back("service " + to_string(service.key) + ": " + service.held_why +
                         "; if it is true: 'billbyagent confirm' after the night");
  }
}

/// `operating system, last seen`
std::string told(const AgentFacts& facts, bool wanted) {
  std::string text;
  for (const auto& [is_told, what] :
       {std::pair{facts.operating_system, "operating system"},
        std::pair{facts.device_type, "device type"}, std::pair{facts.last_seen, "last seen"},
        std::pair{facts.hardware, "hardware"}})
    if (is_told == wanted) text += (text.empty() ? "" : ", ") + std::string{what};
  return text.empty() ? "nothing" : text;
}

void print_rmm(std::ostream& out, const Examined& rmm) {
  out << printable(name_of(rmm.outcome.rmm)) << " (" << printable(rmm.outcome.provider) << ")\n";
  if (!rmm.outcome.error)
    out << "  " << counted(rmm.organizations.size(), "organization", "organizations") << ", "
        << counted(rmm.groups, "group", "groups") << ", " << counted(rmm.views, "view", "views")
        << ", " << counted(rmm.outcome.agents, "agent", "agents") << " in "
        << rmm.outcome.ended.ms - rmm.outcome.started.ms << " ms\n"
        << "  its agents tell: " << told(rmm.facts, true)
        << "; they do not tell: " << told(rmm.facts, false) << '\n';
  if (rmm.certificate_until)
    out << "  its certificate is good until " << to_string(*rmm.certificate_until) << '\n';
  if (rmm.clock_ahead_ms) {
    const auto seconds = std::abs(*rmm.clock_ahead_ms) / 1'000;
    if (seconds == 0)
      out << "  its clock agrees with ours\n";
    else
      out << "  its clock is " << seconds << " s "
          << (*rmm.clock_ahead_ms < 0 ? "behind" : "ahead of") << " ours\n";
  }
  print_notes(out, rmm.outcome.notes);
}

void print_settings(std::ostream& out, const Diagnosis& diagnosis) {
  Table settings{{{"Setting"}, {"From"}, {"Mode"}}};
  for (const auto& one : diagnosis.settings) settings.add({one.setting, one.from, ""});
  for (const auto& one : diagnosis.secrets) settings.add({one.setting, one.from, one.mode});
  if (!settings.empty()) settings.print(out);
}

void print_diagnosis(std::ostream& out, const Diagnosis& diagnosis) {
  print_settings(out, diagnosis);
  for (const auto& rmm : diagnosis.rmms) print_rmm(out, rmm);
  if (diagnosis.without_book)
    out << "no book yet: " << printable(to_string(*diagnosis.without_book)) << '\n';
  Table accounts{{{"Account"}, {"RMM"}, {"Match"}, {"Organization"}, {"Id"}}};
  for (const auto& match : diagnosis.accounts) {
    const std::string how = !match.rmm ? "none" : match.linked ? "linked" : "by name";
    accounts.add({match.account.id.text(), match.rmm ? name_of(*match.rmm) : "", how,
                  match.organization ? match.organization->name
                  : match.rmm        ? "gone"
                                     : "",
                  match.organization ? match.organization->id.text() : ""});
  }
  if (!diagnosis.accounts.empty()) accounts.print(out);
  for (const auto& [rmm, organization] : diagnosis.without_account)
    out << "  no account has organization " << printable(organization.name) << " ("
        << printable(organization.id.text()) << ") of " << printable(name_of(rmm)) << '\n';
  if (diagnosis.night)
    for (const auto& service : diagnosis.night->services)
      if (service.counted)
        out << "  " << printable(to_string(service.key)) << " would count " << *service.counted
            << (service.before ? ", billed now " + std::to_string(*service.before) : "") << '\n';
  for (const auto& problem : diagnosis.problems) out << "  ! " << printable(problem) << '\n';
  if (diagnosis.problems.empty()) out << "nothing looks wrong\n";
}

Result<Exit> run_doctor(Session& session, const DoctorArguments&) {
  auto rmms = session.rmms();
  if (!rmms) return rmms.error();
  auto clock = session.clock();
  if (!clock) return clock.error();
  Diagnosis diagnosis;
  for (auto& one : all_origins(session.settings()))
    diagnosis.settings.push_back({std::move(one.setting), std::move(one.from)});
  for (auto& one : secret_places(session.settings()))
    diagnosis.secrets.push_back(
        {std::move(one.setting), std::move(one.from), std::move(one.mode), std::move(one.fault)});
  for (const auto& [rmm, provider] : **rmms)
    diagnosis.rmms.push_back(examined(rmm, *provider, **clock, session.deadline()));
  if (auto looked = look_at_book(diagnosis, session, **rmms); !looked)
    diagnosis.without_book = looked.error();
  // Without a database there is no book yet, which is no fault.
  if (diagnosis.without_book && diagnosis.without_book->code != Errc::file_failed)
    diagnosis.problems.push_back(to_string(*diagnosis.without_book));
  session.watch().finish();
  find_problems(diagnosis, (*clock)->now());
  session.show([&] { return documents::of(diagnosis, hint_for); },
               [&](std::ostream& out) { print_diagnosis(out, diagnosis); });
  const bool all_failed =
      std::all_of(diagnosis.rmms.begin(), diagnosis.rmms.end(),
                  [](const Examined& rmm) { return rmm.outcome.error.has_value(); });
  if (all_failed) return exit_for(diagnosis.rmms.front().outcome.error->code);
  return diagnosis.problems.empty() ? Exit::done : Exit::needs_a_person;
}

}  // namespace

void add_doctor_command(Commands& commands) {
  commands.add<DoctorArguments>(
      "doctor", "Look at the RMMs and how the book fits them; say what looks wrong",
      [](CLI::App&, DoctorArguments&) {}, run_doctor);
}

}  // namespace billbyagent::cli
