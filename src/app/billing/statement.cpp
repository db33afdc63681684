#include "billbyagent/app/statement.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "app/each_contract.hpp"
#include "billbyagent/app/statements.hpp"
#include "billbyagent/domain/billing.hpp"

namespace billbyagent {

StatementLine statement_line(const LineItem& line) {
  return {line.key.effective,
          line.span,
          line.kind,
          line.part(),
          line.quantity,
          line.price_millionths(),
          line.rate_from.has_value(),
          line.share,
          line.amount};
}

namespace {

Period month_of(Date day) { return BillingCycle::calendar(CycleLength::monthly).period_at(day); }

class Writer {
 public:
  Writer(Transaction& transaction, const StatementRequest& request, Statement& statement)
      : transaction_(transaction), request_(request), statement_(statement) {}

  /// The lines that the account pays for.
  Result<void> add_contract(const Contract& contract, const AccountId& account);

 private:
  Result<bool> wants(const PostedLine& line, const std::vector<Batch>& batches) const;
  Result<void> add_service(const Contract& contract, const Service& service,
                           const std::vector<PostedLine>& lines);
  Result<void> read_units(const Contract& contract, const Service& service, StatementService& of);
  Result<void> read_machines(const ServiceKey& key, StatementService& of);
  void note_invoice(const PostedLine& line);

