#include "billbyagent/app/coverage.hpp"

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
  return run([&] { return coverage_report(store, rmms.set(), clock, tenant, time, observer); });
}

void bind_coverage_parts(py::module_& m) {
  record<CountedTwice>(m, "CountedTwice", "Machines that two services count both.",
                       field("first", &CountedTwice::first, ""),
                       field("second", &CountedTwice::second, ""),
                       field("overlaps", &CountedTwice::overlaps, "", Overlaps::allowed),
                       field("machines", &CountedTwice::machines, "", {}));
  record<Worth>(m, "Worth", "What more units of a service bring in one full billing period.",
                field("priced_by", &Worth::priced_by, ""),
                field("cycle", &Worth::cycle, "", CycleLength::monthly),
                field("billing_period", &Worth::billing_period, ""),
                field("amount", &Worth::amount, ""));
  record<Unbilled>(
      m, "Unbilled", "Machines of one organization that no service bills.",
      field("rmm", &Unbilled::rmm, "empty: the default one", RmmId{}),
      field("organization", &Unbilled::organization, ""),
      field("organization_name", &Unbilled::organization_name, "", ""),
      field("account", &Unbilled::account, "the account linked to it", std::nullopt),
      field("machines", &Unbilled::machines, "", {}),
      field("worth", &Unbilled::worth, "None: unknown, see worth_unknown", std::nullopt),
      field("worth_unknown", &Unbilled::worth_unknown, "", ""));
  record<LeftOut>(m, "LeftOut", "A machine that a scope holds but does not count.",
                  field("service", &LeftOut::service, ""), field("machine", &LeftOut::machine, ""),
                  field("why", &LeftOut::why, "", Verdict::suspended),
                  field("detail", &LeftOut::detail, "", ""));
  record<Uncounted>(m, "Uncounted", "A service that could not be counted.",
                    field("service", &Uncounted::service, ""),
                    field("account", &Uncounted::account, ""),
                    field("error", &Uncounted::error, ""),
                    field("machines", &Uncounted::machines, "behind its units", {}));
  using Alone = OrganizationWithoutAccount;
  record<Alone>(m, "OrganizationWithoutAccount", "",
                field("rmm", &Alone::rmm, "empty: the default one", RmmId{}),
                field("organization", &Alone::organization, ""),
                field("machines", &Alone::machines, "how many", 0));
}

}  // namespace

void bind_coverage(py::module_& m) {
  bind_coverage_parts(m);
  using Report = CoverageReport;
  record<Report>(m, "CoverageReport", "Which machines are billed twice and which by nobody.",
                 field("day", &Report::day, ""), field("zone", &Report::zone, "", ""),
                 field("agents", &Report::agents, "in the scans of all RMMs", 0),
                 field("covered", &Report::covered, "counted by at least one service", 0),
                 field("services", &Report::services, "derived and in force", 0),
                 field("rmms", &Report::rmms, "how reading each one went, by name", {}),
                 field("overlaps", &Report::overlaps, "", {}),
                 field("unbilled", &Report::unbilled, "", {}),
                 field("left_out", &Report::left_out, "", {}),
                 field("without_account", &Report::without_account, "", {}),
                 field("uncounted", &Report::uncounted, "", {}),
                 field("never_counted", &Report::never_counted, "covered, but not billed yet", {}),
                 field("totals", &Report::totals, "by currency and cycle, of what is known", {}),
                 field("machines_of_unknown_worth", &Report::machines_of_unknown_worth, "", 0))
      .def_property_readonly("unbilled_machines", &Report::unbilled_machines)
      .def_property_readonly("rmms_failed", &Report::rmms_failed)
      .def_property_readonly("needs_a_person", &Report::needs_a_person,
                             "Something is unbilled, refused or unknown.");
  m.def("coverage_report", &survey, py::arg("store"), py::arg("rmms"), py::arg("clock"),
        py::arg("tenant"), py::kw_only(), py::arg("timeout") = usual_timeout(),
        py::arg("time_per_rmm") = py::none(), py::arg("progress") = py::none(),
        py::arg("cancelled") = py::none(), "Reads each RMM once and writes nothing.");
}

}  // namespace billbyagent::python
