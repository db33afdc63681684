#include "billbyagent/adapters/system_clock.hpp"

#include <date/tz.h>

#include <chrono>
#include <exception>
#include <utility>

#include "system_clock/system_now.hpp"

namespace billbyagent {
namespace {

class SystemClock final : public Clock {
 public:
  SystemClock(const date::time_zone& zone, std::function<Instant()> now)
      : zone_(zone), now_(std::move(now)) {}

  Instant now() const override { return now_(); }
  Date today() const override {
    const date::sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds{now_().ms}};
    const auto day = date::floor<date::days>(zone_.to_local(moment));
    return Date::from_epoch_days(day.time_since_epoch().count()).value();
  }
  std::string zone() const override { return zone_.name(); }

 private:
  const date::time_zone& zone_;
  std::function<Instant()> now_;
};

Result<const date::time_zone*> zone_named(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    return Error{Errc::invalid_settings, "'" + name + "' is no IANA time zone of this system"};
  }
}

}  // namespace

Result<std::unique_ptr<Clock>> make_system_clock(const std::string& zone,
                                                 std::function<Instant()> now) {
  const auto found = zone_named(zone);
  if (!found) return found.error();
  return std::unique_ptr<Clock>{std::make_unique<SystemClock>(**found, std::move(now))};
}

Result<std::string> local_time(const std::string& zone, Instant moment) {
  const auto found = zone_named(zone);
  if (!found) return found.error();
  const date::sys_time<std::chrono::milliseconds> exact{std::chrono::milliseconds{moment.ms}};
  return date::format("%F %T", (*found)->to_local(date::floor<std::chrono::seconds>(exact)));
}

Result<std::unique_ptr<Clock>> make_system_clock(const std::string& zone) {
  return make_system_clock(zone, system_now);
}

}  // namespace billbyagent
