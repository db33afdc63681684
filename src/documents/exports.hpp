#pragma once

/// Posted lines as other programs take them.

#include <map>
#include <span>
#include <string>

#include "billbyagent/domain/posting.hpp"
#include "documents/csv_cells.hpp"

namespace billbyagent::documents {

/// Whose a line is, and what its contract is called on its day.
struct LineOwner {
  AccountId account{};
  std::string account_name{};
  std::string contract_name{};
};
using LineOwners = std::map<LineKey, LineOwner>;

/// What an invoice says beside its lines.
struct InvoiceForm {
  Date day;
  Date due;
  enum class Days : std::uint8_t { iso, day_first, month_first } days = Days::iso;
  std::string account_code{};  ///< of the revenue, for Xero
};

/// The columns of `lines_to_csv`, and behind them account, account_name and contract_name.
std::string lines_with_owners(std::span<const PostedLine> lines, const LineOwners& owners,
                              const CsvForm& form);

// Invoices to import. Each line is one piece at its amount, with the arithmetic in its text: what
// these programs multiply themselves, they round themselves. Errors: `wrong_state` for a line that
// has no invoice number yet.

Result<std::string> quickbooks_invoices(std::span<const PostedLine> lines, const LineOwners& owners,
                                        const InvoiceForm& form);
Result<std::string> xero_invoices(std::span<const PostedLine> lines, const LineOwners& owners,
                                  const InvoiceForm& form);

}  // namespace billbyagent::documents
