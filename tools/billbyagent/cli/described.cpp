#include "cli/described.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <array>

namespace billbyagent::cli {
namespace {

struct Entry {
  std::string_view command;
  std::string_view text;
};

constexpr std::array command_groups{
    Entry{"init import book contracts pause resume end extend renew amend raise-prices discount "
          "charge credit delete",
          "The book"},
    Entry{"nightly units-now decisions confirm reject decide correct notify worker", "Counting"},
    Entry{"review post pay-out preview statement export batches invoice exported unpost void",
          "Billing"},
    Entry{"lists doctor machines history explain coverage renewals status", "Looking"},
    Entry{"backup restore reconcile verify copy erase-name", "Keeping"},
    Entry{"demo help completion man", "This program"},
};

constexpr std::array all_examples{
    Entry{"import", "billbyagent import book.json --dry-run"},
    Entry{"book", "billbyagent book >book.json"},
    Entry{"pause", "billbyagent pause C-1 --from 2026-07-01 --through 2026-07-31 --reason holiday"},
    Entry{"end", "billbyagent end C-1 --on 2026-12-31"},
    Entry{"extend", "billbyagent extend C-1 --open"},
    Entry{"renewals", "billbyagent renewals --days 60"},
    Entry{"renew", "billbyagent renew C-1 --months 24 --reason 'signed on 3 May'"},
    Entry{"amend", "billbyagent amend C-1/desks --unit-price 5.50 --from 2026-07-01"},
    Entry{"init", "billbyagent init --rmm file:devices.csv --unit-price 5.00 --currency USD"},
    Entry{"raise-prices", "billbyagent raise-prices --percent 3.5 --from 2027-01-01 --dry-run"},
    Entry{"raise-prices",
          "billbyagent raise-prices --unit-price '32.00 USD' --service desks --from-renewal"},
    Entry{"discount", "billbyagent discount C-1 --percent 10 --through 2026-12-31"},
    Entry{"charge", "billbyagent charge C-1 --amount 120.00 --text 'On-site visit'"},
    Entry{"delete", "billbyagent delete C-1/desks --reason 'typed twice' --dry-run"},
    Entry{"nightly", "billbyagent nightly --dry-run"},
    Entry{"units-now", "billbyagent units-now C-1/desks -v"},
    Entry{"confirm", "billbyagent confirm C-1/desks --proposal 3"},
    Entry{"reject", "billbyagent reject C-1/desks --reason 'outage of the RMM'"},
    Entry{"decisions", "billbyagent decisions --file decisions.json"},
    Entry{"decide", "billbyagent decide decisions.json"},
    Entry{"correct", "billbyagent correct C-1/desks --units 12 --from 2026-06-10 --reason agreed"},
    Entry{"review", "billbyagent review --account acme --through 2026-06-30"},
    Entry{"post", "billbyagent post --dry-run"},
    Entry{"preview", "billbyagent preview C-1 --service desks --unit-price 5.50"},
    Entry{"export", "billbyagent export --state posted --output june.csv"},
    Entry{"statement", "billbyagent statement acme --invoice 2026-0042 --html acme.html"},
    Entry{"invoice", "billbyagent invoice 'C-1#1' --number 2026-0042"},
    Entry{"unpost", "billbyagent unpost 'C-1#1' --reason 'wrong price'"},
    Entry{"lists", "billbyagent lists organizations"},
    Entry{"machines", "billbyagent machines C-1/desks --not-billed"},
    Entry{"explain", "billbyagent explain C-1/desks/2026-06-01/2026-06-01/1"},
    Entry{"backup", "billbyagent backup /backup/june.db"},
    Entry{"copy", "billbyagent copy --from sqlite:billbyagent.db --to postgres://bba@db/bba"},
    Entry{"reconcile", "billbyagent reconcile psa.csv"},
    Entry{"worker", "billbyagent worker --metrics 127.0.0.1:9464"},
    Entry{"demo", "billbyagent demo"},
    Entry{"completion",
          "billbyagent completion bash >~/.local/share/bash-completion/completions/billbyagent"},
    Entry{"man", "billbyagent man | man -l -"},
    Entry{"", "billbyagent lists organizations      # the ids that the book needs"},
    Entry{"", "billbyagent import book.json         # accounts, contracts, services"},
    Entry{"", "billbyagent nightly                  # counts; run it every night"},
    Entry{"", "billbyagent review                   # what would be billed, and why"},
    Entry{"", "billbyagent post                     # bills it, once"},
    Entry{"", "billbyagent export --output june.csv # for the accounting"},
};

/// Options that name a file and do not end in `-file`.
constexpr std::array<std::string_view, 14> file_names{
    "--file", "--database", "--ledger", "--config", "--output",    "--book",    "BOOK",
    "FILE",   "PATH",       "FOLDER",   "--html",   "--decisions", "--tenants", "--folder"};

bool names_file(const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [](const std::string& name) {
    return name.ends_with("-file") ||
           std::find(file_names.begin(), file_names.end(), name) != file_names.end();
  });
}

/// Of `TEXT:{csv,json}` the words in the braces.
std::vector<std::string> choices_in(const std::string& type) {
  std::vector<std::string> found;
  const auto open = type.find('{');
  const auto close = type.find('}', open);
  if (close == std::string::npos) return found;
  for (auto at = open + 1; at < close;) {
    const auto comma = std::min(type.find(',', at), close);
    found.push_back(type.substr(at, comma - at));
    at = comma + 1;
  }
  return found;
}

DescribedOption described_option(const CLI::Option& option) {
  DescribedOption made;
  if (option.get_positional()) {
    made.names = {option.get_name(true, false)};
  } else {
    for (const auto& name : option.get_snames()) made.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) made.names.push_back("--" + name);
  }
  made.description = option.get_description();
  made.group = option.get_group();
  made.initial = option.get_default_str();
  made.takes_value = option.get_items_expected_max() > 0;
  made.choices = choices_in(option.get_type_name());
  made.takes_file = made.takes_value && names_file(made.names);
  made.required = option.get_required();
  made.repeatable = option.get_expected_max() > 1;
  return made;
}

DescribedCommand described_command(const CLI::App& app) {
  DescribedCommand made;
  made.name = app.get_name();
  made.description = app.get_description();
  made.group = group_of(made.name);
  made.examples = examples_of(made.name);
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty() || option == app.get_help_ptr()) continue;
    (option->get_positional() ? made.arguments : made.options).push_back(described_option(*option));
  }
  return made;
}

}  // namespace

DescribedProgram described(const CLI::App& app) {
  DescribedProgram program;
  for (const CLI::App* command : app.get_subcommands({}))
    program.commands.push_back(described_command(*command));
  program.settings = described_command(app).options;
  return program;
}

std::vector<std::string_view> first_steps() { return examples_of(""); }

std::vector<std::string_view> examples_of(std::string_view command) {
  std::vector<std::string_view> found;
  for (const auto& example : all_examples)
    if (example.command == command) found.push_back(example.text);
  return found;
}

std::string group_of(std::string_view command) {
  for (const auto& group : command_groups) {
    const std::string words = " " + std::string{group.command} + " ";
    if (words.find(" " + std::string{command} + " ") != std::string::npos)
      return std::string{group.text};
  }
  return "Others";
}

}  // namespace billbyagent::cli
