#pragma once

/// From which day on another version of a contract can bill something else: what was closed before
/// it stays closed. Threads: pure functions.

#include <algorithm>
#include <optional>

#include "billbyagent/domain/contract.hpp"

namespace billbyagent::detail {

class ChangedFrom {
 public:
  ChangedFrom(const Contract& before, const Contract& after)
      : contract_before_(before),
        contract_after_(after),
        before_(before.terms()),
        after_(after.terms()),
        everything_(std::min(before_.start, after_.start)) {}

  Date day() {
    compare_ends(before_.end, after_.end);
    compare_lists(before_.amendments, after_.amendments);
    compare_sections();
    for (const auto& service : after_.services) compare(service);
    const auto is_kept = [&](const Service& service) { return find(after_, service) != nullptr; };
    if (!std::all_of(before_.services.begin(), before_.services.end(), is_kept)) all();
    Contract::Terms same = before_;
    same.name = after_.name;
    same.trust = after_.trust;
    same.end = after_.end;
    same.recipients = after_.recipients;
    same.services = after_.services;
    same.machine_classes = after_.machine_classes;
    same.agreed_term = after_.agreed_term;
    same.amendments = after_.amendments;
    if (same != after_) all();
    return day_;
  }

 private:
  static const Service* find(const Contract::Terms& terms, const Service& like) {
    for (const auto& service : terms.services)
      if (service.id() == like.id()) return &service;
    return nullptr;
  }
  void from(Date day) { day_ = std::min(day_, day); }
  void all() { from(everything_); }

  void compare_ends(const std::optional<Date>& before, const std::optional<Date>& after) {
    if (before != after) from(std::min(before.value_or(open_end()), after.value_or(open_end())));
  }
  /// Another cycle cuts the billing period that holds on its day, and one of its own may begin
  /// before it.
  void compare_sections() {
    for (std::size_t i = 0; i < after_.amendments.size(); ++i) {
      const auto& each = after_.amendments[i];
      const bool is_new = i >= before_.amendments.size() || before_.amendments[i] != each;
      if (!is_new || (!each.cycle && !each.timing && !each.account)) continue;
      for (const Contract* of : {&contract_before_, &contract_after_})
        from(of->period_at(each.effective).begin());
    }
  }
  /// What was added holds from its own day on.
  template <class Dated>
  void compare_lists(const std::vector<Dated>& before, const std::vector<Dated>& after) {
    if (!only_adds(before, after)) return all();
    for (std::size_t i = before.size(); i < after.size(); ++i) from(after[i].effective);
  }
  void compare(const Service& service) {
    const auto& after = service.terms();
    const Service* saved = find(before_, service);
    if (!saved) return from(after.effective);
    const auto& before = saved->terms();
    compare_ends(before.end, after.end);
    compare_lists(before.prices, after.prices);
    compare_lists(before.amendments, after.amendments);
    Service::Terms same = before;
    same.name = after.name;
    same.prices = after.prices;
    same.end = after.end;
    same.amendments = after.amendments;
    if (same != after) all();
  }

  const Contract& contract_before_;
  const Contract& contract_after_;
  const Contract::Terms& before_;
  const Contract::Terms& after_;
  Date everything_;
  Date day_ = open_end();
};

}  // namespace billbyagent::detail
