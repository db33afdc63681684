#pragma once

/// The texts that a login sends.

#include <string>
#include <string_view>

#include "billbyagent/base/secret.hpp"

namespace billbyagent::kaseya_vsa {

/// `Basic ...` of a personal access token.
Secret token_header(std::string_view user, const Secret& token);

/// `Basic ...` of the password recipe; `random` are decimal digits. The password itself does not
/// leave, only hashes of it covered with the user's name and `random`, and bare ones.
Secret password_header(std::string_view user, const Secret& password, std::string_view random);

/// Eight digits that nobody can foresee.
std::string random_digits();

/// Whether the server's refusal asks for a second factor.
bool asks_for_second_factor(std::string_view refusal);

}  // namespace billbyagent::kaseya_vsa
