#include "billbyagent/app/explain.hpp"

#include <algorithm>
#include <utility>

#include "app/explain/derivation.hpp"
#include "app/machines/machine_changes.hpp"
#include "app/units/units_of_contract.hpp"
#include "billbyagent/app/billing_filter.hpp"
#include "billbyagent/domain/billing.hpp"

namespace billbyagent {

namespace {

/// The billing periods that begin on a day: those of the contract and those that were posted.
std::vector<Period> periods_beginning(const Contract& contract, Date begin,
                                      const std::vector<PostedLine>& posted) {
  std::vector<Period> periods;
  const auto add = [&](const Period& period) {
    if (period.begin() == begin &&
        std::find(periods.begin(), periods.end(), period) == periods.end())
      periods.push_back(period);
  };
  for (const auto& section : contract.sections()) add(section.cycle.period_at(begin));
  for (const auto& entry : posted) add(entry.line.billing_period);
  std::sort(periods.begin(), periods.end(),
            [](const Period& a, const Period& b) { return a.end() < b.end(); });
  return periods;
}

/// Of the same total: those that count together with a line.
void leave_others_out(std::vector<LineItem>& lines, const LineKey& key) {
  const auto line = std::find_if(lines.begin(), lines.end(),
                                 [&](const LineItem& each) { return each.key == key; });
  if (line == lines.end()) return lines.clear();
  const LineItem wanted = *line;
  std::erase_if(lines, [&](const LineItem& each) {
    return each.billing_period != wanted.billing_period || each.account != wanted.account ||
           each.tax_category != wanted.tax_category;
  });
}

/// The lines that add up with the wanted one, in their order; none when there is no such line.
Result<std::vector<LineItem>> lines_of_period(Transaction& transaction, const LineKey& key,
                                              Date today, std::optional<PostedLine>& found,
                                              ProrationPolicy& policy) {
  auto contract = transaction.contract(key.contract);
  if (!contract) return contract.error();
  const Service* service = contract->find_service(key.service);
  if (!service)
    return Error{Errc::not_found,
                 "service " + key.service.text() + " of contract " + key.contract.text()};
  auto posted = transaction.posted_lines(key.contract);
  if (!posted) return posted.error();
  std::erase_if(*posted, [&](const PostedLine& entry) {
    return entry.line.key.service != key.service || entry.line.key.period_begin != key.period_begin;
  });
  auto history = transaction.unit_history({key.contract, key.service});
  if (!history) return history.error();
  std::vector<LineItem> lines;
  for (const auto& entry : *posted) {
    const bool wanted = entry.line.key == key;
    if (wanted) found = entry;
    if (wanted || entry.stands()) lines.push_back(entry.line);
  }
  const auto units = app::units_of(transaction, *contract);
  if (!units) return units.error();
  std::vector<LineKey> opened;
  for (const auto& period : periods_beginning(*contract, key.period_begin, *posted)) {
    std::vector<PostedLine> own;
    std::vector<LineKey> taken = opened;
    for (const auto& entry : *posted)
      if (entry.line.billing_period == period)
        own.push_back(entry);
      else
        taken.push_back(entry.line.key);
    auto open =
        unposted(*contract, *service, *history, period, own,
                 std::max(key.effective, usual_review_end(today)), app::find_in(*units), taken);
    if (!open) return open.error();
    for (const auto& line : *open) opened.push_back(line.key);
    lines.insert(lines.end(), open->begin(), open->end());
  }
  leave_others_out(lines, key);
  if (!lines.empty()) policy = proration_in(*contract, *service, lines.front().billing_period);
  return lines;
}

Result<void> add_evidence(Transaction& transaction, Explanation& explanation) {
  const LineKey& key = explanation.line.key;
  const ServiceKey service{key.contract, key.service};
  auto history = transaction.unit_history(service);
  if (!history) return history.error();
  if (const UnitChange* change = history->change_on(key.effective)) explanation.change = *change;
  auto events = transaction.machine_events(service);
  if (!events) return events.error();
  for (const auto& event : *events)
    if (explanation.change && event.seen == explanation.change->effective &&
        event.seen == key.effective)
      explanation.events.push_back(event);
  explanation.machines = app::machines_on(*std::move(events), key.effective);
  return {};
}

/// On the line's first day, and on the day before it where that is billed too.
Result<void> add_derivation(Transaction& transaction, Explanation& explanation) {
  const LineItem& line = explanation.line;
  auto contract = transaction.contract(line.key.contract);
  if (!contract) return contract.error();
  auto history = transaction.unit_history({line.key.contract, line.key.service});
  if (!history) return history.error();
  const Service& saved = *contract->find_service(line.key.service);
  const Service service = as_in(*contract, saved, line.billing_period);
  const auto life = billed_life(*contract, saved, line.billing_period);
  const auto days = life ? BilledDays::of(line.billing_period, *life) : std::nullopt;
  if (!days) return {};
  auto& text = explanation.derivation;
  const auto add = [&](const std::vector<std::string>& sentences) {
    for (const auto& sentence : sentences)
      if (std::find(text.begin(), text.end(), sentence) == text.end()) text.push_back(sentence);
  };
  add(app::counting_of(service));
  const Date day = line.span.begin();
  if (days->billed.begin() < day && day <= days->billed.end())
    add(app::derivation_of(service, *history, *days, day.previous()));
  if (days->billed.contains(day)) add(app::derivation_of(service, *history, *days, day));
  const Date priced = effective_for(service.terms().proration, day, life->begin());
  add(app::amendments_of(*contract, saved, line));
  if (line.rate_from) add(app::raises_of(service, *line.rate_from, priced.previous()));
  add(app::raises_of(service, line.rate, priced));
  return {};
}

}  // namespace

Result<Explanation> explain_line(const Desk& desk, const LineKey& key) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  std::optional<PostedLine> posted;
  ProrationPolicy policy;
  auto lines = lines_of_period(**transaction, key, desk.clock.today(), posted, policy);
  if (!lines) return lines.error();
  ExactValue before;
  std::int64_t amounts = 0;
  for (const auto& line : *lines) {
    const ExactValue own = exact_amount(line);
    before.denominator = own.denominator;
    if (line.key != key) {
      before.numerator += own.numerator;
      amounts += line.amount.minor();
      continue;
    }
    Explanation explanation{
        .line = line,
        .posted = posted,
        .exact_before = before,
        .exact_after = {before.numerator + own.numerator, own.denominator},
        .amounts_before = Money::from_minor(amounts, line.currency()),
        .policy = policy,
    };
    if (auto added = add_evidence(**transaction, explanation); !added) return added.error();
    if (auto added = add_derivation(**transaction, explanation); !added) return added.error();
    return explanation;
  }
  return Error{Errc::not_found, "line " + to_string(key)};
}

}  // namespace billbyagent
