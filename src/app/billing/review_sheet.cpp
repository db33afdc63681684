#include "billbyagent/app/review_sheet.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "app/each_contract.hpp"
#include "app/nightly/counts_on_record.hpp"
#include "billbyagent/domain/billing.hpp"

namespace billbyagent {
namespace {

/// The units that are charged on a day, as the lines of its period have them.
std::optional<Units> charged_on(const Contract& contract, const Service& service,
                                const UnitHistory& history, Date day) {
  const auto life = billed_life(contract, service, contract.period_at(day));
  if (!life || life->pause_at(day) || (history.empty() && service.agent_scope()))
    return std::nullopt;
  const Period period = contract.period_at(day);
  const auto days = BilledDays::of(period, *life, day);
  if (!days || !days->billed.contains(day)) return std::nullopt;
  const Service now = as_in(contract, service, period);
  const Date terms = effective_for(now.terms().proration, day, life->begin());
  const Units measured = detail::units_at(measured_units(now, history, *days), day);
  return charged_units(service, service.quantity_on(terms).within_bounds(measured), terms);
}

bool of_one_invoice(const PostedLine& a, const PostedLine& b) {
  return a.invoice_number.empty() && b.invoice_number.empty()
             ? a.batch == b.batch
             : a.invoice_number == b.invoice_number;
}

bool counts_units(const LineItem& line) {
  return !line.rate_from &&
         (line.part() == ChargePart::units || line.part() == ChargePart::overage ||
          line.part() == ChargePart::charge);
}

/// `posted`: the lines of one contract.
Result<std::optional<LastBilled>> last_billed(const std::vector<PostedLine>& posted,
                                              const ServiceId& service) {
  const auto is_own = [&](const PostedLine& each) {
    return each.stands() && each.line.key.service == service;
  };
  const PostedLine* newest = nullptr;
  for (const auto& each : posted) {
    if (!is_own(each)) continue;
    const bool newer = !newest || newest->posted < each.posted ||
                       (newest->posted == each.posted &&
                        newest->line.key.period_begin < each.line.key.period_begin);
    if (newer) newest = &each;
  }
  if (!newest) return std::optional<LastBilled>{};
  const Currency currency = newest->line.currency();
  LastBilled last{newest->batch, newest->invoice_number, newest->line.available_on, 0,
                  Money::zero(currency)};
  for (const auto& each : posted) {
    if (!is_own(each)) continue;
    if (each.line.billing_period == newest->line.billing_period && counts_units(each.line))
      last.units += each.line.quantity;
    if (!of_one_invoice(each, *newest)) continue;
    const auto sum = add(last.amount, each.line.amount);
    if (!sum) return sum.error();
    last.amount = *sum;
  }
  return std::optional{last};
}

class Sheet {
 public:
  Sheet(const Desk& desk, const SheetOptions& options, ReviewSheet& sheet)
      : desk_(desk), options_(options), sheet_(sheet) {}

  Result<void> fill();

 private:
  Result<void> add_contract(Transaction& transaction, const Contract& contract);
  Result<void> add_row(Transaction& transaction, const Contract& contract, const Service& service,
                       const AccountId& account, const ReviewedContract* reviewed);
  Result<void> read_units(Transaction& transaction, const Contract& contract,
                          const Service& service, ReviewRow& row);
  Result<void> read_last(Transaction& transaction, const Service& service, ReviewRow& row);
  Result<void> add_lines(const ReviewedContract& reviewed, ReviewRow& row, ReviewedAccount& of);
  Result<void> compare(ReviewRow& row) const;
  void note_waiting();
  Result<void> note_observed();
  Result<void> explain();

