#pragma once

/// Texts as PostgreSQL takes them: it knows no null character and only valid UTF-8. Bytes that it
/// would refuse are written as U+0001 and two hexadecimal digits, U+0001 itself too, so that every
/// text comes back as it was, and equal ones stay equal.

#include <string>
#include <string_view>

namespace billbyagent::postgres {

std::string encoded(std::string_view text);
/// Whether it has to be decoded.
inline bool is_encoded(std::string_view text) { return text.find('\1') != std::string_view::npos; }
std::string decoded(std::string_view text);

}  // namespace billbyagent::postgres
