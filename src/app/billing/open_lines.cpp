#include "billbyagent/app/open_lines.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "billbyagent/domain/billing.hpp"

namespace billbyagent {

namespace {

using PostedByPeriod = std::map<std::pair<ServiceId, Date>, std::vector<PostedLine>>;

bool any_stands(const std::vector<PostedLine>& posted) {
  for (const auto& entry : posted)
    if (entry.stands()) return true;
  return false;
}

/// The billing periods to look at: those with a billed day that have begun by `through`, and those
/// of which anything was posted.
std::vector<Period> periods_of(const Contract& contract, const Service& service, Date through,
                               const PostedByPeriod& posted) {
  std::vector<Period> periods;
  const auto life = billed_life(contract, service);
  const BillingCycle& cycle = contract.terms().cycle;
  if (life)
    for (Period period = cycle.period_at(life->begin());
         period.begin() <= through && period.begin() < life->end(); period = cycle.next(period))
      periods.push_back(period);
  for (const auto& [key, lines] : posted) {
    if (key.first != service.id()) continue;
    const Period period = cycle.period_at(key.second);
    if (std::find(periods.begin(), periods.end(), period) == periods.end())
      periods.push_back(period);
  }
  return periods;
}

bool is_small_credit(const Service& service, const std::vector<LineItem>& lines) {
  Int128 sum = 0;
  for (const auto& line : lines) sum += line.amount.minor();
  return sum < 0 && -sum < service.terms().proration.minimum_credit_minor;
}

Result<void> add_open_lines(const Contract& contract, const Service& service,
                            const UnitHistory& history, const BillingFilter& filter, Date through,
                            const PostedByPeriod& posted, OpenLines& open) {
  static const std::vector<PostedLine> nothing;
  for (const auto& period : periods_of(contract, service, through, posted)) {
    const auto at = posted.find({service.id(), period.begin()});
    const auto& posted_here = at == posted.end() ? nothing : at->second;
    if (!any_stands(posted_here)) {
      const auto available = available_from(contract, service, period);
      if (!available || through < *available) continue;
    }
    auto lines = unposted(contract, service, history, period, posted_here, through);
    if (!lines) return lines.error();
    if (filter.from)
      std::erase_if(*lines,
                    [&](const LineItem& line) { return line.key.effective < *filter.from; });
    auto& list = is_small_credit(service, *lines) ? open.withheld : open.lines;
    std::move(lines->begin(), lines->end(), std::back_inserter(list));
  }
  return {};
}

void add_above_maximum(const Contract& contract, const Service& service, const UnitHistory& history,
                       Date through, OpenLines& open) {
  const auto life = billed_life(contract, service);
  if (!life || through < life->begin()) return;
  const Date day = std::min(through, life->whole.last_day());
  const auto maximum = service.quantity_on(day).maximum;
  if (!maximum || life->pause_at(day)) return;
  const Units counted = history.units_on(day).value_or(0);
  if (counted > *maximum) open.above_maximum.push_back({service.id(), day, counted, *maximum});
}

}  // namespace

Result<OpenLines> open_lines(Transaction& transaction, const Contract& contract,
                             const BillingFilter& filter, Date through) {
  auto posted = transaction.posted_lines(contract.id());
  if (!posted) return posted.error();
  PostedByPeriod by_period;
  for (auto& entry : *posted) {
    const LineKey& key = entry.line.key;
    by_period[{key.service, key.period_begin}].push_back(std::move(entry));
  }
  OpenLines open;
  for (const auto& service : contract.terms().services) {
    if (!filter.wants(service)) continue;
    auto history = transaction.unit_history({contract.id(), service.id()});
    if (!history) return history.error();
    if (history->empty()) {
      const auto life = billed_life(contract, service);
      if (life && life->begin() <= through) open.units_unknown.push_back(service.id());
      continue;
    }
    if (auto added = add_open_lines(contract, service, *history, filter, through, by_period, open);
        !added)
      return added.error();
    add_above_maximum(contract, service, *history, through, open);
  }
  return open;
}

}  // namespace billbyagent
