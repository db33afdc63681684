#pragma once

/// Whether an answer of VSA is one.

#include <string>
#include <string_view>

#include "http/message.hpp"
#include "kaseya_vsa/rows.hpp"
#include "odata/answer.hpp"

namespace billbyagent::kaseya_vsa {

/// `odata::read_answer` in VSA's wording.
inline Result<Envelope> read_answer(const http::Response& response,
                                    std::span<const std::string_view> wanted,
                                    const std::function<void(const Row&)>& row) {
  return odata::read_answer(response, format, wanted, row);
}

inline std::string error_text(std::string_view body) { return odata::error_text(body, format); }

/// Whether the server says, in whatever way, that the session is none.
bool is_refusal(const http::Response& response);

}  // namespace billbyagent::kaseya_vsa
