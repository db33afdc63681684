#include "billbyagent/described/nights.hpp"
#include "billbyagent/app/get_units_now.hpp"
#include "bindings.hpp"
#include "deadline.hpp"
#include "record.hpp"
#include "run.hpp"

namespace billbyagent::python {

/// For `scan_cause`.
template <>
inline constexpr bool takes_attributes<SyncReport> = true;

namespace {

void bind_night_reports(py::module_& m) {
  record<SyncGuard>(m, "SyncGuard", "Which counts are held back until a person confirms.")
      .def("cause_to_hold", &SyncGuard::cause_to_hold, py::arg("before"), py::arg("after"),
           "None for a count that is believed; `before` is None when there was no count.")
      .def("reason_to_hold", &SyncGuard::reason_to_hold, py::arg("before"), py::arg("after"),
           "The same in words.");
  record<DayLimit>(m, "DayLimit", "How far a run believes the day it runs on.",
                   {{"most_days_ahead", "of the tenant's last run"},
                    {"believed", "whatever the day is, a person has looked"}});
  record<JudgedMachine>(m, "JudgedMachine", "A machine of a scope, and whether it counts.");
  record<ServiceSync>(m, "ServiceSync", "What a night made of one service.",
                      {usual("account", AccountId{}),
                       {"before", "None: never counted"},
                       {"counted", "None: no count"},
                       {"judged", "machines of the scope that do not count, and why"},
                       {"proposal", "0: none is open"}});
  record<RmmOutcome>(m, "RmmOutcome", "How reading an RMM went.",
                     {{"rmm", "empty: the default one"},
                      {"provider", "as it calls itself"},
                      {"agents", "in the scan"},
                      {"error", "it could not be read as a whole"},
                      {"notes", "what the reading passed over, guessed or recoded"}});
  record<SyncReport>(
      m, "SyncReport", "What a night found and did.",
      {{"agents", "in the scans of all RMMs"},
       {"rmms", "how reading each one went, by name"},
       {"scan_error", "no RMM could be read: what the first one said; see also `scan_cause`"},
       {"services", "every derived service in force"},
       {"stopped", "the store failed before the end; what is told here stands"}})
      .def_property_readonly("rmms_failed", &SyncReport::rmms_failed,
                             "How many RMMs could not be read.")
      .def("count", &SyncReport::count, py::arg("status"))
      .def("__str__", [](const SyncReport& report) { return summary(report); });
  m.attr("SyncReport").attr("scan_cause") = py::none();
  record<UnitsNow>(m, "UnitsNow", "What the RMM counts for a service now, beside the units it has.",
                   {given("counted"), {"present", "None: never counted"}});
  record<MachinesNow>(m, "MachinesNow", "What a service would count now, machine by machine.",
                      {{"machines", "of the scope's organization or group, billed or why not"}});
}

struct Watched {
  py::object progress;
  py::object cancelled;
};

/// `sync(rmms, observer)`, with the exception behind a scan's error beside the report.
template <class Sync>
py::object watched(const py::object& given, const Watched& watched, Sync sync) {
  const LongCall call;
  const RmmsInUse rmms{given};
  PythonObserver observer{watched.progress, watched.cancelled};
  const SyncReport report = run(call, [&] { return sync(rmms.set(), observer); });
  py::object made = py::cast(report);
  if (report.scan_error) {
    const py::object cause = call.cause_of(*report.scan_error);
    if (!cause.is_none()) made.attr("scan_cause") = cause;
  }
  return made;
}

py::object night(Store& store, const py::object& rmms, const Clock& clock, const TenantId& tenant,
                 const Timeout& timeout, const std::optional<Timeout>& time_per_rmm,
                 const SyncGuard& guard, const DayLimit& day_limit, const std::string& why_lifted,
                 bool dry_run, const std::optional<ServiceKey>& only, const std::string& author,
                 std::size_t contracts_per_transaction, const py::object& progress,
                 const py::object& cancelled) {
  NightlyOptions options;
  options.deadline = after(timeout);
  options.time_per_rmm = duration_of(time_per_rmm);
  options.guard = guard;
  options.day_limit = day_limit;
  options.why_lifted = why_lifted;
  options.dry_run = dry_run;
  options.only = only;
  options.author = author;
  options.contracts_per_transaction = contracts_per_transaction;
  return watched(rmms, {progress, cancelled}, [&](const RmmSet& set, Observer& observer) {
    return nightly_sync({store, tenant, clock, &observer}, set, options);
  });
}

py::object take_over(Store& store, const py::object& rmms, const Clock& clock,
                     const TenantId& tenant, const ServiceKey& key, const Timeout& timeout,
                     const SyncGuard& guard, const DayLimit& day_limit,
                     const std::string& why_lifted, bool dry_run, const std::string& author) {
  NightlyOptions options;
  options.deadline = after(timeout);
  options.guard = guard;
  options.day_limit = day_limit;
  options.why_lifted = why_lifted;
  options.dry_run = dry_run;
  options.author = author;
  return watched(rmms, {py::none(), py::none()}, [&](const RmmSet& set, Observer& observer) {
    return take_over_units_now({store, tenant, clock, &observer}, set, key, options);
  });
}

/// `Ask` about one service.
template <auto Ask>
auto asked_now(Store& store, const py::object& given, const Clock& clock, const TenantId& tenant,
               const ServiceKey& key, const Timeout& timeout) {
  const RmmsInUse rmms{given};
  return run([&] { return Ask({store, tenant, clock}, rmms.set(), key, after(timeout)); });
}

}  // namespace

void bind_nights(py::module_& m) {
  bind_night_reports(m);
  m.def(
      "nightly_sync", &night, py::arg("store"), py::arg("rmms"), py::arg("clock"),
      py::arg("tenant"), py::kw_only(), py::arg("timeout") = usual_timeout(),
      py::arg("time_per_rmm") = py::none(), py::arg("guard") = SyncGuard{},
      py::arg("day_limit") = DayLimit{}, py::arg("why_lifted") = "", py::arg("dry_run") = false,
      py::arg("only") = py::none(), py::arg("author") = "nightly",
      py::arg("contracts_per_transaction") = 64, py::arg("progress") = py::none(),
      py::arg("cancelled") = py::none(),
      "Reads each RMM once, counts every scope and takes changed counts over. `rmms`: a provider, "
      "or a dict of providers by name. "
      "progress(stage, done, total) is called on the way; total is 0 while it is not known. "
      "cancelled() is asked between transactions, and so is Ctrl-C: what was committed stays.");
  m.def("take_over_units_now", &take_over, py::arg("store"), py::arg("rmms"), py::arg("clock"),
        py::arg("tenant"), py::arg("key"), py::kw_only(), py::arg("timeout") = usual_timeout(),
        py::arg("guard") = SyncGuard{}, py::arg("day_limit") = DayLimit{},
        py::arg("why_lifted") = "", py::arg("dry_run") = false, py::arg("author") = "units-now",
        "Counts one service and takes the count over as a night would.");
  const auto bind_asked = [&](const char* name, auto ask, const char* doc) {
    m.def(name, ask, py::arg("store"), py::arg("rmms"), py::arg("clock"), py::arg("tenant"),
          py::arg("key"), py::kw_only(), py::arg("timeout") = usual_timeout(), doc);
  };
  bind_asked("get_units_now", &asked_now<&get_units_now>, "Counts one service; writes nothing.");
  bind_asked("machines_now", &asked_now<&machines_now>,
             "Names each machine of a service: billed, or why not; writes nothing.");
}

}  // namespace billbyagent::python
