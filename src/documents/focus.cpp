#include "documents/focus.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "documents/csv_cells.hpp"
#include "documents/words.hpp"

namespace billbyagent::documents {
namespace {

constexpr std::array<std::string_view, 31> columns{
    "BilledCost",        "BillingAccountId",   "BillingAccountName", "BillingCurrency",
    "BillingPeriodEnd",  "BillingPeriodStart", "ChargeCategory",     "ChargeClass",
    "ChargeDescription", "ChargeFrequency",    "ChargePeriodEnd",    "ChargePeriodStart",
    "ContractedCost",    "EffectiveCost",      "InvoiceId",          "InvoiceIssuerName",
    "ListCost",          "PricingQuantity",    "PricingUnit",        "ProviderName",
    "PublisherName",     "ServiceCategory",    "ServiceName",        "x_BatchId",
    "x_ContractId",      "x_ContractName",     "x_LineId",           "x_ServiceId",
    "x_Share",           "x_TaxCategory",      "x_UnitPrice"};

constexpr std::array<std::string_view, 19> service_categories{"AI and Machine Learning",
                                                              "Analytics",
                                                              "Business Applications",
                                                              "Compute",
                                                              "Databases",
                                                              "Developer Tools",
                                                              "Identity",
                                                              "Integration",
                                                              "Internet of Things",
                                                              "Management and Governance",
                                                              "Media",
                                                              "Migration",
                                                              "Mobile",
                                                              "Multicloud",
                                                              "Networking",
                                                              "Security",
                                                              "Storage",
                                                              "Web",
                                                              "Other"};

/// A day of the tenant as the same day in UTC, so that a month stays a month.
std::string time_of(Date day) { return to_string(day) + "T00:00:00Z"; }

Period month_of(Date day) { return Period::month(day.year(), day.month()); }

std::string_view charge_category(const LineItem& line) {
  switch (line.part()) {
    case ChargePart::units:
    case ChargePart::overage:
      return "Usage";
    case ChargePart::base_fee:
    case ChargePart::minimum:
      return "Purchase";
    case ChargePart::discount:
    case ChargePart::discount_amount:
      return "Credit";
    case ChargePart::charge:
      return line.rate.price_millionths < 0 ? "Credit" : "Purchase";
  }
  return "Adjustment";
}

class Rows {
 public:
  Rows(const LineOwners& owners, const FocusHistory& history, const FocusForm& form)
      : owners_(owners), history_(history), form_(form) {}

  std::vector<std::string> cells(const PostedLine& posted) const {
    const LineItem& line = posted.line;
    const LineOwner& owner = owners_.at(line.key);
    const Period month = month_of(history_.posted_on.at(posted.batch));
    const std::string_view category = charge_category(line);
    const std::string amount = to_decimal(line.amount);
    const bool counted = category != "Credit";
    const std::array cells{amount,
                           text_cell(owner.account.text()),
                           text_cell(owner.account_name),
                           to_string(line.currency()),
                           time_of(month.end()),
                           time_of(month.begin()),
                           std::string{category},
                           std::string{corrects(line, month.begin()) ? "Correction" : ""},
                           text_cell(name_of(line) + ": " + to_string(line)),
                           std::string{frequency(line)},
                           time_of(line.span.end()),
                           time_of(line.span.begin()),
                           amount,
                           amount,
                           text_cell(posted.invoice_number),
                           text_cell(form_.provider),
                           amount,
                           counted ? std::to_string(line.quantity) : "",
                           std::string{counted ? "Units" : ""},
                           text_cell(form_.provider),
                           text_cell(form_.provider),
                           category_of(line.key.service),
                           text_cell(name_of(line)),
                           text_cell(posted.batch.text()),
                           text_cell(line.key.contract.text()),
                           text_cell(owner.contract_name),
                           text_cell(to_string(line.key)),
                           text_cell(line.key.service.text()),
                           to_string(line.share),
                           text_cell(line.tax_category),
                           price_to_decimal(line.price_millionths(), line.currency())};
    static_assert(std::tuple_size_v<decltype(cells)> == columns.size());
    return {cells.begin(), cells.end()};
  }

 private:
  static std::string name_of(const LineItem& line) {
    return name_or_id(line.service_name, line.key.service);
  }
  /// Days of earlier months, of a billing period that was billed in one of them.
  bool corrects(const LineItem& line, Date month) const {
    const auto first = history_.first_billed.find(FocusHistory::period_of(line));
    // Taken back in the meantime: then nothing was billed before it.
    if (first == history_.first_billed.end()) return false;
    return first->second < month && line.span.begin() < month;
  }
  std::string_view frequency(const LineItem& line) const {
    if (charge_category(line) == "Usage") return "Usage-Based";
    return history_.once.contains({line.key.contract, line.key.service}) ? "One-Time" : "Recurring";
  }
  const std::string& category_of(const ServiceId& service) const {
    const auto own = form_.categories.find(service);
    return own == form_.categories.end() ? form_.category : own->second;
  }

  const LineOwners& owners_;
  const FocusHistory& history_;
  const FocusForm& form_;
};

}  // namespace

void FocusHistory::add(const Contract& contract, std::span<const Batch> batches,
                       std::span<const PostedLine> lines) {
  for (const auto& service : contract.terms().services)
    if (is_once(service.terms().charging)) once.insert({contract.id(), service.id()});
  for (const auto& batch : batches) posted_on.insert_or_assign(batch.id, batch.posted_on);
  for (const auto& posted : lines) {
    if (!posted.stands()) continue;
    const Date day = posted_on.at(posted.batch);
    const auto [first, is_new] = first_billed.emplace(period_of(posted.line), day);
    if (!is_new) first->second = std::min(first->second, day);
  }
}

std::span<const std::string_view> focus_categories() { return service_categories; }

std::string focus_rows(std::span<const PostedLine> lines, const LineOwners& owners,
                       const FocusHistory& history, const FocusForm& form) {
  std::string text = csv_row({columns.begin(), columns.end()});
  const Rows rows{owners, history, form};
  for (const auto& line : lines) text += csv_row(rows.cells(line));
  return text;
}

}  // namespace billbyagent::documents
