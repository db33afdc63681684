#pragma once

/// How the suites are written: a sentence that has to be true and the code that finds out, as in
/// doctest's own test cases, but about a subject that comes from outside.

#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include "billbyagent/conformance/suite.hpp"
#include "conformance/must.hpp"

namespace billbyagent::conformance {

template <class Subject>
struct Stated {
  const char* sentence;
  void (*check)(Subject&);
  const char* file;
  unsigned line;
};

/// Those of one source. Its list is called `here`, and a function of the source hands it out: a
/// linker leaves out a source of which nobody calls anything.
template <class Subject>
class Behaviours {
 public:
  bool add(const Stated<Subject>& stated) {
    stated_.push_back(stated);
    return true;
  }
  /// Each on a subject of its own that `make` makes.
  template <class Make>
  void append_to(std::vector<Behaviour>& all, const Make& make) const {
    for (const auto& each : stated_)
      all.push_back({each.sentence,
                     [make, check = each.check] {
                       auto subject = make();
                       check(subject);
                     },
                     each.file, each.line});
  }

 private:
  std::vector<Stated<Subject>> stated_;
};

}  // namespace billbyagent::conformance

/// BEHAVIOUR("does what it says", Subject& subject) { CHECK(...); }
#define BEHAVIOUR(sentence, parameter) \
  BEHAVIOUR_AS(DOCTEST_CAT(behaviour_of_line_, __LINE__), sentence, parameter)
#define BEHAVIOUR_AS(name, sentence, parameter)                 \
  static void name(parameter);                                  \
  static const bool DOCTEST_CAT(is_listed_of_line_, __LINE__) = \
      here.add({sentence, name, __FILE__, __LINE__});           \
  static void name(parameter)
