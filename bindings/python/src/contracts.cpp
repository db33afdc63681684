#include "billbyagent/domain/contract.hpp"

#include "billbyagent/domain/book.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "results.hpp"

namespace billbyagent::python {
namespace {

void bind_service(py::module_& m) {
  using Terms = Service::Terms;
  record_of<Service>(
      m, "Service", "One service of a contract. How it derives its units is fixed once it is made.",
      [](Terms terms) { return value(Service::create(std::move(terms))); },
      [](const Service& service) -> const Terms& { return service.terms(); },
      field("id", &Terms::id, ""), field("name", &Terms::name, "", ""),
      field("tax_category", &Terms::tax_category, "passed through to the line items", ""),
      field("currency", &Terms::currency, ""),
      field("prices", &Terms::prices, "the first must hold on the effective date"),
      field("unit_source", &Terms::unit_source, "", UnitSource{ManualUnits{}}),
      field("proration", &Terms::proration, "", ProrationPolicy{}),
      field("effective", &Terms::effective, "the first billed day"),
      field("end", &Terms::end, "the first day that is no longer billed; None: open", std::nullopt),
      field("quantity", &Terms::quantity, "", QuantityTerms{}),
      field("price_model", &Terms::price_model, "", PriceModel::per_unit),
      field("indexation", &Terms::indexation, "", std::nullopt))
      .def_static(
          "per_unit",
          [](std::string id, const DecimalText& price, const Currency& currency) {
            return value(Service::per_unit(std::move(id), price.text, currency));
          },
          py::arg("id"), py::arg("price"), py::arg("currency"),
          "A manually counted service on the defaults, in force on every day.")
      .def("rate_on", &Service::rate_on, py::arg("day"),
           "Price and cost of one unit that hold on the day, raised.");
}

void bind_contract(py::module_& m) {
  using Terms = Contract::Terms;
  record_of<Contract>(
      m, "Contract", "A recurring service contract of an account.",
      [](Terms terms) { return value(Contract::create(std::move(terms))); },
      [](const Contract& contract) -> const Terms& { return contract.terms(); },
      field("id", &Terms::id, ""), field("name", &Terms::name, "", ""),
      field("account", &Terms::account, ""), field("currency", &Terms::currency, ""),
      field("cycle", &Terms::cycle, ""),
      field("timing", &Terms::timing, "", BillingTiming::advance),
      field("status", &Terms::status, "", ContractStatus::active),
      field("trust", &Terms::trust, "", Trust::automatic), field("start", &Terms::start, ""),
      field("end", &Terms::end, "the first day after it; None: open", std::nullopt),
      field("recipients", &Terms::recipients, "e-mail addresses that hear of changed units", {}),
      field("services", &Terms::services, "", {}),
      field("machine_classes", &Terms::machine_classes, "in the order in which they are tried", {}))
      .def(
          "service",
          [](const Contract& contract, const ServiceId& id) {
            const Service* found = contract.find_service(id);
            if (!found)
              throw Exception(Error{Errc::not_found, "service " + id.text() + " of contract " +
                                                         contract.id().text()});
            return *found;
          },
          py::arg("id"), "Raises BookError when there is none of that id.")
      .def("life_of", &Contract::life_of, py::arg("service"),
           "The days on which contract and service are both in force, or None.");
  m.def(
      "check_update",
      [](const Contract& saved, const Contract& wanted) { value(check_update(saved, wanted)); },
      py::arg("saved"), py::arg("wanted"),
      "Raises BookError unless `wanted` may replace the saved contract.");
}

}  // namespace

void bind_contracts(py::module_& m) {
  record<Account>(m, "Account", "The customer.", field("id", &Account::id, ""),
                  field("name", &Account::name, "", ""),
                  field("organization", &Account::organization,
                        "the default RMM's that it is linked to", std::nullopt),
                  field("overlaps", &Account::overlaps, "", Overlaps::allowed),
                  field("links", &Account::links, "to organizations of the other RMMs", {}));
  record<ServiceKey>(m, "ServiceKey", "A service, within its tenant.",
                     field("contract", &ServiceKey::contract, ""),
                     field("service", &ServiceKey::service, ""));
  bind_service(m);
  bind_contract(m);
  record<FirstUnits>(m, "FirstUnits", "Units that a person counted, for a service without any.",
                     field("key", &FirstUnits::key, ""), field("units", &FirstUnits::units, ""));
  record<Book>(m, "Book", "Accounts and contracts, as they are imported.",
               field("accounts", &Book::accounts, "", {}),
               field("contracts", &Book::contracts, "", {}),
               field("first_units", &Book::first_units, "", {}));
}

}  // namespace billbyagent::python
