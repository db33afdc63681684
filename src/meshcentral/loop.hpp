#pragma once

/// Runs asynchronous work on the calling thread. Includes Asio; for the sources of this folder
/// only.

#include <boost/asio/io_context.hpp>
#include <functional>
#include <optional>
#include <string>

#include "billbyagent/ports/rmm_provider.hpp"

namespace billbyagent::meshcentral {

class Loop {
 public:
  explicit Loop(std::function<bool()> cancelled) : cancelled_(std::move(cancelled)) {}

  boost::asio::io_context& io() { return io_; }
  /// Until `done`. `timed_out` naming `what` at the deadline, `cancelled` when the caller says so;
  /// the work is still under way then.
  Result<void> run(const bool& done, Deadline deadline, const std::string& what);
  /// Waits until `when`, or ends as `run` does.
  Result<void> pause(Deadline when, Deadline deadline);

 private:
  std::function<bool()> cancelled_;
  boost::asio::io_context io_{1};
};

}  // namespace billbyagent::meshcentral
