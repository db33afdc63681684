#pragma once

/// The fields of the library's structs, said once and outside of them: documents, Python records
/// and rows of a store are loops over these lists. The core itself never includes them.
///
///   described::for_each_field(machine, [](std::string_view name, const auto& field) { ... });
///
/// Threads: nothing here has state.

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/members.hpp>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace billbyagent::described {

/// A struct whose fields are listed by BILLBYAGENT_FIELDS.
template <class T>
concept Described = boost::describe::has_describe_members<T>::value;

namespace detail {

template <class T>
using Fields = boost::describe::describe_members<T, boost::describe::mod_public>;

template <class Struct, class M>
M type_behind(M Struct::*);
template <class Field>
using TypeOf = decltype(type_behind(Field::pointer));

/// Stands for a field of any type, to ask whether there is one.
struct Any {
  template <class T>
  operator T() const;
};

/// Whether these are the fields of `T`: all of them, each of its type.
template <class T, class... M>
concept made_of = requires {
  T{std::declval<M>()...};
};
template <class T, class... M>
concept made_of_more = requires {
  T{std::declval<M>()..., {}};
}
|| requires { T{std::declval<M>()..., Any{}}; };

template <class T, template <class...> class List, class... Field>
consteval bool complete(List<Field...>) {
  static_assert(std::is_aggregate_v<T>, "only plain structs are described");
  return made_of<T, TypeOf<Field>...> && !made_of_more<T, TypeOf<Field>...>;
}

template <template <class...> class List, class... Field, class F>
constexpr void each(List<Field...>, F&& f) {
  (f(Field{}), ...);
}

template <class T, template <class...> class List, class... Field, class F>
constexpr T make(List<Field...>, F&& f) {
  return T{f(std::string_view{Field::name}, Field::pointer)...};  // braces: from first to last
}

template <template <class...> class List, class... Field>
consteval std::array<std::string_view, sizeof...(Field)> names(List<Field...>) {
  return {std::string_view{Field::name}...};
}

}  // namespace detail

/// Whether the description names each field of the struct, in its order.
template <Described T>
inline constexpr bool complete = detail::complete<T>(detail::Fields<T>{});

/// The names of the fields in their order.
template <Described T>
inline constexpr auto field_names = detail::names(detail::Fields<T>{});

template <Described T>
inline constexpr std::size_t field_count = field_names<T>.size();

/// `f(Field{})` for each field, of which `Field::name` and `Field::pointer`, a pointer to member,
/// are constants.
template <Described T, class F>
constexpr void for_each_descriptor(F&& f) {
  detail::each(detail::Fields<T>{}, f);
}

/// `f(name, member)` for each field, where `member` is a pointer to member.
template <Described T, class F>
constexpr void for_each_member(F&& f) {
  for_each_descriptor<T>(
      [&]<class Field>(Field) { f(std::string_view{Field::name}, Field::pointer); });
}

/// `f(name, field)` for each field of the value.
template <class T, class F>
requires Described<std::remove_const_t<T>>
constexpr void for_each_field(T& value, F&& f) {
  for_each_member<std::remove_const_t<T>>(
      [&](std::string_view name, auto member) { f(name, value.*member); });
}

/// A value whose fields are what `f(name, member)` gives for each, called from first to last.
template <Described T, class F>
constexpr T make(F&& f) {
  return detail::make<T>(detail::Fields<T>{}, f);
}

}  // namespace billbyagent::described

/// Lists the fields of a struct in their order; stands in the namespace of the struct. What is
/// forgotten does not compile.
#define BILLBYAGENT_FIELDS(Struct, ...)                     \
  BOOST_DESCRIBE_STRUCT(Struct, (), (__VA_ARGS__))          \
  static_assert(::billbyagent::described::complete<Struct>, \
                #Struct ": each field, in the order of the struct")
