#include "pages/pages.hpp"

#include "bindings.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

pages::Look look_from(const std::string& decimal_mark, const std::string& grouping,
                      const std::string& provider, const std::string& note, const py::bytes& logo) {
  pages::Look look{.numbers = {decimal_mark, grouping}, .provider = provider, .note = note};
  if (const std::string_view picture = logo; !picture.empty())
    look.logo = value(pages::logo_from(picture));
  return look;
}

void bind_review_page(py::module_& m) {
  m.def(
      "review_page",
      [](Store& store, const Clock& clock, const TenantId& tenant, const BillingFilter& filter,
         const std::optional<CoverageReport>& coverage, std::int32_t stale_days,
         const std::string& decimal_mark, const std::string& grouping, const std::string& provider,
         const py::bytes& logo) {
        const auto look = look_from(decimal_mark, grouping, provider, {}, logo);
        const auto sheet = run([&] {
          return review_sheet({store, tenant, clock}, {.filter = filter, .stale_days = stale_days});
        });
        return pages::review_page(sheet, coverage ? &*coverage : nullptr, look);
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("filter") = BillingFilter{},
      py::kw_only(), py::arg("coverage") = py::none(), py::arg("stale_days") = 2,
      py::arg("decimal_mark") = ".", py::arg("grouping") = "", py::arg("provider") = "",
      py::arg("logo") = py::bytes{},
      "Billing review as a page of HTML that needs nothing from elsewhere. Without `coverage` the "
      "page says that the RMMs were not read for it. `logo`: the bytes of a picture. Reads only.");
}

void bind_statement_page(py::module_& m) {
  m.def(
      "statement_page",
      [](Store& store, const Clock& clock, const TenantId& tenant, const AccountId& account,
         const std::optional<std::string>& invoice, const std::optional<Period>& posted,
         const std::string& decimal_mark, const std::string& grouping, const std::string& provider,
         const std::string& note, const py::bytes& logo) {
        const auto look = look_from(decimal_mark, grouping, provider, note, logo);
        const auto made = run([&] {
          return statement({store, tenant, clock}, {account, invoice, posted});
        });
        return pages::statement_page(made, look);
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("account"), py::kw_only(),
      py::arg("invoice") = py::none(), py::arg("posted") = py::none(),
      py::arg("decimal_mark") = ".", py::arg("grouping") = "", py::arg("provider") = "",
      py::arg("note") = "", py::arg("logo") = py::bytes{},
      "What a customer gets with an invoice, as a page of HTML: the lines of that invoice, or "
      "those "
      "that were posted on these days, else in the month of today. Reads only.");
}

}  // namespace

void bind_pages(py::module_& m) {
  bind_review_page(m);
  bind_statement_page(m);
}

}  // namespace billbyagent::python
