#pragma once

/// One WebSocket to the server: whole text messages, each step with a deadline. Closed when it
/// goes out of scope. Includes Beast; for the sources of this folder only.

#include <memory>
#include <string>

#include "http/tls.hpp"
#include "meshcentral/loop.hpp"
#include "meshcentral/options.hpp"

namespace billbyagent::meshcentral {

class Channel {
 public:
  /// Looks up, connects, shakes hands and upgrades.
  /// Errors: `unreachable`, `timed_out`, `tls_failed`, `protocol_error`, `unauthorized`,
  /// `forbidden`, `rate_limited` (something in front of the server answered), `cancelled`.
  static Result<std::unique_ptr<Channel>> open(Loop& loop, http::Tls& tls, const Settings& settings,
                                               Deadline deadline);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  Result<void> send(const std::string& text, Deadline deadline);
  /// The next message. `what` is waited for, for errors. A message over the limit, or one that is
  /// not text, is `protocol_error`.
  Result<std::string> receive(const std::string& what, Deadline deadline);

 private:
  struct Wire;
  Channel(Loop& loop, std::shared_ptr<Wire> wire);

  Loop& loop_;
  std::shared_ptr<Wire> wire_;
};

}  // namespace billbyagent::meshcentral
