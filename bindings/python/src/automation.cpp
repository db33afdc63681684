#include "billbyagent/app/billing_automation.hpp"
#include "billbyagent/described/billing.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

PostReport post(Store& store, const Clock& clock, const TenantId& tenant,
                const BillingFilter& filter, CreditBatches credit_batches, Settlement settlement,
                ZeroLines zero_lines, std::int32_t most_periods, const BatchLimit& batch_limit,
                const DayLimit& day_limit, std::int32_t stale_days, StaleCounts stale_counts,
                const std::string& why_lifted, bool dry_run, const std::string& author,
                std::size_t contracts_per_transaction, const py::object& progress,
                const py::object& cancelled) {
  const AutomationOptions options{.filter = filter,
                                  .credit_batches = credit_batches,
                                  .settlement = settlement,
                                  .zero_lines = zero_lines,
                                  .most_periods = most_periods,
                                  .batch_limit = batch_limit,
                                  .day_limit = day_limit,
                                  .stale_days = stale_days,
                                  .stale_counts = stale_counts,
                                  .why_lifted = why_lifted,
                                  .dry_run = dry_run,
                                  .author = author,
                                  .contracts_per_transaction = contracts_per_transaction};
  PythonObserver observer{progress, cancelled};
  return run([&] { return post_available({store, tenant, clock, &observer}, options); });
}

}  // namespace

void bind_automation(py::module_& m) {
  record<BatchLimit>(m, "BatchLimit",
                     "How far a batch may go beyond what its contract usually bills.",
                     {{"max_rise_percent", "beyond what any billing period came to so far"},
                      {"small_minor", "a batch that comes to less is believed"},
                      {"believed", "whatever the batch comes to, a person has looked"}});
  record<PostedContract>(m, "PostedContract",
                         "What one run posted for a contract, or why it posted nothing.",
                         {usual("account", AccountId{}, "who pays for the lines"),
                          {"batch", "when posted"},
                          {"withheld", "credits that are too small as yet"},
                          {"above_maximum", "counted, but not billed"},
                          {"stale", "billed, or refused, by counts that are too old"},
                          {"error", "nothing of the contract was written"}});
  record<PostReport>(m, "PostReport", "What a posting did.",
                     {{"contracts", "by id"},
                      {"totals", "of the posted lines, by currency"},
                      {"owed", "what was held"},
                      {"stopped", "the store failed before the end; what is told here stands"}})
      .def("count", &PostReport::count, py::arg("status"))
      .def_property_readonly(
          "lines",
          [](const PostReport& report) {
            std::vector<LineItem> lines;
            for (const auto& posted : report.contracts)
              if (posted.batch) lines.insert(lines.end(), posted.lines.begin(), posted.lines.end());
            return shown(lines);
          },
          "The posted lines of all contracts.")
      .def("__str__", [](const PostReport& report) { return summary(report); });
  const AutomationOptions usual;
  m.def("post_available", &post, py::arg("store"), py::arg("clock"), py::arg("tenant"),
        py::kw_only(), py::arg("filter") = BillingFilter{},
        py::arg("credit_batches") = usual.credit_batches, py::arg("settlement") = usual.settlement,
        py::arg("zero_lines") = usual.zero_lines, py::arg("most_periods") = usual.most_periods,
        py::arg("batch_limit") = usual.batch_limit, py::arg("day_limit") = usual.day_limit,
        py::arg("stale_days") = usual.stale_days, py::arg("stale_counts") = usual.stale_counts,
        py::arg("why_lifted") = usual.why_lifted, py::arg("dry_run") = false,
        py::arg("author") = usual.author,
        py::arg("contracts_per_transaction") = usual.contracts_per_transaction,
        py::arg("progress") = py::none(), py::arg("cancelled") = py::none(),
        "Posts whatever is available, exactly once. See nightly_sync for progress and cancelled.");
}

}  // namespace billbyagent::python
