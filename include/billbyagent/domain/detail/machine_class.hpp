#pragma once

/// The functions of `machine_class.hpp`.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/machine_class.hpp"

namespace billbyagent {

namespace detail {

BILLBYAGENT_INLINE bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_letter);
}

BILLBYAGENT_INLINE Result<void> check_criteria(const MachineClass& machine_class) {
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

BILLBYAGENT_INLINE const MachineClass* class_of(const std::vector<MachineClass>& classes,
                                                const Agent& agent) {
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

namespace detail {

BILLBYAGENT_INLINE bool begins_with(const std::vector<std::string>& longer,
                                    const std::vector<std::string>& shorter) {
  return longer.size() >= shorter.size() &&
         std::equal(shorter.begin(), shorter.end(), longer.begin());
}

/// The first criterion that an earlier class, or the class itself, has too.
BILLBYAGENT_INLINE Result<void> check_repeated(const std::vector<MachineClass>& classes) {
  struct Given {
    const MachineClass* by;
    const std::string* text;
  };
  for (const auto list : {&MachineClass::operating_system_contains, &MachineClass::device_types}) {
    const bool systems = list == &MachineClass::operating_system_contains;
    std::vector<Given> given;
    for (const auto& each : classes)
      for (const auto& text : each.*list) {
        const auto same = [&](const Given& other) {
          return equals_ignoring_case(*other.text, text);
        };
        if (const auto at = std::find_if(given.begin(), given.end(), same); at != given.end())
          return Error{Errc::invalid_argument,
                       "machine class " + each.name + ": " +
                           (systems ? "operating_system_contains" : "device_types") + ": '" + text +
                           "' is already one of machine class " + at->by->name};
        given.push_back({&each, &text});
      }
  }
  return {};
}

}  // namespace detail

BILLBYAGENT_INLINE Result<void> check(const std::vector<MachineClass>& classes) {
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
  return detail::check_repeated(classes);
}

BILLBYAGENT_INLINE bool only_extends(const std::vector<MachineClass>& before,
                                     const std::vector<MachineClass>& after) {
  const auto extends = [](const MachineClass& was, const MachineClass& is) {
    return was.name == is.name &&
           detail::begins_with(is.operating_system_contains, was.operating_system_contains) &&
           detail::begins_with(is.device_types, was.device_types);
  };
  return after.size() >= before.size() &&
         std::equal(before.begin(), before.end(), after.begin(), extends);
}

BILLBYAGENT_INLINE std::vector<MachineClass> standard_machine_classes() {
  return {{.name = "server",
           .operating_system_contains = {"server", "esxi", "hyper-v", "proxmox"},
           .device_types = {"server", "windows_server", "linux_server", "mac_server",
                            "vmware_vm_host", "hyperv_vmm_host", "esxi host", "esxihost"}},
          {.name = "network_device",
           .operating_system_contains = {"routeros", "fortios", "junos", "pan-os", "pfsense",
                                         "opnsense", "cisco ios", "sonicos"},
           .device_types = {"network device", "network_device", "rmmnetworkdevice", "nms_switch",
                            "nms_router", "nms_firewall", "nms_wap", "router", "switch", "firewall",
                            "access point"}},
          {.name = "mobile",
           .operating_system_contains = {"android", "ipados", "iphone"},
           .device_types = {"mobile", "mobile device", "smartphone", "tablet", "phone", "android",
                            "apple_ios", "apple_ipados"}},
          {.name = "workstation",
           .operating_system_contains = {"windows", "mac os", "macos", "professional", "enterprise",
                                         "workstation", "home", "education"},
           .device_types = {"workstation", "windows_workstation", "mac", "linux_workstation",
                            "desktop", "laptop", "notebook"}}};
}

}  // namespace billbyagent
