#pragma once

/// The types of parameters and columns, by the numbers that PostgreSQL gave them for good, and how
/// lists are written. Threads: constants, pure functions.

#include <libpq-fe.h>

#include <string>
#include <string_view>

namespace billbyagent::postgres {

inline constexpr Oid boolean = 16;
inline constexpr Oid bigint = 20;
inline constexpr Oid text_type = 25;
inline constexpr Oid texts = 1009;
inline constexpr Oid bigints = 1016;

/// A text as it stands in a list.
inline void add_quoted(std::string& list, std::string_view text) {
  list += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') list += '\\';
    list += c;
  }
  list += '"';
}

}  // namespace billbyagent::postgres
