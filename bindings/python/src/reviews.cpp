#include "billbyagent/app/billing_review.hpp"
#include "billbyagent/app/verify.hpp"
#include "billbyagent/described/billing.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "run.hpp"

namespace billbyagent::python {

namespace {

void bind_totals(py::module_& m) {
  record<Totals>(m, "Totals", "Sums of the lines of one currency.", {given("lines", "how many")})
      .def_property_readonly(
          "margin", [](const Totals& totals) { return value(totals.margin()); },
          "What is left after cost.");
  m.def(
      "totals_of", [](const std::vector<LineItem>& lines) { return value(totals_of(lines)); },
      py::arg("lines"), "Sums by currency.");
}

}  // namespace

void bind_reviews(py::module_& m) {
  bind_totals(m);
  record<UnbilledUnits>(m, "UnbilledUnits", "Units counted above the maximum of their service.",
                        {{"day", "the last day looked at"}});
  record<BillingFilter>(m, "BillingFilter", "What a review or a posting looks at.",
                        {{"from_", "lines effective on this day or later"},
                         {"through", "lines available on this day or earlier"}});
  record<ReviewedContract>(m, "ReviewedContract",
                           "A contract in the billing review, with what can be billed.",
                           {{"withheld", "credits that are too small as yet"},
                            {"above_maximum", "counted, but not billed"},
                            {"error", "its lines are missing"}});
  record<OwedCredit>(m, "OwedCredit", "Credits of a contract that no charge settles yet.",
                     {{"amount", "above zero"},
                      {"charge_to_come", "it settles them; otherwise a person pays them out"}});
  record<BillingReview>(m, "BillingReview",
                        "Everything that can be billed and was not, up to a day.",
                        {{"contracts", "those with something to tell"},
                         {"totals", "by currency"},
                         {"owed", "today, also by inactive contracts"}})
      .def_property_readonly(
          "lines",
          [](const BillingReview& review) {
            std::vector<LineItem> lines;
            for (const auto& reviewed : review.contracts)
              lines.insert(lines.end(), reviewed.lines.begin(), reviewed.lines.end());
            return shown(lines);
          },
          "The lines of all contracts.");
  record<Finding>(m, "Finding", "What a verification found damaged or wrong.",
                  {{"subject", "such as contract c-1 or batch c-1#2"}});
  record<VerifyReport>(m, "VerifyReport", "What was verified, and what was found.",
                       {{"held_readings", "open or ended"}, {"contracts", "that could be read"}})
      .def_property_readonly("sound", &VerifyReport::sound, "Nothing was found.");
  m.def(
      "verify",
      [](Store& store, const Clock& clock, const TenantId& tenant) {
        return run([&] { return verify(Desk{store, tenant, clock}); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"),
      "Compares all that money comes from with its seals and recomputes every posted line.");
  m.def(
      "owed_credits",
      [](Store& store, const Clock& clock, const TenantId& tenant, const BillingFilter& filter,
         Settlement settlement) {
        return run([&] { return owed_credits({store, tenant, clock}, filter, settlement); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("filter") = BillingFilter{},
      py::arg("settlement") = Settlement::account, "What posting would hold today. Reads only.");
  m.def(
      "billing_review",
      [](Store& store, const Clock& clock, const TenantId& tenant, const BillingFilter& filter) {
        return run([&] { return billing_review({store, tenant, clock}, filter); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("filter") = BillingFilter{},
      "Reads only; looks three months ahead unless the filter says otherwise.");
}

}  // namespace billbyagent::python
