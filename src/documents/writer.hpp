#pragma once

/// From values to JSON. A described struct becomes an object of its fields, by their names and in
/// their order. What a document writes in another way stands in forms.hpp, as one of
///
///   void put(Object& out, const ServiceSync& of, At<&ServiceSync::key>);   one field
///   void fill(Object& out, const LineItem& line);                          the whole struct
///   template <> inline constexpr NameTable<2> first_of<Batch>{"id", "state"};  the order
///
/// Amounts are decimal text, days are `YYYY-MM-DD`, moments are UTC; nothing is null.

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "billbyagent/base/names.hpp"
#include "billbyagent/described/fields.hpp"
#include "billbyagent/domain/money.hpp"
#include "documents/at.hpp"
#include "documents/hints.hpp"

namespace billbyagent::documents {

/// Fields that stand before the others, in this order.
template <class T>
inline constexpr NameTable<0> first_of{};

/// Described, but written as text all the same.
template <class T>
inline constexpr bool is_text = false;

/// An object that grows by one key at a time; a key that is there gets a new value in its place.
class Object {
 public:
  explicit Object(Hint words) : hint_(words) {}
  /// Of what tells no errors.
  Object() : hint_([](Errc) { return std::string_view{}; }) {}

  template <class T>
  Object& operator()(std::string_view key, const T& value) {
    object_[key] = value_of(value);
    return *this;
  }
  /// All fields of a described struct, or what `fill` makes of it.
  template <class T>
  Object& fields(const T& value);

  Hint hint() const noexcept { return hint_; }
  operator boost::json::object() { return std::move(object_); }

 private:
  template <class T>
  boost::json::value value_of(const T& value) const;

  Hint hint_;
  boost::json::object object_;
};

template <class T>
boost::json::value Object::value_of(const T& value) const {
  const auto text = [](std::string_view all) { return boost::json::string{all}; };
  if constexpr (std::integral<T>) {
    return value;  // a number or a truth
  } else if constexpr (std::convertible_to<T, std::string_view>) {
    return text(value);
  } else if constexpr (requires { value.has_value(); }) {
    if (!value) return nullptr;
    return value_of(*value);
  } else if constexpr (requires { *value.begin(); }) {
    boost::json::array list;
    for (const auto& each : value) list.push_back(value_of(each));
    return list;
  } else if constexpr (requires { value.text(); }) {
    return text(value.text());
  } else if constexpr (std::same_as<T, Money>) {
    return text(to_decimal(value));
  } else if constexpr ((described::Described<T> && !is_text<T>) ||
                       requires(Object & out) { fill(out, value); }) {
    Object out{hint_};
    out.fields(value);
    return std::move(out.object_);
  } else {
    return text(to_string(value));
  }
}

template <class T>
Object& Object::fields(const T& value) {
  if constexpr (requires { fill(*this, value); }) {
    fill(*this, value);
  } else {
    const auto add = [&]<class Field>(Field) {
      if constexpr (requires { put(*this, value, At<Field::pointer>{}); })
        put(*this, value, At<Field::pointer>{});
      else
        (*this)(Field::name, value.*Field::pointer);
    };
    constexpr auto& first = first_of<T>;
    for (const std::string_view name : first)
      described::for_each_descriptor<T>([&]<class Field>(Field field) {
        if (name == Field::name) add(field);
      });
    described::for_each_descriptor<T>([&]<class Field>(Field field) {
      if (std::find(first.begin(), first.end(), Field::name) == first.end()) add(field);
    });
  }
  return *this;
}

}  // namespace billbyagent::documents
