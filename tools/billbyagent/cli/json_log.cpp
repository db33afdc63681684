#include "cli/json_log.hpp"

#include <boost/json/serialize.hpp>
#include <chrono>
#include <ostream>

namespace billbyagent::cli {

void JsonLog::write(LogLevel level, std::string_view event, boost::json::object more) {
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  boost::json::object line{
      {"at", to_string(Instant{now.count()})}, {"level", to_string(level)}, {"event", event}};
  for (auto& [key, value] : more) line[key] = std::move(value);
  const std::string text = boost::json::serialize(line);
  const std::lock_guard lock{mutex_};
  out_ << text << '\n' << std::flush;
}

void JsonLog::write(LogLevel level, std::string_view event, const Night& night,
                    boost::json::object more) {
  boost::json::object all{
      {"tenant", night.tenant.text()},
      {"run", std::string{to_string(night.occasion)} + "/" + to_string(night.day)}};
  for (auto& [key, value] : more) all[key] = std::move(value);
  write(level, event, std::move(all));
}

}  // namespace billbyagent::cli
