#include "program/program.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <filesystem>
#include <iostream>

#include "billbyagent/version.hpp"
#include "cli/commands.hpp"
#include "cli/described.hpp"
#include "cli/environment.hpp"
#include "cli/help.hpp"
#include "cli/known_names.hpp"
#include "cli/safe_file.hpp"
#include "cli/setting_origins.hpp"
#include "cli/settings_faults.hpp"
#include "cli/suggest.hpp"
#include "cli/tables.hpp"
#include "cli/terminal.hpp"
#include "documents/hints.hpp"
#include "text/characters.hpp"

namespace billbyagent::cli {
namespace {

void add_commands(Commands& commands) {
  add_init_command(commands);
  add_import_command(commands);
  add_book_command(commands);
  add_contract_commands(commands);
  add_amend_command(commands);
  add_charge_commands(commands);
  add_renewal_commands(commands);
  add_price_command(commands);
  add_delete_command(commands);
  add_erase_command(commands);
  add_lists_command(commands);
  add_doctor_command(commands);
  add_night_commands(commands);
  add_machines_command(commands);
  add_units_commands(commands);
  add_decide_command(commands);
  add_billing_commands(commands);
  add_preview_command(commands);
  add_coverage_command(commands);
  add_explain_command(commands);
  add_export_command(commands);
  add_statement_command(commands);
  add_batch_commands(commands);
  add_status_command(commands);
  add_backup_commands(commands);
  add_copy_command(commands);
  add_reconcile_command(commands);
  add_verify_command(commands);
  add_worker_command(commands);
  add_demo_command(commands);
  add_help_commands(commands);
  commands.app.require_subcommand(0, 1);
}

using Words = std::vector<std::string>;

std::string name_in(const std::string& word) { return word.substr(0, word.find('=')); }

/// What nobody asked for. What follows an unknown option could be a secret that somebody believed
/// to belong there, and so could anything that looks like no name.
std::string without_extras(const Words& extras, const Words& known) {
  const bool has_option = std::any_of(extras.begin(), extras.end(),
                                      [](const auto& word) { return word.starts_with("-"); });
  std::string text;
  for (const auto& word : extras) {
    const auto name = name_in(word);
    const bool shown = looks_like_name(name) && (name.starts_with("-") || !has_option);
    text += " " + (shown ? name : std::string{"..."});
  }
  return "not expected:" + text + did_you_mean(extras.empty() ? "" : name_in(extras[0]), known);
}

/// What could have stood there: commands, or the options of the command and the settings.
Words expected_by(const CLI::App& app) {
  const DescribedProgram program = described(app);
  const auto chosen = app.get_subcommands();
  Words known;
  for (const auto& command : program.commands) {
    if (chosen.empty()) known.push_back(command.name);
    if (!chosen.empty() && command.name == chosen[0]->get_name())
      for (const auto& option : command.options)
        known.insert(known.end(), option.names.begin(), option.names.end());
  }
  for (const auto& setting : program.settings)
    known.insert(known.end(), setting.names.begin(), setting.names.end());
  return known;
}

/// The last one wins, as for the parser.
std::string settings_file_of(const Words& words) {
  std::string path = default_settings_file;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].starts_with("--config=")) path = words[i].substr(words[i].find('=') + 1);
    if (words[i] == "--config" && i + 1 < words.size()) path = words[i + 1];
  }
  return path;
}

constexpr const char* usage_hint =
    "  billbyagent --help lists the commands, billbyagent COMMAND --help their options\n";

std::string what_is_wrong(const CLI::App& app, const CLI::ParseError& fault,
                          const std::string& settings_file, const std::vector<SettingName>& names) {
  if (fault.get_name() == SettingTwice::name)
    return "the settings file " + settings_file + " holds " + fault.what();
  if (fault.get_name() == "ConfigError") return no_setting(settings_file, fault, names);
  if (fault.get_name() == "FileError")
    return "the settings file " +
           (settings_file.ends_with(".toml") ? settings_file : "that --config names") +
           " can't be read";
  if (fault.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError))
    return without_extras(app.remaining(true), expected_by(app));
  return without_values(fault.what());
}

int report(const Error& error, Exit exit, bool json, std::ostream& out, std::ostream& err) {
  const auto hint = documents::hint_for(error.code);
  if (json) out << boost::json::serialize(error_document(error, exit)) << '\n';
  err << "billbyagent: " << printable(to_string(error)) << '\n';
  if (!hint.empty()) err << "  " << hint << '\n';
  return static_cast<int>(exit);
}

