#pragma once

/// Binds a plain struct as a frozen record: keyword arguments, read-only attributes, repr,
/// comparison, hash, pickling, `replace`. The fields are listed once, in the order of the struct.
///
///   record<Machine>(m, "Machine", "A machine that counts for a service.",
///                   field("agent", &Machine::agent, ""),
///                   field("name", &Machine::name, "as people know it", ""));
///
/// A list is shown as a tuple: changing what an attribute gives back could not change the record.

#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "casters.hpp"
#include "results.hpp"

namespace billbyagent::python {

template <class Terms, class M>
struct Field {
  const char* name;
  M Terms::*member;
  const char* doc;
  std::optional<M> fallback;  ///< nothing: it has to be given
};

template <class Terms, class M>
Field<Terms, M> field(const char* name, M Terms::*member, const char* doc) {
  return {name, member, doc, std::nullopt};
}
template <class Terms, class M>
Field<Terms, M> field(const char* name, M Terms::*member, const char* doc,
                      std::type_identity_t<M> fallback) {
  return {name, member, doc, std::move(fallback)};
}

/// The keyword arguments of a record on their way into its fields.
class Keywords {
 public:
  Keywords(const char* record, const py::kwargs& given) : record_(record), given_(given) {}
  /// The argument, or null when it was not given.
  py::handle find(const char* name);
  [[noreturn]] void refuse(const char* name, const std::string& type, py::handle given) const;
  [[noreturn]] void missing(const char* name, const std::string& type) const;
  /// Raises a TypeError that names an argument which no field has.
  void finish(const std::vector<const char*>& names) const;

 private:
  const char* record_;
  const py::kwargs& given_;
  std::size_t used_ = 0;
};

/// `text` with each % replaced by the Python name of a type: how a signature would say it.
std::string type_text(const char* text, const std::type_info* const* types);

template <class M>
std::string type_text_of() {
  static constexpr auto name = py::detail::make_caster<M>::name;
  const auto types = name.types();
  return type_text(name.text, types.data());
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

template <class Terms, class M>
M taken(Keywords& keywords, const Field<Terms, M>& wanted) {
  const py::handle given = keywords.find(wanted.name);
  if (!given) {
    if (!wanted.fallback) keywords.missing(wanted.name, type_text_of<M>());
    return *wanted.fallback;
  }
  py::detail::make_caster<M> caster;
  if (!caster.load(given, true)) keywords.refuse(wanted.name, type_text_of<M>(), given);
  return py::detail::cast_op<M>(caster);
}

/// What does not depend on the struct is compiled once for all records, in record.cpp: with a
/// hundred of them, pybind11's own templates would be most of the module's build time.
using MakeRecord = std::function<void*(const py::kwargs&)>;
using ReadField = std::function<py::object(const py::object&)>;
/// `__eq__`: `NotImplemented` for another class.
using EqualRecords = py::object (*)(const py::object& record, const py::object& other);

/// `make` gives a new instance, which the Python object then owns.
void add_constructor(const py::object& cls, MakeRecord make);
void add_field(const py::object& cls, const char* name, const std::string& doc, ReadField read);
/// Comparison, repr, hash, pickling, `replace`; `names` in the order of the struct.
void add_record_methods(const py::object& cls, py::tuple names, EqualRecords equal);
/// Whether all fields are, in Python's eyes: for structs that C++ does not compare.
bool fields_equal(const py::object& a, const py::object& b);
/// Remembers that a field of `record` has no name in Python yet.
void note_unbound(py::module_& m, const char* record);

/// What a Python object holds, as long as that is there; a `TypeError` when it holds something
/// else.
template <class T>
const T& held_by(const py::object& object) {
  if (!py::isinstance<T>(object))
    throw py::type_error("not a " +
                         py::type::of<T>().attr("__name__").template cast<std::string>());
  py::detail::type_caster_base<T> caster;
  caster.load(object, false);
  return static_cast<T&>(caster);
}

template <class T>
py::object record_equal(const py::object& record, const py::object& other) {
  if (!py::isinstance<T>(other)) return py::reinterpret_borrow<py::object>(Py_NotImplemented);
  if constexpr (requires(const T& one) { one == one; })
    return py::bool_(held_by<T>(record) == held_by<T>(other));
  else
    return py::bool_(fields_equal(record, other));
}

struct AnyValue {
  template <class T>
  operator T() const;
};

/// Whether the struct has one more field than these.
template <class Terms, class... M>
concept has_more_fields = std::is_aggregate_v<Terms> &&(
    requires {
      Terms{std::declval<M>()..., {}};
    } ||
    requires {
      Terms{std::declval<M>()..., AnyValue{}};
    });

/// Whether instances may be given further attributes.
template <class T>
inline constexpr bool takes_attributes = false;

template <class T>
py::class_<T> new_class(py::module_& m, const char* name, const char* doc) {
  if constexpr (takes_attributes<T>)
    return {m, name, doc, py::dynamic_attr()};
  else
    return {m, name, doc};
}

/// A record of the fields of `Terms` that is kept as a `T`: `make` checks, `view` gives them back.
template <class T, class Terms, class Make, class View, class... M>
py::class_<T> record_of(py::module_& m, const char* name, const char* doc, Make make, View view,
                        Field<Terms, M>... fields) {
  if constexpr (has_more_fields<Terms, M...>) note_unbound(m, name);
  auto cls = new_class<T>(m, name, doc);
  std::apply(
      [&](const auto&... each) {
        [[maybe_unused]] const auto add = [&](const auto& one) {
          using Member = std::decay_t<decltype(std::declval<Terms>().*one.member)>;
          add_field(cls, one.name, type_text_of<Member>() + (*one.doc ? ": " : "") + one.doc,
                    [view, member = one.member](const py::object& of) {
                      return shown(view(held_by<T>(of)).*member);
                    });
        };
        (add(each), ...);
      },
      std::tie(fields...));
  add_record_methods(cls, py::make_tuple(fields.name...), &record_equal<T>);
  add_constructor(cls,
                  [name, make, listed = std::make_tuple(std::move(fields)...)](
                      const py::kwargs& given) -> void* {
                    Keywords keywords{name, given};
                    return std::apply(
                        [&](const auto&... each) {
                          // Braces: from left to right.
                          Terms terms{taken(keywords, each)...};
                          keywords.finish({each.name...});
                          return new T(make(std::move(terms)));
                        },
                        listed);
                  });
  return cls;
}

template <class T, class... M>
py::class_<T> record(py::module_& m, const char* name, const char* doc, Field<T, M>... fields) {
  return record_of<T, T>(
      m, name, doc, [](T terms) { return terms; }, [](const T& of) -> const T& { return of; },
      std::move(fields)...);
}

}  // namespace billbyagent::python
