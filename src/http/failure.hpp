#pragma once

/// What went wrong on a connection. Includes Boost; for the sources of this folder only.

#include <boost/system/error_code.hpp>
#include <cstdint>

#include "billbyagent/base/result.hpp"

namespace billbyagent::http {

enum class Stage : std::uint8_t { resolving, connecting, proxy, handshake, sending, receiving };

struct Failure {
  Error error;
  Stage stage = Stage::connecting;
  /// Whether the same request could succeed on another try.
  bool may_pass = false;
  /// Whether any of the answer had arrived.
  bool answered = false;
};

/// `certificate` is the reason when the server's certificate was refused, else empty.
Failure failure_of(Stage stage, boost::system::error_code error, const std::string& certificate);
Failure late(Stage stage);

}  // namespace billbyagent::http
