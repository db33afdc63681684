#include "app/verify/recompute.hpp"

#include <algorithm>

#include "app/billing/terms_digest.hpp"
#include "billbyagent/domain/billing.hpp"

namespace billbyagent::app {

namespace {

/// As it was when so many changes were known; nothing when there were never as many.
std::optional<UnitHistory> first_of_history(const UnitHistory& history, std::int32_t known) {
  const auto& changes = history.changes();
  if (known < 1 || static_cast<std::size_t>(known) > changes.size()) return std::nullopt;
  UnitHistory then;
  for (std::int32_t i = 0; i < known; ++i)
    if (!then.record(changes[static_cast<std::size_t>(i)])) return std::nullopt;
  return then;
}

/// What it was called and how it was counted makes no amount.
bool bills_the_same(const LineItem& a, const LineItem& b) {
  return a.kind == b.kind && a.billing_period == b.billing_period && a.span == b.span &&
         a.units_before == b.units_before && a.units_after == b.units_after &&
         a.quantity == b.quantity && a.rate_from == b.rate_from && a.rate == b.rate &&
         a.share == b.share && a.amount == b.amount && a.cost == b.cost;
}

}  // namespace

Recomputation::Recomputation(const Dossier& dossier, const std::vector<Batch>& batches,
                             const std::map<BatchId, std::vector<StateRecord>>& returned)
    : dossier_(dossier),
      batches_(batches),
      returned_(returned),
      terms_(terms_digest(*dossier.contract)) {
  for (std::size_t place = 0; place < batches.size(); ++place)
    places_.emplace(batches[place].id, place);
}

Recomputation::Before Recomputation::before(const PostedLine& entry) const {
  Before found;
  const std::size_t own = places_.at(entry.batch);
  for (const auto& other : dossier_.lines) {
    const LineKey& key = other.line.key;
    if (key.service != entry.line.key.service || key.period_begin != entry.line.key.period_begin)
      continue;
    const auto place = places_.find(other.batch);
    if (place == places_.end() || place->second >= own) continue;
    if (other.line.billing_period != entry.line.billing_period) {
      found.taken.push_back(key);
      continue;
    }
    PostedLine then = other;
    if (const auto states = returned_.find(other.batch); states != returned_.end()) {
      const auto back = std::find_if(
          states->second.begin(), states->second.end(),
          [](const StateRecord& record) { return record.state == LineState::returned; });
      const bool was_back = back != states->second.end() && back->recorded < entry.posted;
      if (back != states->second.end() && back->recorded == entry.posted) found.certain = false;
      if (!was_back) then.state = LineState::posted;
    }
    // A clock that went back tells nothing.
    if (entry.posted < other.posted) found.certain = false;
    found.posted.push_back(std::move(then));
  }
  return found;
}

Result<std::vector<LineItem>> Recomputation::lines_then(const PostedLine& entry, const Batch& batch,
                                                        Before& earlier) const {
  const LineKey& key = entry.line.key;
  const Service* service = dossier_.contract->find_service(key.service);
  const auto known = dossier_.services.find(key.service);
  if (!service || known == dossier_.services.end() || !batch.through)
    return Error{Errc::not_found, {}};
  const auto history = first_of_history(known->second.units, entry.line.unit_changes);
  if (!history) return Error{Errc::not_found, {}};
  const auto with = [&](const FindUnits& others) {
    return unposted(*dossier_.contract, *service, *history, entry.line.billing_period,
                    earlier.posted, *batch.through, others, earlier.taken);
  };
  auto alone = with({});
  if (alone || alone.error().code != Errc::invalid_argument) return alone;
  earlier.certain = false;
  return with([&](const ServiceId& id) -> const UnitHistory* {
    if (id == key.service) return &*history;
    const auto other = dossier_.services.find(id);
    return other == dossier_.services.end() ? nullptr : &other->second.units;
  });
}

Recomputed Recomputation::of(const PostedLine& entry) const {
  const auto place = places_.find(entry.batch);
  if (place == places_.end()) return {};
  const Batch& batch = batches_[place->second];
  if (batch.terms.empty() || entry.line.unit_changes == 0) return {};
  Before earlier = before(entry);
  const auto lines = lines_then(entry, batch, earlier);
  const auto is_own = [&](const LineItem& line) {
    return line.key == entry.line.key && line.account == entry.line.account;
  };
  // Where a billing cycle changes, periods that begin on one day count their lines together: what
  // is called by another number is the same line all the same.
  const auto is_like = [&](const LineItem& line) {
    LineKey key = line.key;
    key.sequence = entry.line.key.sequence;
    return key == entry.line.key && line.account == entry.line.account &&
           bills_the_same(line, entry.line);
  };
  if (lines && std::any_of(lines->begin(), lines->end(), is_like))
    return {Recomputed::How::same, {}};
  const auto own = lines ? std::find_if(lines->begin(), lines->end(), is_own)
                         : std::vector<LineItem>::const_iterator{};
  const bool found = lines && own != lines->end();
  if (!earlier.certain || batch.terms != terms_) return {};
  return {Recomputed::How::other, found   ? to_string(*own)
                                  : lines ? "nothing"
                                          : to_string(lines.error())};
}

}  // namespace billbyagent::app
