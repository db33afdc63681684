#pragma once

/// Takes a book of accounts and contracts into the store, all of it or nothing. Threads: all on the
/// calling one; several may work over one store at the same time.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/overlap_check.hpp"
#include "billbyagent/app/reach_back.hpp"
#include "billbyagent/domain/book.hpp"

namespace billbyagent {

struct ImportReport {
  std::size_t accounts_saved = 0;
  std::size_t contracts_created = 0;
  std::size_t contracts_updated = 0;
  std::size_t contracts_unchanged = 0;
  std::size_t units_recorded = 0;
  std::vector<Error> refused{};  ///< every row that was not acceptable; then nothing was written

  bool accepted() const noexcept { return refused.empty(); }
};

enum class ImportMode : std::uint8_t { write, dry_run };

/// Errors: what the store says. What is wrong with the book is in the report. An account whose
/// overlaps are refused gets `overlapping_services` for services that could count the same machine,
/// those that are saved already included; with the machine `groups` of an RMM also for a group and
/// one below it (see `provably_disjoint`). `reaches_back`, unless that is allowed, for each
/// contract that the book changes from a day that is posted as an amendment may not (see
/// amend.hpp); what it says otherwise without a day holds from today on.
Result<ImportReport> import_book(const Desk& desk, const Book& book, const std::string& author,
                                 ImportMode mode, const GroupTrees& groups,
                                 ReachBack reach_back = ReachBack::refused);

/// The same with the machine groups of the default RMM, or without any.
Result<ImportReport> import_book(const Desk& desk, const Book& book, const std::string& author,
                                 ImportMode mode, const GroupTree* groups = nullptr,
                                 ReachBack reach_back = ReachBack::refused);

}  // namespace billbyagent
