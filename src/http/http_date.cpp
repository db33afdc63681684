#include "http/http_date.hpp"

#include <charconv>

namespace billbyagent::http {
namespace {

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t digits) {
  int number = 0;
  const auto* end = text.data() + at + digits;
  const auto read = std::from_chars(text.data() + at, end, number);
  if (read.ec != std::errc{} || read.ptr != end || number < 0) return std::nullopt;
  return number;
}

}  // namespace

std::optional<Instant> parse_date(std::string_view text) {
  static constexpr std::string_view form = "ddd, DD mmm YYYY hh:mm:ss GMT";
  static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != form.size() || !text.ends_with(" GMT") || text[3] != ',' || text[19] != ':' ||
      text[22] != ':')
    return std::nullopt;
  const auto month = months.find(text.substr(8, 3));
  const auto day = number_at(text, 5, 2);
  const auto year = number_at(text, 12, 4);
  const auto hour = number_at(text, 17, 2);
  const auto minute = number_at(text, 20, 2);
  const auto second = number_at(text, 23, 2);
  if (month == months.npos || month % 3 != 0 || !day || !year || !hour || !minute || !second)
    return std::nullopt;
  const auto date = Date::make(*year, static_cast<int>(month / 3) + 1, *day);
  if (!date || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::int64_t of_day = (*hour * 60 + *minute) * 60 + *second;
  return Instant{date->epoch_days() * day_ms + of_day * 1'000};
}

}  // namespace billbyagent::http
