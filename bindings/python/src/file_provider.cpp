#include "billbyagent/adapters/file_provider.hpp"

#include "bindings.hpp"
#include "casters.hpp"
#include "enums.hpp"
#include "results.hpp"

namespace billbyagent::python {
namespace {

std::string path_of(const py::object& path) {
  if (path.is_none()) return {};
  return py::module_::import("os").attr("fspath")(path).cast<std::string>();
}

std::unique_ptr<RmmProvider> from_file(const py::object& machines, const py::object& organizations,
                                       const py::object& groups, const py::object& views,
                                       FileFormat format, char separator, Trailer trailer,
                                       std::map<std::string, std::string> columns,
                                       const std::optional<Timeout>& age_max) {
  FileProviderOptions options;
  options.machines = path_of(machines);
  options.organizations = path_of(organizations);
  options.groups = path_of(groups);
  options.views = path_of(views);
  options.format = format;
  options.separator = separator;
  options.trailer = trailer;
  options.columns = std::move(columns);
  if (age_max) options.age_max = std::chrono::duration_cast<std::chrono::seconds>(age_max->span);
  return value(make_file_provider(std::move(options)));
}

}  // namespace

void bind_file_provider(py::module_& m) {
  bind_enum<FileFormat>(m, "FileFormat", "");
  bind_enum<Trailer>(m, "Trailer", "Whether the last row has to say how many there are before it.");
  m.def("make_file_provider", &from_file, py::arg("machines"), py::kw_only(),
        py::arg("organizations") = py::none(), py::arg("groups") = py::none(),
        py::arg("views") = py::none(), py::arg("format") = FileFormat::by_name,
        py::arg("separator") = ',', py::arg("trailer") = Trailer::optional,
        py::arg("columns") = std::map<std::string, std::string>{}, py::arg("age_max") = py::none(),
        "Machines from a CSV or JSON lines file as an RMM; docs/providers.md has the columns.");
}

}  // namespace billbyagent::python