Exit exit_for_settings(Errc code) {
  return code == Errc::invalid_settings ? Exit::usage : exit_for(code);
}

/// Others could not read what is written of it.
Result<void> check_text(const Words& words) {
  for (const auto& word : words)
    if (text::find_bad_utf8(word))
      return Error{Errc::invalid_argument, printable(name_in(word)) + " is no text in UTF-8"};
  return {};
}

/// The parser would take 010 for eight.
void read_numbers_as_people_do(CLI::App& app) {
  const CLI::Validator decimal{
      [](std::string& text) {
        const auto digits =
            std::string_view{text}.substr(text.find_first_not_of("+-") == 1 ? 1 : 0);
        const bool odd = digits.size() > 1 && digits.front() == '0' && digits != "0";
        return odd ? "'" + text + "' is no whole number as people write it" : std::string{};
      },
      ""};
  for (auto* option : app.get_options())
    if (option->get_type_name().starts_with("INT") || option->get_type_name().starts_with("UINT"))
      option->check(decimal);
  for (auto* command : app.get_subcommands({})) read_numbers_as_people_do(*command);
}

int run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err,
        ProgressStyle progress) {
  CLI::App app{"Bills service contracts by the number of machines that an RMM manages",
               "billbyagent"};
  app.fallthrough();
  app.set_version_flag("--version", std::string{BILLBYAGENT_VERSION});
  Settings settings;
  Command chosen;
  const auto names = add_settings(app, settings);
  Commands commands{app, chosen};
  add_commands(commands);
  use_help(app);
  read_numbers_as_people_do(app);
  const auto others = check_environment(environ, names);
  if (!others) return report(others.error(), Exit::usage, false, out, err);
  for (const auto& name : *others)
    err << "billbyagent: the environment has " << printable(name) << ", which is no setting\n";
  auto words = with_environment(arguments, names);
  if (auto good = check_text(words); !good)
    return report(good.error(), Exit::usage, false, out, err);
  const std::string settings_file = settings_file_of(words);
  settings.file = settings_file;
  settings.folder = std::filesystem::path{settings_file}.parent_path().string();
  if (auto good = check_settings_file(settings_file); !good)
    return report(good.error(), Exit::usage, false, out, err);
  std::reverse(words.begin(), words.end());
  try {
    app.parse(std::move(words));
  } catch (const CLI::CallForHelp& asked) {
    app.exit(asked, out, err);
    return static_cast<int>(Exit::done);
  } catch (const CLI::Success& asked) {
    app.exit(asked, out, err);
    return static_cast<int>(Exit::done);
  } catch (const CLI::ParseError& fault) {
    err << "billbyagent: " << printable(what_is_wrong(app, fault, settings_file, names)) << '\n'
        << usage_hint;
    return static_cast<int>(Exit::usage);
  }
  settings.origins = setting_origins(app, names, arguments, settings_file);
  if (!chosen) {
    err << "billbyagent: which command?\n" << usage_hint;
    return static_cast<int>(Exit::usage);
  }
  std::error_code unknown;
  if (settings.verbose && std::filesystem::exists(settings_file, unknown))
    err << "billbyagent: settings from "
        << printable(std::filesystem::absolute(settings_file, unknown).string()) << '\n';
  Watch watch{err, settings.json ? ProgressStyle::silent : progress};
  try {
    Session session{settings, out, err, watch};
    auto done = chosen(session);
    watch.finish();
    if (!(out << std::flush)) done = Error{Errc::file_failed, "standard output"};
    if (done) return static_cast<int>(*done);
    const Error error = with_suggestion(session, done.error());
    return report(error, exit_for_settings(error.code), settings.json, out, err);
  } catch (const std::exception& fault) {
    watch.finish();
    return report({Errc::internal, fault.what()}, Exit::broken, settings.json, out, err);
  }
}

}  // namespace
}  // namespace billbyagent::cli

namespace billbyagent {

int run_program(const std::vector<std::string>& arguments) {
  cli::catch_interrupts();
  // A file that may grow no further is a write that fails, and is told like a disk that is full.
  std::signal(SIGXFSZ, SIG_IGN);
  const cli::Shown out{std::cout, cli::TerminalStyle::of(STDOUT_FILENO)};
  const cli::Shown err{std::cerr, cli::TerminalStyle::of(STDERR_FILENO)};
  return cli::run(arguments, std::cout, std::cerr,
                  isatty(STDERR_FILENO) ? cli::ProgressStyle::bar : cli::ProgressStyle::lines);
}

}  // namespace billbyagent
