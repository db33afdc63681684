#pragma once

/// What a person does next about an error: part of every document that tells one. Whoever makes a
/// document says whose words they are.

#include <string>
#include <string_view>

#include "billbyagent/app/rmm_outcome.hpp"
#include "billbyagent/base/errc.hpp"

namespace billbyagent::documents {

/// Empty when the error says all there is.
using Hint = std::string_view (*)(Errc);

/// In the words of the program and its settings, which work on the same database as a host of the C
/// interface; the documents of both have them.
std::string_view hint_for(Errc code);

/// The same of the RMM that failed, by the names of its own settings and variables.
std::string hint_of(const RmmOutcome& rmm);

}  // namespace billbyagent::documents
