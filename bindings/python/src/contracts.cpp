#include "billbyagent/domain/contract.hpp"

#include "billbyagent/described/domain.hpp"
#include "billbyagent/domain/book.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "results.hpp"

namespace billbyagent::python {

template <>
struct Kept<Service> {
  using Terms = Service::Terms;
  static Service made(Terms terms) { return value(Service::create(std::move(terms))); }
  static const Terms& terms(const Service& of) { return of.terms(); }
};

template <>
struct Kept<Contract> {
  using Terms = Contract::Terms;
  static Contract made(Terms terms) { return value(Contract::create(std::move(terms))); }
  static const Terms& terms(const Contract& of) { return of.terms(); }
};

namespace {

void bind_amendments(py::module_& m) {
  record<AgreedTerm>(m, "AgreedTerm", "How long a contract is agreed for, and what comes then.",
                     {{"months", "a year is twelve"}, {"notice_days", "before the last day"}});
  record<ContractAmendment>(m, "ContractAmendment",
                            "What changes of a contract from a day on; the rest goes on.",
                            {{"status", "None: not said"},
                             {"cycle", "its periods begin, those so far end"},
                             {"account_from", "from when on the account pays"},
                             {"discount_amount", "off all services together, for a whole period"},
                             {"author", "who or what recorded it"},
                             {"agreed_term", "of a term that begins on the day"}});
  record<ServiceAmendment>(m, "ServiceAmendment",
                           "What changes of a service from a day on; the rest goes on.",
                           {{"tax_category", "None: not said"},
                            {"maximum", "10000000: there is none any more"},
                            {"minimum_amount", "0: none any more"},
                            {"indexation", "of 0 basis points: no further raise"},
                            {"author", "who or what recorded it"}});
}

void bind_service(py::module_& m) {
  record<Service>(m, "Service",
                  "One service of a contract. How it derives its units is fixed once it is made.",
                  {{"tax_category", "of the line items, until an amendment says otherwise"},
                   given("prices", "the first must hold on the effective date"),
                   {"effective", "the first billed day"},
                   {"end", "the first day that is no longer billed; None: open"},
                   {"billed_through", "the last day that another system billed"},
                   {"minimum_amount", "of a whole billing period, before discounts"},
                   {"amendments", "in the order of recording"}})
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
  record<Contract>(m, "Contract", "A recurring service contract of an account.",
                   {{"account", "who pays until an amendment says otherwise"},
                    {"cycle", "until an amendment says otherwise"},
                    {"timing", "until an amendment says otherwise"},
                    {"end", "the first day after it; None: open"},
                    {"recipients", "e-mail addresses that hear of changed units"},
                    {"status", "until an amendment says otherwise"},
                    {"billed_through", "the last day that another system billed"},
                    {"machine_classes", "in the order in which they are tried"},
                    {"amendments", "in the order of recording"},
                    {"agreed_term", "begins on the start"}})
      .def("status_on", &Contract::status_on, py::arg("day"))
      .def("account_on", &Contract::account_on, py::arg("day"), "Who pays on the day.")
      .def("cycle_on", &Contract::cycle_on, py::arg("day"), "The billing cycle of the day.")
      .def("timing_on", &Contract::timing_on, py::arg("day"), "When the day is billed.")
      .def("name_on", &Contract::name_on, py::arg("day"), "What the contract is called on the day.")
      .def("recipients_on", &Contract::recipients_on, py::arg("day"),
           "Who hears of changed units on the day.")
      .def("period_at", &Contract::period_at, py::arg("day"),
           "The billing period that the day is billed in.")
      .def(
          "billing_periods",
          [](const Contract& contract, Date first_day, Date last_day) {
            return billing_periods(contract.sections(), {first_day, last_day.next()});
          },
          py::arg("first_day"), py::arg("last_day"),
          "Those that hold one of the days, each once, in the order in which they are reached.")
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
  record<Account>(m, "Account", "The customer.",
                  {{"organization", "the default RMM's that it is linked to"},
                   {"links", "to organizations of the other RMMs"}});
  record<ServiceKey>(m, "ServiceKey", "A service, within its tenant.");
  bind_amendments(m);
  bind_service(m);
  bind_contract(m);
  record<FirstUnits>(m, "FirstUnits", "Units that a person counted, for a service without any.",
                     {given("units")});
  record<Book>(m, "Book", "Accounts and contracts, as they are imported.");
}

}  // namespace billbyagent::python
