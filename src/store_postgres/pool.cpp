#include "store_postgres/pool.hpp"

#include <chrono>
#include <random>
#include <thread>

namespace billbyagent::postgres {

Result<std::unique_ptr<Wire>> Pool::take() {
  {
    const std::lock_guard lock{mutex_};
    if (!idle_.empty()) {
      auto wire = std::move(idle_.back());
      idle_.pop_back();
      return wire;
    }
  }
  return connect();
}

void Pool::give_back(std::unique_ptr<Wire> wire) {
  if (!wire || !wire->is_free()) return;
  const std::lock_guard lock{mutex_};
  if (idle_.size() < idle_max) idle_.push_back(std::move(wire));
}

void Pool::clear() {
  const std::lock_guard lock{mutex_};
  idle_.clear();
}

void pause_after(int attempt) {
  std::random_device random;
  const auto most = std::chrono::milliseconds{50} * (1 << attempt);
  std::uniform_int_distribution<std::chrono::milliseconds::rep> length{most.count() / 2,
                                                                       most.count()};
  std::this_thread::sleep_for(std::chrono::milliseconds{length(random)});
}

}  // namespace billbyagent::postgres
