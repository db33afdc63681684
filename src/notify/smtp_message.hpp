#pragma once

/// What a mail is made of, each as it has to stand in one. Pure functions: whatever a name or a
/// text holds, it begins no header, no part and no tag.

#include <optional>
#include <string>
#include <string_view>

#include "billbyagent/domain/date.hpp"

namespace billbyagent::smtp {

struct Address {
  std::string name;  ///< may be empty
  std::string mailbox;
};

/// `user@host` or `Name <user@host>`; nothing when the mailbox is none that SMTP takes everywhere.
std::optional<Address> parse_address(std::string_view text);
/// For a header: `=?UTF-8?B?...?= <user@host>`.
std::string header_text(const Address& address);

/// The value of a header: as it is, or in encoded words (RFC 2047) and lines of their own.
std::string header_text(std::string_view text);

/// `Mon, 01 Jun 2026 08:30:00 +0000`
std::string header_text(Instant instant);

/// Valid UTF-8 with line breaks as mails have them; control characters are shown as `?`.
std::string text_part(std::string_view body);

/// The same as a page. `as_table`: as it stands; otherwise lines that are indented are the list
/// below the line before them.
std::string html_part(std::string_view subject, std::string_view body, bool as_table);

/// The one way of a text into HTML.
std::string html_escaped(std::string_view text);

}  // namespace billbyagent::smtp