  const Desk& desk_;
  const SheetOptions& options_;
  ReviewSheet& sheet_;
  std::map<AccountId, ReviewedAccount> accounts_;
  std::optional<app::CountsOnRecord> counts_{};
};

Result<void> add_to(Totals& totals, const LineItem& line) {
  const auto amount = add(totals.amount, line.amount);
  if (!amount) return amount.error();
  const auto cost = add(totals.cost, line.cost);
  if (!cost) return cost.error();
  totals = {*amount, *cost, totals.lines + 1};
  return {};
}

Result<void> Sheet::read_units(Transaction& transaction, const Contract& contract,
                               const Service& service, ReviewRow& row) {
  const Date today = sheet_.review.today;
  const auto history = transaction.unit_history(row.key);
  if (!history) return history.error();
  row.counted = history->units_on(today);
  row.limits = service.quantity_on(today);
  row.charged = charged_on(contract, service, *history, today);
  if (const AgentScope* scope = service.agent_scope()) {
    const auto fresh = counts_->of(row.key, scope->rmm, today, options_.stale_days);
    row.counted_on = fresh.counted_on;
    row.stale = fresh.stale;
    row.not_counted = fresh.failure;
  } else if (const UnitChange* change = history->change_on(today)) {
    row.counted_on = change->effective;
  }
  auto machines = transaction.machines(row.key);
  if (!machines) return machines.error();
  row.machines = *std::move(machines);
  return {};
}

Result<void> Sheet::read_last(Transaction& transaction, const Service& service, ReviewRow& row) {
  const auto posted = transaction.posted_lines(row.key.contract);
  if (!posted) return posted.error();
  auto last = last_billed(*posted, service.id());
  if (!last) return last.error();
  row.last = *std::move(last);
  if (row.last) {
    const auto batches = transaction.batches(row.key.contract);
    if (!batches) return batches.error();
    for (const auto& batch : *batches)
      if (batch.id == row.last->batch) row.last->posted_on = batch.posted_on;
  }
  auto events = transaction.machine_events(row.key);
  if (!events) return events.error();
  for (auto& event : *events)
    if ((!row.last || row.last->posted_on < event.seen) && event.move != MachineMove::identified)
      row.moves.push_back(std::move(event));
  return {};
}

Result<void> Sheet::add_lines(const ReviewedContract& reviewed, ReviewRow& row,
                              ReviewedAccount& of) {
  const Date today = sheet_.review.today;
  const auto own = [&](const LineItem& line) {
    return line.key.service == row.key.service && line.account == of.id;
  };
  for (const auto& line : reviewed.lines) {
    if (!own(line)) continue;
    const bool now = line.available_on <= today;
    const Date day = now ? today : line.available_on;
    if (auto added = add_to(now ? row.now : row.later, line); !added) return added;
    if (auto added = add_line(now ? of.now : of.later, line); !added) return added;
    if (auto added = add_line(now ? sheet_.now : sheet_.later, line); !added) return added;
    if (auto added = add_line(sheet_.months[Date{day.year(), day.month(), 1}], line); !added)
      return added;
    if (now) {
      row.due.push_back({line, {}});
      continue;
    }
    if (row.ahead.empty() || row.ahead.back().billing_period != line.billing_period)
      row.ahead.push_back({line.billing_period, Money::zero(row.currency), 0});
    const auto sum = add(row.ahead.back().amount, line.amount);
    if (!sum) return sum.error();
    row.ahead.back().amount = *sum;
    ++row.ahead.back().lines;
  }
  std::copy_if(reviewed.withheld.begin(), reviewed.withheld.end(), std::back_inserter(row.withheld),
               own);
  return {};
}

Result<void> Sheet::compare(ReviewRow& row) const {
  if (!row.last) return {};
  if (row.charged) row.more_units = *row.charged - row.last->units;
  if (row.due.empty()) return {};
  const auto more = subtract(row.now.amount, row.last->amount);
  if (!more) return more.error();
  row.more_amount = *more;
  return {};
}

Result<void> Sheet::add_row(Transaction& transaction, const Contract& contract,
                            const Service& service, const AccountId& account,
                            const ReviewedContract* reviewed) {
  const auto life = contract.life_of(service);
  const Date today = sheet_.review.today;
  const Currency currency = contract.terms().currency;
  const Totals nothing{Money::zero(currency), Money::zero(currency)};
  ReviewRow row{.key = {contract.id(), service.id()},
                .name = service.name_on(today),
                .currency = currency,
                .derived = service.agent_scope() != nullptr,
                .observed = contract.trust_on(today) == Trust::observe,
                .now = nothing,
                .later = nothing};
  auto& of = accounts_.at(account);
  if (reviewed)
    if (auto added = add_lines(*reviewed, row, of); !added) return added;
  const bool in_force = life && life->contains(today) && account == contract.account_on(today) &&
                        contract.status_on(today) == ContractStatus::active;
  if (!in_force && row.due.empty() && row.ahead.empty() && row.withheld.empty()) return {};
  if (auto read = read_units(transaction, contract, service, row); !read) return read;
  if (auto read = read_last(transaction, service, row); !read) return read;
  if (auto compared = compare(row); !compared) return compared;
  ++sheet_.services;
  of.rows.push_back(std::move(row));
  return {};
}

Result<void> Sheet::add_contract(Transaction& transaction, const Contract& contract) {
  std::set<AccountId> payers;
  for (const auto& each : contract.accounts()) {
    const auto account = transaction.account(each.account);
    if (!account) return account.error();
    accounts_.try_emplace(account->id, ReviewedAccount{account->id, account->name});
    if (!options_.filter.account || *options_.filter.account == each.account)
      payers.insert(each.account);
  }
  const auto& all = sheet_.review.contracts;
  const auto reviewed = std::find_if(all.begin(), all.end(), [&](const auto& each) {
    return each.contract.id() == contract.id();
  });
  for (const auto& service : contract.terms().services)
    for (const auto& account : payers)
      if (options_.filter.wants(service))
        if (auto added = add_row(transaction, contract, service, account,
                                 reviewed == all.end() ? nullptr : &*reviewed);
            !added)
          return within("contract " + contract.id().text(), added.error());
  return {};
}

void Sheet::note_waiting() {
  for (auto& [id, account] : accounts_)
    for (auto& row : account.rows)
      for (const auto& open : sheet_.open.rows)
        if (open.key == row.key) row.waiting = open.readings.back().units;
}

Result<void> Sheet::note_observed() {
  const auto all = observed_units(desk_, options_.filter);
  if (!all) return all.error();
  for (const auto& seen : *all)
    for (auto& row : accounts_.at(seen.account).rows)
      if (row.key == ServiceKey{seen.contract, seen.service}) row.shown = seen;
  return {};
}

/// In transactions of their own: what was billed in the meantime stays without an explanation.
Result<void> Sheet::explain() {
  std::size_t left = options_.lines_explained_max;
  for (auto& account : sheet_.accounts)
    for (auto& row : account.rows)
      for (auto& due : row.due) {
        if (left == 0) {
          ++sheet_.unexplained;
          continue;
        }
        --left;
        auto explanation = explain_line(desk_, due.line.key);
        if (explanation)
          due.explanation = *std::move(explanation);
        else if (explanation.error().code == Errc::not_found)
          ++sheet_.unexplained;
        else
          return explanation.error();
      }
  return {};
}

Result<void> Sheet::fill() {
  {
    auto transaction = desk_.begin(Access::read);
    if (!transaction) return transaction.error();
    const auto ids = app::contracts_that(
        **transaction, [&](const Contract& contract) { return options_.filter.wants(contract); });
    if (!ids) return ids.error();
    auto counts = app::CountsOnRecord::read(**transaction);
    if (!counts) return counts.error();
    counts_ = *std::move(counts);
    const auto read = app::each_contract(
        **transaction, *ids,
        Part::contract | Part::units | Part::machines | Part::events | Part::lines,
        [&](const Dossier& dossier) {
          const Contract contract = *dossier.contract;
          return add_contract(**transaction, contract);
        });
    if (!read) return read.error();
    auto open = open_decisions(**transaction);
    if (!open) return open.error();
    sheet_.open = *std::move(open);
  }
  note_waiting();
  if (auto noted = note_observed(); !noted) return noted;
  for (auto& [id, account] : accounts_)
    if (!account.rows.empty()) sheet_.accounts.push_back(std::move(account));
  std::stable_sort(sheet_.accounts.begin(), sheet_.accounts.end(),
                   [](const auto& a, const auto& b) { return a.name < b.name; });
  return explain();
}

bool chooses(const BillingFilter& filter) {
  return filter.from || filter.account || filter.contract || filter.service;
}

}  // namespace

bool ReviewSheet::needs_a_person() const {
  const auto fails = [](const ReviewedContract& each) {
    return each.error || !each.units_unknown.empty();
  };
  const auto is_stale = [](const RmmFreshness& rmm) { return rmm.stale; };
  const auto has_stale = [](const ReviewedAccount& account) {
    return std::any_of(account.rows.begin(), account.rows.end(),
                       [](const ReviewRow& row) { return row.stale; });
  };
  return !open.rows.empty() || count_to_pay_out(review.owed) > 0 ||
         std::any_of(review.contracts.begin(), review.contracts.end(), fails) ||
         std::any_of(rmms.begin(), rmms.end(), is_stale) ||
         std::any_of(accounts.begin(), accounts.end(), has_stale);
}

Result<ReviewSheet> review_sheet(const Desk& desk, const SheetOptions& options) {
  auto review = billing_review(desk, options.filter);
  if (!review) return review.error();
  auto rmms = freshness(desk, options.stale_days);
  if (!rmms) return rmms.error();
  ReviewSheet sheet{.tenant = desk.tenant,
                    .zone = desk.clock.zone(),
                    .made = desk.clock.now(),
                    .filtered = chooses(options.filter),
                    .review = *std::move(review),
                    .rmms = *std::move(rmms)};
  if (auto filled = Sheet{desk, options, sheet}.fill(); !filled) return filled.error();
  return sheet;
}

}  // namespace billbyagent
