#include "billbyagent/app/preview.hpp"

#include <algorithm>

namespace billbyagent {

namespace {

std::string signed_text(const Money& money) {
  return (money.minor() > 0 ? "+" : "") + to_string(money);
}

/// `25.00 USD -> 27.50 USD, difference +2.50 USD`
std::string change_text(const AmountChange& change) {
  return to_string(change.before) + " -> " + to_string(change.after) + ", difference " +
         signed_text(change.difference);
}

/// Takes out of both lists the lines that read alike (their costs may differ) and returns their
/// sum.
Money take_common(std::vector<LineItem>& before, std::vector<LineItem>& after, Currency currency) {
  std::int64_t common = 0;
  std::erase_if(before, [&](const LineItem& line) {
    const auto same = std::find_if(after.begin(), after.end(), [&](const LineItem& other) {
      return to_string(line) == to_string(other);
    });
    if (same == after.end()) return false;
    common += line.amount.minor();
    after.erase(same);
    return true;
  });
  return Money::from_minor(common, currency);
}

void add_machine_text(const std::vector<Machine>& machines, const std::string& what,
                      std::size_t shown, std::vector<std::string>& text) {
  const std::size_t named = std::min(shown, machines.size());
  for (std::size_t i = 0; i < named; ++i)
    text.push_back(what + machines[i].name + " (" + machines[i].agent.text() + ")");
  if (named < machines.size())
    text.push_back(what + "... and " + std::to_string(machines.size() - named) + " more");
}

void add_row_text(const ServicePeriodDifference& row, std::size_t machines_shown,
                  std::vector<std::string>& text) {
  auto before = row.before;
  auto after = row.after;
  const Money common = take_common(before, after, row.amount.before.currency());
  const std::string name = to_string(row.billing_period) + "  " + row.service.text() + ": ";
  if (before.empty() && after.empty()) {
    text.push_back(name + to_string(row.amount.after) + ", no difference");
  } else {
    text.push_back(name + change_text(row.amount));
    if (before.size() < row.before.size())
      text.push_back("    " + std::to_string(row.before.size() - before.size()) +
                     (row.before.size() - before.size() == 1 ? " line" : " lines") +
                     " as before, " + to_string(common));
    for (const auto& line : before) text.push_back("  - " + to_string(line));
    for (const auto& line : after) text.push_back("  + " + to_string(line));
  }
  add_machine_text(row.machines_removed, "  - machine ", machines_shown, text);
  add_machine_text(row.machines_added, "  + machine ", machines_shown, text);
  if (row.average_per_machine)
    text.push_back("  that is " + signed_text(*row.average_per_machine) +
                   " per machine, on average");
}

}  // namespace

std::vector<std::string> to_text(const Preview& preview, std::size_t machines_shown) {
  std::vector<std::string> text;
  text.push_back("Preview of contract " + preview.contract.text() + ", " +
                 to_string(preview.covered_before) + ", " + std::to_string(preview.periods.size()) +
                 (preview.periods.size() == 1 ? " billing period" : " billing periods"));
  if (preview.covered_after != preview.covered_before)
    text.push_back("The periods after the change cover other days: " +
                   to_string(preview.covered_after));
  text.push_back("Sum: " + change_text(preview.amount));
  if (!preview.cost.before.is_zero() || !preview.cost.after.is_zero())
    text.push_back("Cost: " + change_text(preview.cost));
  const auto unknown = [&](const std::vector<ServiceId>& services, const char* side) {
    for (const auto& service : services)
      text.push_back("Not in it: service " + service.text() + " was never counted, " + side +
                     " the change");
  };
  unknown(preview.units_unknown_before, "before");
  unknown(preview.units_unknown_after, "after");
  auto row = preview.services.begin();
  for (const auto& period : preview.periods) {
    std::size_t rows = 0;
    for (; row != preview.services.end() && row->billing_period == period.billing_period;
         ++row, ++rows)
      add_row_text(*row, machines_shown, text);
    if (rows > 1)
      text.push_back(to_string(period.billing_period) +
                     "  all services: " + change_text(period.amount));
  }
  return text;
}

}  // namespace billbyagent
