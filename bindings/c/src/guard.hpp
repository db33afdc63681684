#pragma once

/// The firewall: the whole body of every function runs inside `guard` or one of its forms below, so
/// that nothing is thrown across the C interface, allocation included. Bodies say what is wrong by
/// throwing `Exception`, as `Result::value` does.

#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "bba/values.h"
#include "billbyagent/domain/date.hpp"
#include "error.hpp"

namespace billbyagent::capi {

template <class Body>
bba_status guard(bba_error** error, Body body) noexcept {
  try {
    body();
    return BBA_OK;
  } catch (...) {
    return fail_with_exception(error);
  }
}

/// For functions that give something borrowed and take no error object.
template <class Body>
auto guard_or_null(Body body) noexcept -> decltype(body()) {
  try {
    return body();
  } catch (...) {
    return nullptr;
  }
}

[[noreturn]] inline void refuse(Errc code, std::string context) {
  throw Exception(Error{code, std::move(context)});
}

// What came in.

template <class T>
T& required(T* pointer, const char* name) {
  if (!pointer) refuse(Errc::invalid_argument, std::string{name} + " is NULL");
  return *pointer;
}

/// A longer text is a mistake of the caller, and no error is to repeat it.
inline constexpr std::size_t text_bytes_max = 4096;

inline std::string required_text(const char* text, const char* name) {
  std::string copied{&required(text, name)};
  if (copied.size() > text_bytes_max)
    refuse(Errc::out_of_range, std::string{name} + " has " + std::to_string(copied.size()) +
                                   " bytes, more than " + std::to_string(text_bytes_max));
  return copied;
}

inline std::string text_or(const char* text, std::string_view otherwise, const char* name) {
  return text ? required_text(text, name) : std::string{otherwise};
}

template <class Id>
Id required_id(const char* text, const char* name) {
  return Id::parse(required_text(text, name)).value();
}

inline Date day_of(bba_date date, const char* name) {
  if (date == BBA_NO_DATE) refuse(Errc::invalid_date, std::string{name} + ": no day");
  auto day = Date::from_epoch_days(date);
  if (!day) throw Exception(within(name, day.error()));
  return *day;
}

inline std::optional<Date> optional_day(bba_date date, const char* name) {
  if (date == BBA_NO_DATE) return std::nullopt;
  return day_of(date, name);
}

// What goes out.

/// A handle, made by `make` as a unique_ptr; NULL on failure.
template <class Handle, class Make>
bba_status give_handle(bba_error** error, Handle** out, Make make) noexcept {
  if (out) *out = nullptr;
  return guard(error, [&] {
    Handle*& place = required(out, "out");
    place = make().release();
  });
}

/// A number, a day or a borrowed text; `nothing` on failure.
template <class Value, class Make>
bba_status give(bba_error** error, Value* out, std::type_identity_t<Value> nothing,
                Make make) noexcept {
  if (out) *out = nothing;
  return guard(error, [&] {
    Value& place = required(out, "out");
    place = make();
  });
}

inline bba_date epoch_days(Date day) noexcept { return day.epoch_days(); }
inline bba_date epoch_days(const std::optional<Date>& day) noexcept {
  return day ? day->epoch_days() : BBA_NO_DATE;
}

/// Text into a caller's buffer of at least `size_least` bytes.
inline void give_text(char* out, std::size_t out_size, std::size_t size_least,
                      const std::string& text) {
  required(out, "out");
  if (out_size < size_least)
    refuse(Errc::out_of_range,
           "out_size " + std::to_string(out_size) + " is less than " + std::to_string(size_least));
  std::memcpy(out, text.c_str(), text.size() + 1);
}

template <class List>
decltype(auto) item_of(const List& list, std::size_t index, const char* what) {
  if (index >= list.size())
    refuse(Errc::not_found,
           std::string{what} + " " + std::to_string(index) + " of " + std::to_string(list.size()));
  return list[index];
}

/// The value of an enumeration that C knows up to `last`, otherwise -1: "other".
template <class Enum>
constexpr std::int32_t code_of(Enum value, Enum last) noexcept {
  return value <= last ? static_cast<std::int32_t>(value) : -1;
}

template <class Handle>
void free_handle(Handle** handle) noexcept {
  if (!handle) return;
  delete *handle;
  *handle = nullptr;
}

}  // namespace billbyagent::capi
