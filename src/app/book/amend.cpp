#include "billbyagent/app/amend.hpp"

#include <algorithm>
#include <utility>

#include "app/book/change_contract.hpp"
#include "app/book/reach.hpp"
#include "app/units/named_service.hpp"
#include "app/units/posted_through.hpp"

namespace billbyagent {

namespace {

using app::change_contract;
using app::nothing_to_check;

Error not_in_force(const std::string& what, Date day) {
  return {Errc::out_of_range, to_string(day) + " is not a day on which " + what + " is in force"};
}

/// Whether the day is in the life. What ends an amendment of the same act may begin on the day
/// after the last one too: should the life be extended, it holds.
template <class Amendment>
bool holds_on(const Period& life, const Amendment& amendment,
              const std::vector<Amendment>& amendments) {
  return life.contains(amendment.effective) ||
         (&amendment != &amendments.front() && amendment.effective == life.end());
}

template <class Change, class Check = decltype(nothing_to_check)>
Result<Contract> change_service(const Desk& desk, const ServiceKey& key, Change change,
                                Check check = nothing_to_check) {
  return change_contract(
      desk, key.contract,
      [&](const Contract& saved, Contract::Terms& terms) -> Result<void> {
        const Service* service = saved.find_service(key.service);
        if (!service) return Error{Errc::not_found, name_of(key)};
        Service::Terms service_terms = service->terms();
        if (auto changed = change(saved, *service, service_terms); !changed) return changed;
        auto wanted = Service::create(std::move(service_terms));
        if (!wanted) return wanted.error();
        for (auto& each : terms.services)
          if (each.id() == key.service) each = *wanted;
        return {};
      },
      check);
}

bool same_terms(const Contract& before, const Contract& after, Date day) {
  return before.status_on(day) == after.status_on(day) &&
         before.discount_on(day) == after.discount_on(day) &&
         before.discount_millionths_on(day) == after.discount_millionths_on(day) &&
         before.trust_on(day) == after.trust_on(day) && before.sections() == after.sections() &&
         before.accounts() == after.accounts() && before.name_on(day) == after.name_on(day) &&
         before.recipients_on(day) == after.recipients_on(day);
}

bool same_terms(const Service& before, const Service& after, Date day) {
  return before.tax_category_on(day) == after.tax_category_on(day) &&
         before.quantity_on(day) == after.quantity_on(day) &&
         before.minimum_millionths_on(day) == after.minimum_millionths_on(day) &&
         before.discount_on(day) == after.discount_on(day) &&
         before.discount_millionths_on(day) == after.discount_millionths_on(day) &&
         before.indexation_on(day) == after.indexation_on(day) &&
         before.proration_on(day) == after.proration_on(day) &&
         before.name_on(day) == after.name_on(day);
}

/// `charge-1`, `charge-2` ...: the first that the contract does not have.
ServiceId free_charge_id(const Contract& contract, const std::string& kind) {
  for (std::size_t number = 1;; ++number) {
    const ServiceId id{kind + "-" + std::to_string(number)};
    if (!contract.find_service(id)) return id;
  }
}

Result<void> check_free_charge(const FreeCharge& charge, Currency currency) {
  if (charge.charging == Charging::by_unit)
    return Error{Errc::invalid_argument, "a free charge is not charged by unit"};
  if (charge.text.empty())
    return Error{Errc::invalid_argument, "a charge without a text: its line is called by it"};
  // Nothing multiplies it: what is less than a minor unit would be rounded away.
  auto amount = Money::parse(to_decimal(charge.amount), currency);
  if (!amount) return within("amount", amount.error());
  if (amount->minor() == 0)
    return Error{Errc::invalid_argument, "an amount of " + to_decimal(*amount) + " bills nothing"};
  return {};
}

std::optional<Date> day_after(std::optional<Date> last_day) {
  return last_day ? std::optional{last_day->next()} : std::nullopt;
}

}  // namespace

Result<Contract> amend_contract(const Desk& desk, const ContractId& id,
                                std::vector<ContractAmendment> amendments, ReachBack reach_back) {
  const auto check = [&](Transaction& transaction) -> Result<void> {
    if (reach_back == ReachBack::allowed) return {};
    return app::check_reach(transaction, id, amendments);
  };
  const auto change = [&](const Contract&, Contract::Terms& terms) -> Result<void> {
    const Period life = detail::life_between(terms.start, terms.end);
    for (auto& amendment : amendments) {
      const Date day = amendment.effective;
      if (!holds_on(life, amendment, amendments)) return not_in_force("contract " + id.text(), day);
      auto so_far = Contract::create(terms);
      if (!so_far) return so_far.error();
      if (amendment.status == so_far->status_on(day))
        return Error{Errc::nothing_to_do, "contract " + id.text() + " is " +
                                              std::string{to_string(*amendment.status)} + " on " +
                                              to_string(day)};
      if (amendment.discount_basis_points == so_far->discount_on(day))
        return Error{Errc::nothing_to_do,
                     "contract " + id.text() + " has this discount on " + to_string(day)};
      amendment.recorded = desk.clock.now();
      terms.amendments.push_back(amendment);
      auto amended = Contract::create(terms);
      if (!amended) return amended.error();
      if (same_terms(*so_far, *amended, day))
        return Error{Errc::nothing_to_do,
                     "contract " + id.text() + " has these terms on " + to_string(day)};
    }
    return {};
  };
  return change_contract(desk, id, change, check);
}

Result<Contract> amend_service(const Desk& desk, const ServiceKey& key,
                               std::vector<ServiceAmendment> amendments, ReachBack reach_back) {
  const auto check = [&](Transaction& transaction) -> Result<void> {
    if (reach_back == ReachBack::allowed) return {};
    auto contract = transaction.contract(key.contract);
    if (!contract) return contract.error();
    return app::check_reach(transaction, *contract, key.service, amendments);
  };
  return change_service(
      desk, key,
      [&](const Contract& contract, const Service& saved, Service::Terms& terms) -> Result<void> {
        const auto life = contract.life_of(saved);
        for (auto& amendment : amendments) {
          const Date day = amendment.effective;
          if (!life || !holds_on(*life, amendment, amendments))
            return not_in_force(name_of(key), day);
          auto before = Service::create(terms);
          if (!before) return before.error();
          amendment.recorded = desk.clock.now();
          terms.amendments.push_back(amendment);
          auto amended = Service::create(terms);
          if (!amended) return amended.error();
          if (same_terms(*before, *amended, day))
            return Error{Errc::nothing_to_do,
                         name_of(key) + " has these terms on " + to_string(day)};
        }
        return {};
      },
      check);
}

Result<Contract> add_price(const Desk& desk, const ServiceKey& key, DatedPrice price,
                           ReachBack reach_back) {
  const auto check = [&, day = price.effective](Transaction& transaction) -> Result<void> {
    if (reach_back == ReachBack::allowed) return {};
    return app::check_price_reach(transaction, key, day);
  };
  return change_service(
      desk, key,
      [&](const Contract&, const Service& saved, Service::Terms& terms) -> Result<void> {
        const DatedPrice& before = saved.listed_price_on(price.effective);
        inherit(price, before, {.cost = true, .base_fee = price.base_fee.has_value()});
        const auto same = [&](const DatedPrice& other) {
          return price.price == other.price && price.cost == other.cost &&
                 price.tiers == other.tiers && price.base_fee == other.base_fee;
        };
        if (same(before))
          return Error{Errc::nothing_to_do,
                       name_of(key) + " has this price on " + to_string(price.effective)};
        price.recorded = desk.clock.now();
        terms.prices.push_back(price);
        return {};
      },
      check);
}

Result<ServiceKey> add_charge(const Desk& desk, const ContractId& id, const FreeCharge& charge) {
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  auto saved = (*transaction)->contract(id);
  if (!saved) return saved.error();
  Contract::Terms terms = saved->terms();
  if (auto good = check_free_charge(charge, terms.currency); !good) return good.error();
  const ServiceKey key{id,
                       free_charge_id(*saved, is_credit(charge.charging) ? "credit" : "charge")};
  const auto no_cost = UnitPrice::from_millionths(0, terms.currency);
  if (!no_cost) return no_cost.error();
  auto service = Service::create({.id = key.service,
                                  .name = charge.text,
                                  .tax_category = charge.tax_category,
                                  .currency = terms.currency,
                                  .prices = {{charge.day, charge.amount, *no_cost}},
                                  .unit_source = ManualUnits{},
                                  .proration = {},
                                  .effective = charge.day,
                                  .end = day_after(charge.last_day),
                                  .charging = charge.charging});
  if (!service) return service.error();
  if (!detail::life_between(terms.start, terms.end).contains(charge.day))
    return not_in_force("contract " + id.text(), charge.day);
  const auto elsewhere = terms.billed_through;
  if (is_once(charge.charging) && elsewhere && charge.day <= *elsewhere)
    return Error{Errc::out_of_range, "contract " + id.text() + " was billed elsewhere through " +
                                         to_string(*elsewhere) + ": nothing of " +
                                         to_string(charge.day) + " is billed here"};
  terms.services.push_back(*std::move(service));
  auto wanted = Contract::create(std::move(terms));
  if (!wanted) return wanted.error();
  if (auto written = (*transaction)->save_contract(*wanted); !written) return written.error();
  const UnitChange one{.effective = charge.day,
                       .units = 1,
                       .reason = ChangeReason::initial,
                       .note = charge.reason,
                       .author = charge.author,
                       .recorded = desk.clock.now(),
                       .sequence = 1};
  if (auto written = (*transaction)->append_unit_change(key, one); !written) return written.error();
  if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return key;
}

Result<Tombstone> delete_unposted(const Desk& desk, const ContractId& id,
                                  const std::optional<ServiceId>& service,
                                  const std::string& author, const std::string& reason,
                                  DeleteMode mode) {
  if (reason.empty() || reason.size() > limits::text_length_max)
    return Error{Errc::invalid_argument, "a reason is needed to delete, of " +
                                             std::to_string(limits::text_length_max) +
                                             " bytes at most"};
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  auto before = (*transaction)->tombstones();
  if (!before) return before.error();
  for (const auto& each : *before)
    if (each.contract == id && (!each.service || each.service == service))
      return deleted_before(each);
  Result<Tombstone> made{Tombstone{id, service, author, reason, desk.clock.now()}};
  if (auto gone = (*transaction)->bury(*made); !gone) return gone.error();
  if (mode == DeleteMode::write)
    if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return made;  // nothing that needs memory happens after the commit
}

Result<std::vector<Tombstone>> deleted(const Desk& desk) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  return (*transaction)->tombstones();
}

