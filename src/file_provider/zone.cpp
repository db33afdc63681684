#include "file_provider/zone.hpp"

#include <date/tz.h>

#include <chrono>
#include <exception>

namespace billbyagent::file_provider {

std::optional<std::int64_t> parse_offset(std::string_view text) {
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const bool behind = text[0] == '-';
  std::string digits;
  for (const char c : text.substr(1)) {
    if (c == ':' && (digits.size() == 1 || digits.size() == 2)) {
      if (digits.size() == 1) digits.insert(digits.begin(), '0');
    } else if (c >= '0' && c <= '9') {
      digits += c;
    } else {
      return std::nullopt;
    }
  }
  if (digits.size() == 1) digits.insert(digits.begin(), '0');
  if (digits.size() == 2) digits += "00";
  if (digits.size() != 4) return std::nullopt;
  const int hours = (digits[0] - '0') * 10 + digits[1] - '0';
  const int minutes = (digits[2] - '0') * 10 + digits[3] - '0';
  if (hours > 14 || minutes > 59) return std::nullopt;
  const std::int64_t ms = (hours * 60 + minutes) * std::int64_t{60'000};
  return behind ? -ms : ms;
}

Result<Zone> Zone::parse(const std::string& name) {
  Zone zone;
  if (name == "UTC" || name == "Z") return zone;
  if (const auto offset = parse_offset(name)) {
    zone.zone_ = *offset;
    return zone;
  }
  try {
    zone.zone_ = date::locate_zone(name);
    return zone;
  } catch (const std::exception&) {
    return Error{Errc::invalid_settings,
                 "zone: '" + name +
                     "' is neither UTC, an offset like +02:00 nor an IANA time zone "
                     "of this system"};
  }
}

Instant Zone::to_utc(std::int64_t local_ms) const {
  if (const auto* offset = std::get_if<std::int64_t>(&zone_)) return {local_ms - *offset};
  const date::local_time<std::chrono::milliseconds> local{std::chrono::milliseconds{local_ms}};
  const auto utc = std::get<const date::time_zone*>(zone_)->to_sys(local, date::choose::earliest);
  return {utc.time_since_epoch().count()};
}

}  // namespace billbyagent::file_provider
