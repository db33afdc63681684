#pragma once

/// What makers and drivers leave in place of a serial number or a MAC address. Many machines have
/// the same: taken for hardware, it would make one machine of them. The lists are data, kept here;
/// an operator adds what his estate shows. Threads: plain values.

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

namespace billbyagent {

class HardwareStandIns {
 public:
  /// A serial number or a MAC address that is none, besides those that are known here. Signs,
  /// blanks and case do not matter.
  void add(std::string_view text) { added_.insert(plain(text)); }

  bool has_serial(std::string_view serial) const;
  /// `mac`: twelve hex digits in upper case.
  bool has_mac(std::string_view mac) const;

  /// Letters and digits alone, in upper case: `To Be Filled By O.E.M` is written in many ways.
  static std::string plain(std::string_view text);

 private:
  std::set<std::string> added_;
};

namespace detail {

constexpr char ascii_upper(char c) noexcept {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// `0000000`, `XXXX` and `.....` stand for nothing.
inline bool is_one_character(std::string_view text) {
  return text.find_first_not_of(text.substr(0, 1)) == std::string_view::npos;
}

/// Found by inventory programs in the BIOS of many machines; as `HardwareStandIns::plain` writes
/// them.
inline constexpr std::string_view serial_stand_ins[] = {
    // What the maker should have filled in
    "TOBEFILLEDBYOEM", "TOBEFILLEDBYOEMBYMORESTRING", "TOBEFILLED", "FILLEDBYOEM", "FILLBYOEM",
    "DEFAULT", "DEFAULTSTRING", "OEM", "OEMSERIAL", "OEMSTRING", "OEMDEFAULTSTRING", "EVAL",
    "IATPASS", "TULIPCOMPUTERS", "DELL", "SAMPLE", "TBD",
    // Names of the field
    "SERIAL", "SERIALNO", "SERIALNUMBER", "SERIALNUMBERXXXXXX", "SYSTEMSERIAL",
    "SYSTEMSERIALNUMBER", "SYSTEMSERIALNUMB", "CHASSISSERIALNUMBER", "BASEBOARDSERIALNUMBER",
    "BOARDSERIALNUMBER", "PRODUCTNAME", "SYSTEMPRODUCTNAME", "SYSTEMNAME", "SYSTEMMANUFACTURER",
    "SYSTEMVERSION", "CHASSISMANUFACTURER", "CHASSISMANUFACTURE", "ASSETTAG", "CHASSISASSETTAG",
    // Words for nothing
    "NONE", "NULL", "NULLSTRING", "EMPTY", "UNKNOWN", "UNKNOW", "UNDEFINED", "INVALID", "NOSERIAL",
    "NOSERIALNUMBER", "NOASSETTAG", "NOTSPECIFIED", "NOTAPPLICABLE", "NOTAVAILABLE", "NOTDEFINED",
    "NOTPRESENT", "NOTPROVIDED", "NOTFOUND", "NOTSET", "NOTSUPPORTED",
    // Counted up
    "01234567", "012345678", "0123456789", "0123456789AB", "0123456789ABCDEF", "12345", "123456",
    "1234567", "12345678", "123456789", "1234567890", "123456789000", "123456789012",
    "123456789ABC", "123456789ABCDEF", "12345678901234567", "12345678901234567890", "987654321",
    "9876543210", "BSN12345678901234567", "BSS0123456789", "CH1234567890", "EB1234567890",
    "MB1234567890", "NB1234567890", "SN12345", "SN1234567890", "SN123456FVGV3I0B8O5N6N7K",
    "SYS1234567890", "SYS9876543210"};

/// Adapters that software makes with the same address everywhere. `?` is any digit.
inline constexpr std::string_view mac_stand_ins[] = {
    "204153594EFF",  // asynchronous dial-in of Windows
    "50505450????",  // WAN miniports of Windows: PPTP ...
    "????20524153",  // ... and IP, whose first digits change
    "00534500????",  // ... and older ones
    "44455354????",  // dial-up adapter of older Windows
    "005056C000??",  // host adapters of VMware
    "001C420000??",  // host adapters of Parallels
    "00059A3C7?00",  // VPN adapters of Cisco
    "00090FFE0001",  // VPN adapters of Fortinet
    "00090FAA0001",  // ...
    "001A7DDA71??",  // Bluetooth sticks of many makers, all with the address of the sample
    "00A0C6000000"   // mobile modems of Qualcomm
};

inline bool fits_mac(std::string_view pattern, std::string_view mac) {
  return std::equal(pattern.begin(), pattern.end(), mac.begin(), mac.end(),
                    [](char wanted, char digit) { return wanted == '?' || wanted == digit; });
}

}  // namespace detail

inline std::string HardwareStandIns::plain(std::string_view text) {
  std::string made;
  for (const char c : text) {
    const char upper = detail::ascii_upper(c);
    const bool ascii_sign = static_cast<unsigned char>(c) < 0x80 &&
                            !(upper >= 'A' && upper <= 'Z') && !(c >= '0' && c <= '9');
    if (!ascii_sign) made += upper;
  }
  return made;
}

inline bool HardwareStandIns::has_serial(std::string_view serial) const {
  constexpr std::size_t serial_length_min = 4;
  const std::string key = plain(serial);
  return serial.size() < serial_length_min || detail::is_one_character(key) ||
         added_.contains(key) ||
         std::find(std::begin(detail::serial_stand_ins), std::end(detail::serial_stand_ins), key) !=
             std::end(detail::serial_stand_ins);
}

inline bool HardwareStandIns::has_mac(std::string_view mac) const {
  return detail::is_one_character(mac) || added_.contains(std::string{mac}) ||
         std::any_of(std::begin(detail::mac_stand_ins), std::end(detail::mac_stand_ins),
                     [&](std::string_view pattern) { return detail::fits_mac(pattern, mac); });
}

}  // namespace billbyagent
