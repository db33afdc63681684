#pragma once

/// What operators watch of a worker: figures in the text format of Prometheus, health and
/// readiness, over plain HTTP.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "billbyagent/ports/work_queue.hpp"

namespace billbyagent::cli {

struct WorkCounts;

std::string metrics_text(const WorkFigures& figures, const WorkCounts& counts, std::size_t tenants,
                         std::size_t tenants_refused);

struct HealthSource {
  std::function<Result<std::string>()> metrics{};
  std::function<bool()> ready{};
};

/// Answers `/metrics`, `/health` and `/ready`, one request after the other, until it is destroyed.
class HealthServer {
 public:
  /// `address` is `127.0.0.1:9464`; port 0: any. `invalid_settings` for what is none, or is taken.
  static Result<std::unique_ptr<HealthServer>> open(const std::string& address,
                                                    HealthSource source);
  HealthServer(const HealthServer&) = delete;
  HealthServer& operator=(const HealthServer&) = delete;
  ~HealthServer();

  /// Where it listens: `127.0.0.1:9464`.
  const std::string& address() const noexcept { return address_; }

 private:
  HealthServer(int listener, std::string address, HealthSource source);
  void serve();
  std::string answer(const std::string& request) const;

  int listener_;
  std::string address_;
  HealthSource source_;
  std::atomic<bool> end_{false};
  std::thread thread_;
};

}  // namespace billbyagent::cli
