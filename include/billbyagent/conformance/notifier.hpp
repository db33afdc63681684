#pragma once

/// The conformance suite of the notifier port: what is delivered arrives, whole and under its id,
/// as often as it is delivered; what could not be delivered is an error with a reason. Threads: it
/// asks from one.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "billbyagent/conformance/suite.hpp"
#include "billbyagent/ports/notifier.hpp"

namespace billbyagent::conformance {

/// A notice as the receiver knows it.
struct Arrival {
  TenantId tenant;
  Notice notice;

  friend bool operator==(const Arrival&, const Arrival&) = default;
};

struct NotifierUnderTest {
  std::shared_ptr<void> keep{};  ///< what the notifier needs alive, such as its receiver
  std::unique_ptr<Notifier> notifier{};
  /// All that arrived so far, in that order, repeats included.
  std::function<std::vector<Arrival>()> arrived{};
  /// False: of a notice only the id arrives as it was. A pager leaves most out, a mail may fold
  /// lines.
  bool keeps_text = true;
  /// Makes the receiver refuse everything from here on, and take it again; none when it cannot be
  /// made to.
  std::function<void()> break_down{};
  std::function<void()> recover{};
};

/// Called once for each behaviour. What it throws fails the behaviour.
using MakeNotifier = std::function<NotifierUnderTest()>;

/// "<name> notifier: ...".
Suite notifier_suite(const std::string& name, MakeNotifier make);

}  // namespace billbyagent::conformance
