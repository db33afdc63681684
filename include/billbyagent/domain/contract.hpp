#pragma once

/// A recurring service contract of an account, and what may still change once it is saved.
/// Threads: plain values.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/amendment.hpp"
#include "billbyagent/domain/sections.hpp"
#include "billbyagent/domain/service.hpp"

namespace billbyagent {

/// Whether services of an account may count the same machine at the same time, such as one for
/// monitoring and one for backup.
enum class Overlaps : std::uint8_t { allowed, refused };
template <>
inline constexpr NameTable<2> names_of<Overlaps>{"allowed", "refused"};

/// The customer.
struct Account {
  AccountId id{};
  std::string name{};
  std::optional<OrganizationId> organization{};  ///< the default RMM's that it is linked to
  Overlaps overlaps = Overlaps::allowed;
  std::map<RmmId, OrganizationId> links{};  ///< to organizations of the other RMMs

  /// The organization of that RMM that it is linked to.
  std::optional<OrganizationId> organization_in(const RmmId& rmm) const {
    if (rmm.empty()) return organization;
    const auto link = links.find(rmm);
    return link == links.end() ? std::nullopt : std::optional{link->second};
  }

  friend bool operator==(const Account&, const Account&) = default;
};

class Contract {
 public:
  struct Terms {
    ContractId id{};
    std::string name{};
    AccountId account{};  ///< who pays until an amendment says otherwise
    Currency currency;
    BillingCycle cycle;                              ///< until an amendment says otherwise
    BillingTiming timing = BillingTiming::advance;   ///< likewise
    ContractStatus status = ContractStatus::active;  ///< until an amendment says otherwise
    Trust trust = Trust::automatic;                  ///< likewise; may change at any time
    Date start;
    std::optional<Date> end{};  ///< the first day after it; nothing: open
    /// The last day that another system billed. A service may have its own; the later one counts.
    std::optional<Date> billed_through{};
    std::vector<std::string> recipients{};  ///< e-mail addresses that hear of changed units
    std::vector<Service> services{};
    /// The kinds of machines it tells apart, in the order in which they are tried.
    std::vector<MachineClass> machine_classes{};
    std::vector<ContractAmendment> amendments{};  ///< in the order of recording
    /// Begins on the start; may change at any time, and bills nothing.
    std::optional<AgreedTerm> agreed_term{};

    friend bool operator==(const Terms&, const Terms&) = default;
  };

  /// Checks the terms, also between services: the same id twice (`duplicate_id`), the same agents
  /// billed on the same days by two services (`overlapping_services`), a service in another
  /// currency or for a machine class that the contract does not define (`invalid_argument`).
  static Result<Contract> create(Terms terms);

  const Terms& terms() const noexcept { return terms_; }
  const ContractId& id() const noexcept { return terms_.id; }
  const Service* find_service(const ServiceId& id) const;
  ContractStatus status_on(Date day) const;
  Trust trust_on(Date day) const;
  /// In hundredths of a percent, of what each service comes to.
  std::int32_t discount_on(Date day) const;
  const Sections& sections() const noexcept { return sections_; }
  const DatedAccounts& accounts() const noexcept { return accounts_; }
  const AccountId& account_on(Date day) const { return billbyagent::account_on(accounts_, day); }
  /// Whether its account ever pays, at first or after an amendment.
  bool is_of(const AccountId& account) const;
  const BillingCycle& cycle_on(Date day) const { return section_on(sections_, day).cycle; }
  BillingTiming timing_on(Date day) const { return section_on(sections_, day).timing; }
  /// The billing period that the day is billed in.
  Period period_at(Date day) const { return cycle_on(day).period_at(day); }
  const std::string& name_on(Date day) const;
  const std::vector<std::string>& recipients_on(Date day) const;
  /// Off all services together, for a whole billing period, in millionths.
  std::int64_t discount_millionths_on(Date day) const;
  /// Whether it was active on `day` or before: since then its machines are counted, paused or not.
  bool was_active_by(Date day) const;
  /// From the first day on which contract and service are both in force to the last, pauses
  /// included; nothing when there is none. An open end is the end of the supported calendar.
  std::optional<Period> life_of(const Service& service) const;

