#include "bindings.hpp"

#include <string_view>

#include "billbyagent/version.hpp"

namespace {

/// All public names but those that the package keeps to itself or wraps.
pybind11::list names_to_pass_on(const pybind11::module_& m) {
  const pybind11::set kept =
      pybind11::make_tuple("run_program", "make_kaseya_vsa", "make_kaseya_vsax", "make_meshcentral",
                           "make_webhook_notifier");
  pybind11::list names;
  for (const auto& [name, value] : m.attr("__dict__").cast<pybind11::dict>())
    if (name.cast<std::string_view>().front() != '_' && !kept.contains(name)) names.append(name);
  return names;
}

}  // namespace

PYBIND11_MODULE(_core, m) {
  using namespace billbyagent::python;
  m.doc() = "The C++ library billbyagent. Use it through the package billbyagent.";
  m.attr("__version__") = BILLBYAGENT_VERSION;
  m.attr("_records") = pybind11::dict();
  bind_errors(m);
  bind_enums(m);
  bind_money(m);
  bind_periods(m);
  bind_agents(m);
  bind_terms(m);
  bind_contracts(m);
  bind_units(m);
  bind_lines(m);
  bind_postings(m);
  bind_notices(m);
  bind_clocks(m);
  bind_stores(m);
  bind_providers(m);
  bind_memory_provider(m);
  bind_kaseya_vsa(m);
  bind_file_provider(m);
  bind_meshcentral(m);
  bind_notifiers(m);
  bind_nights(m);
  bind_decisions(m);
  bind_reviews(m);
  bind_automation(m);
  bind_explanations(m);
  bind_coverage(m);
  bind_previews(m);
  bind_books(m);
  bind_renewals(m);
  bind_open_decisions(m);
  bind_pages(m);
  bind_program(m);
  guard_classes(m);
  m.attr("__all__") = names_to_pass_on(m);
}
