#pragma once

/// A posting that several work on, some accounts each. Together they do what `post_available`
/// does; what settles each other belongs to one account range, and so is never divided.
///
/// Threads: `prepare` on one; after that `post` may be called by several, each with a desk of its
/// own.

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "billbyagent/app/account_range.hpp"
#include "billbyagent/app/billing_automation.hpp"

namespace billbyagent {

class SharedPosting {
 public:
  /// Finds which contracts settle each other. `options` names no account or contract. Errors: as
  /// `post_available`.
  static Result<std::unique_ptr<SharedPosting>> prepare(const Desk& desk,
                                                        const AutomationOptions& options);
  SharedPosting(const SharedPosting&) = delete;
  SharedPosting& operator=(const SharedPosting&) = delete;
  ~SharedPosting();

  /// Posts what is available of the accounts, without a record of the run, and without a look at
  /// what is owed. Done again, it posts what is missing and nothing twice.
  Result<PostReport> post(const Desk& desk, const AccountRange& accounts) const;
  /// The contracts that `post` looks at.
  std::vector<ContractId> contracts_of(const AccountRange& accounts) const;
  /// As `post`, of what is not among `done`, with all that settles with it: contracts that came or
  /// moved to another account while others posted.
  Result<PostReport> post_rest(const Desk& desk, const std::set<ContractId>& done) const;

 private:
  struct Inside;
  explicit SharedPosting(std::unique_ptr<Inside> inside);

  std::unique_ptr<Inside> inside_;
};

/// What a run came to.
struct PostingFigures {
  std::size_t batches = 0;
  std::size_t lines = 0;
  std::size_t held = 0;
  std::size_t failed = 0;
};
PostingFigures figures_of(const PostReport& report);

/// What all parts of a run came to.
struct PostingRun {
  Date day;
  std::string zone{};
  Instant started{};
  Instant ended{};
  PostingFigures figures{};
};
/// As that of a `PostReport`.
std::string summary(const PostingRun& run);

/// Leaves the record of the posting's run, with the limits that `options` lift.
Result<void> record_posting(const Desk& desk, const PostingRun& run,
                            const AutomationOptions& options);

}  // namespace billbyagent
