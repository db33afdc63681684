#include <functional>
#include <memory>
#include <optional>

#include "billbyagent/adapters/memory/fixed_clock.hpp"
#include "billbyagent/adapters/system_clock.hpp"
#include "bindings.hpp"
#include "casters.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

/// Asks a Python function for the moment, from whichever thread.
std::function<Instant()> asking(const py::function& now) {
  return [kept = kept_function(now)] {
    const py::gil_scoped_acquire locked;
    return (*kept)().cast<Instant>();
  };
}

/// The clock that `make_system_clock` makes, under a name of its own.
class SystemClock final : public Clock {
 public:
  SystemClock(const std::string& zone, const std::optional<py::function>& now)
      : clock_(value(now ? make_system_clock(zone, asking(*now)) : make_system_clock(zone))) {}
  Instant now() const override { return clock_->now(); }
  Date today() const override { return clock_->today(); }
  std::string zone() const override { return clock_->zone(); }

 private:
  std::unique_ptr<Clock> clock_;
};

}  // namespace

void bind_clocks(py::module_& m) {
  py::class_<Clock, py::smart_holder>(m, "Clock", "Time, as the library sees it.")
      .def("now", &Clock::now)
      .def("today", &Clock::today, "The tenant's calendar day now, in its own zone.")
      .def_property_readonly("zone", &Clock::zone, "IANA name.");
  py::class_<SystemClock, Clock, py::smart_holder>(m, "SystemClock",
                                                   "The system's clock in an IANA time zone, such "
                                                   "as 'Europe/Berlin'; `now` is another source of "
                                                   "the moment, a function without arguments.")
      .def(py::init<const std::string&, const std::optional<py::function>&>(), py::arg("zone"),
           py::arg("now") = py::none());
  py::class_<FixedClock, Clock, py::smart_holder>(m, "FixedClock",
                                                  "A clock that stands still until it is set.")
      .def(py::init<Date, std::string>(), py::arg("today"), py::arg("zone") = "Etc/UTC")
      .def("set_now", &FixedClock::set_now, py::arg("now"),
           "The moment alone: the tenant's day can differ from the UTC day.")
      .def("set_zone", &FixedClock::set_zone, py::arg("zone"))
      .def("set_today", &FixedClock::set_today, py::arg("today"),
           "The day, and noon UTC of it as the moment.")
      .def("advance_days", &FixedClock::advance_days, py::arg("days"))
      .def("advance_ms", &FixedClock::advance_ms, py::arg("ms"));
}

}  // namespace billbyagent::python
