#pragma once

/// How a server is reached, out of a URL. Threads: plain values.

#include <string>
#include <vector>

#include "billbyagent/base/result.hpp"

namespace billbyagent::postgres {

struct Settings {
  /// For libpq, the URL's own words and what is better than its defaults.
  std::vector<std::string> keywords{};
  std::vector<std::string> values{};
  /// For errors and people: `postgres://user@host:5432/database`.
  std::string shown{};
};

/// `invalid_settings` for what is no URL of libpq's.
Result<Settings> read_settings(const std::string& url);

}  // namespace billbyagent::postgres
