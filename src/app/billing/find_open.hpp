#pragma once

/// The open lines of a contract, and which of its periods need not be looked at again.

#include <cstdint>
#include <optional>

#include "billbyagent/app/open_lines.hpp"

namespace billbyagent::app {

/// Whether closed periods are passed over. The lines are the same.
enum class Looking : std::uint8_t { past_closed, everywhere };

struct FoundOpen {
  OpenLines open{};
  /// The periods that end by this day can be closed; nothing when no more of them than before, or
  /// when not every service was looked at.
  std::optional<Date> closed_end{};
};

Result<FoundOpen> find_open(Transaction& transaction, const Contract& contract,
                            const BillingFilter& filter, Date through,
                            Looking looking = Looking::past_closed);

}  // namespace billbyagent::app
