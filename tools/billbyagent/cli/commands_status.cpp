// status.

#include <algorithm>
#include <map>
#include <ostream>
#include <sstream>

#include "billbyagent/app/day_limit.hpp"
#include "billbyagent/app/owed_credits.hpp"
#include "cli/commands.hpp"
#include "cli/decisions.hpp"
#include "cli/page_files.hpp"
#include "cli/reports_human.hpp"
#include "cli/tables.hpp"
#include "cli/waiting.hpp"
#include "documents/overviews.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {

using documents::counted;
namespace {

using documents::Status;

struct StatusArguments {
  std::size_t runs = 5;
  std::string html;
};

constexpr std::size_t notices_counted = 100'000;

Result<void> read_past_proposals(Transaction& transaction, const ServiceKey& key, Status& status) {
  auto ended = transaction.ended_readings(key);
  if (!ended) return ended.error();
  for (auto& entry : *ended)
    if (entry.reading.proposal > 0) status.past_proposals.emplace_back(key, std::move(entry));
  return {};
}

bool has_ended(const Contract& contract, const Status& status) {
  return contract.terms().end && *contract.terms().end <= status.today;
}

Result<void> count_contracts(Transaction& transaction, Status& status) {
  auto ids = transaction.contract_ids();
  if (!ids) return ids.error();
  for (const auto& id : *ids) {
    auto contract = transaction.contract(id);
    if (!contract) return contract.error();
    ++status.contracts;
    if (contract->status_on(status.today) != ContractStatus::active || has_ended(*contract, status))
      continue;
    ++status.active_contracts;
    if (contract->trust_on(status.today) == Trust::observe) status.observed.insert(id);
    for (const auto& service : contract->terms().services) {
      const auto life = contract->life_of(service);
      if (!life || !life->contains(status.today) || is_once(service.terms().charging)) continue;
      ++status.services;
      auto history = transaction.unit_history({id, service.id()});
      if (!history) return history.error();
      if (history->empty()) status.never_counted.push_back({id, service.id()});
    }
    for (const auto& service : contract->terms().services)
      if (auto read = read_past_proposals(transaction, {id, service.id()}, status); !read)
        return read;
  }
  return {};
}

Result<void> read_held(Transaction& transaction, Status& status) {
  auto keys = transaction.services_with_held_readings();
  if (!keys) return keys.error();
  for (const auto& key : *keys) {
    auto readings = transaction.held_readings(key);
    if (!readings) return readings.error();
    status.held.emplace_back(key, *std::move(readings));
  }
  return {};
}

Result<void> read_batches(Transaction& transaction, Status& status) {
  auto batches = transaction.batches(std::nullopt);
  if (!batches) return batches.error();
  for (const auto& batch : *batches) {
    const Currency currency = batch.total.currency();
    auto& total =
        status.batches.try_emplace({batch.state, currency}, Money::zero(currency)).first->second;
    auto sum = add(total, batch.total);
    if (!sum) return sum.error();
    total = *sum;
  }
  return {};
}

/// Whether a service fares worse than its RMM, which is told of as a whole.
bool is_news(const ServiceFreshness& service, const std::vector<RmmFreshness>& rmms) {
  const auto rmm = std::find_if(rmms.begin(), rmms.end(),
                                [&](const auto& each) { return each.rmm == service.rmm; });
  return rmm != rmms.end() && service.failed_on &&
         (service.failed_on != rmm->failed_on || service.stale != rmm->stale);
}

Result<Status> read_status(const Desk& desk, std::size_t run_limit, Settlement settlement,
                           std::int32_t stale_days) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  Status status{.tenant = desk.tenant, .today = desk.clock.today(), .zone = desk.clock.zone()};
  auto accounts = (*transaction)->accounts();
  if (!accounts) return accounts.error();
  status.accounts = accounts->size();
  if (auto read = count_contracts(**transaction, status); !read) return read.error();
  if (auto read = read_held(**transaction, status); !read) return read.error();
  if (auto read = read_batches(**transaction, status); !read) return read.error();
  auto notices = (*transaction)->pending_notices(notices_counted);
  if (!notices) return notices.error();
  status.pending_notices = notices->size();
  auto runs = (*transaction)->runs(run_limit);
  if (!runs) return runs.error();
  status.runs = *std::move(runs);
  transaction->reset();
  auto owed = owed_credits(desk, {}, settlement);
  if (!owed) return owed.error();
  status.owed = *std::move(owed);
  auto rmms = freshness(desk, stale_days);
  if (!rmms) return rmms.error();
  status.rmms = *std::move(rmms);
  auto counts = service_freshness(desk, stale_days);
  if (!counts) return counts.error();
  for (auto& service : *counts)
    if (is_news(service, status.rmms)) status.not_counted.push_back(std::move(service));
  return status;
}

void print_waiting(std::ostream& out, const Status& status) {
  for (const auto& key : status.never_counted)
    out << "  ! " << printable(to_string(key))
        << (status.observed.contains(key.contract)
                ? " is only observed: it has no units and is not billed\n"
                : " was never counted\n");
  print_owed(out, status.owed);
  print_stale(out, status.rmms);
  print_not_counted(out, status.not_counted);
  if (status.pending_notices > 0)
    out << "  ! " << counted(status.pending_notices, "notice waits", "notices wait")
        << " in the outbox; 'billbyagent notify' delivers "
        << (status.pending_notices == 1 ? "it\n" : "them\n");
}

