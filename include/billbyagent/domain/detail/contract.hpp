#pragma once

/// The functions of `contract.hpp`.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/contract.hpp"
#include "billbyagent/domain/detail/service.hpp"

namespace billbyagent {

namespace detail {

BILLBYAGENT_INLINE Result<void> check_account(const ContractAmendment& amendment) {
  if (!amendment.account) {
    if (amendment.account_from == AccountFrom::effective_date) return {};
    return Error{Errc::invalid_argument, "account_from: goes with an account"};
  }
  auto account = AccountId::parse(amendment.account->text());
  return account ? Result<void>{} : account.error();
}

BILLBYAGENT_INLINE Result<void> check_names(const ContractAmendment& amendment) {
  if (amendment.name && amendment.name->size() > limits::text_length_max)
    return Error{Errc::out_of_range,
                 "name is longer than " + std::to_string(limits::text_length_max)};
  if (!amendment.recipients) return {};
  if (amendment.recipients->size() > limits::recipients_max)
    return Error{Errc::out_of_range, std::to_string(amendment.recipients->size()) + " recipients"};
  const auto is_control = [](unsigned char c) { return c < 0x20; };
  for (const auto& each : *amendment.recipients)
    if (each.empty() || std::any_of(each.begin(), each.end(), is_control))
      return Error{Errc::invalid_argument, "recipients: not an e-mail address"};
  return {};
}

/// The same, but for the organization that a scope of a contract which moves to another account
/// begins to name: the one that it meant so far.
BILLBYAGENT_INLINE bool same_source(const UnitSource& saved, const UnitSource& wanted, bool moves) {
  if (saved == wanted) return true;
  const auto* before = std::get_if<AgentScope>(&saved);
  const auto* after = std::get_if<AgentScope>(&wanted);
  if (!moves || !before || !after || before->organization) return false;
  AgentScope named = *before;
  named.organization = after->organization;
  return named == *after;
}

BILLBYAGENT_INLINE Result<void> check_service_update(const Service::Terms& saved,
                                                     const Service::Terms& wanted, bool posted,
                                                     bool moves) {
  const auto locked = [&](const char* field, Errc code = Errc::terms_locked) {
    return Error{code, "service " + saved.id.text() + ": " + field};
  };
  if (!same_source(saved.unit_source, wanted.unit_source, moves))
    return locked("unit source", Errc::unit_source_locked);
  if (!posted) return {};
  if (saved.currency != wanted.currency) return locked("currency");
  if (saved.proration != wanted.proration) return locked("proration policy");
  if (saved.effective != wanted.effective) return locked("effective date");
  if (saved.billed_through != wanted.billed_through) return locked("billed through");
  if (saved.quantity != wanted.quantity) return locked("quantity terms");
  if (saved.minimum_amount != wanted.minimum_amount)
    return locked("minimum amount: amend it from a day on");
  if (saved.price_model != wanted.price_model) return locked("price model");
  if (saved.charging != wanted.charging) return locked("charging");
  if (saved.indexation != wanted.indexation) return locked("indexation");
  if (saved.tax_category != wanted.tax_category)
    return locked("tax category: amend it from a day on");
  if (!only_adds(saved.prices, wanted.prices))
    return locked("prices may be added with their own effective date but not changed");
  if (!only_adds(saved.amendments, wanted.amendments))
    return locked("amendments may be added but not changed");
  return {};
}

}  // namespace detail

BILLBYAGENT_INLINE Result<void> Contract::check_services(const Terms& terms) {
  if (terms.services.size() > limits::services_per_contract_max)
    return Error{Errc::out_of_range, std::to_string(terms.services.size()) + " services"};
  std::set<ServiceId> ids;
  for (std::size_t i = 0; i < terms.services.size(); ++i) {
    const auto& service = terms.services[i].terms();
    if (!ids.insert(service.id).second)
      return Error{Errc::duplicate_id, "service " + service.id.text()};
    if (service.currency != terms.currency)
      return Error{Errc::currency_mismatch, "service " + service.id.text() + " is in " +
                                                to_string(service.currency) + ", the contract in " +
                                                to_string(terms.currency)};
    for (std::size_t j = 0; j < i; ++j) {
      const auto& other = terms.services[j].terms();
      const bool same_agents = std::holds_alternative<AgentScope>(service.unit_source) &&
                               service.unit_source == other.unit_source &&
                               service.name == other.name;
      if (same_agents && intersect(detail::life_between(service.effective, service.end),
                                   detail::life_between(other.effective, other.end)))
        return Error{Errc::overlapping_services,
                     "services " + other.id.text() + " and " + service.id.text()};
    }
  }
  return {};
}

BILLBYAGENT_INLINE Result<void> Contract::check_classes(const Terms& terms) {
  if (auto good = check(terms.machine_classes); !good) return good;
  for (const auto& service : terms.services) {
    const AgentScope* scope = service.agent_scope();
    if (!scope || !scope->machine_class) continue;
    const auto is_it = [&](const MachineClass& each) { return each.name == *scope->machine_class; };
    if (std::none_of(terms.machine_classes.begin(), terms.machine_classes.end(), is_it))
      return Error{Errc::invalid_argument, "service " + service.id().text() + ": machine_class: '" +
                                               *scope->machine_class +
                                               "' is none of the contract's machine_classes"};
  }
  return {};
}

BILLBYAGENT_INLINE Result<void> Contract::check_amendments(const Terms& terms) {
  if (terms.amendments.size() > limits::amendments_max)
    return Error{Errc::out_of_range, "amendments: " + std::to_string(terms.amendments.size())};
  for (std::size_t i = 0; i < terms.amendments.size(); ++i) {
    const auto& each = terms.amendments[i];
    const std::string place = "amendments[" + std::to_string(i) + "]";
    if (!each.status && !each.discount_basis_points && !each.discount_amount && !each.trust &&
        !each.cycle && !each.timing && !each.account && !each.name && !each.recipients &&
        !each.agreed_term)
      return Error{Errc::invalid_argument, place + ": changes nothing"};
    if (each.agreed_term)
      if (auto good = check(*each.agreed_term); !good) return within(place, good.error());
    if (auto good = check_discount(each.discount_basis_points); !good)
      return within(place, good.error());
    if (auto good = detail::check_amount(each.discount_amount, terms.currency, "discount_amount");
        !good)
      return within(place, good.error());
    if (auto good = detail::check_account(each); !good) return within(place, good.error());
    if (auto good = detail::check_names(each); !good) return within(place, good.error());
  }
  return {};
}

BILLBYAGENT_INLINE Result<void> Contract::check_agreed_term(const Terms& terms) {
  if (terms.agreed_term)
    if (auto good = check(*terms.agreed_term); !good) return good;
  const AgreedTerm* last = terms.agreed_term ? &*terms.agreed_term : nullptr;
  if (const auto* renewed =
          amended_on(terms.amendments, &ContractAmendment::agreed_term, detail::open_end()))
    last = renewed;
  if (last && last->at_end == AtTermEnd::ends && !terms.end)
    return Error{Errc::invalid_argument, "term: a contract that ends with its term needs an end"};
  return {};
}

BILLBYAGENT_INLINE Result<Contract> Contract::create(Terms terms) {
  const auto fail = [&](const Error& error) {
    return within("contract " + terms.id.text(), error);
  };
  if (auto id = ContractId::parse(terms.id.text()); !id) return id.error();
  if (auto account = AccountId::parse(terms.account.text()); !account) return fail(account.error());
  if (terms.name.size() > limits::text_length_max)
    return fail(
        {Errc::out_of_range, "name is longer than " + std::to_string(limits::text_length_max)});
  if (!(terms.start < detail::open_end()))
    return fail({Errc::out_of_range, "starts on " + to_string(terms.start)});
  if (terms.end && !(terms.start < *terms.end))
    return fail({Errc::ends_before_start, "ends on " + to_string(terms.end->previous()) +
                                              ", before it starts on " + to_string(terms.start)});
  if (terms.recipients.size() > limits::recipients_max)
    return fail({Errc::out_of_range, std::to_string(terms.recipients.size()) + " recipients"});
  if (auto services = check_services(terms); !services) return fail(services.error());
  if (auto classes = check_classes(terms); !classes) return fail(classes.error());
  if (auto amendments = check_amendments(terms); !amendments) return fail(amendments.error());
  if (auto agreed = check_agreed_term(terms); !agreed) return fail(agreed.error());
  return Contract{std::move(terms)};
}

BILLBYAGENT_INLINE const Service* Contract::find_service(const ServiceId& id) const {
  for (const auto& service : terms_.services)
    if (service.id() == id) return &service;
  return nullptr;
}

BILLBYAGENT_INLINE ContractStatus Contract::status_on(Date day) const {
  const auto* amended = amended_on(terms_.amendments, &ContractAmendment::status, day);
  return amended ? *amended : terms_.status;
}

BILLBYAGENT_INLINE std::int32_t Contract::discount_on(Date day) const {
  const auto* amended =
      amended_on(terms_.amendments, &ContractAmendment::discount_basis_points, day);
  return amended ? *amended : 0;
}

BILLBYAGENT_INLINE const std::string& Contract::name_on(Date day) const {
  const auto* amended = amended_on(terms_.amendments, &ContractAmendment::name, day);
  return amended ? *amended : terms_.name;
}

BILLBYAGENT_INLINE const std::vector<std::string>& Contract::recipients_on(Date day) const {
  const auto* amended = amended_on(terms_.amendments, &ContractAmendment::recipients, day);
  return amended ? *amended : terms_.recipients;
}

BILLBYAGENT_INLINE bool Contract::is_of(const AccountId& account) const {
  return std::any_of(accounts_.begin(), accounts_.end(),
                     [&](const DatedAccount& each) { return each.account == account; });
}

BILLBYAGENT_INLINE Trust Contract::trust_on(Date day) const {
  const auto* amended = amended_on(terms_.amendments, &ContractAmendment::trust, day);
  return amended ? *amended : terms_.trust;
}

BILLBYAGENT_INLINE std::int64_t Contract::discount_millionths_on(Date day) const {
  const auto* amended = amended_on(terms_.amendments, &ContractAmendment::discount_amount, day);
  return amended ? amended->millionths() : 0;
}

BILLBYAGENT_INLINE bool Contract::was_active_by(Date day) const {
  return terms_.status == ContractStatus::active ||
         std::any_of(terms_.amendments.begin(), terms_.amendments.end(), [&](const auto& each) {
           return each.effective <= day && status_on(each.effective) == ContractStatus::active;
         });
}

BILLBYAGENT_INLINE std::optional<Period> Contract::life_of(const Service& service) const {
  return intersect(detail::life_between(terms_.start, terms_.end),
                   detail::life_between(service.terms().effective, service.terms().end));
}

BILLBYAGENT_INLINE std::string to_string(const ServiceKey& key) {
  return detail::escaped_key_part(key.contract.text()) + "/" +
         detail::escaped_key_part(key.service.text());
}

BILLBYAGENT_INLINE Result<ServiceKey> parse_service_key(std::string_view text) {
  const auto malformed = [&] {
    return Error{Errc::invalid_argument,
                 "'" + std::string{text.substr(0, 200)} + "' is no service: CONTRACT/SERVICE"};
  };
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || text.find('/', slash + 1) != std::string_view::npos)
    return malformed();
  auto contract = ContractId::parse(detail::unescaped_key_part(text.substr(0, slash)));
  auto service = ServiceId::parse(detail::unescaped_key_part(text.substr(slash + 1)));
  if (!contract || !service) return malformed();
  return ServiceKey{*contract, *service};
}

