#include "app/billing/find_open.hpp"

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
    posted_[{key.service, key.period_begin}].push_back(std::move(entry));
  }
  Result<void> add_service(const Service& service, const UnitHistory& history,
                           const FindUnits& units, OpenLines& open);
  /// All periods that end by this day were looked at without finding anything.
  Date closed_end() const {
    return std::min(closed_end_, cycle().period_at(through_.next()).begin());
  }

 private:
  const BillingCycle& cycle() const { return contract_.terms().cycle; }
  std::vector<Period> periods_of(const Service& service) const;
  const std::vector<PostedLine>& posted_of(const Service& service, const Period& period) const;
  /// Whether lines of the period can become available; where not, it stays open.
  bool is_available(const Service& service, const Period& period,
                    const std::vector<PostedLine>& posted);
  void leave_open(const Period& period) { closed_end_ = std::min(closed_end_, period.begin()); }

  const Contract& contract_;
  const BillingFilter& filter_;
  Date through_;
  std::optional<Date> begin_{};
  Date closed_end_ = detail::open_end();
  PostedByPeriod posted_;
};

/// The billing periods to look at: those with a billed day that have begun by `through`, and those
/// of which anything was posted.
std::vector<Period> Search::periods_of(const Service& service) const {
  std::vector<Period> periods;
  const auto life = billed_life(contract_, service);
  if (life)
    for (Period period = cycle().period_at(std::max(life->begin(), begin_.value_or(life->begin())));
         period.begin() <= through_ && period.begin() < life->end(); period = cycle().next(period))
      periods.push_back(period);
  for (const auto& [key, lines] : posted_) {
    if (key.first != service.id()) continue;
    const Period period = cycle().period_at(key.second);
    if (std::find(periods.begin(), periods.end(), period) == periods.end())
      periods.push_back(period);
  }
  return periods;
}

const std::vector<PostedLine>& Search::posted_of(const Service& service,
                                                 const Period& period) const {
  static const std::vector<PostedLine> nothing;
  const auto at = posted_.find({service.id(), period.begin()});
  return at == posted_.end() ? nothing : at->second;
}

bool Search::is_available(const Service& service, const Period& period,
                          const std::vector<PostedLine>& posted) {
  if (any_stands(posted)) return true;
  const auto available = available_from(contract_, service, period);
  if (available && through_ < *available) leave_open(period);
  return available && *available <= through_;
}

Result<void> Search::add_service(const Service& service, const UnitHistory& history,
                                 const FindUnits& units, OpenLines& open) {
  for (const auto& period : periods_of(service)) {
    const auto& posted = posted_of(service, period);
    if (!is_available(service, period, posted)) continue;
    auto lines = unposted(contract_, service, history, period, posted, through_, units);
    if (!lines) return lines.error();
    if (!lines->empty()) leave_open(period);
    for (auto& line : *lines)
      line.unit_changes = static_cast<std::int32_t>(history.changes().size());
    if (filter_.from)
      std::erase_if(*lines,
                    [&](const LineItem& line) { return line.key.effective < *filter_.from; });
    const bool small =
        !lines->empty() && is_small_credit(proration_in(contract_, service, period), *lines);
    auto& list = small ? open.withheld : open.lines;
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
