#pragma once

/// Takes a person's name out of what a store keeps of a tenant, where somebody may ask for that.
/// Amounts and what they follow from stay, and so does the proof that they were not changed. A
/// ledger, backups and what was exported or delivered keep it. Threads: all on the calling one;
/// several may work over one store at the same time.

#include <cstddef>
#include <string>

#include "billbyagent/app/desk.hpp"

namespace billbyagent {

/// In how many rows it stood; that it was done is on record, as a run, without the name. Errors:
/// `invalid_argument` without a reason, for a name of less than three characters, and from a store
/// whose host keeps the names.
Result<std::size_t> erase_name(const Desk& desk, const std::string& name, const std::string& author,
                               const std::string& reason);

}  // namespace billbyagent
