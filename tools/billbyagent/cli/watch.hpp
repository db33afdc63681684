#pragma once

/// Shows long work on stderr and lets Ctrl-C end it between two transactions.

#include <chrono>
#include <iosfwd>
#include <string>

#include "billbyagent/app/observer.hpp"

namespace billbyagent::cli {

/// From now on the first Ctrl-C (or SIGTERM) is only noted; a second one ends the program at once,
/// which is safe too, only less polite.
void catch_interrupts();
bool interrupted() noexcept;

enum class ProgressStyle : std::uint8_t {
  silent,
  bar,    ///< one line that is drawn over: for terminals
  lines,  ///< a line every few seconds: work that ends sooner says nothing
};

class Watch final : public Observer {
 public:
  Watch(std::ostream& out, ProgressStyle style);
  ~Watch() override { finish(); }

  void progress(std::string_view stage, std::size_t done, std::size_t total) override;
  bool cancelled() override { return interrupted(); }
  /// Takes the bar off the screen.
  void finish();

 private:
  using Time = std::chrono::steady_clock::time_point;
  std::ostream& out_;
  ProgressStyle style_;
  Time last_;
  std::string stage_;
  bool drawn_ = false;
};

}  // namespace billbyagent::cli
