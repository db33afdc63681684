#pragma once

/// What a store knows of one contract, as far as it was asked for. Loaded for many contracts at
/// once, so that a database on another host costs a trip for a group and not for each service.
/// Threads: plain values.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "billbyagent/domain/contract.hpp"
#include "billbyagent/domain/machines_digest.hpp"
#include "billbyagent/domain/posting.hpp"
#include "billbyagent/domain/unit_history.hpp"

namespace billbyagent {

/// The parts of a dossier; the contract, the lines, their count and what is closed are parts of the
/// whole, the others of each service.
enum class Part : std::uint16_t {
  contract = 1 << 0,
  units = 1 << 1,     ///< the history
  digest = 1 << 2,    ///< of the machines
  machines = 1 << 3,  ///< those that are billed now
  events = 1 << 4,    ///< of the machines: may be those of years
  held = 1 << 5,      ///< open held readings, and the number of the last proposal
  ended = 1 << 6,     ///< held readings that ended
  lines = 1 << 7,     ///< all that were ever posted
  batch_count = 1 << 8,
  closed = 1 << 9,  ///< with it a store may leave out lines of closed periods
};

/// A set of parts: `Part::units | Part::lines`.
class Wanted {
 public:
  constexpr Wanted() = default;
  constexpr Wanted(Part part) : parts_(static_cast<std::uint16_t>(part)) {}
  /// All there is; what is closed is only what need not be looked at.
  static constexpr Wanted everything() { return Wanted{(1 << 9) - 1}; }
  /// What a night compares counts with. Machines and events are wanted where a digest differs.
  static constexpr Wanted for_a_night();
  /// What computing and posting the open lines takes.
  static constexpr Wanted for_posting();

  constexpr bool has(Part part) const { return (parts_ & static_cast<std::uint16_t>(part)) != 0; }
  constexpr bool empty() const { return parts_ == 0; }
  constexpr Wanted without(Wanted others) const { return Wanted{parts_ & ~others.parts_}; }
  friend constexpr Wanted operator|(Wanted a, Wanted b) { return Wanted{a.parts_ | b.parts_}; }
  friend constexpr bool operator==(Wanted, Wanted) = default;

 private:
  constexpr explicit Wanted(int parts) : parts_(static_cast<std::uint16_t>(parts)) {}

  std::uint16_t parts_ = 0;
};

constexpr Wanted operator|(Part a, Part b) { return Wanted{a} | Wanted{b}; }

constexpr Wanted Wanted::for_a_night() {
  return Part::contract | Part::units | Part::digest | Part::held;
}
constexpr Wanted Wanted::for_posting() {
  return Part::contract | Part::units | Part::lines | Part::batch_count | Part::closed;
}

struct ServiceDossier {
  UnitHistory units{};
  std::optional<MachinesDigest> digest{};  ///< nothing: unknown, or a machine waits or is missing
  std::vector<Machine> machines{};         ///< by agent id
  std::vector<MachineEvent> events{};      ///< in the order in which they were appended
  std::vector<HeldReading> held{};         ///< likewise
  std::vector<EndedReading> ended{};       ///< likewise
  std::int32_t last_proposal = 0;          ///< open or ended; 0 for none

  friend bool operator==(const ServiceDossier&, const ServiceDossier&) = default;
};

struct Dossier {
  ContractId id{};
  std::optional<Contract> contract{};  ///< there when it was wanted
  /// A service of which there is nothing to say may be missing in what a session answers; in what a
  /// transaction shows it is there.
  std::map<ServiceId, ServiceDossier> services{};
  std::vector<PostedLine> lines{};  ///< by service, period and order of posting
  std::size_t batch_count = 0;      ///< how many the contract ever had
  /// The billing periods that end by this day are closed: nothing was open in them once they were
  /// over, and nothing that could change it was recorded since. Where it is wanted and there, their
  /// lines may be missing. A store need not keep it.
  std::optional<Date> closed_end{};

  friend bool operator==(const Dossier&, const Dossier&) = default;
};

/// Of its lines and services; the lines must be there.
EverPosted ever_posted(const Dossier& dossier);

/// The same dossier with these parts alone.
Dossier part_of(const Dossier& whole, Wanted parts);
/// Puts these parts of `more` into `dossier`.
void merge(Dossier& dossier, Dossier more, Wanted parts);

/// A history as it was kept, by sequence; `store_failed` when it can't have been recorded so.
Result<UnitHistory> history_of(const ServiceKey& key, std::vector<UnitChange> changes);

/// The order of a contract's lines; those of a service and period are in the order of posting.
inline constexpr auto by_service_and_period = [](const PostedLine& a, const PostedLine& b) {
  return std::tie(a.line.key.service, a.line.key.period_begin) <
         std::tie(b.line.key.service, b.line.key.period_begin);
};

/// For errors.
inline std::string name_of(const ServiceKey& key) {
  return "service " + key.service.text() + " of contract " + key.contract.text();
}

}  // namespace billbyagent

// Compiled already for whoever links the library.
#if !defined(BILLBYAGENT_LINKED) && !defined(BILLBYAGENT_PORTS_LINKED)
#include "billbyagent/ports/detail/dossier.hpp"
#endif
