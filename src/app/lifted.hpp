#pragma once

/// Limits that are wider than usual in a run, or that a person lifted for it, in words for its
/// record.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "billbyagent/app/day_limit.hpp"

namespace billbyagent::app {

class Lifted {
 public:
  void add_if(bool is_lifted, std::string_view what) {
    if (is_lifted) all_ += (all_.empty() ? "" : "; ") + std::string{what};
  }
  /// `none`: the value that stands for no limit at all.
  void add_wider(std::string_view name, std::int64_t value, std::int64_t usual,
                 std::optional<std::int64_t> none = {}) {
    const bool wider = none && value == *none ? usual != *none : value > usual;
    add_if(wider, std::string{name} + " " + std::to_string(value));
  }
  void add_day(const DayLimit& limit) {
    add_if(limit.believed, "the day is believed");
    add_wider("most_days_ahead", limit.most_days_ahead, DayLimit{}.most_days_ahead);
  }
  /// Empty: nothing is lifted.
  std::string text(const std::string& why) const {
    return all_.empty() || why.empty() ? all_ : all_ + ": " + why;
  }

 private:
  std::string all_;
};

}  // namespace billbyagent::app
