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

/// Names that are unique and not empty, and at least one criterion each, none of them empty.
Result<void> check(const std::vector<MachineClass>& classes);

namespace detail {

constexpr char ascii_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
inline bool same_letter(char a, char b) { return ascii_lower(a) == ascii_lower(b); }
inline bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same_letter) != text.end();
}
inline bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_letter);
}

inline Result<void> check_criteria(const MachineClass& machine_class) {
  const auto fail = [&](Errc code, const std::string& what) {
    return Error{code, "machine class " + machine_class.name + ": " + what};
  };
  const auto& systems = machine_class.operating_system_contains;
  const auto& types = machine_class.device_types;
  if (systems.empty() && types.empty())
    return fail(Errc::invalid_argument,
                "operating_system_contains or device_types: at least one is needed");
  if (systems.size() + types.size() > limits::class_criteria_max)
    return fail(Errc::out_of_range, std::to_string(systems.size() + types.size()) + " criteria");
  for (const auto* texts : {&systems, &types})
    for (const auto& text : *texts) {
      const std::string field = texts == &systems ? "operating_system_contains" : "device_types";
      // An empty text would be part of every text.
      if (text.empty()) return fail(Errc::invalid_argument, field + ": a text is empty");
      if (text.size() > limits::text_length_max)
        return fail(Errc::out_of_range,
                    field + ": a text is longer than " + std::to_string(limits::text_length_max));
    }
  return {};
}

}  // namespace detail

inline const MachineClass* class_of(const std::vector<MachineClass>& classes, const Agent& agent) {
  const auto fits = [&](const MachineClass& machine_class) {
    return std::any_of(machine_class.operating_system_contains.begin(),
                       machine_class.operating_system_contains.end(),
                       [&](const std::string& part) {
                         return detail::contains_ignoring_case(agent.operating_system, part);
                       }) ||
           std::any_of(machine_class.device_types.begin(), machine_class.device_types.end(),
                       [&](const std::string& type) {
                         return detail::equals_ignoring_case(agent.device_type, type);
                       });
  };
  const auto found = std::find_if(classes.begin(), classes.end(), fits);
  return found == classes.end() ? nullptr : &*found;
}

inline Result<void> check(const std::vector<MachineClass>& classes) {
  if (classes.size() > limits::machine_classes_max)
    return Error{Errc::out_of_range, std::to_string(classes.size()) + " machine classes"};
  for (auto each = classes.begin(); each != classes.end(); ++each) {
    if (each->name.empty())
      return Error{Errc::invalid_argument, "machine classes: a name is empty"};
    if (each->name.size() > limits::text_length_max)
      return Error{Errc::out_of_range, "machine classes: a name is longer than " +
                                           std::to_string(limits::text_length_max)};
    const auto same_name = [&](const MachineClass& other) { return other.name == each->name; };
    if (std::any_of(classes.begin(), each, same_name))
      return Error{Errc::duplicate_id, "machine class " + each->name};
    if (auto good = detail::check_criteria(*each); !good) return good;
  }
  return {};
}

}  // namespace billbyagent
