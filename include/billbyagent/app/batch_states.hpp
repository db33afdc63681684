#pragma once

/// The further life of posted batches (D18): invoiced with the number the BMS gave, exported, taken
/// back to billing review before the invoice, returned when the invoice is voided. Every step is
/// recorded; nothing is erased. Threads: all on the calling one; several may work over one store at
/// the same time.

#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"

namespace billbyagent {

struct StateChange {
  std::string author{};
  std::string reason{};
  /// What the caller calls this request; empty: nothing. Asked again under the same id, a function
  /// answers what it did the first time; `conflicts` when it is asked for something else.
  std::string request{};
};

/// `wrong_state` unless every batch is posted; `invalid_argument` for an empty number;
/// `currency_mismatch` when the invoice would hold two currencies; `conflicts` when it would be of
/// two accounts, or without a batch that settles with one of it. A number that was given once
/// belongs to its account for good, also when that invoice was voided. All or nothing.
Result<void> mark_invoiced(const Desk& desk, const std::vector<BatchId>& batches,
                           const std::string& invoice_number, const StateChange& change);

/// `wrong_state` unless every batch is invoiced. All or nothing.
Result<void> mark_exported(const Desk& desk, const std::vector<BatchId>& batches,
                           const StateChange& change);

/// Takes a posted batch back to billing review, and those that settle with it; tells which they
/// were. `wrong_state` once they are invoiced. Needs a reason.
Result<std::vector<BatchId>> unpost(const Desk& desk, const BatchId& batch,
                                    const StateChange& change);

/// Returns the lines of every batch of the invoice to billing review and tells which they were.
/// Needs a reason; `not_found` when no batch stands under this number.
Result<std::vector<BatchId>> void_invoice(const Desk& desk, const std::string& invoice_number,
                                          const StateChange& change);

}  // namespace billbyagent
