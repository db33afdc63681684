#include "billbyagent/domain/unit_history.hpp"

#include "billbyagent/described/domain.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "results.hpp"

namespace billbyagent::python {
namespace {

std::string history_text(const UnitHistory& history) {
  std::string text = "UnitHistory(";
  for (const auto& entry : history.timeline())
    text += (text.back() == '(' ? "" : ", ") + to_string(entry.effective) + ": " +
            std::to_string(entry.units);
  return text + ")";
}

UnitHistory replayed(const std::vector<UnitChange>& changes) {
  UnitHistory history;
  for (const auto& change : changes) value(history.record(change));
  return history;
}

void bind_history(py::module_& m) {
  py::class_<UnitHistory>(m, "UnitHistory",
                          "The units of a service over time. Append-only: a change before the "
                          "newest one corrects the days up to the next change after it.")
      .def(py::init<>(), "Nothing was ever counted.")
      .def(py::init([](Date effective, Units units) {
             return value(UnitHistory::starting(effective, units));
           }),
           py::arg("effective"), py::arg("units"))
      .def(
          "record",
          [](UnitHistory& history, Date effective, Units units) {
            return value(history.record(effective, units));
          },
          py::arg("effective"), py::arg("units"),
          "From this day on so many units. False when the day already has them.")
      .def(
          "record",
          [](UnitHistory& history, const UnitChange& change) {
            return value(history.record(change));
          },
          py::arg("change"))
      .def("units_on", &UnitHistory::units_on, py::arg("day"), "None before the first counted day.")
      .def(
          "change_on",
          [](const UnitHistory& history, Date day) -> std::optional<UnitChange> {
            const UnitChange* change = history.change_on(day);
            return change ? std::optional{*change} : std::nullopt;
          },
          py::arg("day"), "The change behind `units_on(day)`.")
      .def_property_readonly(
          "changes", [](const UnitHistory& history) { return shown(history.changes()); },
          "Everything ever recorded, in the order of recording.")
      .def_property_readonly(
          "timeline", [](const UnitHistory& history) { return shown(history.timeline()); },
          "What holds: one count per effective day, by day.")
      .def("__bool__", [](const UnitHistory& history) { return !history.empty(); })
      .def("__repr__", &history_text)
      .def("__eq__",
           [](const UnitHistory& history, const py::object& other) -> py::object {
             if (!py::isinstance<UnitHistory>(other))
               return py::reinterpret_borrow<py::object>(Py_NotImplemented);
             return py::bool_(history.changes() == other.cast<const UnitHistory&>().changes());
           })
      .def(py::pickle(
          [](const UnitHistory& history) { return py::make_tuple(shown(history.changes())); },
          [](const py::tuple& state) {
            return replayed(state[0].cast<std::vector<UnitChange>>());
          }));
  // It changes, so it has no hash.
  m.attr("UnitHistory").attr("__hash__") = py::none();
}

void bind_held(py::module_& m) {
  record<HeldReading>(m, "HeldReading", "A count that waits for a person.",
                      {given("units"),
                       {"proposal", "0: not a proposal"},
                       {"machines", "against the reading before it, or the confirmed machines"}});
  record<HeldEnding>(m, "HeldEnding", "How the open readings of a service ended.",
                     {{"reason", "of a rejection"}});
  record<EndedReading>(m, "EndedReading",
                       "A count that was held back or proposed, and what became of it.");
}

}  // namespace

void bind_units(py::module_& m) {
  record<UnitChange>(m, "UnitChange", "Units from a day on: when, why, by whom and recorded when.",
                     {{"effective", "from this day on"},
                      given("units"),
                      usual("reason", ChangeReason::manual),
                      {"note", "for people"},
                      {"author", "who or what recorded it"},
                      {"sequence", "in the order of recording"}});
  record<DatedUnits>(m, "DatedUnits", "Units and the day from which they hold.", {given("units")});
  bind_history(m);
  record<Hardware>(m, "Hardware", "What tells a machine by its hardware; empty is unknown.",
                   {{"serial", "upper case"}, {"mac", "twelve hex digits in upper case"}});
  record<Machine>(m, "Machine", "A machine that counts for a service.",
                  {{"hardware", "kept only for services that tell machines by it"}});
  record<MachineEvent>(m, "MachineEvent", "A machine that came or went.",
                       {{"detail", "such as 'to beta.root'"},
                        {"hardware", "kept only for services that tell machines by it"},
                        {"since", "the first day of the absence or the wait"}});
  bind_held(m);
}

}  // namespace billbyagent::python
