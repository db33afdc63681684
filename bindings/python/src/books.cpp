#include "billbyagent/adapters/json.hpp"
#include "billbyagent/app/book_in_force.hpp"
#include "billbyagent/app/import_book.hpp"
#include "billbyagent/app/import_changes.hpp"
#include "billbyagent/described/nights.hpp"
#include "billbyagent/described/previews.hpp"
#include "bindings.hpp"
#include "record.hpp"
#include "run.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(ParsedBook, book, refused);
BILLBYAGENT_FIELDS(TermChange, of, term, before, after);
BILLBYAGENT_FIELDS(BillEffect, contract, account, is_new, through, amount, error);

namespace python {
namespace {

/// A document as text; a dict is written as JSON, where a float would have lost digits before.
std::string document_text(const py::object& document) {
  if (py::isinstance<py::str>(document) || py::isinstance<py::bytes>(document))
    return document.cast<std::string>();
  return py::module_::import("billbyagent._documents")
      .attr("to_json")(document)
      .cast<std::string>();
}

ParsedBook parsed(const py::object& document) { return value(parse_book(document_text(document))); }

Book accepted(const py::object& document) {
  auto read = parsed(document);
  if (read.refused.empty()) return std::move(read.book);
  Error first = read.refused.front();
  if (read.refused.size() > 1)
    first.context += ", and " + std::to_string(read.refused.size() - 1) + " more";
  throw Exception(first);
}

}  // namespace

void bind_books(py::module_& m) {
  record<ParsedBook>(m, "ParsedBook",
                     "A book as it was read: the rows that fit, and why the others do not.",
                     {given("book", "the rows that could be read"),
                      {"refused", "every row that could not, each named by its place"}});
  m.def("parse_book", &parsed, py::arg("document"),
        "The import document of docs/book-format.md, as JSON text or as a dict.");
  m.attr("Book").attr("parse") = py::staticmethod(
      py::cpp_function(&accepted, py::name("parse"), py::arg("document"),
                       "The same, where a row that is refused raises InputError."));
  record<ImportReport>(m, "ImportReport", "What an import changed, or every row that it refused.",
                       {{"refused", "then nothing was written"}})
      .def_property_readonly("accepted", &ImportReport::accepted, "Nothing was refused.");
  record<TermChange>(m, "TermChange", "One term of an account, a contract or a service.",
                     {{"term", "the book's key"}, {"before", "empty: it is new"}})
      .def("__str__", [](const TermChange& change) { return to_string(change); });
  m.def(
      "import_changes",
      [](Store& store, const Clock& clock, const TenantId& tenant, const Book& book,
         const std::string& author) {
        return run([&] { return import_changes({store, tenant, clock}, book, author); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("book"), py::kw_only(),
      py::arg("author") = "import", "What the book would change, term by term. Reads only.");
  record<BillEffect>(m, "BillEffect", "What a book would change of the next bill of a contract.",
                     {{"through", "by which it is due"},
                      {"amount", "of all that is open then"},
                      {"error", "why it can't be computed"}});
  m.def(
      "import_effect",
      [](Store& store, const Clock& clock, const TenantId& tenant, const Book& book,
         const std::string& author) {
        return run([&] { return import_effect({store, tenant, clock}, book, author); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("book"), py::kw_only(),
      py::arg("author") = "import",
      "What the book would change of the next bills. Writes nothing.");
  m.def(
      "book_in_force",
      [](Store& store, const Clock& clock, const TenantId& tenant,
         const std::optional<ContractId>& only) {
        return run([&] { return book_in_force({store, tenant, clock}, only); });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("only") = py::none(),
      "The book as it is saved, or one contract of it.");
  m.def(
      "book_to_json", [](const Book& book) { return value(book_to_json(book)); }, py::arg("book"),
      "The document that parse_book reads as this book.");
  m.def(
      "import_book",
      [](Store& store, const Clock& clock, const TenantId& tenant, const Book& book,
         const std::string& author, bool dry_run, const GroupTrees& groups, bool reach_back) {
        const auto mode = dry_run ? ImportMode::dry_run : ImportMode::write;
        const auto reach = reach_back_if(reach_back);
        return run([&] {
          return import_book({store, tenant, clock}, book, author, mode, groups, reach);
        });
      },
      py::arg("store"), py::arg("clock"), py::arg("tenant"), py::arg("book"), py::kw_only(),
      py::arg("author") = "import", py::arg("dry_run") = false, py::arg("groups") = py::dict(),
      py::arg("reach_back") = false,
      "Takes a book into the store, all of it or nothing; what is wrong with it is in the report. "
      "`groups`: the machine groups of each RMM by its name, '' for the default one, to find "
      "services that bill the same machines. `reach_back`: also what begins on a day that is "
      "posted, which is billed once more.");
}

}  // namespace python
}  // namespace billbyagent