void print_past_proposals(std::ostream& out, const Status& status) {
  if (status.past_proposals.empty()) return;
  std::map<HeldEnd, std::size_t> counts;
  for (const auto& entry : status.past_proposals) ++counts[entry.second.ending.how];
  out << "  past proposals:";
  for (const auto& [how, count] : counts) out << ' ' << count << ' ' << to_string(how);
  out << "; 'billbyagent history CONTRACT/SERVICE' shows them\n";
}

/// Of the counters in a run's record those that are not zero.
std::string told_of_run(std::string_view summary) {
  std::string text;
  while (!summary.empty()) {
    const auto end = std::min(summary.find(", "), summary.size());
    const auto part = summary.substr(0, end);
    if (!part.starts_with("0 ")) text.append(text.empty() ? "" : ", ").append(part);
    summary.remove_prefix(std::min(end + 2, summary.size()));
  }
  return text.empty() ? "nothing" : text;
}

void print_status(const Session& session, std::ostream& out, const Status& status,
                  const OpenDecisions& open) {
  out << "Tenant " << printable(status.tenant.text()) << " on " << to_string(status.today) << " ("
      << status.zone << "): " << counted(status.accounts, "account", "accounts") << ", "
      << status.active_contracts << " of " << counted(status.contracts, "contract", "contracts")
      << " active, " << counted(status.services, "service", "services") << " in force\n";
  print_waiting(out, status);
  print_open(out, open, key_column(session.verbose()));
  if (!open.rows.empty()) out << '\n';
  print_past_proposals(out, status);
  if (!status.batches.empty()) {
    Table table{{{"Batches"}, {"Total", Align::right}, {"Currency"}}};
    for (const auto& [key, total] : status.batches)
      table.add({std::string{to_string(key.first)}, to_decimal(total), to_string(key.second)});
    table.print(out);
  }
  if (status.runs.empty()) return;
  Table table{{{"Last runs"}, {"Day"}, {"Ended"}, {"Failures", Align::right}, {"Summary"}}};
  for (const auto& run : status.runs)
    table.add(
        {run.job, to_string(run.day), session.local_time(run.ended), std::to_string(run.failures),
         told_of_run(run.summary) + (run.lifted.empty() ? "" : "; limits lifted: " + run.lifted)});
  table.print(out);
}

Result<void> write_status_page(Session& session, const Status& status, const OpenDecisions& open,
                               const std::string& file) {
  if (file.empty()) return {};
  const auto look = look_of(session.settings());
  if (!look) return look.error();
  return write_page(session, file, pages::status_page(status, open, *look));
}

Result<Status> read_status(const Session& session, const Desk& desk, std::size_t runs) {
  const bool by_contract = session.settings().settlement == "contract";
  return read_status(desk, runs, by_contract ? Settlement::contract : Settlement::account,
                     session.settings().stale_days);
}

Result<Exit> run_status(Session& session, const StatusArguments& arguments) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto status = read_status(session, *desk, arguments.runs);
  if (!status) return status.error();
  const auto open = open_decisions(*desk);
  if (!open) return open.error();
  if (auto written = write_status_page(session, *status, *open, arguments.html); !written)
    return written.error();
  // Nights and postings would refuse to run.
  const auto day = check_day(*desk, decision_rules(session).day_limit);
  const std::string wrong_day =
      !day && day.error().code == Errc::implausible_day ? to_string(day.error()) : "";
  session.show([&] { return documents::of(*status); },
               [&](std::ostream& out) {
                 print_status(session, out, *status, *open);
                 if (!wrong_day.empty())
                   out << "  ! " << printable(wrong_day)
                       << "\n    'billbyagent decisions' shows it to be confirmed\n";
               });
  const bool waits = !wrong_day.empty() || !status->held.empty() ||
                     count_to_pay_out(status->owed) > 0 || any_stale(status->rmms) ||
                     any_stale(status->not_counted);
  return waits ? Exit::needs_a_person : Exit::done;
}

}  // namespace

Result<void> print_what_waits(Session& session, const Desk& desk, std::ostream& out) {
  auto status = read_status(session, desk, 0);
  if (!status) return status.error();
  std::ostringstream rows;
  print_waiting(rows, *status);
  const auto open = open_decisions(desk);
  if (!open) return open.error();
  print_open(rows, *open, KeyColumn::hidden);
  out << (rows.str().empty() ? "  nothing\n" : rows.str());
  return {};
}

void add_status_command(Commands& commands) {
  commands.add<StatusArguments>(
      "status", "Show what waits for a person, and the last runs",
      [](CLI::App& sub, StatusArguments& arguments) {
        sub.add_option("--runs", arguments.runs, "So many runs")->capture_default_str();
        sub.add_option("--html", arguments.html, "Write it as a page into this file, too");
      },
      run_status);
}

}  // namespace billbyagent::cli
