#include "cli/schedule.hpp"

#include <algorithm>
#include <charconv>

#include "billbyagent/adapters/system_clock.hpp"

namespace billbyagent::cli {
namespace {

std::optional<int> number_in(std::string_view text, int least, int most) {
  int value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size() || value < least || value > most)
    return std::nullopt;
  return value;
}

Result<std::chrono::minutes> time_of(const std::string& option, const std::string& text) {
  const std::string_view all{text};
  if (all.size() == 5 && all[2] == ':') {
    const auto hour = number_in(all.substr(0, 2), 0, 23);
    const auto minute = number_in(all.substr(3), 0, 59);
    if (hour && minute) return std::chrono::hours{*hour} + std::chrono::minutes{*minute};
  }
  return Error{Errc::invalid_settings, option + ": a time such as 02:30"};
}

Result<std::vector<int>> days_of(const std::string& text) {
  std::vector<int> days;
  for (std::size_t at = 0; at < text.size();) {
    const auto comma = std::min(text.find(',', at), text.size());
    // Every month has these.
    const auto day = number_in(std::string_view{text}.substr(at, comma - at), 1, 28);
    if (!day)
      return Error{Errc::invalid_settings,
                   "post-on: days of the month from 1 to 28 with commas between, such as 1,15"};
    days.push_back(*day);
    at = comma + 1;
  }
  std::sort(days.begin(), days.end());
  return days;
}

/// The day that it is in the zone, had it begun so much later than at midnight.
Result<Date> day_at(const Schedule& schedule, Instant now, std::chrono::minutes later) {
  const auto shifted = now.ms - std::chrono::milliseconds{later}.count();
  auto clock = make_system_clock(schedule.zone, [shifted] { return Instant{shifted}; });
  if (!clock) return within("zone", clock.error());
  return (*clock)->today();
}

/// The last of the days by that day.
std::optional<Date> last_by(const std::vector<int>& days, Date today) {
  for (Date day = today; !days.empty(); day = day.previous())
    if (std::find(days.begin(), days.end(), static_cast<int>(day.day())) != days.end()) return day;
  return std::nullopt;
}

}  // namespace

Result<Schedule> schedule_of(const Settings& settings) {
  Schedule schedule{.zone = settings.zone};
  auto night = time_of("night-at", settings.night_at);
  if (!night) return night.error();
  auto post = time_of("post-at", settings.post_at);
  if (!post) return post.error();
  auto days = days_of(settings.post_on);
  if (!days) return days.error();
  schedule.night_at = *night;
  schedule.post_on = *std::move(days);
  schedule.post_at = *post;
  if (auto known = day_at(schedule, Instant{0}, {}); !known) return known.error();
  return schedule;
}

Result<Due> due_at(const Schedule& schedule, Instant now, const std::optional<Date>& as_of) {
  auto today = as_of ? Result<Date>{*as_of} : day_at(schedule, now, {});
  if (!today) return today.error();
  auto night = as_of ? today : day_at(schedule, now, schedule.night_at);
  if (!night) return night.error();
  auto posting = as_of ? today : day_at(schedule, now, schedule.post_at);
  if (!posting) return posting.error();
  Due due{.today = *today, .night = *night == *today};
  if (const auto last = last_by(schedule.post_on, *posting))
    due.posting = DuePosting{*last, *last < *today};
  return due;
}

}  // namespace billbyagent::cli
