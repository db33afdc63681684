// A provider written in Python: the suite, run from C++ on an interpreter of its own.

#include <pybind11/embed.h>

#include "billbyagent/conformance/provider.hpp"
#include "casters.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
namespace py = pybind11;

namespace {

py::object shown_by_python(const Estate& estate) {
  py::list views;
  for (const auto& [view, members] : estate.views) views.append(py::make_tuple(view, members));
  return py::module_::import("estate_provider")
      .attr("EstateProvider")(py::cast(estate.organizations), py::cast(estate.groups), views,
                              py::cast(estate.agents));
}

ProviderUnderTest under_test(const Estate& estate) {
  py::object provider = shown_by_python(estate);
  ProviderQuirks quirks;
  // The Python object is reached through C++'s: nothing else holds it.
  auto owned = provider.cast<std::unique_ptr<RmmProvider>>();
  RmmProvider* raw = owned.get();
  provider = py::none();
  const auto reached = [raw] { return py::cast(raw, py::return_value_policy::reference); };
  quirks.break_down = [reached] { reached().attr("break_down")(); };
  quirks.repeat_an_agent = [reached] { reached().attr("repeat_an_agent")(); };
  return {nullptr, std::move(owned), quirks};
}

}  // namespace

int main(int argc, char** argv) {
  const py::scoped_interpreter interpreter;
  py::module_::import("sys").attr("path").attr("insert")(0, PYTHON_TESTS);
  py::module_::import("sys").attr("path").attr("insert")(0, PYTHON_PACKAGE);
  py::module_::import("billbyagent");
  return run(argc, argv, {provider_suite("Python", under_test)});
}
