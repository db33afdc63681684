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

}  // namespace

Result<std::unique_ptr<Clock>> make_system_clock(const std::string& zone,
                                                 std::function<Instant()> now) {
  try {
    return std::unique_ptr<Clock>{
        std::make_unique<SystemClock>(*date::locate_zone(zone), std::move(now))};
  } catch (const std::exception&) {
    return Error{Errc::invalid_settings, "'" + zone + "' is no IANA time zone of this system"};
  }
}

Result<std::unique_ptr<Clock>> make_system_clock(const std::string& zone) {
  return make_system_clock(zone, system_now);
}

}  // namespace billbyagent
