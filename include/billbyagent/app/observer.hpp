#pragma once

/// How a host follows a use-case at work (D15). The library itself prints nothing.
/// Threads: called on the thread that called the use-case.

#include <cstddef>
#include <string_view>

namespace billbyagent {

class Observer {
 public:
  virtual ~Observer() = default;
  /// `done` of `total` things of a stage; `total` is 0 while it is not known.
  virtual void progress(std::string_view stage, std::size_t done, std::size_t total) {
    (void)stage, (void)done, (void)total;
  }
  /// Asked between transactions: true ends the work there with `Errc::cancelled`; what was
  /// committed stays.
  virtual bool cancelled() { return false; }
};

}  // namespace billbyagent
