#pragma once

/// Takes a book of accounts and contracts into the store, all of it or nothing.

#include <string>
#include <vector>

#include "billbyagent/ports/clock.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent {

/// Units that a person counted, for a service with manual units. Taken only while the service has
/// none: later changes are decisions of their own (record_units.hpp).
struct FirstUnits {
  ServiceKey key;
  Units units = 0;
};

struct Book {
  std::vector<Account> accounts;
  std::vector<Contract> contracts;
  std::vector<FirstUnits> first_units;
};

struct ImportReport {
  std::size_t accounts_saved = 0;
  std::size_t contracts_created = 0;
  std::size_t contracts_updated = 0;
  std::size_t contracts_unchanged = 0;
  std::size_t units_recorded = 0;
  std::vector<Error> refused;  ///< every row that was not acceptable; then nothing was written

  bool accepted() const noexcept { return refused.empty(); }
};

enum class ImportMode : std::uint8_t { write, dry_run };

/// Errors: what the store says. What is wrong with the book is in the report.
Result<ImportReport> import_book(Store& store, const Clock& clock, const TenantId& tenant,
                                 const Book& book, const std::string& author, ImportMode mode);

namespace detail {

/// Whether an error is about the row; otherwise the store is in trouble.
inline bool about_the_row(const Error& error) { return error.code < Errc::organization_not_linked; }

inline Result<bool> record_first_units(Transaction& transaction, const Book& book,
                                       const FirstUnits& first, const std::string& author,
                                       Instant now) {
  const Service* service = nullptr;
  for (const auto& contract : book.contracts)
    if (contract.id() == first.key.contract) service = contract.find_service(first.key.service);
  const std::string name =
      "units of service " + first.key.service.text() + " of contract " + first.key.contract.text();
  if (!service) return Error{Errc::not_found, name};
  if (service->agent_scope())
    return Error{Errc::invalid_argument, name + ": they derive from the RMM"};
  auto history = transaction.unit_history(first.key);
  if (!history) return history.error();
  if (!history->empty()) return false;
  auto recorded = history->record(UnitChange{.effective = service->terms().effective,
                                             .units = first.units,
                                             .reason = ChangeReason::initial,
                                             .note = {},
                                             .author = author,
                                             .recorded = now});
  if (!recorded) return within(name, recorded.error());
  auto written = transaction.append_unit_change(first.key, history->changes().back());
  if (!written) return written.error();
  return true;
}

inline void count_saved(SaveOutcome outcome, ImportReport& report) {
  switch (outcome) {
    case SaveOutcome::created:
      ++report.contracts_created;
      break;
    case SaveOutcome::updated:
      ++report.contracts_updated;
      break;
    case SaveOutcome::unchanged:
      ++report.contracts_unchanged;
      break;
  }
}

}  // namespace detail

inline Result<ImportReport> import_book(Store& store, const Clock& clock, const TenantId& tenant,
                                        const Book& book, const std::string& author,
                                        ImportMode mode) {
  auto transaction = store.begin(tenant, Access::write);
  if (!transaction) return transaction.error();
  ImportReport report;
  for (const auto& account : book.accounts) {
    auto saved = (*transaction)->save_account(account);
    if (!saved) return within("account " + account.id.text(), saved.error());
    if (*saved != SaveOutcome::unchanged) ++report.accounts_saved;
  }
  for (const auto& contract : book.contracts) {
    auto saved = (*transaction)->save_contract(contract);
    if (saved)
      detail::count_saved(*saved, report);
    else if (detail::about_the_row(saved.error()))
      report.refused.push_back(saved.error());
    else
      return within("contract " + contract.id().text(), saved.error());
  }
  if (!report.accepted()) return report;
  for (const auto& first : book.first_units) {
    auto recorded = detail::record_first_units(**transaction, book, first, author, clock.now());
    if (recorded)
      report.units_recorded += *recorded ? 1 : 0;
    else if (detail::about_the_row(recorded.error()))
      report.refused.push_back(recorded.error());
    else
      return recorded.error();
  }
  if (report.accepted() && mode == ImportMode::write)
    if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return report;
}

}  // namespace billbyagent
