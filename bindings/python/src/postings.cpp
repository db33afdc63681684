#include "billbyagent/adapters/json.hpp"
#include "billbyagent/described/domain.hpp"
#include "billbyagent/domain/billing.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "results.hpp"

namespace billbyagent::python {

void bind_postings(py::module_& m) {
  record<PostedLine>(m, "PostedLine", "A line with its batch, its state and its invoice.",
                     {{"invoice_number", "set from `invoiced` on"}})
      .def_property_readonly("stands", &PostedLine::stands, "Counts against what is due.");
  record<StateRecord>(m, "StateRecord", "One step of a batch's lines.");
  record<Batch>(m, "Batch", "The lines of one contract that were posted together.",
                {{"id", "contract#n"},
                 usual("settlement", BatchId{}),
                 {"through", "the day that the run saw; None: not recorded"},
                 {"terms", "stands for those its lines were computed with"}});
  m.def(
      "unposted",
      [](const Contract& contract, const Service& service, const UnitHistory& history,
         const Period& billing_period, const std::vector<PostedLine>& posted,
         std::optional<Date> through, const std::optional<std::map<ServiceId, UnitHistory>>& units,
         const std::vector<LineKey>& taken) {
        FindUnits find;
        if (units)
          find = [&](const ServiceId& id) {
            const auto found = units->find(id);
            return found == units->end() ? nullptr : &found->second;
          };
        return value(unposted(contract, service, history, billing_period, posted,
                              through.value_or(Date{limits::last_year, 1, 1}), find, taken));
      },
      py::arg("contract"), py::arg("service"), py::arg("history"), py::arg("billing_period"),
      py::arg("posted"), py::kw_only(), py::arg("through") = py::none(),
      py::arg("units") = py::none(), py::arg("taken") = std::vector<LineKey>{},
      "What is still to be posted: due minus posted. `posted`: the service's lines of this "
      "billing period in the order of posting, also those that were returned. `through`: the day "
      "it is seen from; what takes effect later is not seen. None: everything known is. `units`: "
      "the histories of the contract's services by their ids, where it has a discount in money for "
      "all of them together. `taken`: the keys of its lines of other billing periods that begin on "
      "the same day.");
  m.def("batch_id", &batch_id, py::arg("contract"), py::arg("number"),
        "The id of a contract's batch of this number, such as `C-1#2`.");
  m.def(
      "lines_to_csv", [](const std::vector<PostedLine>& lines) { return lines_to_csv(lines); },
      py::arg("lines"), "RFC 4180 with a header row; amounts and prices as decimal text.");
}

}  // namespace billbyagent::python
