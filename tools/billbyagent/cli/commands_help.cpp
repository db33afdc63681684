// help, completion, man.

#include <memory>
#include <ostream>

#include "cli/commands.hpp"
#include "cli/help.hpp"
#include "cli/shells.hpp"

namespace billbyagent::cli {
namespace {

/// What they say comes from the parser, which lives as long as the run.
template <class Text>
void add(Commands& commands, const std::string& name, const std::string& description, Text text) {
  CLI::App* sub = commands.app.add_subcommand(name, description);
  sub->callback([&commands_app = commands.app, &chosen = commands.chosen, text] {
    chosen = [&commands_app, text](Session& session) -> Result<Exit> {
      const Result<std::string> said = text(commands_app);
      if (!said) return said.error();
      session.out() << *said;
      return Exit::done;
    };
  });
}

}  // namespace

void add_help_commands(Commands& commands) {
  const auto topic = std::make_shared<std::string>();
  add(commands, "help", "Show help about a command, or about settings, rmms, exit-codes",
      [topic](const CLI::App& app) { return help_about(app, *topic); });
  commands.app.get_subcommand("help")->add_option("TOPIC", *topic, "A command or a topic");
  const auto shell = std::make_shared<std::string>();
  add(commands, "completion", "Print what completes commands and options in a shell",
      [shell](const CLI::App& app) -> Result<std::string> {
        const auto program = described(app);
        if (*shell == "bash") return bash_completion(program);
        return *shell == "zsh" ? zsh_completion(program) : fish_completion(program);
      });
  commands.app.get_subcommand("completion")
      ->add_option("SHELL", *shell, "Which shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  add(commands, "man", "Print the manual page",
      [](const CLI::App& app) -> Result<std::string> { return manual_page(described(app)); });
}

}  // namespace billbyagent::cli
