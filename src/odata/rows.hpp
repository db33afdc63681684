#pragma once

/// Reads an answer's JSON in one pass and keeps nothing but the fields that are asked for, as the
/// text that the server sent: an id of 26 digits never becomes a number.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/base/result.hpp"

namespace billbyagent::odata {

/// How a server words what stands around its records. Empty names are not looked for.
struct Format {
  std::string_view server;  ///< For errors, such as `VSA`.
  std::string_view records;
  /// The object that holds the next three; when empty they stand beside the records.
  std::string_view meta;
  std::string_view total;
  std::string_view code;
  std::string_view next_link;
  std::string_view error;
  std::string_view error_text;  ///< Member of `error` where that is an object.
  /// What `error` says in any case of letters when there is none, beside null and "".
  std::string_view no_error;
  std::string_view meta_error{};  ///< Member of `meta` with the text of an error.
  bool code_is_required = true;
  bool null_is_empty = false;  ///< Null in the place of the records, with a total of 0.
};

struct Field {
  enum class Kind : std::uint8_t { absent, null, text, number, flag, other };
  Kind kind = Kind::absent;
  std::string text;  ///< Of a text, a number or a flag (`true`, `false`), as written.
};

/// The wanted fields of one record, in the order in which they were asked for.
using Row = std::vector<Field>;

/// Everything of an answer but its records.
struct Envelope {
  enum class Shape : std::uint8_t { absent, null, list, record, other };
  Shape result = Shape::absent;
  bool has_meta = false;
  Field total;
  Field code;
  Field next_link;
  Field error;
  Field meta_error;
  std::size_t rows = 0;

  /// Records, or what the server sends in their place when there are none.
  bool has_list(const Format& format) const;
};

/// Calls `row` for the one record or for each record of the list, before anything is known about
/// the rest of the answer. `protocol_error` when `body` is not one JSON object.
Result<Envelope> read_rows(std::string_view body, const Format& format,
                           std::span<const std::string_view> wanted,
                           const std::function<void(const Row&)>& row);

}  // namespace billbyagent::odata
