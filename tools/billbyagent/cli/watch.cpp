#include "cli/watch.hpp"

#include <atomic>
#include <csignal>
#include <ostream>

namespace billbyagent::cli {
namespace {

// A signal handler can reach nothing else; threads that deliver ask it, too.
std::atomic<int> interrupt_seen = 0;
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void note_interrupt(int) { interrupt_seen = 1; }

std::string drawn_bar(std::string_view stage, std::size_t done, std::size_t total) {
  static constexpr std::size_t width = 30;
  if (total == 0) return std::string{stage} + (done > 0 ? ", " + std::to_string(done) : "");
  const std::size_t filled = done >= total ? width : done * width / total;
  return "[" + std::string(filled, '#') + std::string(width - filled, '.') + "] " +
         std::string{stage} + " " + std::to_string(done) + "/" + std::to_string(total);
}

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = note_interrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() noexcept { return interrupt_seen != 0; }

Watch::Watch(std::ostream& out, ProgressStyle style)
    : out_(out), style_(style), last_(std::chrono::steady_clock::now()) {}

void Watch::progress(std::string_view stage, std::size_t done, std::size_t total) {
  if (style_ == ProgressStyle::silent) return;
  const auto now = std::chrono::steady_clock::now();
  const bool bar = style_ == ProgressStyle::bar;
  const auto pause = bar ? std::chrono::milliseconds{50} : std::chrono::milliseconds{5'000};
  if (bar && stage != stage_)
    stage_ = stage;
  else if (now - last_ < pause)
    return;
  last_ = now;
  const std::string text = drawn_bar(stage, done, total);
  if (bar)
    out_ << "\r\x1b[K" << text << std::flush;
  else
    out_ << text << '\n' << std::flush;
  drawn_ = bar;
}

void Watch::finish() {
  if (drawn_) out_ << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

}  // namespace billbyagent::cli