namespace detail {

/// The terms of the contract itself that past lines were computed with.
BILLBYAGENT_INLINE Result<void> check_posted_terms(const Contract::Terms& before,
                                                   const Contract::Terms& after) {
  const auto locked = [](const char* what) { return Error{Errc::terms_locked, what}; };
  if (before.account != after.account) return locked("account: amend it from a day on");
  if (before.currency != after.currency) return locked("currency");
  if (before.cycle != after.cycle) return locked("billing cycle: amend it from a day on");
  if (before.timing != after.timing) return locked("billing timing: amend it from a day on");
  if (before.start != after.start) return locked("start date");
  if (before.billed_through != after.billed_through) return locked("billed through");
  if (before.status != after.status) return locked("status: amend it from a day on");
  if (!only_adds(before.amendments, after.amendments))
    return locked("amendments may be added but not changed");
  return {};
}

}  // namespace detail

BILLBYAGENT_INLINE Result<void> check_update(const Contract& saved, const Contract& wanted,
                                             const EverPosted& posted) {
  const auto& before = saved.terms();
  const auto& after = wanted.terms();
  const auto locked = [&](const Error& error) {
    return within("contract " + before.id.text(), error);
  };
  if (posted.contract)
    if (auto same = detail::check_posted_terms(before, after); !same) return locked(same.error());
  if (auto same = detail::check_organizations(before, after); !same) return locked(same.error());
  if (!only_extends(before.machine_classes, after.machine_classes))
    return locked({Errc::unit_source_locked,
                   "machine classes: they and their criteria may be added to but not changed"});
  for (const auto& service : before.services) {
    const Service* kept = wanted.find_service(service.id());
    const bool was_posted = posted.services.contains(service.id());
    if (!kept)
      return locked({Errc::terms_locked,
                     "service " + service.id().text() + " is missing; " +
                         (was_posted ? "give it an end date instead" : "delete it instead")});
    if (auto same = detail::check_service_update(service.terms(), kept->terms(), was_posted,
                                                 wanted.accounts().size() > 1);
        !same)
      return locked(same.error());
  }
  return {};
}

BILLBYAGENT_INLINE Result<void> check_update(const Contract& saved, const Contract& wanted) {
  EverPosted all{.contract = true};
  for (const auto& service : saved.terms().services) all.services.insert(service.id());
  return check_update(saved, wanted, all);
}

}  // namespace billbyagent
