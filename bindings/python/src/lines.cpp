#include "billbyagent/described/domain.hpp"
#include "billbyagent/domain/billing.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "results.hpp"

namespace billbyagent::python {
namespace {

py::object decimal_price(std::int64_t millionths, Currency currency) {
  return to_decimal_object(price_to_decimal(millionths, currency));
}

void bind_line(py::module_& m) {
  record<LineKey>(m, "LineKey", "What a line is called everywhere; unique within a tenant.",
                  {usual("sequence", 1)})
      .def_static(
          "parse", [](const std::string& text) { return value(parse_line_key(text)); },
          py::arg("text"), "contract/service/period/effective date/sequence")
      .def("__str__", [](const LineKey& key) { return to_string(key); });
  record<LineItem>(m, "LineItem",
                   "What can be billed: quantity x price x share of the billing period.",
                   {{"span", "the billed days"},
                    {"quantity", "signed"},
                    {"rate_from", "set on a price change: the line is the step from it to `rate`"},
                    {"share", "of the billing period"},
                    {"available_on", "the first day it can be billed"},
                    {"counted_on", "the day of the last reading that showed its units"},
                    usual("unit_changes", 0, "how many were known when it was computed"),
                    usual("account", AccountId{}, "who pays")})
      .def_property_readonly(
          "price",
          [](const LineItem& line) {
            return decimal_price(line.price_millionths(), line.currency());
          },
          "decimal.Decimal: of one unit for the whole period; negative when a price went down.")
      .def_property_readonly(
          "unit_cost",
          [](const LineItem& line) {
            return decimal_price(line.cost_millionths(), line.currency());
          },
          "decimal.Decimal: of one unit for the whole period.")
      .def_property_readonly("currency", &LineItem::currency, "Of the amount.")
      .def_property_readonly("part", &LineItem::part, "The part of the price that the line bills.")
      .def("__str__", [](const LineItem& line) { return to_string(line); });
}

}  // namespace

void bind_lines(py::module_& m) {
  bind_line(m);
  m.def(
      "bill",
      [](const Service& service, const UnitHistory& history, const Period& billing_period) {
        return value(bill(service, history, billing_period));
      },
      py::arg("service"), py::arg("history"), py::arg("billing_period"),
      "All lines due for the billing period, as if nothing had been posted.");
  m.def(
      "bill",
      [](const Contract& contract, const Service& service, const UnitHistory& history,
         const Period& billing_period) {
        return value(bill(contract, service, history, billing_period));
      },
      py::arg("contract"), py::arg("service"), py::arg("history"), py::arg("billing_period"));
  m.def(
      "split",
      [](const Service& service, const UnitHistory& history, const Period& billing_period,
         const std::optional<Period>& life) {
        return split(service, history, billing_period, life.value_or(billing_period));
      },
      py::arg("service"), py::arg("history"), py::arg("billing_period"),
      py::arg("life") = py::none(),
      "The steps of one billing period, or None when the service is not in force in it. `life`: "
      "the days the service is in force; None: all of them.");
}

}  // namespace billbyagent::python
