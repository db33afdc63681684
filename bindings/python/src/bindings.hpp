#pragma once

/// One function per noun; module.cpp calls them in this order, so that a signature finds the types
/// it names.

#include <pybind11/pybind11.h>

namespace billbyagent::python {

void bind_errors(pybind11::module_& m);
void bind_enums(pybind11::module_& m);
void bind_money(pybind11::module_& m);
void bind_periods(pybind11::module_& m);
void bind_agents(pybind11::module_& m);
void bind_terms(pybind11::module_& m);
void bind_contracts(pybind11::module_& m);
void bind_units(pybind11::module_& m);
void bind_lines(pybind11::module_& m);
void bind_postings(pybind11::module_& m);
void bind_notices(pybind11::module_& m);
void bind_clocks(pybind11::module_& m);
void bind_stores(pybind11::module_& m);
void bind_providers(pybind11::module_& m);
void bind_memory_provider(pybind11::module_& m);
void bind_kaseya_vsa(pybind11::module_& m);
void bind_file_provider(pybind11::module_& m);
void bind_meshcentral(pybind11::module_& m);
void bind_notifiers(pybind11::module_& m);
void bind_books(pybind11::module_& m);
void bind_nights(pybind11::module_& m);
void bind_decisions(pybind11::module_& m);
void bind_reviews(pybind11::module_& m);
void bind_automation(pybind11::module_& m);
void bind_explanations(pybind11::module_& m);
void bind_coverage(pybind11::module_& m);
void bind_previews(pybind11::module_& m);
void bind_renewals(pybind11::module_& m);
void bind_open_decisions(pybind11::module_& m);
void bind_pages(pybind11::module_& m);
void bind_program(pybind11::module_& m);
/// When all classes are there: each of them makes its objects by being called, and not otherwise.
void guard_classes(pybind11::module_& m);

}  // namespace billbyagent::python
