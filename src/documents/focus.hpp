#pragma once

/// Posted lines as a cost and usage data set of FOCUS 1.2 (FinOps Open Cost and Usage
/// Specification): what a customer's cost tools take a provider's bill as.

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "billbyagent/domain/posting.hpp"
#include "documents/exports.hpp"

namespace billbyagent::documents {

/// What the lines to write do not say themselves.
struct FocusHistory {
  std::map<BatchId, Date> posted_on{};
  /// With first and last day: after another cycle two periods may begin on one day.
  using ServicePeriod = std::tuple<ContractId, ServiceId, Date, Date>;
  static ServicePeriod period_of(const LineItem& line) {
    return {line.key.contract, line.key.service, line.billing_period.begin(),
            line.billing_period.last_day()};
  }
  /// The day on which a billing period of a service was first billed.
  std::map<ServicePeriod, Date> first_billed{};
  /// Free charges and credits that stand once, not in each period.
  std::set<ServiceKey> once{};

  /// A contract with all its batches and lines. What was taken back was not billed.
  void add(const Contract& contract, std::span<const Batch> batches,
           std::span<const PostedLine> lines);
};

struct FocusForm {
  std::string provider{};  ///< who sells, bills and issues the invoices
  std::string category{};  ///< of services that `categories` does not name
  std::map<ServiceId, std::string> categories{};
};

/// The values that FOCUS allows as the category of a service.
std::span<const std::string_view> focus_categories();

/// A row for each line. All of them have to stand and to be in `history`.
std::string focus_rows(std::span<const PostedLine> lines, const LineOwners& owners,
                       const FocusHistory& history, const FocusForm& form);

}  // namespace billbyagent::documents
