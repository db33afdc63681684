#include "app/billing/find_open.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "billbyagent/domain/billing.hpp"

namespace billbyagent {

namespace {

/// The lines of one service by the first and the end of their billing period.
using PostedByPeriod = std::map<std::pair<Date, Date>, std::vector<PostedLine>>;

std::pair<Date, Date> ends_of(const Period& period) { return {period.begin(), period.end()}; }

bool any_stands(const std::vector<PostedLine>& posted) {
  for (const auto& entry : posted)
    if (entry.stands()) return true;
  return false;
}

bool is_small_credit(const ProrationPolicy& policy, const std::vector<LineItem>& lines) {
  Int128 sum = 0;
  for (const auto& line : lines) sum += line.amount.minor();
  return sum < 0 && -sum < policy.minimum_credit_minor;
}

FindUnits units_in(const Dossier& dossier) {
  return [&dossier](const ServiceId& id) -> const UnitHistory* {
    const auto found = dossier.services.find(id);
    return found == dossier.services.end() ? nullptr : &found->second.units;
  };
}

/// The open lines of a contract's services, one after another.
class Search {
 public:
  Search(const Contract& contract, const BillingFilter& filter, Date through)
      : contract_(contract), filter_(filter), through_(through) {}

  /// Before this day nothing is looked at.
  void begin_at(Date day) { begin_ = day; }
  void add_posted(PostedLine entry) {
    const LineKey& key = entry.line.key;
    if (begin_ && key.period_begin < *begin_) return;
    auto& lines = posted_[key.service][ends_of(entry.line.billing_period)];
    lines.push_back(std::move(entry));
  }
  Result<void> add_service(const Service& service, const UnitHistory& history,
                           const FindUnits& units, OpenLines& open);
  /// All periods that end by this day were looked at without finding anything.
  Date closed_end() const;

 private:
  std::vector<Period> periods_of(const Service& service) const;
  const std::vector<PostedLine>& posted_of(const Service& service, const Period& period) const;
  /// Whether lines of the period can become available; where not, it stays open.
  bool is_available(const Service& service, const Period& period,
                    const std::vector<PostedLine>& posted);
  std::vector<LineKey> taken_beside(const Service& service, const Period& period,
                                    const std::vector<LineKey>& found) const;
  void add_lines(const ProrationPolicy& policy, std::vector<LineItem> lines, OpenLines& open) const;
  void leave_open(const Period& period) { closed_end_ = std::min(closed_end_, period.begin()); }

