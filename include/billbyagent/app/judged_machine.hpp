#pragma once

/// A machine of a scope, and what became of it. Threads: plain value.

#include <string>

#include "billbyagent/domain/agent_scope.hpp"

namespace billbyagent {

struct JudgedMachine {
  AgentId agent{};
  std::string name{};
  Verdict verdict = Verdict::counted;
  std::string detail{};  ///< such as the agent it is a duplicate of; may be empty

  friend bool operator==(const JudgedMachine&, const JudgedMachine&) = default;
};

/// `duplicate of 102`
inline std::string text_of(const JudgedMachine& machine) {
  return std::string{to_string(machine.verdict)} +
         (machine.detail.empty() ? "" : " " + machine.detail);
}

}  // namespace billbyagent
