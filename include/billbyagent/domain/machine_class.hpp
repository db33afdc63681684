#pragma once

/// Kinds of machines that a contract tells apart, such as servers and workstations. They are tried
/// in the order of the list and the first that fits is a machine's class, so that two services for
/// two classes never bill the same machine. Threads: plain values.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/base/limits.hpp"
#include "billbyagent/base/result.hpp"
#include "billbyagent/domain/agent.hpp"

namespace billbyagent {

struct MachineClass {
  std::string name{};
  /// Fits when the operating system's text holds one of them; ASCII letters in either case.
  std::vector<std::string> operating_system_contains{};
  /// Fits when the device type is one of them; ASCII letters in either case.
  std::vector<std::string> device_types{};

  friend bool operator==(const MachineClass&, const MachineClass&) = default;
};

/// The first class that fits, or null when none does.
const MachineClass* class_of(const std::vector<MachineClass>& classes, const Agent& agent);

/// Names that are unique and not empty, and at least one criterion each, none of them empty and no
/// criterion twice: a class that comes later would never get a machine by it.
Result<void> check(const std::vector<MachineClass>& classes);

/// Whether `after` is `before` with nothing but further classes and further criteria behind those
/// that were there. A further criterion can move machines from a class that is tried later.
bool only_extends(const std::vector<MachineClass>& before, const std::vector<MachineClass>& after);

/// Servers, workstations, network devices and mobile devices, by what operating systems and RMMs
/// call them.
std::vector<MachineClass> standard_machine_classes();

namespace detail {

constexpr char ascii_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
inline bool same_letter(char a, char b) { return ascii_lower(a) == ascii_lower(b); }
inline bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same_letter) != text.end();
}

}  // namespace detail

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/machine_class.hpp"
#endif
