#pragma once

/// Answers in VSA X's wording.

#include "odata/rows.hpp"

namespace billbyagent::kaseya_vsax {

inline constexpr odata::Format format = {
    .server = "VSA X",
    .records = "Data",
    .meta = "Meta",
    .total = "TotalCount",
    .code = "ResponseCode",
    .next_link = "NextQueryLink",
    .error = "Error",
    .error_text = "Message",
    .no_error = {},
    .meta_error = "ErrorMessage",
    .code_is_required = false,
};

}  // namespace billbyagent::kaseya_vsax
