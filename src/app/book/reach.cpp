#include "app/book/reach.hpp"

#include <algorithm>

#include "app/units/named_service.hpp"
#include "app/units/posted_through.hpp"
#include "billbyagent/domain/amendment_words.hpp"

namespace billbyagent::app {

namespace {

Error reaches_back(const std::string& what, Date posted, const std::string& change, Date day,
                   const char* consequence) {
  return {Errc::reaches_back, what + " is posted through " + to_string(posted) + ": " + change +
                                  " from " + to_string(day) + " " + consequence};
}

bool changes_amounts(const ContractAmendment& amendment) {
  return amendment.cycle || amendment.timing || amendment.discount_basis_points ||
         amendment.discount_amount ||
         (amendment.account && amendment.account_from == AccountFrom::effective_date);
}

bool changes_amounts(const ServiceAmendment& amendment) {
  ServiceAmendment named{.effective = amendment.effective};
  named.name = amendment.name;
  named.reason = amendment.reason;
  return !amendment.says_what(named);
}

constexpr const char* bills_anew = "credits what is posted from that day on and bills it anew";

/// The first day on which the amendment holds.
Date first_day(const Contract& contract, const ServiceAmendment& amendment) {
  const Date day = amendment.effective;
  if (!amendment.is_of_periods()) return day;
  const Period period = contract.period_at(day);
  return period.begin() == day ? day : period.end();
}

/// Those of `wanted` that are not among the saved ones.
template <class Dated, class Same>
std::vector<Dated> new_ones(const std::vector<Dated>& saved, const std::vector<Dated>& wanted,
                            Same same) {
  std::vector<Dated> made;
  for (const auto& each : wanted)
    if (std::none_of(saved.begin(), saved.end(),
                     [&](const Dated& before) { return same(before, each); }))
      made.push_back(each);
  return made;
}

constexpr auto says_the_same = [](const auto& a, const auto& b) { return a.says_what(b); };

}  // namespace

Result<void> check_reach(Transaction& transaction, const ContractId& id,
                         const std::vector<ContractAmendment>& amendments) {
  if (std::none_of(amendments.begin(), amendments.end(),
                   [](const ContractAmendment& each) { return changes_amounts(each); }))
    return {};
  auto posted = posted_through(transaction, id);
  if (!posted) return posted.error();
  for (const auto& each : amendments)
    if (*posted && each.effective <= **posted && changes_amounts(each))
      return reaches_back("contract " + id.text(), **posted, to_string(each), each.effective,
                          bills_anew);
  return {};
}

Result<void> check_reach(Transaction& transaction, const Contract& contract,
                         const ServiceId& service,
                         const std::vector<ServiceAmendment>& amendments) {
  if (std::none_of(amendments.begin(), amendments.end(),
                   [](const ServiceAmendment& each) { return changes_amounts(each); }))
    return {};
  const ServiceKey key{contract.id(), service};
  auto posted = posted_through(transaction, key);
  if (!posted) return posted.error();
  for (const auto& each : amendments) {
    const Date day = first_day(contract, each);
    if (*posted && day <= **posted && changes_amounts(each))
      return reaches_back(name_of(key), **posted, to_string(each, contract.terms().currency), day,
                          bills_anew);
  }
  return {};
}

Result<void> check_price_reach(Transaction& transaction, const ServiceKey& key, Date first_day) {
  auto posted = posted_through(transaction, key);
  if (!posted) return posted.error();
  if (!*posted || **posted < first_day) return {};
  return reaches_back(name_of(key), **posted, "a price", first_day, "bills those days once more");
}

Result<void> check_reach(Transaction& transaction, const Contract& saved, const Contract& wanted) {
  if (auto checked =
          check_reach(transaction, saved.id(),
                      new_ones(saved.terms().amendments, wanted.terms().amendments, says_the_same));
      !checked)
    return checked;
  for (const auto& before : saved.terms().services) {
    const Service* after = wanted.find_service(before.id());
    if (!after) continue;
    if (auto checked = check_reach(
            transaction, saved, before.id(),
            new_ones(before.terms().amendments, after->terms().amendments, says_the_same));
        !checked)
      return checked;
    for (const auto& price : new_ones(before.terms().prices, after->terms().prices,
                                      [](const auto&a, const auto&b) { return a == b; }))
      if (auto checked = check_price_reach(transaction, {saved.id(), before.id()}, price.effective);
          !checked)
        return checked;
  }
  return {};
}

}  // namespace billbyagent::app
