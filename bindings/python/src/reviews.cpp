#include "billbyagent/app/billing_review.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "run.hpp"

namespace billbyagent::python {

void bind_reviews(py::module_& m) {
  record<UnbilledUnits>(m, "UnbilledUnits", "Units counted above the maximum of their service.",
                        field("service", &UnbilledUnits::service, ""),
                        field("day", &UnbilledUnits::day, "the last day looked at"),
                        field("counted", &UnbilledUnits::counted, "", 0),
                        field("maximum", &UnbilledUnits::maximum, "", 0));
  record<BillingFilter>(
      m, "BillingFilter", "What a review or a posting looks at.",
      field("from_", &BillingFilter::from, "lines effective on this day or later", std::nullopt),
      field("through", &BillingFilter::through, "lines available on this day or earlier",
            std::nullopt),
      field("account", &BillingFilter::account, "", std::nullopt),
      field("contract", &BillingFilter::contract, "", std::nullopt),
      field("service", &BillingFilter::service, "", std::nullopt));
  record<ReviewedContract>(
      m, "ReviewedContract", "", field("contract", &ReviewedContract::contract, ""),
      field("lines", &ReviewedContract::lines, "", {}),
      field("units_unknown", &ReviewedContract::units_unknown, "", {}),
      field("withheld", &ReviewedContract::withheld, "credits that are too small as yet", {}),
      field("above_maximum", &ReviewedContract::above_maximum, "counted, but not billed", {}),
      field("error", &ReviewedContract::error, "its lines are missing", std::nullopt));
  record<BillingReview>(
      m, "BillingReview", "Everything that can be billed and was not, up to a day.",
      field("today", &BillingReview::today, ""), field("through", &BillingReview::through, ""),
      field("contracts", &BillingReview::contracts, "those with something to tell", {}),
      field("totals", &BillingReview::totals, "by currency", {}))
      .def_property_readonly(
          "lines",
          [](const BillingReview& review) {
            std::vector<LineItem> lines;
            for (const auto& reviewed : review.contracts)
              lines.insert(lines.end(), reviewed.lines.begin(), reviewed.lines.end());
            return shown(lines);
          },
          "The lines of all contracts.");
  m.def(
      "billing_review",
      [](Store& store, const Clock& clock, const TenantId& tenant, const BillingFilter& filter) {
        return run([&] { return billing_review(store, clock, tenant, filter); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("filter") = BillingFilter{},
      "Reads only; looks three months ahead unless the filter says otherwise.");
}

}  // namespace billbyagent::python
