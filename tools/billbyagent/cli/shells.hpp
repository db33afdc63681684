#pragma once

/// Completion for shells and the manual page, made from what the parser knows.

#include <string>

#include "billbyagent/base/result.hpp"
#include "cli/described.hpp"

namespace billbyagent::cli {

std::string bash_completion(const DescribedProgram& program);
std::string zsh_completion(const DescribedProgram& program);
std::string fish_completion(const DescribedProgram& program);

/// `billbyagent(1)` in the language of `man`.
std::string manual_page(const DescribedProgram& program);

}  // namespace billbyagent::cli
