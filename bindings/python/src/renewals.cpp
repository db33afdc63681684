#include "billbyagent/app/renewals.hpp"

#include "billbyagent/app/raise_prices.hpp"
#include "billbyagent/described/previews.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

void bind_prices(py::module_& m) {
  record<PriceRaise>(m, "PriceRaise", "The prices of many services, in one run.",
                     {{"basis_points", "350 is 3.5 % more, -350 less; 0 with `unit_price`"},
                      {"from_", "None: from the day on which each contract renews next"},
                      {"decimals", "that new prices are rounded to; None: the currency's"},
                      {"accounts", "only theirs; empty: all"},
                      {"reach_back", "also where that day is posted: it is billed once more"},
                      {"services", "only those called so, in whichever contract; empty: all"},
                      {"unit_price", "instead of percents; the services have to be named"}});
  record<RaisedService>(m, "RaisedService", "What a run of prices made of one service.",
                        {{"before", "the price that is, or would be, raised"},
                         {"next_price", "a later one holds from its own day on"}});
  record<RaisedContract>(m, "RaisedContract", "A contract that owes another amount then.",
                         {{"amount", "of two billing periods"}});
  record<RaiseReport>(m, "RaiseReport", "What a run of prices did, or would do.",
                      {{"services", "of the named accounts, by contract"},
                       {"contracts", "those that owe another amount"}})
      .def_property_readonly(
          "summary", [](const RaiseReport& report) { return summary(report); }, "One line.");
  m.def(
      "raise_prices",
      [](Store& store, const Clock& clock, const TenantId& tenant, const PriceRaise& raise) {
        return run([&] { return raise_prices({store, tenant, clock}, raise); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("raise_"),
      "All of the raises or none; run again it raises nothing twice.");
}

}  // namespace

void bind_renewals(py::module_& m) {
  record<TermEnd>(m, "TermEnd", "What becomes of a contract next.",
                  {{"day", "the first day of the next term, or after the last one"},
                   {"notice_by", "the last day for notice"}});
  m.def("next_term_end", &next_term_end, py::arg("contract"), py::arg("today"),
        "When the contract renews or ends next, or None.");
  record<ComingRenewal>(m, "ComingRenewal", "A contract, or a service, that renews or ends.",
                        {{"service", "one that ends before its contract does"},
                         {"day", "the first day of the next term, or the last billed day"}});
  record<RenewalList>(m, "RenewalList", "What renews or ends, by day.");
  m.def(
      "coming_renewals",
      [](Store& store, const Clock& clock, const TenantId& tenant, std::int32_t days,
         const std::optional<AccountId>& account) {
        return run([&] { return coming_renewals({store, tenant, clock}, days, account); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("days") = 90,
      py::arg("account") = py::none(),
      "What renews or ends within so many days, or can be given notice of until one of them.");
  m.def(
      "renew_contract",
      [](Store& store, const Clock& clock, const TenantId& tenant, const ContractId& contract,
         const std::optional<AgreedTerm>& agreed_term, const std::string& reason,
         const std::string& author) {
        return run([&] {
          return renew_contract({store, tenant, clock}, contract, {agreed_term, reason, author});
        });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("contract"),
      py::arg("agreed_term") = py::none(), py::kw_only(), py::arg("reason") = "",
      py::arg("author") = "",
      "Another term, where the contract ends or with its next term; the contract as it is then.");
  m.def(
      "end_with_term",
      [](Store& store, const Clock& clock, const TenantId& tenant, const ContractId& contract) {
        return run([&] { return end_with_term({store, tenant, clock}, contract); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("contract"),
      "Ends the contract with its term, or the next one when it is too late for notice.");
  bind_prices(m);
}

}  // namespace billbyagent::python
