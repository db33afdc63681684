#include "billbyagent/described/domain.hpp"
#include "billbyagent/domain/charges.hpp"
#include "billbyagent/domain/proration.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "results.hpp"

namespace billbyagent::python {

void bind_terms(py::module_& m) {
  record<QuantityTerms>(m, "QuantityTerms", "From counted units to billed ones.",
                        {{"fixed_day", "the n-th day of the billing period"},
                         {"included", "free units"},
                         {"minimum", "billed even when fewer are counted"},
                         {"maximum", "what is counted above it is not billed"}});
  record<Rate>(m, "Rate", "What one unit sells for and costs, for one whole billing period.");
  record<PriceTier>(m, "PriceTier", "The charged units from the `from_`-th to the `to`-th.",
                    {usual("from_", Units{1}), {"to", "None: the last tier"}});
  record<DatedPrice>(m, "DatedPrice", "A price with the day it begins to hold.",
                     {{"price", "with tiers: the first tier's"},
                      {"tiers", "for volume and graduated prices"},
                      {"base_fee", "for one whole billing period, whatever the units"},
                      {"author", "who or what recorded it"}});
  record<Indexation>(
      m, "Indexation", "A yearly raise of all prices of a service.",
      {given("basis_points", "325 is 3.25 %"), {"first", "the first raise"}, usual("decimals", 2)});
  record<Charge>(m, "Charge", "So many units at one rate.", {given("rate"), given("units")});
  record<Level>(m, "Level", "What is billed for each day from one day on.",
                {{"units", "billed units"}, usual("account", AccountId{}, "who pays")});
  record<Step>(m, "Step", "The beginning of a proration period.",
               {{"effective", "the day the change is dated"},
                {"billed_from", "the first day billed at `after`"}});
  record<ProrationPeriods>(m, "ProrationPeriods",
                           "The billed days of a service within one billing period, cut where "
                           "something changes.")
      .def("level_on", &ProrationPeriods::level_on, py::arg("day"));
}

}  // namespace billbyagent::python