  friend bool operator==(const Contract&, const Contract&) = default;

 private:
  explicit Contract(Terms terms)
      : terms_(std::move(terms)),
        sections_(sections_of(terms_.cycle, terms_.timing, terms_.amendments)),
        accounts_(accounts_of(terms_.account, sections_, terms_.amendments)) {}
  static Result<void> check_services(const Terms& terms);
  static Result<void> check_classes(const Terms& terms);
  static Result<void> check_amendments(const Terms& terms);
  static Result<void> check_agreed_term(const Terms& terms);
  Terms terms_;
  Sections sections_;       // of the terms, as are
  DatedAccounts accounts_;  // these
};

/// A service, within its tenant.
struct ServiceKey {
  ContractId contract{};
  ServiceId service{};

  friend auto operator<=>(const ServiceKey&, const ServiceKey&) = default;
  friend bool operator==(const ServiceKey&, const ServiceKey&) = default;
};

/// `contract/service`; `/` and `%` inside ids are written `%2F` and `%25`.
std::string to_string(const ServiceKey& key);
/// `invalid_argument` for any other text.
Result<ServiceKey> parse_service_key(std::string_view text);

/// Of what lines were ever posted, those that were taken back included: they keep their keys, and
/// what they were computed with explains them.
struct EverPosted {
  bool contract = false;
  std::set<ServiceId> services{};

  friend bool operator==(const EverPosted&, const EverPosted&) = default;
};

/// Whether `wanted` may replace the saved contract of the same id. Names, recipients, trust, the
/// agreed term and ends may change; prices, amendments and services may be added, and so may
/// machine classes and their criteria, after those that are there; how units derive may not change
/// (`unit_source_locked`), nor what past lines were computed with (`terms_locked`): status, tax
/// category and the limits of the quantity change by an amendment. What no line was ever posted of
/// is free but for how its units derive.
Result<void> check_update(const Contract& saved, const Contract& wanted, const EverPosted& posted);

/// The same where lines of all of it may have been posted.
Result<void> check_update(const Contract& saved, const Contract& wanted);

namespace detail {

inline Period life_between(Date begin, const std::optional<Date>& end) {
  return Period{begin, end.value_or(open_end())};
}

/// Whether what was recorded is still there, in its order.
template <class Recorded>
bool only_adds(const std::vector<Recorded>& saved, const std::vector<Recorded>& wanted) {
  return saved.size() <= wanted.size() && std::equal(saved.begin(), saved.end(), wanted.begin());
}

/// Whose organization a scope means that names none: that of the account that pays when the service
/// takes effect, as it was before the contract moved.
inline const AccountId& account_of_scope(const Contract& wanted, const Contract* saved,
                                         const Service& service) {
  const bool known = saved && saved->find_service(service.id());
  return (known ? *saved : wanted).account_on(service.terms().effective);
}

/// Another account is another organization, where a scope does not name one.
inline Result<void> check_organizations(const Contract::Terms& before,
                                        const Contract::Terms& after) {
  if (before.account == after.account) return {};
  for (const auto& service : before.services)
    if (const AgentScope* scope = service.agent_scope(); scope && !scope->organization)
      return Error{Errc::unit_source_locked,
                   "account: service " + service.id().text() +
                       " counts the machines of the organization of account " +
                       before.account.text()};
  return {};
}

}  // namespace detail

}  // namespace billbyagent

template <>
struct std::hash<billbyagent::ServiceKey> {
  std::size_t operator()(const billbyagent::ServiceKey& key) const noexcept {
    return billbyagent::detail::hash_of(key.contract, key.service);
  }
};

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/contract.hpp"
#endif
