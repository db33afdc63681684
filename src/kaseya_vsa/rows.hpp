#pragma once

/// Answers in VSA's wording.

#include "odata/rows.hpp"

namespace billbyagent::kaseya_vsa {

using odata::Envelope;
using odata::Field;
using odata::Row;

inline constexpr odata::Format format = {
    .server = "VSA",
    .records = "Result",
    .meta = {},
    .total = "TotalRecords",
    .code = "ResponseCode",
    .next_link = {},
    .error = "Error",
    .error_text = {},
    .no_error = "None",
    .null_is_empty = true,
};

inline Result<Envelope> read_rows(std::string_view body, std::span<const std::string_view> wanted,
                                  const std::function<void(const Row&)>& row) {
  return odata::read_rows(body, format, wanted, row);
}

}  // namespace billbyagent::kaseya_vsa
