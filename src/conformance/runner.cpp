// The one source with doctest's runner in it. The whole component is compiled with another name for
// doctest's namespace, so that a program may have a doctest of its own, of whatever version.

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <map>
#include <stdexcept>

#include "billbyagent/conformance/suite.hpp"

namespace billbyagent::conformance {
namespace {

using ByName = std::map<std::string, const Behaviour*>;

/// What `run` runs. doctest's tests are plain functions, so that all are this one, which looks up
/// what it is called as.
const ByName* running = nullptr;

void run_current() { running->at(doctest::getContextOptions()->currentTest->m_name)->check(); }

ByName by_name(const std::vector<Suite>& suites) {
  ByName all;
  for (const auto& suite : suites)
    for (const auto& behaviour : suite.behaviours)
      if (!all.emplace(suite.name + ": " + behaviour.sentence, &behaviour).second)
        throw std::invalid_argument("there are two suites called " + suite.name);
  if (all.empty()) throw std::invalid_argument("there is no behaviour to be checked");
  return all;
}

}  // namespace

int run(int argc, const char* const* argv, const std::vector<Suite>& suites) {
  const ByName all = by_name(suites);
  running = &all;
  // doctest keeps pointers to the names.
  auto& tests = doctest::detail::getRegisteredTests();
  tests.clear();
  for (const auto& suite : suites) {
    const auto in_suite = doctest::detail::TestSuite{} * suite.name.c_str();
    for (const auto& behaviour : suite.behaviours) {
      const auto& name = all.find(suite.name + ": " + behaviour.sentence)->first;
      doctest::detail::TestCase test{run_current, behaviour.file, behaviour.line, in_suite};
      tests.insert(test * name.c_str());
    }
  }
  doctest::Context context;
  context.setOption("order-by", "suite");
  context.applyCommandLine(argc, argv);
  const int failed = context.run();
  tests.clear();
  return failed;
}

}  // namespace billbyagent::conformance
