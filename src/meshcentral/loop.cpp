#include "meshcentral/loop.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>

namespace billbyagent::meshcentral {
namespace {

constexpr std::chrono::milliseconds cancel_poll{50};

}  // namespace

Result<void> Loop::run(const bool& done, Deadline deadline, const std::string& what) {
  while (!done) {
    if (cancelled_ && cancelled_()) return Error{Errc::cancelled, what};
    const auto now = Deadline::clock::now();
    if (now >= deadline) return Error{Errc::timed_out, what};
    io_.restart();
    io_.run_one_until(cancelled_ ? std::min(deadline, now + cancel_poll) : deadline);
    ensure(done || !io_.stopped(), "the WebSocket client ran out of work");
  }
  return {};
}

Result<void> Loop::pause(Deadline when, Deadline deadline) {
  const auto done = std::make_shared<bool>(false);
  boost::asio::steady_timer timer{io_, when};
  timer.async_wait([done](boost::system::error_code error) { *done = !error; });
  return run(*done, deadline, "waiting to try again");
}

}  // namespace billbyagent::meshcentral
