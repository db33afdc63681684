// status.

#include <algorithm>
#include <map>
#include <ostream>

#include "cli/commands.hpp"
#include "cli/names.hpp"
#include "cli/reports_human.hpp"
#include "cli/tables.hpp"
#include "documents/reports.hpp"

namespace billbyagent::cli {
namespace {

using namespace documents;

struct StatusArguments {
  std::size_t runs = 5;
};

struct Status {
  std::size_t accounts = 0;
  std::size_t contracts = 0;
  std::size_t active = 0;
  std::size_t services = 0;
  std::vector<ServiceKey> never_counted;
  std::vector<std::pair<ServiceKey, std::vector<HeldReading>>> held;
  std::vector<std::pair<ServiceKey, EndedReading>> past_proposals;
  std::size_t notices = 0;
  std::map<std::pair<LineState, Currency>, Money> batches;
  std::vector<RunRecord> runs;
};

constexpr std::size_t notices_counted = 100'000;

Result<void> read_past_proposals(Transaction& transaction, const ServiceKey& key, Status& status) {
  auto ended = transaction.ended_readings(key);
  if (!ended) return ended.error();
  for (auto& entry : *ended)
    if (entry.reading.proposal > 0) status.past_proposals.emplace_back(key, std::move(entry));
  return {};
}

Result<void> read_contracts(Transaction& transaction, Date today, Status& status) {
  auto ids = transaction.contract_ids();
  if (!ids) return ids.error();
  for (const auto& id : *ids) {
    auto contract = transaction.contract(id);
    if (!contract) return contract.error();
    ++status.contracts;
    if (contract->status_on(today) != ContractStatus::active) continue;
    ++status.active;
    for (const auto& service : contract->terms().services) {
      const auto life = contract->life_of(service);
      if (!life || !life->contains(today)) continue;
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

Result<Status> read_status(const Desk& desk, std::size_t run_limit) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  Status status;
  auto accounts = (*transaction)->accounts();
  if (!accounts) return accounts.error();
  status.accounts = accounts->size();
  if (auto read = read_contracts(**transaction, desk.clock.today(), status); !read)
    return read.error();
  if (auto read = read_held(**transaction, status); !read) return read.error();
  if (auto read = read_batches(**transaction, status); !read) return read.error();
  auto notices = (*transaction)->pending_notices(notices_counted);
  if (!notices) return notices.error();
  status.notices = notices->size();
  auto runs = (*transaction)->runs(run_limit);
  if (!runs) return runs.error();
  status.runs = *std::move(runs);
  return status;
}

/// Every open reading.
boost::json::array waiting_json(const Status& status) {
  boost::json::array all;
  for (const auto& [key, readings] : status.held)
    for (const auto& reading : readings) {
      auto out = held_json(reading);
      out["service"] = to_string(key);
      all.emplace_back(std::move(out));
    }
  return all;
}

boost::json::object status_json(const Desk& desk, const Status& status) {
  boost::json::array batches;
  for (const auto& [key, total] : status.batches)
    batches.emplace_back(boost::json::object{{"state", boost::json::string{to_string(key.first)}},
                                             {"currency", to_string(key.second)},
                                             {"total", to_decimal(total)}});
  return {{"tenant", desk.tenant.text()},
          {"today", to_string(desk.clock.today())},
          {"zone", desk.clock.zone()},
          {"accounts", status.accounts},
          {"contracts", status.contracts},
          {"active_contracts", status.active},
          {"services", status.services},
          {"never_counted",
           list_json(status.never_counted, [](const ServiceKey& key) { return to_string(key); })},
          {"held", waiting_json(status)},
          {"past_proposals", list_json(status.past_proposals,
                                       [](const auto& entry) {
                                         auto out = ended_json(entry.second);
                                         out["service"] = to_string(entry.first);
                                         return out;
                                       })},
          {"batches", batches},
          {"pending_notices", status.notices},
          {"runs", list_json(status.runs, run_json)}};
}

void print_waiting(std::ostream& out, const Status& status) {
  for (const auto& key : status.never_counted)
    out << "  ! " << printable(to_string(key)) << " was never counted\n";
  for (const auto& [key, readings] : status.held) {
    for (const auto& reading : readings)
      out << "  ! " << printable(to_string(key)) << " " << text_of(reading) << '\n';
    out << "    " << decision_text(key, readings) << '\n';
  }
  if (status.notices > 0)
    out << "  ! " << status.notices
        << " notices wait in the outbox; 'billbyagent notify' delivers them\n";
}

void print_past_proposals(std::ostream& out, const Status& status) {
  if (status.past_proposals.empty()) return;
  std::map<HeldEnd, std::size_t> counts;
  for (const auto& entry : status.past_proposals) ++counts[entry.second.ending.how];
  out << "  past proposals:";
  for (const auto& [how, count] : counts) out << ' ' << count << ' ' << to_string(how);
  out << "; 'billbyagent history CONTRACT/SERVICE' shows them\n";
}

void print_status(std::ostream& out, const Desk& desk, const Status& status) {
  out << "Tenant " << printable(desk.tenant.text()) << " on " << to_string(desk.clock.today())
      << " (" << desk.clock.zone() << "): " << status.accounts << " accounts, " << status.active
      << " of " << status.contracts << " contracts active, " << status.services
      << " services in force\n";
  print_waiting(out, status);
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
    table.add({run.job, to_string(run.day), to_string(run.ended), std::to_string(run.failures),
               run.summary});
  table.print(out);
}

Result<Exit> run_status(Session& session, const StatusArguments& arguments) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto status = read_status(*desk, arguments.runs);
  if (!status) return status.error();
  session.show([&] { return status_json(*desk, *status); },
               [&](std::ostream& out) { print_status(out, *desk, *status); });
  return status->held.empty() ? Exit::done : Exit::needs_a_person;
}

}  // namespace

void add_status_command(Commands& commands) {
  commands.add<StatusArguments>(
      "status", "Show what waits for a person, and the last runs",
      [](CLI::App& sub, StatusArguments& arguments) {
        sub.add_option("--runs", arguments.runs, "So many runs")->capture_default_str();
      },
      run_status);
}

}  // namespace billbyagent::cli
