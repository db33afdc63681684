#pragma once

/// The functions of `hardware.hpp`.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/hardware.hpp"

namespace billbyagent {

namespace detail {

BILLBYAGENT_INLINE std::string plain_serial(std::string_view text,
                                            const HardwareStandIns& stand_ins) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  text = text.substr(first, text.find_last_not_of(blanks) - first + 1);
  std::string serial{text};
  std::transform(serial.begin(), serial.end(), serial.begin(), ascii_upper);
  return stand_ins.has_serial(serial) ? std::string{} : serial;
}

BILLBYAGENT_INLINE std::string plain_mac(std::string_view text, const HardwareStandIns& stand_ins) {
  constexpr std::size_t mac_length = 12;
  std::string mac;
  for (const char c : text)
    if (std::string_view{" :-."}.find(c) == std::string_view::npos) mac += ascii_upper(c);
  const bool is_mac =
      mac.size() == mac_length && mac.find_first_not_of("0123456789ABCDEF") == std::string::npos;
  // The bits of the first byte: of one card alone, and given by its maker. Others are made up by
  // software, perhaps by many machines alike.
  constexpr std::string_view of_makers = "048C";
  if (!is_mac || of_makers.find(mac[1]) == std::string_view::npos) return {};
  return stand_ins.has_mac(mac) ? std::string{} : mac;
}

}  // namespace detail

BILLBYAGENT_INLINE Hardware hardware_of(const Agent& agent, const HardwareStandIns& stand_ins) {
  return {detail::plain_serial(agent.serial_number, stand_ins),
          detail::plain_mac(agent.mac_address, stand_ins)};
}

BILLBYAGENT_INLINE bool same_hardware(const Hardware& a, const Hardware& b) {
  if (!a.serial.empty() && !b.serial.empty()) return a.serial == b.serial;
  return !a.mac.empty() && a.mac == b.mac;
}

}  // namespace billbyagent
