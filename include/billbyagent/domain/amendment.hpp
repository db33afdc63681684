#pragma once

/// What changes of a contract or a service from a day on; what an amendment does not say goes on
/// as it was (D21). Prices have a list of their own (price_terms.hpp). Of two amendments that say
/// the same of one day the later recorded one holds. Threads: plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/date.hpp"
#include "billbyagent/domain/quantity_terms.hpp"

namespace billbyagent {

enum class ContractStatus : std::uint8_t {
  active,
  inactive,  ///< paused: its days are no days of the contract, and nothing is billed for them
};
template <>
inline constexpr NameTable<2> names_of<ContractStatus>{"active", "inactive"};

struct ContractAmendment {
  Date effective;
  std::optional<ContractStatus> status{};
  /// Of what each service comes to, beside its own discount; 0: none any more. 1250 is 12.50 %.
  std::optional<std::int32_t> discount_basis_points{};
  std::string reason{};  ///< for people
  std::string author{};  ///< who or what recorded it
  Instant recorded{};

  /// Whether it changes the same, whoever recorded it.
  bool says_what(const ContractAmendment& other) const {
    return effective == other.effective && status == other.status &&
           discount_basis_points == other.discount_basis_points && reason == other.reason;
  }
  friend bool operator==(const ContractAmendment&, const ContractAmendment&) = default;
};

struct ServiceAmendment {
  Date effective;
  std::optional<std::string> tax_category{};
  std::optional<Units> included{};
  std::optional<Units> minimum{};
  std::optional<Units> maximum{};  ///< `limits::units_max`: there is none any more
  std::optional<std::int32_t> discount_basis_points{};  ///< 0: none any more
  std::string reason{};                                 ///< for people
  std::string author{};                                 ///< who or what recorded it
  Instant recorded{};

  bool says_what(const ServiceAmendment& other) const {
    return effective == other.effective && tax_category == other.tax_category &&
           included == other.included && minimum == other.minimum && maximum == other.maximum &&
           discount_basis_points == other.discount_basis_points && reason == other.reason;
  }
  friend bool operator==(const ServiceAmendment&, const ServiceAmendment&) = default;
};

/// `out_of_range` unless it is from 0 to 100 %.
inline Result<void> check_discount(const std::optional<std::int32_t>& basis_points) {
  if (!basis_points || (*basis_points >= 0 && *basis_points <= limits::discount_basis_points_max))
    return {};
  return Error{Errc::out_of_range, "discount: " + std::to_string(*basis_points) + " basis points"};
}

/// What the amendments say of a field on `day`; null when none of them says anything by then.
template <class Amendment, class T>
const T* amended_on(const std::vector<Amendment>& amendments, std::optional<T> Amendment::*field,
                    Date day) {
  const Amendment* last = nullptr;
  for (const auto& each : amendments)
    if (each.*field && each.effective <= day && (!last || last->effective <= each.effective))
      last = &each;
  return last ? &*(last->*field) : nullptr;
}

}  // namespace billbyagent
