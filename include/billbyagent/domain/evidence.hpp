#pragma once

/// Which machines are behind the units of a service (D11). Append-only events; the machines of a
/// day are what the events up to it leave. Threads: plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/hardware.hpp"
#include "billbyagent/domain/unit_history.hpp"

namespace billbyagent {

enum class MachineMove : std::uint8_t {
  added,       ///< new in the RMM, or counted for the first time
  removed,     ///< no longer in the RMM
  moved_in,    ///< was in the RMM outside the scope, now counts
  moved_out,   ///< is in the RMM but no longer counts; `detail` says where or why
  waiting,     ///< counts, but is not billed before its grace days are over
  missing,     ///< no longer counts, but is billed until its grace days are over
  returned,    ///< was missing and counts again: it was billed all along
  identified,  ///< its hardware became known; it counts as before
};
template <>
inline constexpr NameTable<8> names_of<MachineMove>{"added",   "removed", "moved_in", "moved_out",
                                                    "waiting", "missing", "returned", "identified"};

/// Whether the machine is billed from then on.
constexpr bool comes(MachineMove move) noexcept {
  return move == MachineMove::added || move == MachineMove::moved_in;
}
/// Whether the machine is not billed from then on.
constexpr bool goes(MachineMove move) noexcept {
  return move == MachineMove::removed || move == MachineMove::moved_out;
}
/// For lists that people read: `+` comes, `-` goes, `~` makes no difference to the units.
constexpr char sign_of(MachineMove move) noexcept {
  return comes(move) ? '+' : goes(move) ? '-' : '~';
}

struct MachineEvent {
  Date seen;  ///< the day the change was seen: the effective date of the count it belongs to
  MachineMove move = MachineMove::added;
  AgentId agent{};
  std::string name{};
  std::string detail{};  ///< such as `to beta.root` or `suspended`; may be empty
  Hardware hardware{};   ///< kept only for services that tell machines by it
  /// The first day of the absence or the wait, when an earlier count saw it that was not taken
  /// over.
  std::optional<Date> since{};

  friend bool operator==(const MachineEvent&, const MachineEvent&) = default;
};

/// `+ PC7 (107) added, to beta.root`: the one form in which people read it. Pages differ in what
/// they have before the move and before the detail.
inline std::string text_of(const MachineEvent& event, std::string_view before_move = " ",
                           std::string_view before_detail = ", ") {
  std::string text = std::string{sign_of(event.move)} + " " + event.name + " (" +
                     event.agent.text() + ")" + std::string{before_move} +
                     std::string{to_string(event.move)};
  if (!event.detail.empty()) text.append(before_detail).append(event.detail);
  return text;
}

/// A machine that counts for a service.
struct Machine {
  AgentId agent{};
  std::string name{};
  Hardware hardware{};  ///< kept only for services that tell machines by it

  friend bool operator==(const Machine&, const Machine&) = default;
};

/// The order of every list of machines.
inline constexpr auto by_agent = [](const Machine& a, const Machine& b) {
  return a.agent < b.agent;
};

/// Why a count waits for a person.
enum class HeldCause : std::uint8_t {
  implausible,  ///< it fell further than is believed (SyncGuard)
  proposed,     ///< the contract has counts proposed; only a person, or more trust, ends it
  rise,         ///< it rose further than is believed (SyncGuard)
  first_zero,   ///< the first count was zero (SyncGuard)
  gone,         ///< what it counts is not in the RMM any more: its units would be none
};
template <>
inline constexpr NameTable<5> names_of<HeldCause>{"implausible", "proposed", "rise", "first_zero",
                                                  "gone"};

/// What was not believed is dissolved by a count that is; what was proposed is not.
constexpr bool is_doubt(HeldCause cause) noexcept { return cause != HeldCause::proposed; }

/// A count that waits for a person. Readings of one service stack up by day; confirming takes them
/// over in order. Each proposed reading makes the service's next proposal, which replaces the one
/// before and contains all open readings.
struct HeldReading {
  Date effective;
  Units units = 0;
  HeldCause cause = HeldCause::implausible;
  std::int32_t proposal = 0;  ///< 1, 2, 3 ... per service; 0 for a count that was not believed
  std::string why{};
  Instant recorded{};
  std::vector<MachineEvent>
      machines{};  ///< against the reading before it, or the confirmed machines

  friend bool operator==(const HeldReading&, const HeldReading&) = default;
};

enum class HeldEnd : std::uint8_t {
  confirmed,  ///< taken over
  dissolved,  ///< a plausible count came
  rejected,   ///< a person said no; nothing was taken over
};
template <>
inline constexpr NameTable<3> names_of<HeldEnd>{"confirmed", "dissolved", "rejected"};

/// How the open readings of a service ended.
struct HeldEnding {
  HeldEnd how = HeldEnd::confirmed;
  std::string author{};
  std::string reason{};  ///< of a rejection
  Instant when{};

  friend bool operator==(const HeldEnding&, const HeldEnding&) = default;
};

struct EndedReading {
  HeldReading reading;
  HeldEnding ending{};

  friend bool operator==(const EndedReading&, const EndedReading&) = default;
};

}  // namespace billbyagent
