#pragma once

/// Tells one piece of hardware from another, whatever agent runs on it: by serial number, or by MAC
/// address where one of two has no serial number. Threads: plain values.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "billbyagent/domain/agent.hpp"
#include "billbyagent/domain/hardware_stand_ins.hpp"

namespace billbyagent {

/// As `hardware_of` makes it, so that it can be compared. Empty is unknown.
struct Hardware {
  std::string serial{};  ///< upper case
  std::string mac{};     ///< twelve hex digits in upper case

  bool is_known() const noexcept { return !serial.empty() || !mac.empty(); }
  friend bool operator==(const Hardware&, const Hardware&) = default;
};

/// Stand-ins such as "To be filled by OEM" are none, nor are MAC addresses that software made
/// up or that name many: they would make one machine of many.
Hardware hardware_of(const Agent& agent, const HardwareStandIns& stand_ins = {});

/// Serial numbers decide when both are known, otherwise the MAC addresses: a laptop and another one
/// at the same docking station are two.
bool same_hardware(const Hardware& a, const Hardware& b);

/// Finds what was put in for the same hardware; what has a serial number before what has none, then
/// in the order in which it was put in.
template <class Thing>
class HardwareIndex {
 public:
  void add(const Hardware& hardware, Thing thing) {
    const bool has_serial = !hardware.serial.empty();
    if (has_serial) serials_[hardware.serial].push_back(thing);
    // Apart, so that a MAC address that many machines share is not looked through for each of them.
    if (!hardware.mac.empty())
      (has_serial ? macs_beside_serials_ : macs_alone_)[hardware.mac].push_back(std::move(thing));
  }
  /// The first that `wanted` accepts, or null. Valid until the next `add`.
  template <class Wanted>
  const Thing* find(const Hardware& hardware, Wanted wanted) const {
    const bool has_serial = !hardware.serial.empty();
    if (const Thing* found = has_serial ? first(serials_, hardware.serial, wanted)
                                        : first(macs_beside_serials_, hardware.mac, wanted))
      return found;
    return first(macs_alone_, hardware.mac, wanted);
  }
  const Thing* find(const Hardware& hardware) const {
    return find(hardware, [](const Thing&) { return true; });
  }
  void clear() {
    serials_.clear();
    macs_beside_serials_.clear();
    macs_alone_.clear();
  }

 private:
  using Things = std::unordered_map<std::string, std::vector<Thing>>;

  template <class Wanted>
  static const Thing* first(const Things& things, const std::string& key, Wanted wanted) {
    const auto at = things.find(key);
    if (at == things.end()) return nullptr;
    const auto found = std::find_if(at->second.begin(), at->second.end(), wanted);
    return found == at->second.end() ? nullptr : &*found;
  }

  Things serials_;
  Things macs_beside_serials_;
  Things macs_alone_;
};

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/hardware.hpp"
#endif
