#include "file_provider/moments.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "file_provider/text_form.hpp"

namespace billbyagent::file_provider {
namespace {

/// Before agents there were. What lies earlier is the zero of some calendar.
constexpr int year_min = 1971;

constexpr std::array<std::string_view, 18> unknown_words{
    "never", "n/a", "na",  "none", "null",   "nil",       "unknown", "-",    "--",
    "—",     "–",   "nan", "?",    "(null)", "undefined", "(blank)", "#n/a", "not available"};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/// Of a text that is one number: its digits, and those after the point.
struct Number {
  std::string_view whole;
  std::string_view fraction;
};

std::optional<Number> parse_number(std::string_view text) {
  Number number{text.substr(0, text.find_first_of(".,")), {}};
  if (number.whole.size() < text.size()) {
    number.fraction = text.substr(number.whole.size() + 1);
    if (number.fraction.empty()) return std::nullopt;
  }
  const bool digits = std::all_of(number.whole.begin(), number.whole.end(), is_digit) &&
                      std::all_of(number.fraction.begin(), number.fraction.end(), is_digit);
  if (number.whole.empty() || !digits) return std::nullopt;
  return number;
}

std::int64_t value_of(std::string_view digits) {
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

/// A part of the whole that `fraction` are the digits of.
std::int64_t part_of(std::int64_t whole, std::string_view fraction) {
  static constexpr std::size_t digits_max = 9;
  std::int64_t part = 0;
  std::int64_t divisor = 1;
  for (const char c : fraction.substr(0, digits_max)) {
    part = part * 10 + (c - '0');
    divisor *= 10;
  }
  return part * whole / divisor;
}

/// A day and a time of day, as they were written.
struct Written {
  int year = 0;
  int month = 0;
  int day = 0;
  bool has_time = false;
  std::int64_t time_ms = 0;
  std::optional<std::int64_t> offset_ms{};
};

class Parser {
 public:
  Parser(std::string_view text, std::optional<DateOrder> order) : text_(text), order_(order) {}

  /// Nothing: this is no moment; `either` tells whether it could be two.
  std::optional<Written> parse();
  bool either() const noexcept { return either_; }

 private:
  bool parse_day();
  bool parse_named_month();
  void order_of(int first, int second);
  bool parse_time();
  bool parse_half();
  bool parse_zone();
  bool at_end() const { return text_.empty(); }
  bool take(char c) {
    if (at_end() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void skip_blanks() {
    while (take(' ') || take(',')) {
    }
  }
  std::string_view take_while(bool (*fits)(char)) {
    const auto end = std::find_if_not(text_.begin(), text_.end(), fits);
    const auto taken = text_.substr(0, static_cast<std::size_t>(end - text_.begin()));
    text_.remove_prefix(taken.size());
    return taken;
  }
  std::optional<int> take_number(std::size_t digits_min, std::size_t digits_max) {
    const auto digits = take_while(is_digit);
    if (digits.size() < digits_min || digits.size() > digits_max) return std::nullopt;
    return static_cast<int>(value_of(digits));
  }
  void skip_weekday();
  int take_month();

  std::string_view text_;  ///< in small letters
  char time_separator_ = ':';
  std::optional<DateOrder> order_;
  Written written_;
  bool either_ = false;
};

void Parser::skip_weekday() {
  static constexpr std::array<std::string_view, 7> days{"sun", "mon", "tue", "wed",
                                                        "thu", "fri", "sat"};
  if (std::none_of(days.begin(), days.end(),
                   [&](std::string_view day) { return text_.starts_with(day); }))
    return;
  take_while(is_letter);
  take('.');
  skip_blanks();
}

/// The number of the month whose name comes next, or 0.
int Parser::take_month() {
  static constexpr std::array<std::string_view, 12> months{
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  const auto word = take_while(is_letter);
  take('.');
  for (std::size_t i = 0; i < months.size(); ++i)
    if (word.size() >= 3 && (months[i].starts_with(word) || (word == "sept" && i == 8)))
      return static_cast<int>(i) + 1;
  return 0;
}

bool Parser::parse_named_month() {
  written_.month = take_month();
  skip_blanks();
  const auto day = take_number(1, 2);
  for (const std::string_view end : {"st", "nd", "rd", "th"})
    if (text_.starts_with(end)) text_.remove_prefix(end.size());
  skip_blanks();
  if (written_.month == 0 || !day) return false;
  written_.day = *day;
  // `Sun May 31 10:00:00 UTC 2026` has its year at the end.
  const bool time_first = text_.substr(0, 3).find(':') != text_.npos;
  if (time_first && !parse_time()) return false;
  skip_blanks();
  for (const std::string_view utc : {"utc ", "gmt "}) {
    if (!time_first || !text_.starts_with(utc)) continue;
    text_.remove_prefix(utc.size());
    written_.offset_ms = 0;
  }
  const auto year = take_number(4, 4);
  written_.year = year.value_or(0);
  return year.has_value();
}

/// Whether day or month came first.
void Parser::order_of(int first, int second) {
  const bool month_first = order_ ? *order_ == DateOrder::month_first : second > 12;
  either_ = !order_ && first <= 12 && second <= 12 && first != second;
  written_.month = month_first ? first : second;
  written_.day = month_first ? second : first;
}

bool Parser::parse_day() {
  if (!at_end() && is_letter(text_.front())) return parse_named_month();
  const auto digits = take_while(is_digit);
  if (digits.empty() || digits.size() > 4 || at_end()) return false;
  const int first = static_cast<int>(value_of(digits));
  const char separator = text_.front();
  text_.remove_prefix(1);
  if (separator != '-' && separator != '/' && separator != '.' && separator != ' ') return false;
  if (digits.size() == 4) {
    if (separator == ' ') {
      written_.year = first;
      written_.month = take_month();
      skip_blanks();
      written_.day = take_number(1, 2).value_or(0);
      return written_.month != 0 && written_.day != 0;
    }
    const auto month = take_number(1, 2);
    if (!month || !take(separator)) return false;
    const auto day = take_number(1, 2);
    written_ = {first, *month, day.value_or(0)};
    return day.has_value();
  }
  if (digits.size() > 2) return false;
  skip_blanks();
  if (!at_end() && is_letter(text_.front())) {
    written_.day = first;
    written_.month = take_month();
    if (!take(separator)) skip_blanks();
  } else {
    const auto second = take_number(1, 2);
    if (separator == ' ' || !second || !take(separator)) return false;
    // With dots the day comes first wherever dots are written.
    if (separator == '.' && !order_) order_ = DateOrder::day_first;
    order_of(first, *second);
    if (separator == '.') skip_blanks();
  }
  const auto year_digits = take_while(is_digit);
  if (year_digits.size() != 4 && year_digits.size() != 2) return false;
  written_.year = static_cast<int>(value_of(year_digits)) + (year_digits.size() == 2 ? 2'000 : 0);
  // What lies too early is unknown in either order: `1/0/1900`.
  either_ = either_ && written_.year >= year_min;
  return !either_ && (written_.month != 0 || written_.year < year_min);
}

bool Parser::parse_half() {
  skip_blanks();
  const char first = at_end() ? '\0' : text_.front();
  if (first != 'a' && first != 'p') return true;
  const auto rest = text_.substr(1);
  const std::size_t length = rest.starts_with(".m.") ? 4 : rest.starts_with("m") ? 2 : 0;
  if (length == 0) return false;
  text_.remove_prefix(length);
  const std::int64_t hour = written_.time_ms / 3'600'000;
  if (hour < 1 || hour > 12) return false;
  if (first == 'a' && hour == 12) written_.time_ms -= day_ms / 2;
  if (first == 'p' && hour < 12) written_.time_ms += day_ms / 2;
  return true;
}

bool Parser::parse_time() {
  const auto hour = take_number(1, 2);
  if (!hour || *hour > 23 || !take(time_separator_)) return false;
  const auto minute = take_number(2, 2);
  if (!minute || *minute > 59) return false;
  int second = 0;
  std::int64_t part = 0;
  if (take(time_separator_)) {
    const auto read = take_number(2, 2);
    if (!read || *read > 60) return false;
    second = *read;
    if (take('.') || take(',')) {
      const auto fraction = take_while(is_digit);
      if (fraction.empty()) return false;
      part = part_of(1'000, fraction);
    }
  }
  written_.has_time = true;
  written_.time_ms = ((*hour * 60 + *minute) * 60 + second) * std::int64_t{1'000} + part;
  return parse_half();
}

bool Parser::parse_zone() {
  skip_blanks();
  if (at_end()) return true;
  for (const std::string_view utc : {"utc", "gmt", "z"}) {
    if (!text_.starts_with(utc)) continue;
    text_.remove_prefix(utc.size());
    written_.offset_ms = 0;
    break;
  }
  // `gmt+0200 (central european summer time)`
  text_ = text_.substr(0, text_.find(" ("));
  if (at_end()) return written_.offset_ms.has_value();
  written_.offset_ms = parse_offset(text_);
  return written_.offset_ms.has_value();
}

std::optional<Written> Parser::parse() {
  skip_weekday();
  if (!parse_day()) return std::nullopt;
  if (at_end()) return written_;
  if (take('_')) {
    time_separator_ = '-';
  } else if (!take('t')) {
    const auto before = text_.size();
    skip_blanks();
    if (text_.size() == before) return std::nullopt;
    if (text_.starts_with("at ")) text_.remove_prefix(3);
  }
  if (!parse_time() || !parse_zone()) return std::nullopt;
  return written_;
}

/// Tenths of microseconds since 1601 as Windows counts them, or since the year 1 as .NET does: the
/// centuries around ours are far apart in the two.
std::optional<ReadMoment> of_ticks(std::int64_t ticks) {
  static constexpr std::int64_t per_ms = 10'000;
  const std::int64_t ms = ticks / per_ms;
  static constexpr std::int64_t of_1970_from_1601_ms = 11'644'473'600'000;
  static constexpr std::int64_t of_1970_from_1_ms = 62'135'596'800'000;
  if (ms < 20'000'000'000'000) {
    if (ms < of_1970_from_1601_ms + 365 * day_ms) return ReadMoment{};
    return ReadMoment{Instant{ms - of_1970_from_1601_ms}};
  }
  if (ms < of_1970_from_1_ms + 365 * day_ms || ms >= 70'000'000'000'000) return std::nullopt;
  return ReadMoment{Instant{ms - of_1970_from_1_ms}};
}

/// Seconds and smaller parts, ticks or a spreadsheet's days, by the size of the number.
std::optional<ReadMoment> of_number(const Number& number, const Zone& zone) {
  static constexpr std::size_t digits_max = 19;
  if (number.whole.size() > digits_max) return std::nullopt;
  const std::int64_t value = value_of(number.whole);
  if (value == 0) return ReadMoment{};
  const auto since_epoch = [](std::int64_t ms) {
    return ms < 365 * day_ms ? ReadMoment{} : ReadMoment{Instant{ms}};
  };
  switch (number.whole.size()) {
    case 5: {
      static constexpr std::int64_t epoch = 25'569;  // 1970-01-01 in days of a spreadsheet
      const auto ms = (value - epoch) * day_ms + part_of(day_ms, number.fraction);
      if (ms < 365 * day_ms) return ReadMoment{};
      return ReadMoment{zone.to_utc(ms), {}, !number.fraction.empty()};
    }
    case 9:
    case 10:
      return since_epoch(value * 1'000 + part_of(1'000, number.fraction));
    case 12:
    case 13:
      return since_epoch(value);
    case 16:
      return since_epoch(value / 1'000);
    case 18:
      return of_ticks(value);
    case 19:
      // The last of all ticks means never; else nanoseconds.
      return number.whole.front() == '9' ? ReadMoment{} : since_epoch(value / 1'000'000);
    default:
      return std::nullopt;
  }
}

/// `20260531`, `20260531083327`
std::optional<std::string> spread_digits(std::string_view digits) {
  if ((digits.size() != 8 && digits.size() != 14) ||
      !std::all_of(digits.begin(), digits.end(), is_digit))
    return std::nullopt;
  const auto at = [&](std::size_t from, std::size_t size) {
    return std::string{digits.substr(from, size)};
  };
  std::string made = at(0, 4) + "-" + at(4, 2) + "-" + at(6, 2);
  if (digits.size() == 14) made += "t" + at(8, 2) + ":" + at(10, 2) + ":" + at(12, 2);
  return made;
}

}  // namespace

ReadMoment MomentReader::read(std::string_view given) const {
  const std::string text = lower(given);
  if (text.empty() || is_among(unknown_words, text)) return {};
  const ReadMoment unknown_form{{}, BadMoment::unknown_form, false};
  const auto spread = spread_digits(text);
  if (!spread) {
    static constexpr std::string_view dot_net = "/date(";
    auto digits = std::string_view{text};
    if (digits.starts_with(dot_net) && digits.ends_with(")/"))
      digits = digits.substr(dot_net.size(), digits.size() - dot_net.size() - 2);
    // Before 1970: the zero of another calendar.
    if (digits.starts_with('-') && parse_number(digits.substr(1))) return {};
    if (const auto number = parse_number(digits))
      return of_number(*number, zone_).value_or(unknown_form);
  }
  Parser parser{spread ? std::string_view{*spread} : std::string_view{text}, order_};
  const auto written = parser.parse();
  if (!written)
    return parser.either() ? ReadMoment{{}, BadMoment::either_order, false} : unknown_form;
  if (written->year < year_min || written->year > limits::last_year) return {};
  const auto day = Date::make(written->year, written->month, written->day);
  if (!day) return unknown_form;
  const auto local = day->epoch_days() * day_ms + written->time_ms;
  if (written->offset_ms) return {Instant{local - *written->offset_ms}};
  return {zone_.to_utc(local), {}, written->has_time};
}

}  // namespace billbyagent::file_provider
