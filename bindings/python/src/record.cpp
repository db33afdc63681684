#include "record.hpp"

namespace billbyagent::python {

py::handle Keywords::find(const char* name) {
  PyObject* found = PyDict_GetItemString(given_.ptr(), name);
  if (found) ++used_;
  return found;
}

void Keywords::refuse(const char* name, const std::string& type, py::handle given) const {
  throw py::type_error(std::string{record_} + ": " + name + " must be " + type + ", not " +
                       Py_TYPE(given.ptr())->tp_name);
}

void Keywords::missing(const char* name, const std::string& type) const {
  throw py::type_error(std::string{record_} + ": " + name + " is missing (" + type + ")");
}

void Keywords::finish(const std::vector<const char*>& names) const {
  if (used_ == given_.size()) return;
  for (const auto& entry : given_) {
    const auto given = entry.first.cast<std::string>();
    bool known = false;
    for (const char* name : names) known = known || given == name;
    if (!known) throw py::type_error(std::string{record_} + " has no field " + given);
  }
}

namespace {

std::string name_of(const std::type_info& type) {
  py::handle found = py::detail::get_type_handle(type, false);
  if (!found) found = py::detail::global_internals_native_enum_type_map_get_item(type);
  if (found) return found.attr("__qualname__").cast<std::string>();
  std::string name = type.name();
  py::detail::clean_type_id(name);
  return name;
}

py::tuple names_of(const py::object& record) { return py::type::of(record).attr("__match_args__"); }

py::str record_repr(const py::object& record) {
  std::string text = py::type::of(record).attr("__name__").cast<std::string>() + "(";
  bool first = true;
  for (const auto& name : names_of(record)) {
    if (!first) text += ", ";
    first = false;
    text +=
        name.cast<std::string>() + "=" + py::repr(py::getattr(record, name)).cast<std::string>();
  }
  return py::str(text + ")");
}

py::int_ record_hash(const py::object& record) {
  const py::tuple names = names_of(record);
  py::tuple fields{names.size() + 1};
  fields[0] = py::type::of(record);
  for (std::size_t i = 0; i < names.size(); ++i) fields[i + 1] = py::getattr(record, names[i]);
  return py::int_(py::hash(fields));
}

py::tuple record_reduce(const py::object& record) {
  py::dict fields;
  for (const auto& name : names_of(record)) fields[name] = py::getattr(record, name);
  return py::make_tuple(py::module_::import("billbyagent._core").attr("_restored"),
                        py::make_tuple(py::type::of(record), fields));
}

py::object record_replace(const py::object& record, const py::kwargs& changes) {
  py::dict fields;
  for (const auto& name : names_of(record)) fields[name] = py::getattr(record, name);
  for (const auto& change : changes) fields[change.first] = change.second;
  return py::type::of(record)(**fields);
}

}  // namespace

std::string type_text(const char* text, const std::type_info* const* types) {
  std::string out;
  bool argument = false;  // between the first and the second @ stands what an argument may be
  for (const char* at = text; *at; ++at) {
    if (*at == '@') {
      const char* middle = std::char_traits<char>::find(at + 1, std::strlen(at + 1), '@');
      argument = !argument && middle != nullptr;
      if (argument) at = middle;
      continue;
    }
    if (*at == '%')
      out += name_of(**types++);
    else
      out += *at;
  }
  return out;
}

bool fields_equal(const py::object& a, const py::object& b) {
  for (const auto& name : names_of(a))
    if (!py::getattr(a, name).equal(py::getattr(b, name))) return false;
  return true;
}

void add_constructor(const py::object& cls, MakeRecord make) {
  // As py::init() does it, which would make this a function of its own for each class.
  using Self = py::detail::value_and_holder;
  cls.attr("__init__") = py::cpp_function(
      std::function<void(Self&, const py::kwargs&)>{
          [make = std::move(make)](Self& self, const py::kwargs& given) {
            self.value_ptr() = make(given);
          }},
      py::name("__init__"), py::is_method(cls), py::detail::is_new_style_constructor());
}

void add_field(const py::object& cls, const char* name, const std::string& doc, ReadField read) {
  const py::cpp_function get{std::move(read), py::is_method(cls)};
  const py::handle property{reinterpret_cast<PyObject*>(&PyProperty_Type)};
  cls.attr(name) = property(get, py::none(), py::none(), doc);
}

void add_record_methods(const py::object& cls, py::tuple names, EqualRecords equal) {
  const auto add = [&](const char* name, auto function, const auto&... more) {
    cls.attr(name) =
        py::cpp_function(std::move(function), py::name(name), py::is_method(cls), more...);
  };
  cls.attr("__match_args__") = std::move(names);
  add("__eq__", equal);
  add("__repr__", &record_repr);
  add("__hash__", &record_hash);
  add("__reduce__", &record_reduce);
  add("replace", &record_replace, "The record with some fields changed.");
}

void note_unbound(py::module_& m, const char* record) {
  m.attr("_records_with_unbound_fields").cast<py::list>().append(record);
}

}  // namespace billbyagent::python
