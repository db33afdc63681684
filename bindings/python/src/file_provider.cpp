#include "billbyagent/adapters/file_provider.hpp"

#include "bindings.hpp"
#include "casters.hpp"
#include "enums.hpp"
#include "results.hpp"
#include "run.hpp"

namespace billbyagent::python {
namespace {

using Texts = std::map<std::string, std::string>;

std::string path_of(const py::object& path) {
  if (path.is_none()) return {};
  return py::module_::import("os").attr("fspath")(path).cast<std::string>();
}

std::unique_ptr<RmmProvider> from_file(
    const py::object& machines, const py::object& organizations, const py::object& groups,
    const py::object& views, const py::object& preset, FileFormat format,
    std::optional<char> separator, std::vector<std::string> header, Trailer trailer, Texts columns,
    std::map<std::string, Texts> words, const std::optional<Timeout>& age_max, FileChoice choice,
    std::string encoding, std::string organization, std::string zone,
    std::optional<DateOrder> date_order, std::string path_separator, std::string rows_at,
    std::size_t rows_min, std::optional<IncompleteRows> incomplete_rows,
    std::optional<TotalsRows> totals_rows, LookAlikeIds look_alikes, ToldTotals told_totals) {
  FileProviderOptions options;
  options.machines = path_of(machines);
  options.organizations = path_of(organizations);
  options.groups = path_of(groups);
  options.views = path_of(views);
  options.preset = path_of(preset);
  options.format = format;
  options.separator = separator;
  options.header = std::move(header);
  options.trailer = trailer;
  options.columns = std::move(columns);
  options.words = std::move(words);
  if (age_max) options.age_max = std::chrono::duration_cast<std::chrono::seconds>(age_max->span);
  options.choice = choice;
  options.encoding = std::move(encoding);
  options.organization = std::move(organization);
  options.zone = std::move(zone);
  options.date_order = date_order;
  options.path_separator = std::move(path_separator);
  options.rows_at = std::move(rows_at);
  options.rows_min = rows_min;
  options.incomplete_rows = incomplete_rows;
  options.totals_rows = totals_rows;
  options.look_alikes = look_alikes;
  options.told_totals = told_totals;
  options.cancelled = &interrupted;
  return value(make_file_provider(std::move(options)));
}

}  // namespace

void bind_file_provider(py::module_& m) {
  bind_enum<FileFormat>(m, "FileFormat", "");
  bind_enum<Trailer>(m, "Trailer", "Whether the last row has to say how many there are before it.");
  bind_enum<FileChoice>(m, "FileChoice", "Which files of a name like devices-*.csv are read.");
  bind_enum<IncompleteRows>(m, "IncompleteRows",
                            "What becomes of rows without an id or an organization.");
  bind_enum<TotalsRows>(m, "TotalsRows", "What becomes of rows such as Total,Acme,2.");
  bind_enum<LookAlikeIds>(m, "LookAlikeIds",
                          "What becomes of ids that differ only in case, form or blanks.");
  bind_enum<ToldTotals>(m, "ToldTotals",
                        "Whether JSON that speaks of more rows than it holds is refused.");
  bind_enum<DateOrder>(m, "DateOrder", "Of days such as 5/6/2026.");
  const FileProviderOptions usual;
  m.def("make_file_provider", &from_file, py::arg("machines"), py::kw_only(),
        py::arg("organizations") = py::none(), py::arg("groups") = py::none(),
        py::arg("views") = py::none(), py::arg("preset") = py::none(),
        py::arg("format") = usual.format, py::arg("separator") = usual.separator,
        py::arg("header") = usual.header, py::arg("trailer") = usual.trailer,
        py::arg("columns") = usual.columns, py::arg("words") = usual.words,
        py::arg("age_max") = py::none(), py::arg("choice") = usual.choice, py::arg("encoding") = "",
        py::arg("organization") = "", py::arg("zone") = "",
        py::arg("date_order") = usual.date_order, py::arg("path_separator") = "",
        py::arg("rows_at") = "", py::arg("rows_min") = usual.rows_min,
        py::arg("incomplete_rows") = usual.incomplete_rows,
        py::arg("totals_rows") = usual.totals_rows, py::arg("look_alikes") = usual.look_alikes,
        py::arg("told_totals") = usual.told_totals,
        "Machines from a CSV or JSON file as an RMM; docs/providers.md has the columns and "
        "settings.");
}

}  // namespace billbyagent::python
