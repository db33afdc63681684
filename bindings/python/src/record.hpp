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

/// What all records share; `__match_args__` holds the names of the fields.
py::str record_repr(const py::object& record);
py::int_ record_hash(const py::object& record);
py::tuple record_reduce(const py::object& record);
py::object record_replace(const py::object& record, const py::kwargs& changes);
bool fields_equal(const py::object& a, const py::object& b);
/// Remembers that a field of `record` has no name in Python yet.
void note_unbound(py::module_& m, const char* record);

template <class T>
py::object record_equal(const T& record, const py::object& other) {
  if (!py::isinstance<T>(other)) return py::reinterpret_borrow<py::object>(Py_NotImplemented);
  if constexpr (requires(const T& a) { a == a; })
    return py::bool_(record == other.cast<const T&>());
  else
    return py::bool_(fields_equal(py::cast(&record, py::return_value_policy::reference), other));
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
  auto listed = std::make_shared<std::tuple<Field<Terms, M>...>>(std::move(fields)...);
  cls.def(py::init([listed, name, make](const py::kwargs& given) {
    Keywords keywords{name, given};
    return std::apply(
        [&](const auto&... each) {
          // Braces: from left to right.
          Terms terms{taken(keywords, each)...};
          keywords.finish({each.name...});
          return make(std::move(terms));
        },
        *listed);
  }));
  std::apply(
      [&](const auto&... each) {
        [[maybe_unused]] const auto add = [&](const auto& one) {
          using Member = std::decay_t<decltype(std::declval<Terms>().*one.member)>;
          const std::function<py::object(const T&)> get = [view, member = one.member](const T& of) {
            return shown(view(of).*member);
          };
          cls.def_property_readonly(one.name, get);
          const std::string text = type_text_of<Member>() + (*one.doc ? ": " : "") + one.doc;
          cls.attr(one.name).attr("__doc__") = text;
        };
        (add(each), ...);
        cls.attr("__match_args__") = py::make_tuple(each.name...);
      },
      *listed);
  cls.def("__repr__", &record_repr);
  cls.def("__eq__", &record_equal<T>);
  cls.def("__hash__", &record_hash);
  cls.def("__reduce__", &record_reduce);
  cls.def("replace", &record_replace, "The record with some fields changed.");
  return cls;
}

template <class T, class... M>
py::class_<T> record(py::module_& m, const char* name, const char* doc, Field<T, M>... fields) {
  return record_of<T, T>(
      m, name, doc, [](T terms) { return terms; }, [](const T& of) -> const T& { return of; },
      std::move(fields)...);
}

}  // namespace billbyagent::python