namespace {

/// A charge that was never posted would go without a word.
Result<void> check_charges_behind(Transaction& transaction, const ContractId& id,
                                  std::optional<Date> last_day) {
  auto contract = transaction.contract(id);
  if (!contract) return contract.error();
  for (const auto& service : contract->terms().services) {
    const auto& terms = service.terms();
    if (!last_day || !is_once(terms.charging) || terms.effective <= *last_day) continue;
    const auto posted = app::posted_through(transaction, {id, service.id()});
    if (!posted) return posted.error();
    if (!*posted)
      return Error{Errc::out_of_range,
                   "service " + service.id().text() + " of contract " + id.text() +
                       " is charged on " + to_string(terms.effective) +
                       ", behind that end: delete it before, or end on that day"};
  }
  return {};
}

}  // namespace

Result<Contract> change_end(const Desk& desk, const ContractId& id,
                            const std::optional<ServiceId>& service, std::optional<Date> last_day) {
  if (service)
    return change_service(desk, {id, *service},
                          [&](const Contract&, const Service&, Service::Terms& terms) {
                            terms.end = day_after(last_day);
                            return Result<void>{};
                          });
  return change_contract(
      desk, id,
      [&](const Contract&, Contract::Terms& terms) {
        terms.end = day_after(last_day);
        return Result<void>{};
      },
      [&](Transaction& transaction) { return check_charges_behind(transaction, id, last_day); });
}

}  // namespace billbyagent
