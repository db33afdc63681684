#pragma once

/// Binds a described struct as a frozen record: keyword arguments, read-only attributes, repr,
/// comparison, hash, pickling, `replace`. The description (described/) says its fields; notes say
/// what that can't: a sentence about a field, and what its type does not tell about leaving it out.
///
///   record<Machine>(m, "Machine", "A machine that counts for a service.",
///                   {{"hardware", "kept only for services that tell machines by it"}});
///
/// A field has to be given when it has no usual value in C++ (a day, an amount), when it is an id,
/// or a record of which something has to be given. A list is shown as a tuple: changing what an
/// attribute gives back could not change the record.

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include "billbyagent/described/fields.hpp"
#include "casters.hpp"
#include "results.hpp"

namespace billbyagent::python {

/// What a struct's description can't say about one of its fields.
struct Note {
  Note(const char* of, const char* sentence) : field(of), doc(sentence) {}

  const char* field;
  const char* doc;
  bool has_to_be_given = false;
  std::shared_ptr<const void> usual{};  ///< of the type of the field
  const std::type_info* type = nullptr;
};

/// The field has to be given, although its type has a usual value.
inline Note given(const char* field, const char* doc = "") {
  Note note{field, doc};
  note.has_to_be_given = true;
  return note;
}
/// What the field is when it is not given. `M` is its type.
template <class M>
Note usual(const char* field, M value, const char* doc = "") {
  Note note{field, doc};
  note.usual = std::make_shared<const M>(std::move(value));
  note.type = &typeid(M);
  return note;
}

/// How the values of one type cross the border: compiled for each type and not for each field.
struct FieldType {
  const std::type_info& type;
  std::string (*as_argument)();  ///< how a signature would say it
  std::string (*as_result)();
  py::object (*shown)(const void* field);
};

/// A field of a record. `in` finds it in the struct.
struct Field {
  std::string name;
  const FieldType* type;
  const void* (*in)(const void* terms);
  std::shared_ptr<const void> usual;  ///< null: it has to be given
  const char* doc = "";
};

class Keywords;

/// What the code for all records has to know of one of them.
struct RecordType {
  const char* name;
  const std::type_info& type;
  std::vector<Field> fields;  ///< in the order of the struct
  const void* (*terms)(const void* record);
  void* (*make)(Keywords& keywords);            ///< a new instance, which the Python object owns
  bool (*equal)(const void* a, const void* b);  ///< null: C++ does not compare them
};

/// Gives the class what records have.
void add_record(py::module_& m, const py::object& cls, RecordType record,
                std::initializer_list<Note> notes);

/// The keyword arguments of a record on their way into its fields, one after the other.
class Keywords {
 public:
  Keywords(const RecordType& record, const py::kwargs& given) : record_(record), given_(given) {}
  const Field& next() { return record_.fields[next_++]; }
  /// The argument, or null for the usual value; raises a TypeError when there is none.
  py::handle find(const Field& field);
  [[noreturn]] void refuse(const Field& field, py::handle given) const;
  /// Raises a TypeError that names an argument which no field has.
  void finish() const;

 private:
  const RecordType& record_;
  const py::kwargs& given_;
  std::size_t next_ = 0;
  std::size_t used_ = 0;
};

enum class Position : bool { argument, result };
/// `text` with each % replaced by the Python name of a type: how a signature would say it.
std::string type_text(const char* text, const std::type_info* const* types, Position position);

template <class M, Position position>
std::string type_text_of() {
  static constexpr auto name = py::detail::make_caster<M>::name;
  const auto types = name.types();
  return type_text(name.text, types.data(), position);
}

template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};

template <class M>
py::object shown(const M& member) {
  if constexpr (is_vector<M>::value) {
    py::tuple items{member.size()};
    for (std::size_t i = 0; i < member.size(); ++i) items[i] = shown(member[i]);
    return items;
  } else if constexpr (std::is_same_v<M, std::string>) {
    return printable_text(member);
  } else {
    return py::cast(member);
  }
}

template <class M>
inline constexpr FieldType field_type{
    typeid(M), &type_text_of<M, Position::argument>, &type_text_of<M, Position::result>,
    [](const void* field) { return shown(*static_cast<const M*>(field)); }};

