#pragma once

/// Days and times as exports write them.

#include <optional>
#include <string>
#include <string_view>

#include "billbyagent/adapters/file_provider.hpp"
#include "file_provider/zone.hpp"

namespace billbyagent::file_provider {

/// Why a text is no moment.
enum class BadMoment { unknown_form, either_order };

struct ReadMoment {
  std::optional<Instant> at{};  ///< nothing: not known, as for "Never"
  std::optional<BadMoment> bad{};
  bool without_zone = false;  ///< a time of day that does not say where
};

class MomentReader {
 public:
  MomentReader(Zone zone, std::optional<DateOrder> order) : zone_(zone), order_(order) {}
  ReadMoment read(std::string_view text) const;

 private:
  Zone zone_;
  std::optional<DateOrder> order_;
};

}  // namespace billbyagent::file_provider
