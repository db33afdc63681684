#include <algorithm>

#include "billbyagent/version.hpp"
#include "cli/exit_code.hpp"
#include "cli/shells.hpp"

namespace billbyagent::cli {
namespace {

/// Nothing in it is taken for a request.
std::string roff(std::string_view plain) {
  std::string made;
  for (const char c : plain) {
    if (c == '\\')
      made += "\\e";
    else if (c == '-')
      made += "\\-";
    else if (c == '\'')
      made += "\\(aq";
    else if (c == '.' && (made.empty() || made.back() == '\n'))
      made += "\\&.";
    else
      made += c;
  }
  return made;
}

std::string value_of(const DescribedOption& option) {
  if (!option.takes_value) return {};
  if (option.choices.empty()) return option.takes_file ? " \\fIFILE\\fR" : " \\fIVALUE\\fR";
  std::string made;
  for (const auto& choice : option.choices) made += (made.empty() ? " " : "|") + roff(choice);
  return made;
}

std::string option_entry(const DescribedOption& option) {
  std::string names;
  for (const auto& name : option.names)
    names += (names.empty() ? "\\fB" : ", \\fB") + roff(name) + "\\fR";
  if (option.names.front().starts_with("-")) names += value_of(option);
  std::string made = ".TP\n" + names + "\n" + roff(option.description);
  if (!option.initial.empty()) made += " (default: " + roff(option.initial) + ")";
  return made + (option.required ? " (needed)\n" : "\n");
}

std::string command_entry(const DescribedCommand& command) {
  std::string made = ".SS " + roff(command.name);
  for (const auto& argument : command.arguments)
    made += " " + roff(argument.names.front()) + (argument.repeatable ? "..." : "");
  made += "\n" + roff(command.description) + ".\n";
  for (const auto& argument : command.arguments) made += option_entry(argument);
  for (const auto& option : command.options) made += option_entry(option);
  for (const auto& example : command.examples)
    made += ".PP\n.RS\n.nf\n" + roff(example) + "\n.fi\n.RE\n";
  return made;
}

}  // namespace

std::string manual_page(const DescribedProgram& program) {
  std::string made =
      ".TH BILLBYAGENT 1 \"\" \"billbyagent " + roff(BILLBYAGENT_VERSION) +
      "\" \"User Commands\"\n"
      ".SH NAME\n"
      "billbyagent \\- bills service contracts by the number of machines that an RMM manages\n"
      ".SH SYNOPSIS\n"
      ".B billbyagent\n"
      "\\fICOMMAND\\fR [\\fIARGUMENTS\\fR] [\\fISETTINGS\\fR]\n"
      ".SH DESCRIPTION\n"
      "Contracts are imported from a book. Every night the machines of each service are counted,\n"
      "and what changed is recorded. The review shows what can be billed, a posting bills it "
      "once,\n"
      "and the export hands it to the accounting. A service is written CONTRACT/SERVICE, a day\n"
      "YYYY\\-MM\\-DD.\n"
      ".SH EXAMPLES\n.nf\n";
  for (const auto& step : first_steps()) made += roff(step) + "\n";
  made += ".fi\n.SH COMMANDS\n";
  for (const auto& command : program.commands) made += command_entry(command);
  made +=
      ".SH SETTINGS\n"
      "Of every command. Each may stand in the settings file without its dashes, in the\n"
      "environment as BILLBYAGENT_ and its name in capitals, or in the arguments; the later one\n"
      "wins. Secrets never stand in arguments.\n";
  for (const auto& setting : program.settings) made += option_entry(setting);
  return made + ".SH EXIT STATUS\n.nf\n" + roff(exit_code_help()) +
         ".fi\n"
         ".SH FILES\n"
         ".TP\n\\fIbillbyagent.toml\\fR\nThe settings, where \\-\\-config names no other file.\n"
         ".TP\n\\fIbillbyagent.db\\fR\nThe database, where \\-\\-database names no other file.\n";
}

}  // namespace billbyagent::cli
