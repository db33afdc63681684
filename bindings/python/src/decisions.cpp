#include "billbyagent/app/amend.hpp"
#include "billbyagent/app/batch_states.hpp"
#include "billbyagent/app/record_units.hpp"
#include "bindings.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

void bind_unit_decisions(py::module_& m) {
  m.def(
      "record_units",
      [](Store& store, const Clock& clock, const TenantId& tenant, const ServiceKey& key,
         Date effective, Units units, const std::string& reason, const std::string& author,
         const std::string& request) {
        return run([&] {
          return record_units({store, tenant, clock},
                              {key, effective, units, reason, author, request});
        });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("key"), py::arg("effective"),
      py::arg("units"), py::kw_only(), py::arg("reason") = "", py::arg("author") = "",
      py::arg("request") = "",
      "Records units as from a day. The past, and services that derive their units, need a "
      "reason. `request`: an id of the caller's; asked for again under it, nothing is done twice "
      "and the answer is the first one.");
  m.def(
      "confirm_held",
      [](Store& store, const Clock& clock, const TenantId& tenant, const ServiceKey& key,
         const std::string& author, std::optional<std::int32_t> proposal,
         const std::string& request) {
        return run([&] {
          return confirm_held({store, tenant, clock}, key, author, proposal, request);
        });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("key"), py::kw_only(),
      py::arg("author") = "", py::arg("proposal") = py::none(), py::arg("request") = "",
      "Takes over what is held or proposed, each reading with the day it was seen. `proposal`: "
      "the number that the person saw. `request`: as in record_units.");
  m.def(
      "reject_held",
      [](Store& store, const Clock& clock, const TenantId& tenant, const ServiceKey& key,
         const std::string& reason, const std::string& author, const std::string& request) {
        return run([&] {
          return reject_held({store, tenant, clock}, key, author, reason, request);
        });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("key"), py::kw_only(),
      py::arg("reason"), py::arg("author") = "", py::arg("request") = "",
      "Ends what is held or proposed without taking it over. `request`: as in record_units.");
}

void bind_deletion(py::module_& m) {
  m.def(
      "delete_unposted",
      [](Store& store, const Clock& clock, const TenantId& tenant, const ContractId& contract,
         const std::optional<ServiceId>& service, const std::string& reason,
         const std::string& author, bool dry_run) {
        return run([&] {
          return delete_unposted({store, tenant, clock}, contract, service, author, reason,
                                 dry_run ? DeleteMode::dry_run : DeleteMode::write);
        });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("contract"),
      py::arg("service") = py::none(), py::kw_only(), py::arg("reason"), py::arg("author") = "",
      py::arg("dry_run") = false,
      "Deletes a contract, or one of its services, of which nothing was ever posted.");
}

}  // namespace

void bind_decisions(py::module_& m) {
  bind_unit_decisions(m);
  bind_deletion(m);
  m.def(
      "mark_invoiced",
      [](Store& store, const Clock& clock, const TenantId& tenant,
         const std::vector<BatchId>& batches, const std::string& invoice_number,
         const std::string& author, const std::string& reason, const std::string& request) {
        run([&] {
          return mark_invoiced({store, tenant, clock}, batches, invoice_number,
                               {author, reason, request});
        });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("batches"),
      py::arg("invoice_number"), py::kw_only(), py::arg("author") = "", py::arg("reason") = "",
      py::arg("request") = "",
      "All or nothing; every batch must be posted. `request`: as in record_units.");
  m.def(
      "mark_exported",
      [](Store& store, const Clock& clock, const TenantId& tenant,
         const std::vector<BatchId>& batches, const std::string& author, const std::string& reason,
         const std::string& request) {
        run([&] {
          return mark_exported({store, tenant, clock}, batches, {author, reason, request});
        });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("batches"), py::kw_only(),
      py::arg("author") = "", py::arg("reason") = "", py::arg("request") = "",
      "All or nothing; every batch must be invoiced. `request`: as in record_units.");
  m.def(
      "unpost",
      [](Store& store, const Clock& clock, const TenantId& tenant, const BatchId& batch,
         const std::string& reason, const std::string& author, const std::string& request) {
        return run([&] {
          return unpost({store, tenant, clock}, batch, {author, reason, request});
        });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("batch"), py::kw_only(),
      py::arg("reason"), py::arg("author") = "", py::arg("request") = "",
      "Takes a posted batch back to billing review, and those that settle with it; their ids. "
      "`request`: as in record_units.");
  m.def(
      "void_invoice",
      [](Store& store, const Clock& clock, const TenantId& tenant,
         const std::string& invoice_number, const std::string& reason, const std::string& author,
         const std::string& request) {
        return run([&] {
          return void_invoice({store, tenant, clock}, invoice_number, {author, reason, request});
        });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("invoice_number"),
      py::kw_only(), py::arg("reason"), py::arg("author") = "", py::arg("request") = "",
      "Returns the lines of every batch of the invoice to billing review; the ids of those. "
      "`request`: as in record_units.");
}

}  // namespace billbyagent::python
