#pragma once

/// Texts that people typed: what is the same to a reader becomes the same here.

#include <string>
#include <string_view>

namespace billbyagent::text {

/// Without blanks of any kind around it, composed (NFC), every blank an ordinary one. The text must
/// be UTF-8.
std::string tidy(std::string_view text);

/// What texts that differ only in case, form, blanks, or the make of an apostrophe or a dash have
/// in common. Not for people.
std::string likeness(std::string_view text);

}  // namespace billbyagent::text
