#pragma once

/// The commands and options as the parser knows them, for everything that tells of them: help, the
/// manual page, completion in shells. What the parser does not know, such as examples, stands here
/// once.

#include <CLI/App.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace billbyagent::cli {

struct DescribedOption {
  std::vector<std::string> names;  ///< `-o`, `--output`; of a positional its one name
  std::string description;
  std::string group;
  std::string initial;               ///< the default; may be empty
  std::vector<std::string> choices;  ///< empty: any value
  bool takes_value = false;
  bool takes_file = false;
  bool required = false;
  bool repeatable = false;
};

struct DescribedCommand {
  std::string name;
  std::string description;
  std::string group;
  std::vector<DescribedOption> arguments;  ///< by position
  std::vector<DescribedOption> options;
  std::vector<std::string_view> examples;
};

struct DescribedProgram {
  std::vector<DescribedCommand> commands;
  std::vector<DescribedOption> settings;  ///< of every command
};

DescribedProgram described(const CLI::App& app);

/// What a person would type first.
std::vector<std::string_view> first_steps();
std::vector<std::string_view> examples_of(std::string_view command);
/// Under which heading a command stands.
std::string group_of(std::string_view command);

}  // namespace billbyagent::cli
