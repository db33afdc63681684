#include "record.hpp"

#include <algorithm>
#include <stdexcept>

namespace billbyagent::python {

py::handle Keywords::find(const Field& field) {
  PyObject* found = PyDict_GetItemString(given_.ptr(), field.name.c_str());
  if (found)
    ++used_;
  else if (!field.usual)
    throw py::type_error(std::string{record_.name} + ": " + field.name + " is missing (" +
                         field.type->as_result() + ")");
  return found;
}

void Keywords::refuse(const Field& field, py::handle given) const {
  throw py::type_error(std::string{record_.name} + ": " + field.name + " must be " +
                       field.type->as_result() + ", not " + Py_TYPE(given.ptr())->tp_name);
}

void Keywords::finish() const {
  if (used_ == given_.size()) return;
  for (const auto& entry : given_) {
    const auto given = entry.first.cast<std::string>();
    const auto has_name = [&](const Field& field) { return field.name == given; };
    if (std::none_of(record_.fields.begin(), record_.fields.end(), has_name))
      throw py::type_error(std::string{record_.name} + " has no field " + given);
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

py::tuple field_names(const py::object& record) {
  return py::type::of(record).attr("__match_args__");
}

/// Of characters: a book of thousands of contracts is no text that an error message can hold.
constexpr std::size_t field_repr_max = 200;
constexpr std::size_t record_repr_max = 800;

/// The representation, or its beginning.
std::string short_repr(py::handle value) {
  const py::str text = py::repr(value);
  if (py::len(text) <= field_repr_max) return text;
  return text[py::slice(0, field_repr_max, 1)].cast<std::string>() + "...";
}

py::str record_repr(const py::object& record) {
  std::string text = py::type::of(record).attr("__name__").cast<std::string>() + "(";
  bool first = true;
  for (const auto& name : field_names(record)) {
    if (!first) text += ", ";
    first = false;
    if (text.size() > record_repr_max) {
      text += "...";
      break;
    }
    text += name.cast<std::string>() + "=" + short_repr(py::getattr(record, name));
  }
  return py::str(text + ")");
}

py::int_ record_hash(const py::object& record) {
  const py::tuple names = field_names(record);
  py::tuple fields{names.size() + 1};
  fields[0] = py::type::of(record);
  for (std::size_t i = 0; i < names.size(); ++i) fields[i + 1] = py::getattr(record, names[i]);
  return py::int_(py::hash(fields));
}

py::tuple record_reduce(const py::object& record) {
  py::dict fields;
  for (const auto& name : field_names(record)) fields[name] = py::getattr(record, name);
  return py::make_tuple(py::module_::import("billbyagent._core").attr("_restored"),
                        py::make_tuple(py::type::of(record), fields));
}

py::object record_replace(const py::object& record, const py::kwargs& changes) {
  py::dict fields;
  for (const auto& name : field_names(record)) fields[name] = py::getattr(record, name);
  for (const auto& change : changes) fields[change.first] = change.second;
  return py::type::of(record)(**fields);
}

/// Null when the object is something else.
const void* find_held(const py::object& object, const std::type_info& type) {
  py::detail::type_caster_generic caster{type};
  return caster.load(object, false) ? caster.value : nullptr;
}

/// A field called `from` is `from_` in Python.
void avoid_keywords(RecordType& record) {
  const py::object is_keyword = py::module_::import("keyword").attr("iskeyword");
  for (Field& field : record.fields)
    if (is_keyword(field.name).cast<bool>()) field.name += '_';
}

/// Puts the notes to their fields; a note that fits none is a mistake in the binding.
void annotate(RecordType& record, std::initializer_list<Note> notes) {
  for (const Note& note : notes) {
    const auto at = std::find_if(record.fields.begin(), record.fields.end(),
                                 [&](const Field& field) { return field.name == note.field; });
    if (at == record.fields.end() || (note.type && *note.type != at->type->type))
      throw std::logic_error(std::string{record.name} + ": a note on " + note.field);
    at->doc = note.doc;
    if (note.has_to_be_given) at->usual.reset();
    if (note.usual) at->usual = note.usual;
  }
}

void add_constructor(const py::object& cls, std::shared_ptr<const RecordType> record) {
  // As py::init() does it, which would make this a function of its own for each class.
  using Self = py::detail::value_and_holder;
  cls.attr("__init__") = py::cpp_function(
      [record = std::move(record)](Self& self, const py::kwargs& given) {
        Keywords keywords{*record, given};
        self.value_ptr() = record->make(keywords);
      },
      py::name("__init__"), py::is_method(cls), py::detail::is_new_style_constructor());
}

/// `cls.<name>`, read only; what it is comes first in its description.
void add_field(const py::object& cls, const std::shared_ptr<const RecordType>& record,
               const Field& field) {
  const py::cpp_function get{[record, &field](const py::object& of) {
                               const void* terms = record->terms(held_by(of, record->type));
                               return field.type->shown(field.in(terms));
                             },
                             py::is_method(cls)};
  const py::handle property{reinterpret_cast<PyObject*>(&PyProperty_Type)};
  const std::string doc = field.type->as_result() + (*field.doc ? ": " : "") + field.doc;
  cls.attr(field.name.c_str()) = property(get, py::none(), py::none(), doc);
}

py::object equal_records(const RecordType& record, const py::object& a, const py::object& b) {
  const void* other = find_held(b, record.type);
  if (!other) return py::reinterpret_borrow<py::object>(Py_NotImplemented);
  if (record.equal) return py::bool_(record.equal(held_by(a, record.type), other));
  for (const auto& name : field_names(a))
    if (!py::getattr(a, name).equal(py::getattr(b, name))) return py::bool_(false);
  return py::bool_(true);
}

/// For the stub: (name, type of the argument, type of the attribute, whether it can be left out).
py::tuple listed(const RecordType& record) {
  py::tuple fields{record.fields.size()};
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const Field& field = record.fields[i];
    fields[i] = py::make_tuple(field.name, field.type->as_argument(), field.type->as_result(),
                               field.usual != nullptr);
  }
  return fields;
}

}  // namespace

std::string type_text(const char* text, const std::type_info* const* types, Position position) {
  static constexpr std::string_view of_this_module = "billbyagent._core.";
  std::string out;
  // Between the first and the second @ stands what an argument may be, then what a result is.
  int part = 0;
  for (const char* at = text; *at; ++at) {
    if (*at == '@')
      part = (part + 1) % 3;
    else if (part != 0 && (part == 1) != (position == Position::argument))
      continue;
    else if (*at == '%')
      out += name_of(**types++);
    else
      out += *at;
  }
  for (auto at = out.find(of_this_module); at != std::string::npos; at = out.find(of_this_module))
    out.erase(at, of_this_module.size());
  return out;
}

const void* held_by(const py::object& object, const std::type_info& type) {
  const void* held = find_held(object, type);
  if (!held) throw py::type_error("not a " + name_of(type));
  return held;
}

void add_record(py::module_& m, const py::object& cls, RecordType type,
                std::initializer_list<Note> notes) {
  avoid_keywords(type);
  annotate(type, notes);
  const auto record = std::make_shared<const RecordType>(std::move(type));
  py::tuple names{record->fields.size()};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = record->fields[i].name;
  const auto add = [&](const char* name, auto function, const auto&... more) {
    cls.attr(name) =
        py::cpp_function(std::move(function), py::name(name), py::is_method(cls), more...);
  };
  for (const Field& field : record->fields) add_field(cls, record, field);
  cls.attr("__match_args__") = std::move(names);
  add("__eq__",
      [record](const py::object& a, const py::object& b) { return equal_records(*record, a, b); });
  add("__repr__", &record_repr);
  add("__hash__", &record_hash);
  add("__reduce__", &record_reduce);
  add("replace", &record_replace, "The record with some fields changed.");
  add_constructor(cls, record);
  m.attr("_records")[record->name] = listed(*record);
}

}  // namespace billbyagent::python
