#pragma once

/// Lines of JSON about what a worker does, for those who collect logs. Threads: safe to share.

#include <boost/json/object.hpp>
#include <iosfwd>
#include <mutex>
#include <string_view>

#include "billbyagent/ports/work_queue.hpp"

namespace billbyagent {

namespace cli {
enum class LogLevel : std::uint8_t { info, warning, error };
}
template <>
inline constexpr NameTable<3> names_of<cli::LogLevel>{"info", "warning", "error"};

namespace cli {

class JsonLog {
 public:
  explicit JsonLog(std::ostream& out) : out_(out) {}

  /// `{"at": ..., "level": ..., "event": ..., ...more}`
  void write(LogLevel level, std::string_view event, boost::json::object more = {});
  /// With tenant and run.
  void write(LogLevel level, std::string_view event, const Night& night,
             boost::json::object more = {});

 private:
  std::ostream& out_;
  std::mutex mutex_;
};

}  // namespace cli
}  // namespace billbyagent
