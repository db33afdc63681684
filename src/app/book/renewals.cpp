#include "billbyagent/app/renewals.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "app/book/change_contract.hpp"
#include "app/each_contract.hpp"
#include "billbyagent/app/amend.hpp"

namespace billbyagent {
namespace {

/// What comes next of the contract, if it comes by `through`.
std::optional<ComingRenewal> coming(const Contract& contract, Date today, Date through) {
  const auto next = next_term_end(contract, today);
  if (!next) return std::nullopt;
  const bool ends = next->what == AtTermEnd::ends;
  const Date day = ends ? next->day.previous() : next->day;
  const bool notice_comes =
      next->notice_by && today <= *next->notice_by && *next->notice_by <= through;
  if (through < day && !notice_comes) return std::nullopt;
  const auto term = term_on(contract, std::max(today, contract.terms().start));
  return ComingRenewal{.contract = contract.id(),
                       .account = contract.account_on(day),
                       .name = contract.name_on(day),
                       .what = next->what,
                       .day = day,
                       .notice_by = next->notice_by,
                       .agreed_term = term ? std::optional{term->agreed} : std::nullopt};
}

void add_services(const Contract& contract, Date today, Date through,
                  std::vector<ComingRenewal>& rows) {
  const auto& terms = contract.terms();
  for (const auto& service : terms.services) {
    const auto& end = service.terms().end;
    if (!end || *end <= today || through < end->previous() || (terms.end && *terms.end <= *end))
      continue;
    rows.push_back({.contract = contract.id(),
                    .service = service.id(),
                    .account = contract.account_on(end->previous()),
                    .name = service.name_on(end->previous()),
                    .what = AtTermEnd::ends,
                    .day = end->previous()});
  }
}

/// The term that the contract had last, and the day on which the next one begins.
struct Continued {
  AgreedTerm agreed{};
  Date begin;
};

Result<Continued> continued(const Contract& contract, const Renewal& renewal, Date today) {
  const auto& terms = contract.terms();
  const Date day = terms.end ? terms.end->previous() : std::max(today, terms.start);
  const auto term = term_on(contract, day);
  if (!term && !renewal.agreed_term)
    return Error{Errc::invalid_argument,
                 "contract " + contract.id().text() + " has no term; say how long the new one is"};
  const auto agreed = renewal.agreed_term ? *renewal.agreed_term : term->agreed;
  if (terms.end) return Continued{agreed, *terms.end};
  if (!term) return Continued{agreed, today};
  if (agreed == term->agreed)
    return Error{Errc::nothing_to_do, "contract " + contract.id().text() + " renews by itself on " +
                                          to_string(term->days.end())};
  return Continued{agreed, term->days.end()};
}

}  // namespace

Result<RenewalList> coming_renewals(const Desk& desk, std::int32_t days,
                                    const std::optional<AccountId>& account) {
  if (days < 0 || days > limits::horizon_days_max)
    return Error{Errc::out_of_range, std::to_string(days) + " days"};
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  if (account)
    if (auto known = (*transaction)->account(*account); !known) return known.error();
  const Date today = desk.clock.today();
  RenewalList list{today, today.plus_days(days)};
  auto ids = (*transaction)->contract_ids();
  if (!ids) return ids.error();
  const auto read =
      app::each_contract(**transaction, *ids, Part::contract, [&](const Dossier& dossier) {
        const Contract& contract = *dossier.contract;
        if (account && contract.account_on(today) != *account) return Result<void>{};
        if (auto row = coming(contract, today, list.through)) list.rows.push_back(*std::move(row));
        add_services(contract, today, list.through, list.rows);
        return Result<void>{};
      });
  if (!read) return read.error();
  std::sort(list.rows.begin(), list.rows.end(), [](const auto& a, const auto& b) {
    return std::tie(a.day, a.contract, a.service) < std::tie(b.day, b.contract, b.service);
  });
  return list;
}

Result<Contract> renew_contract(const Desk& desk, const ContractId& id, const Renewal& renewal) {
  return app::change_contract(desk, id,
                              [&](const Contract& saved, Contract::Terms& terms) -> Result<void> {
                                auto next = continued(saved, renewal, desk.clock.today());
                                if (!next) return next.error();
                                if (auto good = check(next->agreed); !good) return good;
                                terms.amendments.push_back({.effective = next->begin,
                                                            .reason = renewal.reason,
                                                            .author = renewal.author,
                                                            .recorded = desk.clock.now(),
                                                            .agreed_term = next->agreed});
                                terms.end.reset();
                                if (next->agreed.at_end == AtTermEnd::ends)
                                  terms.end = term_end(saved, next->begin, next->agreed.months);
                                return {};
                              });
}

Result<Contract> end_with_term(const Desk& desk, const ContractId& id) {
  return app::change_contract(
      desk, id, [&](const Contract& saved, Contract::Terms& terms) -> Result<void> {
        const auto last_day = last_day_by_notice(saved, desk.clock.today());
        if (!last_day)
          return Error{Errc::invalid_argument,
                       "contract " + id.text() + " has no term; say its last day"};
        terms.end = last_day->next();
        return {};
      });
}

}  // namespace billbyagent
