#include "billbyagent/domain/charges.hpp"
#include "billbyagent/domain/proration.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "results.hpp"

namespace billbyagent::python {

void bind_terms(py::module_& m) {
  record<QuantityTerms>(
      m, "QuantityTerms", "From counted units to billed ones.",
      field("measure", &QuantityTerms::measure, "", Measure::prorated),
      field("fixed_day", &QuantityTerms::fixed_day, "the n-th day of the billing period", 0),
      field("included", &QuantityTerms::included, "free units", 0),
      field("minimum", &QuantityTerms::minimum, "billed even when fewer are counted", 0),
      field("maximum", &QuantityTerms::maximum, "what is counted above it is not billed",
            std::nullopt));
  record<Rate>(m, "Rate", "What one unit sells for and costs, for one whole billing period.",
               field("price_millionths", &Rate::price_millionths, "", 0),
               field("cost_millionths", &Rate::cost_millionths, "", 0),
               field("part", &Rate::part, "", ChargePart::units));
  record<PriceTier>(m, "PriceTier", "The charged units from the `from_`-th to the `to`-th.",
                    field("from_", &PriceTier::from, "", 1),
                    field("to", &PriceTier::to, "None: the last tier", std::nullopt),
                    field("price", &PriceTier::price, ""), field("cost", &PriceTier::cost, ""));
  record<DatedPrice>(m, "DatedPrice", "A price with the day it begins to hold.",
                     field("effective", &DatedPrice::effective, ""),
                     field("price", &DatedPrice::price, "with tiers: the first tier's"),
                     field("cost", &DatedPrice::cost, ""),
                     field("tiers", &DatedPrice::tiers, "for volume and graduated prices", {}),
                     field("base_fee", &DatedPrice::base_fee,
                           "for one whole billing period, whatever the units", std::nullopt));
  record<Indexation>(m, "Indexation", "A yearly raise of all prices of a service.",
                     field("basis_points", &Indexation::basis_points, "325 is 3.25 %"),
                     field("first", &Indexation::first, "the first raise"),
                     field("decimals", &Indexation::decimals, "", 2));
  record<Charge>(m, "Charge", "So many units at one rate.", field("rate", &Charge::rate, ""),
                 field("units", &Charge::units, ""));
  record<Level>(m, "Level", "What is billed for each day from one day on.",
                field("units", &Level::units, "billed units", 0),
                field("charges", &Level::charges, "", {}));
  record<Step>(m, "Step", "The beginning of a proration period.",
               field("effective", &Step::effective, "the day the change is dated"),
               field("billed_from", &Step::billed_from, "the first day billed at `after`"),
               field("before", &Step::before, "", Level{}),
               field("after", &Step::after, "", Level{}));
  record<ProrationPeriods>(m, "ProrationPeriods",
                           "The billed days of a service within one billing period, cut where "
                           "something changes.",
                           field("billing_period", &ProrationPeriods::billing_period, ""),
                           field("billed", &ProrationPeriods::billed, ""),
                           field("steps", &ProrationPeriods::steps, "", {}))
      .def("level_on", &ProrationPeriods::level_on, py::arg("day"));
}

}  // namespace billbyagent::python
