#pragma once

/// Two sessions whose steps are played in every order. A session that waits for a lock is left
/// waiting, and the other goes on, as in PostgreSQL's own isolationtester; but the steps are those
/// of the store and not of a script.

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "postgres/database.hpp"

namespace billbyagent::tests {

using SessionStep = std::function<void()>;

/// Plays its steps one after the other on a thread of its own.
class Player {
 public:
  Player() : thread_([this] { play(); }) {}
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;
  ~Player() {
    {
      const std::lock_guard lock{mutex_};
      end_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  void begin(const SessionStep& step) {
    {
      const std::lock_guard lock{mutex_};
      steps_.push_back(step);
    }
    changed_.notify_all();
  }
  bool rests() {
    const std::lock_guard lock{mutex_};
    return steps_.empty();
  }

 private:
  void play() {
    std::unique_lock lock{mutex_};
    while (true) {
      changed_.wait(lock, [&] { return end_ || !steps_.empty(); });
      if (steps_.empty()) return;
      const auto step = steps_.front();
      lock.unlock();
      step();
      lock.lock();
      steps_.pop_front();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<SessionStep> steps_;
  bool end_ = false;
  std::thread thread_;
};

/// How sessions of a permutation are called on the server, so that it can be asked about them.
inline std::string session_name(const Schema& schema, int session) {
  return schema.name() + "_" + std::to_string(session);
}

inline PostgresStoreOptions session_options(const Schema& schema, int session) {
  return {.url = schema.url() + "&application_name=" + session_name(schema, session)};
}

/// Plays the steps of session 0 and 1 in this order.
inline void play(const Schema& schema, const std::vector<SessionStep> (&steps)[2],
                 const std::vector<int>& order) {
  auto watch = schema.raw();
  const auto waits = [&](int session) {
    return watch.list(
               "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
               "application_name = '" +
               session_name(schema, session) + "'") != std::vector<std::string>{"0"};
  };
  Player players[2];
  std::size_t next[2] = {0, 0};
  for (const int session : order) {
    auto& player = players[session];
    player.begin(steps[session][next[session]++]);
    while (!player.rests() && !waits(session)) {
    }
  }
}

/// Every order of so many steps of either session.
inline std::vector<std::vector<int>> orders(std::size_t first, std::size_t second) {
  std::vector<int> order(first, 0);
  order.insert(order.end(), second, 1);
  std::vector<std::vector<int>> all;
  do {
    all.push_back(order);
  } while (std::next_permutation(order.begin(), order.end()));
  return all;
}

}  // namespace billbyagent::tests
