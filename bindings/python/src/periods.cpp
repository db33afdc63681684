#include "billbyagent/described/domain.hpp"
#include "billbyagent/domain/billing_cycle.hpp"
#include "billbyagent/domain/proration_policy.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "results.hpp"

namespace billbyagent::python {
namespace {

void bind_period(py::module_& m) {
  py::class_<Period>(m, "Period",
                     "Days from `begin` up to and without `end`; printed with its last day.")
      .def(py::init<Date, Date>(), py::arg("begin"), py::arg("end"))
      .def_static("month", &Period::month, py::arg("year"), py::arg("month"), "The calendar month.")
      .def_property_readonly("begin", &Period::begin, "The first day.")
      .def_property_readonly("end", &Period::end, "The first day that no longer belongs to it.")
      .def_property_readonly("last_day", &Period::last_day, "The last day that belongs to it.")
      .def_property_readonly("days", &Period::days, "How many days it has.")
      .def("__contains__", &Period::contains, py::arg("day"))
      .def(
          "__and__", [](const Period& a, const Period& b) { return intersect(a, b); },
          py::is_operator(), "The days both have, or None.")
      .def("__str__", [](const Period& period) { return to_string(period); })
      .def("__repr__",
           [](const Period& period) {
             return "Period(" + py::repr(py::cast(period.begin())).cast<std::string>() + ", " +
                    py::repr(py::cast(period.end())).cast<std::string>() + ")";
           })
      .def("__eq__", &record_equal<Period>)
      .def("__hash__",
           [](const Period& period) {
             return py::hash(py::make_tuple(period.begin(), period.end()));
           })
      .def(py::pickle(
          [](const Period& period) { return py::make_tuple(period.begin(), period.end()); },
          [](const py::tuple& state) {
            return Period{state[0].cast<Date>(), state[1].cast<Date>()};
          }));
}

BillingCycle cycle_from(CycleLength length, Date anchor, std::optional<int> anchor_day,
                        std::int64_t every) {
  const bool plain = !anchor_day || (length == CycleLength::weekly && *anchor_day == anchor.day());
  const auto cycle = plain ? BillingCycle::anchored(length, anchor)
                           : value(BillingCycle::on_day(length, anchor, *anchor_day));
  return value(cycle.times(every));
}

void bind_cycle(py::module_& m) {
  py::class_<BillingCycle>(m, "BillingCycle",
                           "Where the billing periods of a contract begin and end.")
      .def(py::init(&cycle_from), py::arg("length"), py::arg("anchor"),
           py::arg("anchor_day") = py::none(), py::arg("every") = 1,
           "Periods begin on `anchor`, or on day `anchor_day` (1 to 31, clamped to shorter "
           "months) of its month, and every length, or so many of them, before and after it.")
      .def_static("calendar", &BillingCycle::calendar, py::arg("length"),
                  "Calendar weeks (from Monday), months, quarters, half years and years.")
      .def(
          "in_month",
          [](const BillingCycle& cycle, std::int64_t month) {
            return value(cycle.in_month(month));
          },
          py::arg("month"), "The same with quarters, half years or years that begin in that month.")
      .def_property_readonly("length", &BillingCycle::length, "Of a billing period.")
      .def_property_readonly("every", &BillingCycle::every, "Lengths of one period.")
      .def_property_readonly("anchor", &BillingCycle::anchor,
                             "The first day of one of its periods.")
      .def_property_readonly("anchor_day", &BillingCycle::anchor_day,
                             "The day of the month that periods begin on, 1 to 31.")
      .def_property_readonly("months", &BillingCycle::months, "0 for a weekly cycle.")
      .def("period_at", &BillingCycle::period_at, py::arg("day"),
           "The billing period that holds the day.")
      .def("next", &BillingCycle::next, py::arg("period"))
      .def("__repr__",
           [](const BillingCycle& cycle) {
             return "BillingCycle(" + py::repr(py::cast(cycle.length())).cast<std::string>() +
                    ", " + py::repr(py::cast(cycle.anchor())).cast<std::string>() +
                    ", anchor_day=" + std::to_string(cycle.anchor_day()) +
                    (cycle.every() == 1 ? "" : ", every=" + std::to_string(cycle.every())) + ")";
           })
      .def("__eq__", &record_equal<BillingCycle>)
      .def("__hash__",
           [](const BillingCycle& cycle) {
             return py::hash(
                 py::make_tuple(cycle.length(), cycle.anchor(), cycle.anchor_day(), cycle.every()));
           })
      .def(py::pickle(
          [](const BillingCycle& cycle) {
            return py::make_tuple(cycle.length(), cycle.anchor(), cycle.anchor_day(),
                                  cycle.every());
          },
          [](const py::tuple& state) {
            return cycle_from(state[0].cast<CycleLength>(), state[1].cast<Date>(),
                              state[2].cast<int>(), state[3].cast<int>());
          }));
}

}  // namespace

void bind_periods(py::module_& m) {
  bind_period(m);
  bind_cycle(m);
  record<Fraction>(m, "Fraction", "A share of a billing period, not reduced: 15/30.",
                   {given("numerator")})
      .def("__str__", [](const Fraction& share) { return to_string(share); });
  record<ProrationPolicy>(
      m, "ProrationPolicy", "The conventions of proration.",
      {{"minimum_credit_minor", "a smaller credit of a service and period waits, in minor units"}});
  m.def(
      "policy_of", [](PolicyPreset preset) { return policy_of(preset); }, py::arg("preset"),
      "The proration policy that is known under this name.");
  m.def(
      "share_of",
      [](DayCount day_count, const Period& period, const Period& span) {
        if (span.begin() < period.begin() || period.end() < span.end())
          throw Exception(Error{Errc::invalid_argument,
                                to_string(span) + " is not within " + to_string(period)});
        return share_of(day_count, period, span);
      },
      py::arg("day_count"), py::arg("period"), py::arg("span"),
      "Which share of a billing period some of its days are.");
  m.def("nth_month_from", &nth_month_from, py::arg("anchor"), py::arg("months"),
        "The day so many months after the anchor, clamped to the end of a shorter month.");
}

}  // namespace billbyagent::python
