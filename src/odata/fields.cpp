#include "odata/fields.hpp"

#include <charconv>

namespace billbyagent::odata {
namespace {

std::optional<int> digits_at(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// Minutes east of UTC; nothing when it is no zone.
std::optional<int> zone_minutes(std::string_view text) {
  if (text.empty() || text == "Z") return 0;
  if (text[0] != '+' && text[0] != '-') return std::nullopt;
  const auto hours = digits_at(text, 1, 2);
  const std::size_t minutes_at = text.size() > 3 && text[3] == ':' ? 4 : 3;
  const auto minutes = digits_at(text, minutes_at, 2);
  if (!hours || !minutes || text.size() != minutes_at + 2) return std::nullopt;
  const int east = *hours * 60 + *minutes;
  return text[0] == '-' ? -east : east;
}

}  // namespace

std::string FieldReader::text(std::size_t at) {
  const auto kind = row_[at].kind;
  if (kind == Field::Kind::text) return row_[at].text;
  if (!holds(at)) fail(at, "is missing");
  if (kind == Field::Kind::other || kind == Field::Kind::flag) fail(at, "is not a text");
  return {};
}

std::string FieldReader::text_or_empty(std::size_t at) const {
  const auto kind = row_[at].kind;
  return kind == Field::Kind::text || kind == Field::Kind::number ? row_[at].text : std::string{};
}

std::uint64_t FieldReader::number(std::size_t at) {
  if (const auto number = whole_number(row_[at])) return *number;
  fail(at, holds(at) ? "is not a whole number" : "is missing");
  return 0;
}

bool FieldReader::flag(std::size_t at) {
  if (row_[at].kind == Field::Kind::flag) return row_[at].text == "true";
  fail(at, holds(at) ? "is neither true nor false" : "is missing");
  return false;
}

std::optional<Instant> FieldReader::time(std::size_t at) const {
  return row_[at].kind == Field::Kind::text ? parse_time(row_[at].text) : std::nullopt;
}

void FieldReader::fail(std::size_t at, const char* why) {
  if (failure_) return;
  std::string context = what_;
  if (const auto& id = row_[0]; id.kind != Field::Kind::absent && at != 0 && id.text.size() < 40)
    context += " " + id.text;
  failure_ = Error{Errc::protocol_error, context + ": " + std::string{names_[at]} + " " + why};
}

bool FieldReader::may_be_id(const Field& field) {
  if (field.kind == Field::Kind::text) return true;
  // As a number only whole ones: any other notation may have lost digits already.
  return field.kind == Field::Kind::number &&
         field.text.find_first_not_of("0123456789") == std::string::npos;
}

std::optional<std::uint64_t> whole_number(const Field& field) {
  if (field.kind != Field::Kind::number && field.kind != Field::Kind::text) return std::nullopt;
  std::uint64_t number = 0;
  const char* end = field.text.data() + field.text.size();
  const auto [used, error] = std::from_chars(field.text.data(), end, number);
  if (error != std::errc{} || used != end) return std::nullopt;
  return number;
}

std::optional<Instant> parse_time(std::string_view text) {
  constexpr std::size_t whole_length = 19;  // yyyy-MM-ddTHH:mm:ss
  if (text.size() < whole_length || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' ||
      text[16] != ':')
    return std::nullopt;
  const auto date = Date::parse(text.substr(0, 10));
  // What stands for never: the first day of some calendar.
  constexpr int never_year = 1900;
  if (date && date->year() <= never_year) return std::nullopt;
  const auto hour = digits_at(text, 11, 2);
  const auto minute = digits_at(text, 14, 2);
  const auto second = digits_at(text, 17, 2);
  if (!date || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60)
    return std::nullopt;
  std::size_t at = whole_length;
  int ms = 0;
  if (at < text.size() && text[at] == '.') {
    int scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
      ms += (text[at] - '0') * scale;
  }
  const auto east = zone_minutes(text.substr(at));
  if (!east) return std::nullopt;
  const std::int64_t minutes =
      std::int64_t{date->epoch_days()} * 1'440 + *hour * 60 + *minute - *east;
  return Instant{(minutes * 60 + *second) * 1'000 + ms};
}

}  // namespace billbyagent::odata
