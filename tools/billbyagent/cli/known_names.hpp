#pragma once

/// What is stored under which name, to tell a name that is mistyped from one that has nothing.

#include <string>

#include "cli/session.hpp"

namespace billbyagent::cli {

/// What a command was asked about; empty: about everything.
struct AskedFor {
  std::string account;
  std::string contract;
  std::string service;  ///< the service alone, in whichever contract
};

/// `not_found` for a name that nothing has: an empty answer would look as if nothing was there.
Result<void> check_known(const Desk& desk, const AskedFor& asked);

/// A `not_found` that also says what may have been meant.
Error with_suggestion(Session& session, Error error);

}  // namespace billbyagent::cli
