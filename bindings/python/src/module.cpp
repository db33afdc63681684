#include "bindings.hpp"

#include "billbyagent/version.hpp"

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
  bind_books(m);
  bind_nights(m);
  bind_decisions(m);
  bind_reviews(m);
  bind_automation(m);
  bind_explanations(m);
  bind_coverage(m);
  bind_previews(m);
  bind_program(m);
}
