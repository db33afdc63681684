#pragma once

/// One writer at a time within a process. Unlike a mutex it may be left by another thread than the
/// one that entered, as a transaction may be handed over.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace billbyagent::detail {

class WriterGate {
 public:
  /// What the writer holds while it is inside.
  class Pass {
   public:
    Pass() = default;
    Pass(Pass&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
    Pass& operator=(Pass&& other) noexcept {
      std::swap(gate_, other.gate_);
      return *this;
    }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    ~Pass() {
      if (gate_) gate_->leave();
    }
    explicit operator bool() const noexcept { return gate_ != nullptr; }

   private:
    friend class WriterGate;
    explicit Pass(WriterGate* gate) : gate_(gate) {}
    WriterGate* gate_ = nullptr;
  };

  /// An empty pass when the other writer did not leave in time.
  Pass enter(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    if (!left_.wait_for(lock, patience, [&] { return !taken_; })) return Pass{};
    taken_ = true;
    return Pass{this};
  }

 private:
  void leave() {
    {
      const std::lock_guard lock{mutex_};
      taken_ = false;
    }
    left_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable left_;
  bool taken_ = false;
};

}  // namespace billbyagent::detail
