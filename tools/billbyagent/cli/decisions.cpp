#include "cli/decisions.hpp"

#include <algorithm>
#include <charconv>
#include <ostream>
#include <set>

#include "cli/ledger_stop.hpp"
#include "cli/refused.hpp"
#include "cli/reports_human.hpp"
#include "cli/tables.hpp"
#include "documents/decisions.hpp"
#include "documents/overviews.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {
namespace {

constexpr std::size_t row_max = 1'000'000;

/// Nothing unless the whole word is a number from 1.
std::optional<std::size_t> number_of(std::string_view word) {
  std::size_t number = 0;
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (fault != std::errc{} || end != word.data() + word.size() || number == 0 || number > row_max)
    return std::nullopt;
  return number;
}

struct Range {
  std::size_t first = 0;
  std::size_t last = 0;
};

std::optional<Range> range_of(std::string_view word) {
  const auto dash = word.find('-');
  const auto first = number_of(word.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : number_of(word.substr(dash + 1));
  if (!first || !last) return std::nullopt;
  return Range{*first, *last};
}

Result<std::set<std::size_t>> rows_named(const std::vector<std::string>& words, std::size_t rows) {
  std::set<std::size_t> named;
  for (const auto& word : words) {
    const auto range = range_of(word);
    if (!range || range->last < range->first)
      return Error{Errc::invalid_argument, "'" + word + "' names no rows; such as 3 or 5-7"};
    if (rows < range->last)
      return Error{Errc::not_found,
                   "row " + std::to_string(range->last) + "; the list has " + std::to_string(rows)};
    for (std::size_t row = range->first; row <= range->last; ++row) named.insert(row);
  }
  return named;
}

void print_decided(std::ostream& out, const DecisionReport& report, std::size_t left) {
  for (const auto& each : report.decided) {
    const std::string name = printable(subject_of(each.key));
    if (each.batch)
      out << name << " is paid out by batch " << printable(each.batch->text()) << '\n';
    if (each.key.contract.empty()) out << "the day is believed; runs go on from it\n";
    if (each.key.service.empty()) continue;
    for (const auto& change : each.changes)
      out << name << " has " << change.units << " units from " << to_string(change.effective)
          << " (" << to_string(change.reason) << ")\n";
    if (each.changes.empty())
      out << name
          << (each.kind == DecisionKind::dismiss ? " stays as it is\n"
                                                 : " is confirmed as it was\n");
  }
  out << documents::counted(report.decided.size(), "row", "rows") << " decided";
  if (left > 0) out << ", " << left << " left";
  out << "; 'billbyagent review' shows what follows\n";
}

/// The list that is called so: all that waits, or the counts alone, whose numbers are the same.
Result<OpenDecisions> list_named(Session& session, const Desk& desk, const std::string& list) {
  auto counts = open_decisions(desk);
  if (!counts || counts->digest == list) return counts;
  return all_open_decisions(desk, decision_rules(session));
}

/// As `confirm` takes them: ` 1-3 5`.
template <class Left>
std::string rows_but(const OpenDecisions& open, Left left) {
  std::string text;
  for (std::size_t first = 0; first < open.rows.size(); ++first) {
    if (left(open.rows[first])) continue;
    std::size_t last = first;
    while (last + 1 < open.rows.size() && !left(open.rows[last + 1])) ++last;
    text += " " + std::to_string(first + 1);
    if (first < last) text += "-" + std::to_string(last + 1);
    first = last;
  }
  return text;
}

}  // namespace

DecisionRules decision_rules(const Session& session) {
  const Settings& settings = session.settings();
  DecisionRules rules;
  if (settings.settlement == "contract") rules.settlement = Settlement::contract;
  rules.day_limit.most_days_ahead = settings.guard_days_ahead;
  return rules;
}

void print_open(std::ostream& out, const OpenDecisions& open, KeyColumn keys) {
  if (open.rows.empty()) return;
  out << "\nWaiting for a decision, list " << open.digest << '\n';
  std::vector<Column> columns{{"Row", Align::right},          {"Account", Align::left, true},
                              {"Service", Align::left, true}, {"Was", Align::right},
                              {"Now", Align::right},          {"Why"}};
  if (keys == KeyColumn::shown) columns.push_back({"Key"});
  Table table{std::move(columns)};
  for (std::size_t i = 0; i < open.rows.size(); ++i) {
    const auto& row = open.rows[i];
    const auto& last = row.readings.back();
    std::vector<std::string> cells{std::to_string(i + 1),
                                   documents::name_or_id(row.account_name, row.account),
                                   documents::name_or_id(row.service_name, row.key.service),
                                   text_of(row.present),
                                   std::to_string(last.units),
                                   text_of(last)};
    if (keys == KeyColumn::shown) cells.push_back(to_string(row.key));
    table.add(std::move(cells));
  }
  table.print(out);
  const std::string list = " --list " + open.digest;
  const auto is_gone = [](const OpenDecision& row) { return row.about == DecisionAbout::gone; };
  if (const auto rows = rows_but(open, is_gone); !rows.empty())
    out << "  if they are true: billbyagent confirm" << rows << list
        << "\n  if they are not: billbyagent reject" << rows << list << " --reason TEXT\n";
  for (std::size_t i = 0; i < open.rows.size(); ++i)
    if (is_gone(open.rows[i]))
      out << "  row " << i + 1
          << " counts what the RMM does not show any more; was it renamed there? Then give its "
             "account the new id ('organization') and import; confirming the row sets its units "
             "to 0\n";
  out << "  or as a file: billbyagent review --decisions FILE, then decide FILE\n";
}

bool are_rows(const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word.find_first_not_of("0123456789-") == std::string::npos;
  });
}

Result<Exit> decide_rows(Session& session, const std::vector<std::string>& rows,
                         const std::string& list, DecisionKind kind, const std::string& reason) {
  if (list.empty())
    return Error{Errc::invalid_argument,
                 "rows need --list: the numbers mean the list that 'billbyagent review' or "
                 "'status' showed under this name"};
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  const auto open = list_named(session, *desk, list);
  if (!open) return open.error();
  if (open->digest != list)
    return Error{Errc::conflicts, "the list is not " + list + " any more but " + open->digest +
                                      "; look at it again"};
  const auto named = rows_named(rows, open->rows.size());
  if (!named) return named.error();
  std::vector<Decision> decisions;
  for (const auto number : *named) {
    const auto& row = open->rows[number - 1];
    decisions.push_back({row.key, row.digest, kind, 0, reason});
  }
  return decide_and_show(session, *desk, decisions, open->rows.size() - decisions.size());
}

Result<Exit> decide_and_show(Session& session, const Desk& desk,
                             const std::vector<Decision>& decisions, std::size_t left) {
  const bool posts = std::any_of(decisions.begin(), decisions.end(), [](const Decision& each) {
    return each.key.service.empty() && !each.key.contract.empty();
  });
  if (posts)
    if (auto good = check_ledger(session, desk); !good) return good.error();
  const auto report = decide_open(desk, decisions, session.author(), decision_rules(session));
  if (posts)
    if (auto done = record_in_ledger(session, desk); !done) return done.error();
  if (!report) return report.error();
  if (!report->accepted()) return show_refused(session, report->refused, nothing_decided);
  session.show([&] { return documents::of(*report, left); },
               [&](std::ostream& out) { print_decided(out, *report, left); });
  return Exit::done;
}

}  // namespace billbyagent::cli
