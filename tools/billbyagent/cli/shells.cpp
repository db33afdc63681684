#include "cli/shells.hpp"

namespace billbyagent::cli {
namespace {

using Options = std::vector<DescribedOption>;

std::string words_joined(const std::vector<std::string>& words, const char* between) {
  std::string made;
  for (const auto& word : words) made += (made.empty() ? "" : between) + word;
  return made;
}

std::vector<std::string> option_names(const Options& options) {
  std::vector<std::string> names;
  for (const auto& option : options)
    names.insert(names.end(), option.names.begin(), option.names.end());
  return names;
}

std::vector<std::string> command_names(const DescribedProgram& program) {
  std::vector<std::string> names;
  for (const auto& command : program.commands) names.push_back(command.name);
  return names;
}

std::string with_each(std::string_view text, std::string_view signs, std::string_view before) {
  std::string made;
  for (const char c : text) {
    if (signs.find(c) != std::string_view::npos) made += before;
    made += c;
  }
  return made;
}

/// A case of bash for each option that takes one of a few values, or a file.
std::string bash_values(const std::string& command, const Options& options) {
  std::string made;
  for (const auto& option : options) {
    if (!option.takes_value) continue;
    std::vector<std::string> patterns;
    for (const auto& name : option.names) patterns.push_back(command + ":" + name);
    std::string what = "return";
    if (!option.choices.empty())
      what = "COMPREPLY=($(compgen -W '" + words_joined(option.choices, " ") +
             "' -- \"$cur\")); return";
    else if (option.takes_file)
      what = "COMPREPLY=($(compgen -f -- \"$cur\")); return";
    made += "    " + words_joined(patterns, "|") + ") " + what + " ;;\n";
  }
  return made;
}

std::string bash_words(const DescribedCommand& command) {
  std::string words = words_joined(option_names(command.options), " ");
  bool files = false;
  for (const auto& argument : command.arguments) {
    if (!argument.choices.empty()) words += " " + words_joined(argument.choices, " ");
    files = files || argument.takes_file;
  }
  return "    " + command.name + ") words=\"" + words + " $settings\"" +
         (files ? "; files=yes" : "") + " ;;\n";
}

std::string zsh_text(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '\'')
      made += "'\\''";
    else
      made += with_each({&c, 1}, "[]:\\", "\\");
  }
  return made;
}

std::string zsh_action(const DescribedOption& option, const std::string& label) {
  if (!option.choices.empty())
    return ":" + zsh_text(label) + ":(" + words_joined(option.choices, " ") + ")";
  return ":" + zsh_text(label) + ":" + (option.takes_file ? "_files" : " ");
}

/// Arguments of `_arguments`.
std::string zsh_options(const Options& options, const std::string& indent) {
  std::string made;
  for (const auto& option : options)
    for (const auto& name : option.names)
      made += indent + "'" + (option.repeatable ? "*" : "") + name + "[" +
              zsh_text(option.description) + "]" +
              (option.takes_value ? zsh_action(option, "value") : std::string{}) + "' \\\n";
  return made;
}

std::string fish_text(std::string_view text) { return "'" + with_each(text, "'\\", "\\") + "'"; }

std::string fish_option(const std::string& condition, const DescribedOption& option) {
  std::string made = "complete -c billbyagent" + condition;
  for (const auto& name : option.names)
    made += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!option.choices.empty())
    made += " -x -a " + fish_text(words_joined(option.choices, " "));
  else if (option.takes_value)
    made += option.takes_file ? " -r -F" : " -x";
  return made + " -d " + fish_text(option.description) + "\n";
}

}  // namespace

std::string bash_completion(const DescribedProgram& program) {
  std::string values = bash_values("*", program.settings);
  std::string words;
  for (const auto& command : program.commands) {
    values += bash_values(command.name, command.options);
    words += bash_words(command);
  }
  return "# Completion for bash, made by: billbyagent completion bash\n"
         "_billbyagent() {\n"
         "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local command= words= files= word\n"
         "  local settings='" +
         words_joined(option_names(program.settings), " ") +
         " --help'\n"
         "  COMPREPLY=()\n"
         "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "    case $word in\n"
         "      " +
         words_joined(command_names(program), "|") +
         ") command=$word; break ;;\n"
         "    esac\n"
         "  done\n"
         "  case $command:$prev in\n" +
         values +
         "  esac\n"
         "  case $command in\n"
         "    '') words=\"" +
         words_joined(command_names(program), " ") + " $settings\" ;;\n" + words +
         "  esac\n"
         "  if [[ -n $files && $cur != -* ]]; then\n"
         "    COMPREPLY=($(compgen -f -- \"$cur\"))\n"
         "  else\n"
         "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
         "  fi\n"
         "}\n"
         "complete -o filenames -F _billbyagent billbyagent\n";
}

std::string zsh_completion(const DescribedProgram& program) {
  std::string commands;
  std::string cases;
  for (const auto& command : program.commands) {
    commands += "    '" + zsh_text(command.name) + ":" + zsh_text(command.description) + "'\n";
    cases += "        " + command.name + ")\n          _arguments \\\n" +
             zsh_options(command.options, "            ");
    for (const auto& argument : command.arguments)
      cases += "            '" +
               std::string{argument.repeatable ? "*"
                           : argument.required ? ""
                                               : ":"} +
               zsh_action(argument, argument.names.front()) + "' \\\n";
    cases += "            $settings ;;\n";
  }
  return "#compdef billbyagent\n"
         "# Completion for zsh, made by: billbyagent completion zsh\n"
         "_billbyagent() {\n"
         "  local curcontext=$curcontext state line\n"
         "  local -a commands settings\n"
         "  commands=(\n" +
         commands +
         "  )\n"
         "  settings=(\n" +
         with_each(zsh_options(program.settings, "    "), "", "") +
         "  )\n"
         "  _arguments -C $settings '1:command:->command' '*::argument:->argument'\n"
         "  case $state in\n"
         "    command) _describe -t commands command commands ;;\n"
         "    argument)\n"
         "      case $words[1] in\n" +
         cases +
         "      esac ;;\n"
         "  esac\n"
         "}\n"
         "_billbyagent \"$@\"\n";
}

std::string fish_completion(const DescribedProgram& program) {
  std::string made =
      "# Completion for fish, made by: billbyagent completion fish\n"
      "complete -c billbyagent -f\n";
  for (const auto& setting : program.settings) made += fish_option("", setting);
  for (const auto& command : program.commands) {
    made += "complete -c billbyagent -n __fish_use_subcommand -a " + command.name + " -d " +
            fish_text(command.description) + "\n";
    const std::string condition = " -n '__fish_seen_subcommand_from " + command.name + "'";
    for (const auto& option : command.options) made += fish_option(condition, option);
    for (const auto& argument : command.arguments) {
      if (!argument.choices.empty())
        made += "complete -c billbyagent" + condition + " -a " +
                fish_text(words_joined(argument.choices, " ")) + "\n";
      else if (argument.takes_file)
        made += "complete -c billbyagent" + condition + " -F\n";
    }
  }
  return made;
}

}  // namespace billbyagent::cli
