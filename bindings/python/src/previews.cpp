#include "billbyagent/described/previews.hpp"
#include "billbyagent/app/preview_contract.hpp"
#include "bindings.hpp"
#include "deadline.hpp"
#include "record.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

void bind_what_ifs(py::module_& m) {
  record<NewPrice>(m, "NewPrice", "From `effective` on up to the next price that is listed.",
                   {{"cost", "None: the cost that holds on that day"}});
  record<MoreUnits>(m, "MoreUnits", "So many units more (negative: fewer) on every day.",
                    {given("delta")});
  record<SetUnits>(m, "SetUnits", "So many units, whatever was counted later.", {given("units")});
  record<ServiceEnds>(m, "ServiceEnds", "Billed up to and including `last_day`.");
  record<OtherMachines>(m, "OtherMachines", "From `effective` on these machines count.",
                        {given("machines")});
}

void bind_differences(py::module_& m) {
  record<AmountChange>(m, "AmountChange", "An amount on both sides.",
                       {{"difference", "after less before"}});
  record<ServicePeriodDifference>(m, "ServicePeriodDifference",
                                  "What a change does to one service in one billing period.",
                                  {{"before", "lines"}, {"after", "lines"}});
  record<PeriodDifference>(m, "PeriodDifference",
                           "What a change does to one billing period, service by service.");
  record<Preview>(m, "Preview", "What a change would do to the next invoices.",
                  {{"services", "by period"}, {"amount", "of all periods"}})
      .def_property_readonly(
          "text", [](const Preview& preview) { return shown(to_text(preview)); },
          "As lines of text, to follow to its sums by hand.")
      .def("__str__", [](const Preview& preview) {
        return py::str("\n").attr("join")(shown(to_text(preview)));
      });
}

template <class... Change>
WhatIf one_of(py::handle object, std::variant<Change...>*) {
  std::optional<WhatIf> found;
  const auto take = [&]<class One>(const One*) {
    if (py::isinstance<One>(object)) found = object.cast<One>();
  };
  (take(static_cast<const Change*>(nullptr)), ...);
  if (!found)
    throw py::type_error(std::string{"a "} + Py_TYPE(object.ptr())->tp_name + " is no change");
  return *std::move(found);
}

std::vector<WhatIf> changes_from(const py::iterable& objects) {
  std::vector<WhatIf> changes;
  for (const auto& object : objects)
    changes.push_back(one_of(object, static_cast<WhatIf*>(nullptr)));
  return changes;
}

void bind_pure_functions(py::module_& m) {
  record<PreviewSide>(m, "PreviewSide", "A contract with what its lines are computed from.",
                      {{"histories", "by service"}, {"events", "by service"}});
  m.def(
      "suppose",
      [](PreviewSide side, const py::iterable& what_if) {
        return value(suppose(std::move(side), changes_from(what_if)));
      },
      py::arg("side"), py::arg("what_if"), "The side after the changes, one after the other.");
  m.def(
      "preview",
      [](const PreviewSide& before, const PreviewSide& after, Date from, int periods) {
        return value(preview(before, after, from, periods));
      },
      py::arg("before"), py::arg("after"), py::arg("from_"), py::arg("periods") = 3,
      "The lines of both sides, period by period, and the difference.");
}

std::vector<std::vector<Machine>> machines(const py::object& given,
                                           const std::vector<AgentScope>& scopes, Date today,
                                           const Timeout& timeout) {
  const RmmsInUse rmms{given};
  return run([&] { return machines_of(rmms.set(), scopes, today, after(timeout)); });
}

AgentScope moved(const AgentScope& scope, const std::string& group, const py::object& given,
                 const Timeout& timeout) {
  const RmmsInUse rmms{given};
  return run([&] { return moved_to_group(scope, group, rmms.set(), after(timeout)); });
}

}  // namespace

void bind_previews(py::module_& m) {
  bind_what_ifs(m);
  bind_differences(m);
  bind_pure_functions(m);
  m.def(
      "preview_contract",
      [](Store& store, const Clock& clock, const TenantId& tenant, const ContractId& contract,
         const py::iterable& what_if, const std::optional<Contract>& replacement,
         const std::vector<FirstUnits>& first_units, std::optional<Date> from, int periods) {
        const PreviewRequest request{.contract = contract,
                                     .replacement = replacement,
                                     .first_units = first_units,
                                     .what_if = changes_from(what_if),
                                     .from = from,
                                     .periods = periods};
        return run([&] { return preview_contract({store, tenant, clock}, request); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("contract"),
      py::arg("what_if") = py::tuple(), py::kw_only(), py::arg("replacement") = py::none(),
      py::arg("first_units") = std::vector<FirstUnits>{}, py::arg("from_") = py::none(),
      py::arg("periods") = 3,
      "A saved contract as it is against what it would be. Writes nothing.");
  m.def(
      "load_preview_side",
      [](Store& store, const TenantId& tenant, const ContractId& contract) {
        return run([&] { return load_preview_side({store, tenant, NoClock{}}, contract); });
      },
      py::arg("store"), py::arg("tenant"), py::arg("contract"),
      "A contract with its histories, as one side of a preview.");
  m.def("machines_of", &machines, py::arg("rmms"), py::arg("scopes"), py::arg("today"),
        py::kw_only(), py::arg("timeout") = usual_timeout(),
        "The machines that count now for each of the scopes, by agent id, in one pass.");
  m.def("moved_to_group", &moved, py::arg("scope"), py::arg("group"), py::arg("rmms"),
        py::kw_only(), py::arg("timeout") = usual_timeout(),
        "The scope moved to another machine group, named by its id or name.");
  m.def(
      "other_scopes",
      [](const Contract& saved, const Contract& replacement, const Account& account) {
        return value(other_scopes(saved, replacement, account));
      },
      py::arg("saved"), py::arg("replacement"), py::arg("account"),
      "What has to be counted in the RMM for a preview of the replacement.");
}

}  // namespace billbyagent::python
