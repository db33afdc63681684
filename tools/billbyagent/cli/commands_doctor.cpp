// doctor.

#include <algorithm>
#include <ostream>

#include "billbyagent/app/nightly_sync.hpp"
#include "billbyagent/domain/agent_facts.hpp"
#include "cli/commands.hpp"
#include "cli/reports_human.hpp"
#include "cli/tables.hpp"
#include "documents/diagnosis.hpp"

namespace billbyagent::cli {
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

Result<void> read(Examined& examined, RmmProvider& provider, Deadline deadline) {
  auto organizations = provider.organizations(deadline);
  if (!organizations) return organizations.error();
  examined.organizations = *std::move(organizations);
  const auto groups = provider.group_tree(deadline);
  if (!groups) return groups.error();
  examined.groups = groups->all().size();
  const auto views = provider.views(deadline);
  if (!views) return views.error();
  examined.views = views->size();
  FactSink sink{examined};
  if (auto scanned = provider.scan_agents({}, sink, deadline); !scanned) return scanned.error();
  return {};
}

Examined examined(const RmmId& rmm, RmmProvider& provider, Clock& clock, Deadline deadline) {
  Examined made{.outcome = {.rmm = rmm, .provider = provider.name(), .started = clock.now()}};
  if (auto done = read(made, provider, deadline); !done) made.outcome.error = done.error();
  made.outcome.notes = provider.notes();
  made.outcome.ended = clock.now();
  return made;
}

bool same_name(std::string_view a, std::string_view b) {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return small(x) == small(y); });
}

Match matched(const Account& account, const Examined& rmm, const RmmProvider& provider) {
  Match match{rmm.outcome.rmm, account};
  auto link = account.organization_in(match.rmm);
  match.linked = link.has_value();
  if (link) link = provider.as_listed(*link, rmm.organizations);
  for (const auto& organization : rmm.organizations)
    if (link ? organization.id == *link : same_name(organization.name, account.name))
      match.organization = organization;
  return match;
}

void match_accounts(Diagnosis& diagnosis, const std::vector<Account>& accounts,
                    const RmmSet& rmms) {
  for (const auto& rmm : diagnosis.rmms) {
    if (rmm.outcome.error) continue;
    const RmmProvider& provider = **rmms.find(rmm.outcome.rmm);
    std::vector<OrganizationId> taken;
    for (const auto& account : accounts) {
      auto match = matched(account, rmm, provider);
      if (match.linked && match.organization) taken.push_back(match.organization->id);
      if (match.linked || match.organization) diagnosis.accounts.push_back(std::move(match));
    }
    for (const auto& organization : rmm.organizations)
      if (std::find(taken.begin(), taken.end(), organization.id) == taken.end())
        diagnosis.without_account.emplace_back(rmm.outcome.rmm, organization);
  }
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

/// What looks wrong, each with what to do about it.
void find_problems(Diagnosis& diagnosis, Instant now) {
  auto& problems = diagnosis.problems;
  constexpr std::int64_t clock_ms_max = 5 * 60'000;
  for (const auto& rmm : diagnosis.rmms) {
    const RmmId& name = rmm.outcome.rmm;
    if (rmm.outcome.error) {
      problems.push_back(about(name) + to_string(*rmm.outcome.error) + "; " + hint_of(rmm.outcome));
      continue;
    }
    if (rmm.organizations.empty())
      problems.push_back(about(name) +
                         "shows no organization; give the login the right to see them");
    if (rmm.outcome.agents == 0)
      problems.push_back(about(name) + "shows no agent; give the login the right to see them");
    if (rmm.newest.ms > now.ms + clock_ms_max)
      problems.push_back(about(name) + "an agent was last seen at " + to_string(rmm.newest) +
                         ", which is yet to come; set the clocks, or the zone of the export");
  }
  for (const auto& match : diagnosis.accounts) {
    if (match.linked && !match.organization)
      problems.push_back("account " + match.account.id.text() + ": " + name_of(match.rmm) +
                         " does not show its organization " +
                         match.account.organization_in(match.rmm)->text() +
                         "; 'billbyagent lists organizations' has those that it shows");
    if (!match.linked)
      problems.push_back("account " + match.account.id.text() + " is not linked in " +
                         name_of(match.rmm) + "; the organization " +
                         match.organization->id.text() + " has its name: put that into the book");
  }
  if (!diagnosis.night) return;
  for (const auto& service : diagnosis.night->services) {
    if (service.error)
      problems.push_back("service " + to_string(service.key) + ": " + to_string(*service.error));
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
    out << "  " << rmm.organizations.size() << " organizations, " << rmm.groups << " groups, "
        << rmm.views << " views, " << rmm.outcome.agents << " agents in "
        << rmm.outcome.ended.ms - rmm.outcome.started.ms << " ms\n"
        << "  its agents tell: " << told(rmm.facts, true)
        << "; they do not tell: " << told(rmm.facts, false) << '\n';
  print_notes(out, rmm.outcome.notes);
}

void print_diagnosis(std::ostream& out, const Diagnosis& diagnosis) {
  for (const auto& rmm : diagnosis.rmms) print_rmm(out, rmm);
  if (diagnosis.without_book)
    out << "no book yet: " << printable(to_string(*diagnosis.without_book)) << '\n';
  Table accounts{{{"Account"}, {"RMM"}, {"Organization"}, {"Id"}}};
  for (const auto& match : diagnosis.accounts)
    accounts.add({match.account.id.text(), name_of(match.rmm),
                  match.organization ? match.organization->name : "gone",
                  match.organization ? match.organization->id.text() : ""});
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
      "doctor", "Look at the RMMs and at how the book fits them, and say what looks wrong",
      [](CLI::App&, DoctorArguments&) {}, run_doctor);
}

}  // namespace billbyagent::cli
