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

namespace billbyagent::kaseya_vsa {

struct Field {
  enum class Kind : std::uint8_t { absent, null, text, number, other };
  Kind kind = Kind::absent;
  std::string text;  ///< Of a text or a number, as written.
};

/// The wanted fields of one record, in the order in which they were asked for.
using Row = std::vector<Field>;

/// Everything of an answer but its records.
struct Envelope {
  enum class Shape : std::uint8_t { absent, null, list, record, other };
  Shape result = Shape::absent;
  Field total_records;
  Field response_code;
  Field error;
  std::size_t rows = 0;
};

/// Calls `row` for the one record or for each record of the list in `Result`, before anything is
/// known about the rest of the answer. `protocol_error` when `body` is not one JSON object.
Result<Envelope> read_rows(std::string_view body, std::span<const std::string_view> wanted,
                           const std::function<void(const Row&)>& row);

}  // namespace billbyagent::kaseya_vsa
