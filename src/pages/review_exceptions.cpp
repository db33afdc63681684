#include "pages/review_exceptions.hpp"

#include <algorithm>
#include <map>

#include "pages/parts.hpp"

namespace billbyagent::pages {
namespace {

std::size_t count_refused(const CoverageReport& coverage) {
  const auto refused = [](const CountedTwice& each) { return each.overlaps == Overlaps::refused; };
  return static_cast<std::size_t>(
      std::count_if(coverage.overlaps.begin(), coverage.overlaps.end(), refused));
}

void put_not_computed(Html& html, const ReviewedContract& reviewed) {
  const ContractId& id = reviewed.contract.id();
  if (reviewed.error) put_error(html, id.text(), *reviewed.error);
  for (const auto& service : reviewed.units_unknown) {
    const auto box = html.in("div", {{"class", "word alarm"}});
    html.put("b", "Never counted");
    html.text(": ");
    html.name(to_string(ServiceKey{id, service}));
    html.text(" is in force and nothing of it is billed.");
  }
}

void put_above_maximum(Html& html, const Numbers& numbers, const ReviewedContract& reviewed) {
  for (const auto& each : reviewed.above_maximum) {
    const auto box = html.in("div", {{"class", "word care"}});
    html.put("b", "Counted above the maximum");
    html.text(": ");
    html.name(to_string(ServiceKey{reviewed.contract.id(), each.service}));
    html.text(" has " + numbers.units(each.counted) + " counted on " + to_string(each.day) +
              ", of which " + numbers.units(each.maximum) + " are billed.");
  }
}

void put_names(Html& html, const std::vector<Machine>& machines) {
  if (machines.empty()) return;
  const auto more = html.in("details");
  html.put("summary", counted(machines.size(), "machine", "machines"));
  put_machines(html, machines);
}

void put_worth(Html& html, const Numbers& numbers, const Unbilled& entry) {
  const auto cell = html.in("td", {{"class", "n"}, {"data-of", "Would bring"}});
  const auto inner = html.in("div");
  if (!entry.worth) {
    html.text("unknown");
    html.put("small", entry.worth_unknown);
    return;
  }
  html.text(numbers.money(entry.worth->amount));
  const auto small = html.in("small");
  html.text("a " + std::string{to_string(entry.worth->cycle)} + " period, at the price of ");
  html.name(to_string(entry.worth->priced_by));
}

void put_unbilled(Html& html, const Numbers& numbers, const CoverageReport& coverage) {
  if (coverage.unbilled.empty()) return;
  html.put("h3", "Machines that no contract bills");
  const auto table = html.in("table", {{"class", "cards"}});
  std::string bring;
  for (const auto& [key, amount] : coverage.totals)
    bring += (bring.empty() ? ". They would bring " : " and ") + numbers.money(amount) + " a " +
             std::string{to_string(key.second)} + " period";
  if (coverage.machines_of_unknown_worth > 0)
    bring += "; what " + std::to_string(coverage.machines_of_unknown_worth) +
             " of them would bring is not known";
  html.put("caption", std::to_string(coverage.unbilled_machines()) + " of " +
                          counted(coverage.agents, "machine", "machines") + bring);
  put_columns(html, {"Organization", "Customer", "Machines", "Would bring"}, 2);
  const auto body = html.in("tbody");
  for (const auto& entry : coverage.unbilled) {
    const auto row = html.in("tr");
    {
      const auto cell = html.in("th", {{"scope", "row"}});
      html.name(called(entry.organization_name, entry.organization.text()));
      put_names(html, entry.machines);
    }
    put_named(html, "Customer", entry.account ? entry.account->text() : "no account");
    put_number(html, "Machines", std::to_string(entry.machines.size()));
    put_worth(html, numbers, entry);
  }
}

void put_overlaps(Html& html, const CoverageReport& coverage, Overlaps which) {
  for (const auto& overlap : coverage.overlaps) {
    if (overlap.overlaps != which) continue;
    const bool refused = which == Overlaps::refused;
    const auto box = html.in("div", {{"class", refused ? "word alarm" : "word"}});
    html.put("b", refused ? "Billed twice, which the account refuses" : "Billed twice, as allowed");
    html.text(": ");
    html.name(to_string(overlap.first));
    html.text(" and ");
    html.name(to_string(overlap.second));
    put_names(html, overlap.machines);
  }
}

void put_uncounted(Html& html, const CoverageReport& coverage) {
  for (const auto& entry : coverage.uncounted) {
    put_error(html, to_string(entry.service), entry.error);
    if (entry.machines.empty()) continue;
    html.put("p", "It is still billed for:");
    put_names(html, entry.machines);
  }
  for (const auto& rmm : coverage.rmms)
    if (rmm.error) put_error(html, called(rmm.rmm.text(), rmm.provider), *rmm.error);
}

void put_remarks(Html& html, const CoverageReport& coverage) {
  for (const auto& entry : coverage.without_account) {
    const auto box = html.in("div", {{"class", "word care"}});
    html.put("b", "No account");
    html.text(": organization ");
    html.name(entry.organization.name);
    html.text(" with " + counted(entry.machines, "machine", "machines") + " is no customer's.");
  }
  std::map<std::pair<ServiceKey, Verdict>, std::vector<Machine>> groups;
  for (const auto& entry : coverage.left_out)
    groups[{entry.service, entry.why}].push_back(entry.machine);
  for (const auto& [group, machines] : groups) {
    const auto box = html.in("div", {{"class", "word"}});
    html.put("b", "Left out: " + std::string{to_string(group.second)});
    html.text(", by ");
    html.name(to_string(group.first));
    put_names(html, machines);
  }
}

bool has_remarks(const ReviewSheet& sheet, const CoverageReport* coverage) {
  const auto above = [](const ReviewedContract& each) { return !each.above_maximum.empty(); };
  return !sheet.review.owed.empty() ||
         std::any_of(sheet.review.contracts.begin(), sheet.review.contracts.end(), above) ||
         (coverage && (!coverage->overlaps.empty() || !coverage->left_out.empty() ||
                       !coverage->without_account.empty()));
}

}  // namespace

namespace {

/// Stale services whose RMM is read all the same; of the others their RMM is told.
std::vector<const ReviewRow*> stale_alone(const ReviewSheet& sheet) {
  const auto told = [&](const ReviewRow& row) {
    return std::any_of(sheet.rmms.begin(), sheet.rmms.end(), [&](const RmmFreshness& rmm) {
      return rmm.stale && rmm.read_on == row.counted_on;
    });
  };
  std::vector<const ReviewRow*> rows;
  for (const auto& account : sheet.accounts)
    for (const auto& row : account.rows)
      if (row.stale && !told(row)) rows.push_back(&row);
  return rows;
}

void put_stale_alone(Html& html, const ReviewSheet& sheet) {
  for (const auto* row : stale_alone(sheet)) {
    const auto box = html.in("div", {{"class", "word alarm"}});
    html.put("b", "Stale count");
    html.text(": ");
    html.name(to_string(row->key));
    html.text(row->counted_on ? " was last counted on " + to_string(*row->counted_on) + ". "
                              : std::string{" was never counted. "});
    html.name(row->not_counted);
  }
}

}  // namespace

std::size_t count_exceptions(const ReviewSheet& sheet, const CoverageReport* coverage) {
  std::size_t found = sheet.open.rows.size() + count_to_pay_out(sheet.review.owed);
  found += stale_alone(sheet).size();
  for (const auto& each : sheet.review.contracts)
    found += each.units_unknown.size() + (each.error ? 1 : 0);
  for (const auto& rmm : sheet.rmms) found += rmm.stale ? 1 : 0;
  if (coverage)
    found += coverage->uncounted.size() + coverage->rmms_failed() + coverage->unbilled.size() +
             count_refused(*coverage);
  return found;
}

void put_exceptions(Html& html, const Numbers& numbers, const ReviewSheet& sheet,
                    const CoverageReport* coverage) {
  if (count_exceptions(sheet, coverage) == 0 && !has_remarks(sheet, coverage)) return;
  html.put("h2", "To look at first");
  put_stale(html, sheet.rmms);
  put_stale_alone(html, sheet);
  for (const auto& each : sheet.review.contracts) put_not_computed(html, each);
  if (coverage) put_uncounted(html, *coverage);
  put_open(html, sheet.open);
  if (coverage) {
    put_overlaps(html, *coverage, Overlaps::refused);
    put_unbilled(html, numbers, *coverage);
  }
  put_owed(html, numbers, sheet.review.owed);
  for (const auto& each : sheet.review.contracts) put_above_maximum(html, numbers, each);
  if (!coverage) return;
  put_remarks(html, *coverage);
  put_overlaps(html, *coverage, Overlaps::allowed);
}

}  // namespace billbyagent::pages
