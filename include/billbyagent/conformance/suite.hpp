#pragma once

/// What an implementation of a port has to do, each behaviour a test with a name of its own: for a
/// store, a provider, a notifier or a clock that you write. Link `billbyagent::conformance`; no
/// test framework is needed, and one that you use does not get in its way.
///
///   int main(int argc, char** argv) {
///     return conformance::run(argc, argv, {conformance::store_suite("my tables", make)});
///   }
///
/// Threads: `run` is for the main thread, one at a time.

#include <functional>
#include <string>
#include <vector>

namespace billbyagent::conformance {

/// A sentence about an implementation, and what finds out whether it is true.
struct Behaviour {
  std::string sentence;
  std::function<void()> check;
  const char* file;  ///< where the check stands, for the report
  unsigned line;
};

/// All that one port asks of one implementation.
struct Suite {
  std::string name;  ///< such as "memory store"; a test is called "memory store: <sentence>"
  std::vector<Behaviour> behaviours;
};

/// Runs the behaviours that the command line selects, all without one, and returns 0 when they
/// hold. The command line is doctest's: `--list-test-cases`, `--test-case=<wildcards>`,
/// `--test-suite=<wildcards>`, `--reporters=junit --out=<file>`, `--help` ...
///
/// Throws `std::invalid_argument` for two suites of one name and when there is nothing to run.
int run(int argc, const char* const* argv, const std::vector<Suite>& suites);

}  // namespace billbyagent::conformance
