#pragma once

/// Posted lines and the batches they were posted in (D18). Nothing posted is ever edited: each step
/// of a line's life is one more record. Threads: plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/line_item.hpp"

namespace billbyagent {

enum class LineState : std::uint8_t {
  posted,
  invoiced,
  exported,
  returned,  ///< unposted, or its invoice voided: back in billing review
};
template <>
inline constexpr NameTable<4> names_of<LineState>{"posted", "invoiced", "exported", "returned"};

/// Whether lines may go from one state to the next: posted -> invoiced -> exported, unposting only
/// before the invoice, voiding only from the invoice on.
constexpr bool may_follow(LineState from, LineState to) noexcept {
  switch (to) {
    case LineState::posted:
      return false;
    case LineState::invoiced:
      return from == LineState::posted;
    case LineState::exported:
      return from == LineState::invoiced;
    case LineState::returned:
      return from != LineState::returned;
  }
  return false;
}

struct PostedLine {
  LineItem line;
  BatchId batch{};
  LineState state = LineState::posted;
  Instant posted{};
  std::string invoice_number{};   ///< set from `invoiced` on
  std::optional<Date> through{};  ///< as in its batch

  /// Counts against what is due.
  bool stands() const noexcept { return state != LineState::returned; }
  friend bool operator==(const PostedLine&, const PostedLine&) = default;
};

/// One step of a batch's lines, appended and never changed.
struct StateRecord {
  BatchId batch{};
  LineState state = LineState::posted;
  std::string author{};
  std::string reason{};
  std::string invoice_number{};
  Instant recorded{};

  friend bool operator==(const StateRecord&, const StateRecord&) = default;
};

/// The lines of one contract that were posted together.
struct Batch {
  BatchId id{};  ///< `contract#n`, n counting the contract's batches
  ContractId contract{};
  AccountId account{};
  Date posted_on;
  Money total;
  Instant posted{};
  std::string author{};
  LineState state = LineState::posted;
  std::string invoice_number{};
  /// The day that the run saw: what takes effect later was not known to it. Nothing: not recorded.
  std::optional<Date> through{};
  /// Batches of one account that settle each other, a credit against a charge, have the id of one
  /// of them here: they share their invoice and their unposting. Empty: it stands alone.
  BatchId settlement{};
  /// Stands for the terms of the contract that its lines were computed with; empty: not recorded.
  std::string terms{};

  friend bool operator==(const Batch&, const Batch&) = default;
};

inline BatchId batch_id(const ContractId& contract, std::size_t number) {
  return BatchId{contract.text() + "#" + std::to_string(number)};
}

/// What became of a keyed write (D6).
enum class PostingOutcome : std::uint8_t {
  created,
  already_posted,  ///< the same thing was there
  conflicts,       ///< something else has this key; nothing was written
};
template <>
inline constexpr NameTable<3> names_of<PostingOutcome>{"created", "already_posted", "conflicts"};

}  // namespace billbyagent
