#include "cli/help.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <array>
#include <iterator>
#include <memory>

#include "cli/described.hpp"
#include "cli/exit_code.hpp"
#include "cli/suggest.hpp"

namespace billbyagent::cli {
namespace {

constexpr std::size_t page_width = 80;
constexpr std::size_t text_column = 26;

/// In lines of at most `page_width`, each but the first behind `indent` blanks.
std::string wrapped(const std::string& text, std::size_t used, std::size_t indent) {
  std::string made;
  std::size_t at = used;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find(' ', begin), text.size());
    const bool first = made.empty();
    if (!first && at + 1 + end - begin > page_width) {
      made += "\n" + std::string(indent, ' ');
      at = indent;
    } else if (!first) {
      made += ' ';
      ++at;
    }
    made += text.substr(begin, end - begin);
    at += end - begin;
    begin = end + 1;
  }
  return made;
}

std::string help_entry(const std::string& name, const std::string& text) {
  std::string made = "  " + name;
  if (text.empty()) return made + "\n";
  if (made.size() + 2 > text_column)
    made += "\n" + std::string(text_column, ' ');
  else
    made.resize(text_column, ' ');
  return made + wrapped(text, text_column, text_column) + "\n";
}

std::string option_name(const DescribedOption& option) {
  std::string made;
  for (const auto& name : option.names) made += (made.empty() ? "" : ", ") + name;
  if (!option.takes_value || !option.names.front().starts_with("-")) return made;
  std::string choices;
  for (const auto& choice : option.choices) choices += (choices.empty() ? "" : "|") + choice;
  return made + " " + (!choices.empty() ? choices : option.takes_file ? "FILE" : "VALUE");
}

std::string option_text(const DescribedOption& option) {
  std::string made = option.description;
  if (!option.initial.empty()) made += " [" + option.initial + "]";
  if (option.required) made += " (needed)";
  return made;
}

std::string listed(const std::string& title, const std::vector<DescribedOption>& options) {
  if (options.empty()) return {};
  std::string made = "\n" + title + ":\n";
  for (const auto& option : options) made += help_entry(option_name(option), option_text(option));
  return made;
}

std::string usage_of(const DescribedCommand& command) {
  std::string made = "Usage: billbyagent " + command.name;
  for (const auto& argument : command.arguments) {
    const std::string name = argument.names.front() + (argument.repeatable ? "..." : "");
    made += argument.required ? " " + name : " [" + name + "]";
  }
  return made + (command.options.empty() ? "" : " [OPTIONS]") + "\n";
}

std::string command_page(const DescribedCommand& command) {
  std::string made = wrapped(command.description, 0, 0) + "\n\n" + usage_of(command);
  made += listed("Arguments", command.arguments) + listed("Options", command.options);
  if (!command.examples.empty()) made += "\nExamples:\n";
  for (const auto& example : command.examples) made += "  " + std::string{example} + "\n";
  return made +
         "\nSettings, such as --database, --json and -v, fit every command:\n"
         "  billbyagent help settings\n";
}

std::string settings_page(const DescribedProgram& program, bool rmms) {
  std::string made =
      "Settings stand in a file (--config, or billbyagent.toml in this folder), in the\n"
      "environment (BILLBYAGENT_VSA_URL for --vsa-url ...) or in the arguments; the later\n"
      "wins. Secrets never stand in arguments.\n";
  std::vector<std::string> groups;
  for (const auto& setting : program.settings)
    if (std::find(groups.begin(), groups.end(), setting.group) == groups.end())
      groups.push_back(setting.group);
  for (const auto& group : groups) {
    if (rmms && !group.starts_with("RMM")) continue;
    std::vector<DescribedOption> own;
    std::copy_if(program.settings.begin(), program.settings.end(), std::back_inserter(own),
                 [&](const auto& setting) { return setting.group == group; });
    made += listed(group, own);
  }
  return made;
}

/// For a list: where it is too long, without what explains it.
std::string shortened(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  return text.substr(0, text.find_first_of(":;("));
}

std::string program_page(const DescribedProgram& program) {
  std::string made =
      "Bills service contracts by the number of machines that an RMM manages.\n"
      "Usage: billbyagent COMMAND [ARGUMENTS] [SETTINGS]\n\n"
      "From the first day to the first invoice:\n";
  for (const auto& step : first_steps()) made += "  " + std::string{step} + "\n";
  std::vector<std::string> groups;
  for (const auto& command : program.commands)
    if (std::find(groups.begin(), groups.end(), command.group) == groups.end())
      groups.push_back(command.group);
  constexpr std::size_t names = 16;
  for (const auto& group : groups) {
    made += "\n" + group + ":\n";
    for (const auto& command : program.commands) {
      if (command.group != group) continue;
      std::string line = "  " + command.name;
      line.resize(std::max(names, line.size() + 1), ' ');
      made +=
          line + wrapped(shortened(command.description, page_width - names), names, names) + "\n";
    }
  }
  return made +
         "\nMore: billbyagent help COMMAND, help settings, help rmms, help exit-codes\n"
         "Settings: --config FILE, --database FILE, --tenant NAME, --json, -v ...\n"
         "Exit codes: 0 done, 1 needs a person, 2 to 6, 70, 130: help exit-codes\n";
}

class HelpPages final : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override {
    static_cast<void>(name);
    static_cast<void>(mode);
    const CLI::App* parent = app->get_parent();
    if (!parent) return program_page(described(*app));
    for (const auto& command : described(*parent).commands)
      if (command.name == app->get_name()) return command_page(command);
    return {};
  }
};

constexpr std::array help_topics{"settings", "rmms", "exit-codes"};

}  // namespace

void use_help(CLI::App& app) {
  const auto pages = std::make_shared<HelpPages>();
  app.formatter(pages);
  for (CLI::App* command : app.get_subcommands({})) command->formatter(pages);
}

Result<std::string> help_about(const CLI::App& app, const std::string& topic) {
  const DescribedProgram program = described(app);
  if (topic.empty()) return program_page(program);
  if (topic == "settings") return settings_page(program, false);
  if (topic == "rmms") return settings_page(program, true);
  if (topic == "exit-codes") return exit_code_help();
  std::vector<std::string> known{help_topics.begin(), help_topics.end()};
  for (const auto& command : program.commands) {
    if (command.name == topic) return command_page(command);
    known.push_back(command.name);
  }
  return Error{Errc::invalid_argument, "there is no help about it" + did_you_mean(topic, known)};
}

}  // namespace billbyagent::cli
