#include "billbyagent/app/decide_open.hpp"
#include "billbyagent/described/decisions.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "run.hpp"

namespace billbyagent::python {

void bind_open_decisions(py::module_& m) {
  record<OpenDecision>(m, "OpenDecision", "What waits for a person: one decision.",
                       {{"key", "without a service: a credit of the contract; without both: a day"},
                        {"present", "units until somebody decides; None: never counted"},
                        {"digest", "of what is to be decided"}})
      .def_property_readonly(
          "subject", [](const OpenDecision& row) { return subject_of(row.key); },
          "What it is about, as people read it.");
  record<OpenDecisions>(m, "OpenDecisions", "All that waits, in the order of its numbers.",
                        {{"rows", "the first is number 1"}, {"digest", "of all rows"}});
  record<EndedDecision>(m, "EndedDecision", "A decision that was taken, or that time dissolved.",
                        {{"ending", "how, by whom, why and when"}});
  record<Decision>(m, "Decision", "What a person decides about one row.",
                   {{"digest", "of the row that the person saw"},
                    {"units", "that hold instead, for adjust alone"},
                    {"reason", "needed but for approve"}});
  record<Decided>(m, "Decided", "What a decision did.",
                  {{"changes", "of units; may be empty"}, {"batch", "by which a credit is paid"}});
  record<DecisionReport>(m, "DecisionReport", "What was decided, or why nothing was.",
                         {{"refused", "then nothing was decided"}})
      .def_property_readonly("accepted", &DecisionReport::accepted, "Nothing was refused.");
  m.def(
      "open_decisions",
      [](Store& store, const Clock& clock, const TenantId& tenant, Settlement settlement,
         const DayLimit& day_limit) {
        return run([&] {
          return all_open_decisions({store, tenant, clock}, {settlement, day_limit});
        });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::kw_only(),
      py::arg("settlement") = Settlement::account, py::arg("day_limit") = DayLimit{},
      "All that waits for a person: counts, credits that nothing settles, a day that is not "
      "believed.");
  m.def(
      "ended_decisions",
      [](Store& store, const Clock& clock, const TenantId& tenant, std::size_t limit) {
        return run([&] { return ended_decisions({store, tenant, clock}, limit); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("limit") = 100,
      "What was decided, the last ones first.");
  m.def(
      "decide_open",
      [](Store& store, const Clock& clock, const TenantId& tenant,
         const std::vector<Decision>& decisions, const std::string& author, Settlement settlement,
         const DayLimit& day_limit) {
        return run([&] {
          return decide_open({store, tenant, clock}, decisions, author, {settlement, day_limit});
        });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("decisions"), py::kw_only(),
      py::arg("author") = "", py::arg("settlement") = Settlement::account,
      py::arg("day_limit") = DayLimit{}, "All of the decisions are taken, or none.");
}

}  // namespace billbyagent::python