template <class M>
M taken(Keywords& keywords) {
  const Field& field = keywords.next();
  const py::handle given = keywords.find(field);
  if (!given) return *static_cast<const M*>(field.usual.get());
  py::detail::make_caster<M> caster;
  if (!caster.load(given, true)) keywords.refuse(field, given);
  return py::detail::cast_op<M>(caster);
}

template <class M>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;
/// The empty one is the default RMM.
template <>
inline constexpr bool is_id<RmmId> = false;

/// Whether a field of this type has to be given, as far as the type tells.
template <class M>
consteval bool has_to_be_given() {
  bool has_to = is_id<M> || !std::is_default_constructible_v<M>;
  if constexpr (described::Described<M>)
    described::for_each_member<M>([&]<class Part>(std::string_view, Part M::*) {
      has_to = has_to || has_to_be_given<Part>();
    });
  return has_to;
}

template <class M>
const M& usual_value() {
  static const M value{};
  return value;
}

/// The value of a field that is not given, as the struct or else the type of the field says it.
template <class Terms, class Descriptor>
const void* usual_in_cpp() {
  using Member = std::decay_t<decltype(std::declval<Terms>().*Descriptor::pointer)>;
  if constexpr (has_to_be_given<Member>())
    return nullptr;
  else if constexpr (std::is_default_constructible_v<Terms>)
    return &(usual_value<Terms>().*Descriptor::pointer);
  else
    return &usual_value<Member>();
}

template <class Terms>
std::vector<Field> fields_of() {
  std::vector<Field> fields;
  described::for_each_descriptor<Terms>([&]<class Descriptor>(Descriptor) {
    using Member = std::decay_t<decltype(std::declval<Terms>().*Descriptor::pointer)>;
    const auto in = [](const void* terms) -> const void* {
      return &(static_cast<const Terms*>(terms)->*Descriptor::pointer);
    };
    fields.push_back({Descriptor::name,
                      &field_type<Member>,
                      in,
                      {std::shared_ptr<void>{}, usual_in_cpp<Terms, Descriptor>()}});
  });
  return fields;
}

/// A record is kept as the struct of its fields, unless said otherwise: as something that checks
/// them when it is made.
template <class T>
struct Kept {
  using Terms = T;
  static T made(T terms) { return terms; }
  static const T& terms(const T& of) { return of; }
};

template <class T>
const void* terms_in(const void* record) {
  return &Kept<T>::terms(*static_cast<const T*>(record));
}

template <class T>
void* made_from(Keywords& keywords) {
  using Terms = typename Kept<T>::Terms;
  auto terms = described::make<Terms>(
      [&]<class M>(std::string_view, M Terms::*) { return taken<M>(keywords); });
  keywords.finish();
  return new T(Kept<T>::made(std::move(terms)));
}

template <class T>
bool equal_in_cpp(const void* a, const void* b) {
  return *static_cast<const T*>(a) == *static_cast<const T*>(b);
}

/// What a Python object holds, as long as that is there; a `TypeError` when it holds something
/// else.
const void* held_by(const py::object& object, const std::type_info& type);

template <class T>
py::object record_equal(const py::object& record, const py::object& other) {
  if (!py::isinstance<T>(other)) return py::reinterpret_borrow<py::object>(Py_NotImplemented);
  return py::bool_(*static_cast<const T*>(held_by(record, typeid(T))) ==
                   *static_cast<const T*>(held_by(other, typeid(T))));
}

/// Whether instances may be given further attributes.
template <class T>
inline constexpr bool takes_attributes = false;

template <class T>
py::class_<T> record(py::module_& m, const char* name, const char* doc,
                     std::initializer_list<Note> notes = {}) {
  using Terms = typename Kept<T>::Terms;
  py::class_<T> cls = [&] {
    if constexpr (takes_attributes<T>)
      return py::class_<T>{m, name, doc, py::dynamic_attr()};
    else
      return py::class_<T>{m, name, doc};
  }();
  RecordType type{.name = name,
                  .type = typeid(T),
                  .fields = fields_of<Terms>(),
                  .terms = &terms_in<T>,
                  .make = &made_from<T>,
                  .equal = nullptr};
  if constexpr (requires(const T& one) { one == one; }) type.equal = &equal_in_cpp<T>;
  add_record(m, cls, std::move(type), notes);
  return cls;
}

}  // namespace billbyagent::python
