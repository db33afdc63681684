#include "billbyagent/app/coverage.hpp"

#include "billbyagent/described/coverage.hpp"
#include "bindings.hpp"
#include "deadline.hpp"
#include "record.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

CoverageReport survey(Store& store, const py::object& given, const Clock& clock,
                      const TenantId& tenant, const Timeout& timeout,
                      const std::optional<Timeout>& time_per_rmm, const py::object& progress,
                      const py::object& cancelled) {
  const RmmsInUse rmms{given};
  PythonObserver observer{progress, cancelled};
  const ReadingTime time{after(timeout), duration_of(time_per_rmm)};
  return run([&] { return coverage_report({store, tenant, clock, &observer}, rmms.set(), time); });
}

void bind_coverage_parts(py::module_& m) {
  record<CountedTwice>(m, "CountedTwice", "Machines that two services count both.");
  record<Worth>(m, "Worth", "What more units of a service bring in one full billing period.",
                {usual("cycle", CycleLength::monthly)});
  record<Unbilled>(m, "Unbilled", "Machines of one organization that no service bills.",
                   {{"rmm", "empty: the default one"},
                    {"account", "the account linked to it"},
                    {"worth", "None: unknown, see worth_unknown"}});
  record<LeftOut>(m, "LeftOut", "A machine that a scope holds but does not count.");
  record<Uncounted>(m, "Uncounted", "A service that could not be counted.",
                    {given("error"), {"machines", "behind its units"}});
  record<OrganizationWithoutAccount>(m, "OrganizationWithoutAccount",
                                     "An organization of the RMM that no account is linked to.",
                                     {{"rmm", "empty: the default one"}, {"machines", "how many"}});
}

}  // namespace

void bind_coverage(py::module_& m) {
  bind_coverage_parts(m);
  using Report = CoverageReport;
  record<Report>(m, "CoverageReport", "Which machines are billed twice and which by nobody.",
                 {{"agents", "in the scans of all RMMs"},
                  {"covered", "counted by at least one service"},
                  {"services", "derived and in force"},
                  {"rmms", "how reading each one went, by name"},
                  {"never_counted", "covered, but not billed yet"},
                  {"totals", "by currency and cycle, of what is known"}})
      .def_property_readonly("unbilled_machines", &Report::unbilled_machines,
                             "Machines that no service bills.")
      .def_property_readonly("rmms_failed", &Report::rmms_failed,
                             "How many RMMs could not be read.")
      .def_property_readonly("needs_a_person", &Report::needs_a_person,
                             "Something is unbilled, refused or unknown.");
  m.def("coverage_report", &survey, py::arg("store"), py::arg("rmms"), py::arg("clock"),
        py::arg("tenant"), py::kw_only(), py::arg("timeout") = usual_timeout(),
        py::arg("time_per_rmm") = py::none(), py::arg("progress") = py::none(),
        py::arg("cancelled") = py::none(), "Reads each RMM once and writes nothing.");
}

}  // namespace billbyagent::python