  const Contract& contract_;
  const BillingFilter& filter_;
  Date through_;
  std::optional<Date> begin_{};
  Date closed_end_ = detail::open_end();
  std::map<ServiceId, PostedByPeriod> posted_;
};

/// A billing period of a later section may begin before that section does.
Date Search::closed_end() const {
  Date end = closed_end_;
  for (const auto& section : contract_.sections())
    if (through_ < section.days.end())
      end = std::min(
          end, section.cycle.period_at(std::max(section.days.begin(), through_.next())).begin());
  return end;
}

/// The billing periods to look at: those with a billed day that have begun by `through`, and those
/// of which anything was posted.
std::vector<Period> Search::periods_of(const Service& service) const {
  std::vector<Period> periods;
  if (const auto life = billed_life(contract_, service)) {
    const Date begin = std::max(life->begin(), begin_.value_or(life->begin()));
    const Date end = std::min(life->end(), through_.next());
    if (begin < end) periods = billing_periods(contract_.sections(), {begin, end});
  }
  if (const auto posted = posted_.find(service.id()); posted != posted_.end())
    for (const auto& [ends, lines] : posted->second) {
      const Period period{ends.first, ends.second};
      if (std::find(periods.begin(), periods.end(), period) == periods.end())
        periods.push_back(period);
    }
  std::sort(periods.begin(), periods.end(),
            [](const Period& a, const Period& b) { return ends_of(a) < ends_of(b); });
  return periods;
}

const std::vector<PostedLine>& Search::posted_of(const Service& service,
                                                 const Period& period) const {
  static const std::vector<PostedLine> nothing;
  const auto of_service = posted_.find(service.id());
  if (of_service == posted_.end()) return nothing;
  const auto at = of_service->second.find(ends_of(period));
  return at == of_service->second.end() ? nothing : at->second;
}

/// The keys of lines, posted and found, of other periods that begin on the same day.
std::vector<LineKey> Search::taken_beside(const Service& service, const Period& period,
                                          const std::vector<LineKey>& found) const {
  std::vector<LineKey> taken;
  if (const auto of_service = posted_.find(service.id()); of_service != posted_.end())
    for (auto at = of_service->second.lower_bound({period.begin(), period.begin()});
         at != of_service->second.end() && at->first.first == period.begin(); ++at)
      if (at->first.second != period.end())
        for (const auto& entry : at->second) taken.push_back(entry.line.key);
  std::copy_if(found.begin(), found.end(), std::back_inserter(taken),
               [&](const LineKey& key) { return key.period_begin == period.begin(); });
  return taken;
}

bool Search::is_available(const Service& service, const Period& period,
                          const std::vector<PostedLine>& posted) {
  if (any_stands(posted)) return true;
  const auto available = available_from(contract_, service, period);
  if (available && through_ < *available) leave_open(period);
  return available && *available <= through_;
}

/// Small credits of an account wait for a charge to it.
void Search::add_lines(const ProrationPolicy& policy, std::vector<LineItem> lines,
                       OpenLines& open) const {
  std::erase_if(lines, [&](const LineItem& line) { return !filter_.wants(line); });
  while (!lines.empty()) {
    const AccountId account = lines.front().account;
    const auto others = std::stable_partition(
        lines.begin(), lines.end(), [&](const LineItem& line) { return line.account == account; });
    std::vector<LineItem> own{std::make_move_iterator(lines.begin()),
                              std::make_move_iterator(others)};
    lines.erase(lines.begin(), others);
    auto& list = is_small_credit(policy, own) ? open.withheld : open.lines;
    std::move(own.begin(), own.end(), std::back_inserter(list));
  }
}

Result<void> Search::add_service(const Service& service, const UnitHistory& history,
                                 const FindUnits& units, OpenLines& open) {
  std::vector<LineKey> found;
  for (const auto& period : periods_of(service)) {
    const auto& posted = posted_of(service, period);
    if (!is_available(service, period, posted)) continue;
    auto lines = unposted(contract_, service, history, period, posted, through_, units,
                          taken_beside(service, period, found));
    if (!lines) return lines.error();
    if (!lines->empty()) leave_open(period);
    for (auto& line : *lines) {
      line.unit_changes = static_cast<std::int32_t>(history.changes().size());
      found.push_back(line.key);
    }
    if (!lines->empty())
      add_lines(proration_in(contract_, service, period), *std::move(lines), open);
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

/// Whether what is closed holds for a run through that day.
bool may_pass(const Dossier& dossier, const Contract& contract, Date through) {
  // Once a period is over, it is the same from whatever later day it is seen.
  return dossier.closed_end && *dossier.closed_end <= through.next() &&
         dossier.contract == contract;
}

bool wants_all(const BillingFilter& filter, const Contract& contract) {
  const auto& services = contract.terms().services;
  return std::all_of(services.begin(), services.end(),
                     [&](const Service& service) { return filter.wants(service); });
}

}  // namespace

Result<app::FoundOpen> app::find_open(Transaction& transaction, const Contract& contract,
                                      const BillingFilter& filter, Date through, Looking looking) {
  const Wanted all = Part::units | Part::lines;
  auto dossier = transaction.dossier(contract.id(), all | Part::closed);
  if (!dossier) return dossier.error();
  const auto saved = (*dossier)->closed_end;
  const bool pass = looking == Looking::past_closed && may_pass(**dossier, contract, through);
  if (!pass) dossier = transaction.dossier(contract.id(), all);
  if (!dossier) return dossier.error();
  Search search{contract, filter, through};
  if (pass) search.begin_at(*saved);
  for (const auto& entry : (*dossier)->lines) search.add_posted(entry);
  FoundOpen found;
  OpenLines& open = found.open;
  const FindUnits units = units_in(**dossier);
  for (const auto& service : contract.terms().services) {
    if (!filter.wants(service)) continue;
    const auto& history = (*dossier)->services.at(service.id()).units;
    if (history.empty()) {
      const auto life = billed_life(contract, service);
      if (life && life->begin() <= through) open.units_unknown.push_back(service.id());
      continue;
    }
    if (auto added = search.add_service(service, history, units, open); !added)
      return added.error();
    add_above_maximum(contract, service, history, through, open);
  }
  const Date end = search.closed_end();
  if (wants_all(filter, contract) && saved.value_or(contract.terms().start) < end)
    found.closed_end = end;
  return found;
}

Result<OpenLines> open_lines(Transaction& transaction, const Contract& contract,
                             const BillingFilter& filter, Date through) {
  auto found = app::find_open(transaction, contract, filter, through);
  if (!found) return found.error();
  return std::move(found->open);
}

}  // namespace billbyagent
