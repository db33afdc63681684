#pragma once

/// Computes posted lines anew, as of the run that posted them: from the terms that are kept, the
/// counts that were known then, and what stood then.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/ports/transaction.hpp"

namespace billbyagent::app {

/// What became of a line.
struct Recomputed {
  enum class How : std::uint8_t {
    same,     ///< it came out as it was posted
    other,    ///< it did not, though everything it was computed from is as it was
    unknown,  ///< what it was computed from was not kept, or has changed since
  };
  How how = How::unknown;
  std::string instead{};  ///< of `other`: what comes out
};

class Recomputation {
 public:
  /// All batches of the contract in the order of posting, and the states of those that were
  /// returned.
  Recomputation(const Dossier& dossier, const std::vector<Batch>& batches,
                const std::map<BatchId, std::vector<StateRecord>>& returned);

  Recomputed of(const PostedLine& entry) const;

 private:
  struct Before {
    std::vector<PostedLine> posted{};  ///< of the same billing period
    std::vector<LineKey> taken{};      ///< of others that begin on the same day
    bool certain = true;               ///< the moments tell what came before what
  };
  Before before(const PostedLine& entry) const;
  /// `earlier` is not certain any more where the units of other services, of which it is not known
  /// how many changes there were, share in what the contract takes off.
  Result<std::vector<LineItem>> lines_then(const PostedLine& entry, const Batch& batch,
                                           Before& earlier) const;

  const Dossier& dossier_;
  const std::vector<Batch>& batches_;
  const std::map<BatchId, std::vector<StateRecord>>& returned_;
  std::string terms_;
  std::map<BatchId, std::size_t> places_;
};

}  // namespace billbyagent::app
