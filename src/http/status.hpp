#pragma once

/// HTTP status codes that mean the same from every server.

#include <optional>

#include "billbyagent/base/errc.hpp"

namespace billbyagent::http {

/// Statuses below 200 before one answer; more of them is a server that never comes to the point.
inline constexpr unsigned interims_max = 32;

/// Nothing for those that each provider reads in its own way.
constexpr std::optional<Errc> errc_of(unsigned status) noexcept {
  switch (status) {
    case 401:
      return Errc::unauthorized;
    case 403:
      return Errc::forbidden;
    case 429:
      return Errc::rate_limited;
    case 502:
    case 503:
    case 504:
      return Errc::unreachable;
    default:
      return std::nullopt;
  }
}

/// The server had no time, or something in front of it did not reach it.
constexpr bool may_pass(unsigned status) noexcept {
  const auto meant = errc_of(status);
  return meant == Errc::rate_limited || meant == Errc::unreachable;
}

}  // namespace billbyagent::http