  Transaction& transaction_;
  const StatementRequest& request_;
  Statement& statement_;
};

Result<bool> Writer::wants(const PostedLine& line, const std::vector<Batch>& batches) const {
  if (!line.stands()) return false;
  if (request_.invoice) return line.invoice_number == *request_.invoice;
  const auto batch = std::find_if(batches.begin(), batches.end(),
                                  [&](const Batch& each) { return each.id == line.batch; });
  if (batch == batches.end()) return Error{Errc::not_found, "batch " + line.batch.text()};
  return statement_.posted->contains(batch->posted_on);
}

void Writer::note_invoice(const PostedLine& line) {
  auto& numbers = statement_.invoices;
  if (line.invoice_number.empty())
    ++statement_.not_invoiced;
  else if (std::find(numbers.begin(), numbers.end(), line.invoice_number) == numbers.end())
    numbers.push_back(line.invoice_number);
}

/// The billed periods; of what is billed in advance the one before, which is what is known of it.
Period days_told(const Contract& contract, const Service& service,
                 const std::vector<PostedLine>& lines) {
  Date begin = lines.front().line.billing_period.begin();
  Date end = lines.front().line.billing_period.end();
  for (const auto& each : lines) {
    begin = std::min(begin, each.line.billing_period.begin());
    end = std::max(end, each.line.billing_period.end());
  }
  if (contract.timing_on(begin) == BillingTiming::advance)
    begin = contract.period_at(begin.previous()).begin();
  const auto life = contract.life_of(service);
  return intersect(Period{begin, end}, life.value_or(Period{begin, end}))
      .value_or(Period{begin, end});
}

Result<void> Writer::read_machines(const ServiceKey& key, StatementService& of) {
  auto events = transaction_.machine_events(key);
  if (!events) return events.error();
  for (auto& change : of.changes)
    for (const auto& event : *events)
      if (event.seen == change.day && (comes(event.move) || goes(event.move)))
        change.moves.push_back({event.name, comes(event.move)});
  std::stable_sort(events->begin(), events->end(),
                   [](const auto& a, const auto& b) { return a.seen < b.seen; });
  // Days of grace change nothing of since when it is billed.
  std::map<AgentId, StatementMachine> machines;
  for (const auto& event : *events) {
    if (of.known_through < event.seen) break;
    if (goes(event.move)) machines.erase(event.agent);
    if (comes(event.move))
      machines.insert_or_assign(event.agent, StatementMachine{event.name, event.seen});
  }
  for (auto& [agent, machine] : machines) of.machines.push_back(std::move(machine));
  return {};
}

Result<void> Writer::read_units(const Contract& contract, const Service& service,
                                StatementService& of) {
  const ServiceKey key{contract.id(), service.id()};
  const auto history = transaction_.unit_history(key);
  if (!history) return history.error();
  const Date begin = of.days.begin();
  if (const auto units = history->units_on(begin)) of.units.push_back({begin, *units});
  for (const auto& entry : history->timeline()) {
    if (entry.effective < begin || of.known_through < entry.effective) continue;
    const auto before = history->units_on(entry.effective.previous());
    if (before == entry.units) continue;
    if (begin < entry.effective) of.units.push_back(entry);
    StatementChange change{.day = entry.effective, .before = before, .after = entry.units};
    change.reason = history->change_on(entry.effective)->reason;
    for (const auto& line : of.lines)
      if (line.effective == change.day && (before ? line.kind != LineKind::recurring : true))
        change.lines.push_back(line);
    of.changes.push_back(std::move(change));
  }
  return of.by_machine ? read_machines(key, of) : Result<void>{};
}

Result<void> Writer::add_service(const Contract& contract, const Service& service,
                                 const std::vector<PostedLine>& lines) {
  const Period days = days_told(contract, service, lines);
  const Date known = std::min(statement_.made, days.last_day());
  StatementService of{.name = service.name_on(known),
                      .contract = contract.name_on(known),
                      .by_machine = service.agent_scope() != nullptr,
                      .amount = Money::zero(contract.terms().currency),
                      .days = days,
                      .known_through = std::max(known, days.begin()),
                      .limits = service.quantity_on(std::max(known, days.begin()))};
  for (const auto& each : lines) {
    note_invoice(each);
    of.lines.push_back(statement_line(each.line));
    const auto sum = add(of.amount, each.line.amount);
    if (!sum) return sum.error();
    of.amount = *sum;
  }
  if (service.terms().charging == Charging::by_unit)
    if (auto read = read_units(contract, service, of); !read) return read;
  const Currency currency = of.amount.currency();
  auto& total = statement_.totals.try_emplace(currency, Money::zero(currency)).first->second;
  const auto sum = add(total, of.amount);
  if (!sum) return sum.error();
  total = *sum;
  statement_.services.push_back(std::move(of));
  return {};
}

Result<void> Writer::add_contract(const Contract& contract, const AccountId& account) {
  const auto posted = transaction_.posted_lines(contract.id());
  if (!posted) return posted.error();
  if (posted->empty()) return {};
  const auto batches = transaction_.batches(contract.id());
  if (!batches) return batches.error();
  std::map<ServiceId, std::vector<PostedLine>> by_service;
  for (const auto& line : *posted) {
    const auto wanted = wants(line, *batches);
    if (!wanted) return wanted.error();
    if (*wanted && line.line.account == account) by_service[line.line.key.service].push_back(line);
  }
  for (const auto& service : contract.terms().services) {
    const auto lines = by_service.find(service.id());
    if (lines == by_service.end()) continue;
    if (auto added = add_service(contract, service, lines->second); !added) return added;
    by_service.erase(lines);
  }
  // A line that is left out would be missing from the sum without a word.
  if (!by_service.empty())
    return Error{Errc::not_found, "service " + by_service.begin()->first.text() + " of contract " +
                                      contract.id().text()};
  return {};
}

/// What a statement tells of a contract.
constexpr Wanted parts_told = Part::contract | Part::units | Part::events | Part::lines;

Result<Statement> begun(Transaction& transaction, const AccountId& id, Date today,
                        const StatementRequest& request) {
  const auto account = transaction.account(id);
  if (!account) return account.error();
  Statement made{.account = account->name.empty() ? account->id.text() : account->name,
                 .made = today};
  if (!request.invoice) made.posted = request.posted.value_or(month_of(today));
  return made;
}

}  // namespace

Result<Statement> statement(const Desk& desk, const StatementRequest& request) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  auto made = begun(**transaction, request.account, desk.clock.today(), request);
  if (!made) return made;
  const auto ids = app::contracts_that(
      **transaction, [&](const Contract& contract) { return contract.is_of(request.account); });
  if (!ids) return ids.error();
  Writer writer{**transaction, request, *made};
  const auto read =
      app::each_contract(**transaction, *ids, parts_told, [&](const Dossier& dossier) {
        const Contract contract = *dossier.contract;
        const auto added = writer.add_contract(contract, request.account);
        return added ? added : within("contract " + contract.id().text(), added.error());
      });
  if (!read) return read.error();
  if (!made->services.empty()) return made;
  const std::string whose = "account " + request.account.text();
  if (request.invoice)
    return Error{Errc::not_found, "invoice " + *request.invoice + " of " + whose};
  return Error{Errc::nothing_to_do,
               "nothing was posted for " + whose + " in " + to_string(*made->posted)};
}

Result<std::map<AccountId, Statement>> statements(const Desk& desk,
                                                  const std::optional<Period>& posted) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  const StatementRequest request{.posted = posted};
  const auto ids = (*transaction)->contract_ids();
  if (!ids) return ids.error();
  std::map<AccountId, Statement> all;
  const auto add = [&](const Dossier& dossier) -> Result<void> {
    const Contract contract = *dossier.contract;
    std::set<AccountId> payers;
    for (const auto& each : contract.accounts()) payers.insert(each.account);
    for (const auto& account : payers) {
      if (!all.contains(account)) {
        auto made = begun(**transaction, account, desk.clock.today(), request);
        if (!made) return made.error();
        all.emplace(account, *std::move(made));
      }
      Writer writer{**transaction, request, all.at(account)};
      if (auto added = writer.add_contract(contract, account); !added)
        return within("contract " + contract.id().text(), added.error());
    }
    return {};
  };
  if (auto read = app::each_contract(**transaction, *ids, parts_told, add); !read)
    return read.error();
  std::erase_if(all, [](const auto& each) { return each.second.services.empty(); });
  return all;
}

}  // namespace billbyagent
