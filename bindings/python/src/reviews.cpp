#include "billbyagent/app/billing_review.hpp"
#include "billbyagent/app/erase_name.hpp"
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

void bind_checks(py::module_& m) {
  m.def(
      "erase_name",
      [](Store& store, const Clock& clock, const TenantId& tenant, const std::string& name,
         const std::string& author, const std::string& reason) {
        return run([&] { return erase_name(Desk{store, tenant, clock}, name, author, reason); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("name"), py::kw_only(),
      py::arg("author"), py::arg("reason"),
      "Takes a person's name out of what is kept; answers in how many rows it stood.");
  record<Finding>(m, "Finding", "What a verification found damaged or wrong.",
                  {{"subject", "such as contract c-1 or batch c-1#2"}});
  record<VerifyReport>(m, "VerifyReport", "What was verified, and what was found.",
                       {{"held_readings", "open or ended"}, {"contracts", "that could be read"}})
      .def_property_readonly("sound", &VerifyReport::sound, "Nothing was found.");
  m.def(
      "verify",
      [](Store& store, const Clock& clock, const TenantId& tenant,
         std::optional<std::size_t> contracts) {
        return run([&] {
          const Desk desk{store, tenant, clock};
          return contracts ? verify_sample(desk, *contracts) : verify(desk);
        });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::kw_only(),
      py::arg("contracts") = py::none(),
      "Compares all that money comes from with its seals and recomputes every posted line. "
      "`contracts`: only so many, others each day, as for every night.");
  record<RmmFreshness>(m, "RmmFreshness", "How old the counts of an RMM are.",
                       {{"rmm", "empty: the default one"},
                        {"read_on", "the day of the last whole reading"},
                        {"failed_on", "of the last one that failed, when it is the later one"},
                        {"services", "in force, that derive their units from it"}});
  record<ServiceFreshness>(m, "ServiceFreshness", "How old the count of a service is.",
                           {{"counted_on", "the day of the last whole reading that counted it"},
                            {"failed_on", "of the last one that did not, when it is the later one"},
                            {"failure", "why it did not"}});
  m.def(
      "freshness",
      [](Store& store, const Clock& clock, const TenantId& tenant, std::int32_t stale_days) {
        return run([&] { return freshness(Desk{store, tenant, clock}, stale_days); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("stale_days") = 2,
      "How old the counts are, by RMM.");
  m.def(
      "service_freshness",
      [](Store& store, const Clock& clock, const TenantId& tenant, std::int32_t stale_days) {
        return run([&] { return service_freshness(Desk{store, tenant, clock}, stale_days); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("stale_days") = 2,
      "How old the counts are, by contract and service.");
}

}  // namespace

void bind_reviews(py::module_& m) {
  bind_totals(m);
  bind_checks(m);
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
