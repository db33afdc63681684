// The machines that no service bills, and what they would bring.

#include <algorithm>
#include <string>
#include <tuple>

#include "app/coverage/survey.hpp"
#include "billbyagent/domain/billing.hpp"

namespace billbyagent::app {

const Account* CoverageSurvey::account_of(const RmmId& rmm,
                                          const OrganizationId& organization) const {
  for (const auto& [id, account] : accounts_)
    if (account.organization_in(rmm) == organization) return &account;
  return nullptr;
}

bool CoverageSurvey::covers(const CoveredService& service, const AgentList::Entry& agent) const {
  if (service.rmm != agent.rmm || !service.scope ||
      service.scope->organization != agent.organization)
    return false;
  const AgentScope& scope = *service.scope;
  return !scope.group || agent.group == *scope.group ||
         (scope.sub_groups == SubGroups::included &&
          readings_.census(agent.rmm).groups().is_within(agent.group, *scope.group));
}

bool CoverageSurvey::is_of_other_class(const CoveredService& service, const AgentId& agent) const {
  const auto entry = service.index ? readings_.census(service.rmm).why_not(*service.index, agent)
                                   : std::optional<JudgedMachine>{};
  return entry && (entry->verdict == Verdict::other_class || entry->verdict == Verdict::no_class);
}

bool CoverageSurvey::lacks_class(const AgentList::Entry& agent) const {
  return std::any_of(services_.begin(), services_.end(), [&](const CoveredService& service) {
    return covers(service, agent) && is_of_other_class(service, agent.machine.agent);
  });
}

const CoveredService* CoverageSurvey::price_for(const AgentList::Entry& agent) const {
  const Account* account = account_of(agent.rmm, agent.organization);
  const CoveredService* of_another_account = nullptr;
  for (const auto& service : services_) {
    if (!covers(service, agent) || is_of_other_class(service, agent.machine.agent)) continue;
    if (!account || contracts_[service.contract].account_on(today_) == account->id) return &service;
    if (!of_another_account) of_another_account = &service;
  }
  return of_another_account;
}

namespace {

Result<Money> amount_of(const Contract& contract, const Service& service, Units units,
                        const Period& life, const Period& billing_period) {
  auto history = UnitHistory::starting(life.begin(), units);
  if (!history) return history.error();
  // As if it were the contract's only one.
  const auto no_others = [](const ServiceId&) -> const UnitHistory* { return nullptr; };
  auto lines = bill(contract, service, *history, billing_period, no_others);
  if (!lines) return lines.error();
  Money sum = Money::zero(service.terms().currency);
  for (const auto& line : *lines) {
    auto added = add(sum, line.amount);
    if (!added) return added.error();
    sum = *added;
  }
  return sum;
}

/// Whether no amendment cuts it.
bool is_whole(const Contract& contract, const Period& period) {
  const auto parts = parts_of(contract.sections(), period);
  return parts.size() == 1 && parts.front().days == period;
}

/// A billing period that lies whole within `life`: the one of `today`, the next or the one before.
std::optional<Period> full_period(const Contract& contract, const Period& life, Date today) {
  const Period now = contract.period_at(today);
  std::vector<Period> candidates{now};
  if (now.end() < life.end()) candidates.push_back(contract.period_at(now.end()));
  if (life.begin() < now.begin()) candidates.push_back(contract.period_at(now.begin().previous()));
  for (const auto& period : candidates)
    if (intersect(period, life) == period && is_whole(contract, period)) return period;
  return std::nullopt;
}

}  // namespace

Result<void> CoverageSurvey::set_worth(Unbilled& unbilled, const CoveredService& price) const {
  const Contract& contract = contracts_[price.contract];
  const Service& service = *contract.find_service(price.key.service);
  const auto life = contract.life_of(service);
  const auto period = full_period(contract, *life, today_);
  if (!period) {
    unbilled.worth_unknown = "contract " + price.key.contract.text() + ", service " +
                             price.key.service.text() +
                             " is not in force for a full billing period";
    return {};
  }
  const Units now = price.history.units_on(today_).value_or(0);
  const auto more = static_cast<Units>(unbilled.machines.size());
  auto with = amount_of(contract, service, now + more, *life, *period);
  if (!with) return with.error();
  auto without = amount_of(contract, service, now, *life, *period);
  if (!without) return without.error();
  auto amount = subtract(*with, *without);
  if (!amount) return amount.error();
  unbilled.worth = Worth{price.key, contract.cycle_on(period->begin()).length(), *period, *amount};
  return {};
}

Result<void> CoverageSurvey::tell_unbilled(CoverageReport& report,
                                           const std::vector<bool>& told) const {
  std::map<std::tuple<RmmId, OrganizationId, const CoveredService*, bool>, Unbilled> groups;
  for (std::size_t position = 0; position < agents_.size(); ++position) {
    if (told[position]) continue;
    const auto& agent = agents_[position];
    const CoveredService* price = price_for(agent);
    const bool classless = !price && lacks_class(agent);
    groups[{agent.rmm, agent.organization, price, classless}].machines.push_back(agent.machine);
  }
  for (auto& [group, unbilled] : groups) {
    const auto& [rmm, organization, price, classless] = group;
    unbilled.rmm = rmm;
    unbilled.organization = organization;
    for (const auto& shown : readings_.of(rmm).organizations())
      if (shown.id == organization) unbilled.organization_name = shown.name;
    if (const Account* account = account_of(rmm, organization)) unbilled.account = account->id;
    if (classless)
      unbilled.worth_unknown = "they are of no machine class that a service there bills";
    else if (!price)
      unbilled.worth_unknown = unbilled.account ? "no service in force covers where they are"
                                                : "no account has this organization";
    else if (auto set = set_worth(unbilled, *price); !set)
      return set;
    if (unbilled.worth) {
      const Currency currency = unbilled.worth->amount.currency();
      auto& total =
          report.totals.try_emplace({currency, unbilled.worth->cycle}, Money::zero(currency))
              .first->second;
      auto added = add(total, unbilled.worth->amount);
      if (!added) return added.error();
      total = *added;
    } else {
      report.machines_of_unknown_worth += unbilled.machines.size();
    }
    report.unbilled.push_back(std::move(unbilled));
  }
  return {};
}

}  // namespace billbyagent::app
