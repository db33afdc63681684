#include "pages/parts.hpp"

#include <algorithm>
#include <utility>

#include "documents/hints.hpp"

namespace billbyagent::pages {

std::string_view words_for(ChangeReason reason) {
  switch (reason) {
    case ChangeReason::initial:
      return "first count";
    case ChangeReason::nightly_sync:
      return "counted";
    case ChangeReason::get_units_now:
      return "counted on request";
    case ChangeReason::manual:
      return "entered";
    case ChangeReason::correction:
      return "corrected";
    case ChangeReason::confirmed_drop:
    case ChangeReason::confirmed_proposal:
    case ChangeReason::confirmed_rise:
      return "counted and confirmed";
  }
  return "";
}

std::string_view words_for(MachineMove move) {
  switch (move) {
    case MachineMove::added:
      return "new";
    case MachineMove::removed:
      return "gone";
    case MachineMove::moved_in:
      return "moved in";
    case MachineMove::moved_out:
      return "moved out";
    case MachineMove::waiting:
      return "in its first days, not billed yet";
    case MachineMove::missing:
      return "missing, billed until its grace days are over";
    case MachineMove::returned:
      return "back again";
    case MachineMove::identified:
      return "its hardware became known";
  }
  return "";
}

std::string_view words_for(HeldCause cause) {
  switch (cause) {
    case HeldCause::implausible:
      return "Held: fell too far";
    case HeldCause::rise:
      return "Held: rose too far";
    case HeldCause::first_zero:
      return "Held: the first count is zero";
    case HeldCause::gone:
      return "Held: no longer in the RMM";
    case HeldCause::proposed:
      return "Proposed";
  }
  return "";
}

std::string days_text(const Period& days) {
  const std::string begin = to_string(days.begin());
  return days.begin() == days.last_day() ? begin : begin + " to " + to_string(days.last_day());
}

std::string arithmetic(const StatementLine& line, const Numbers& numbers) {
  const bool first = line.kind == LineKind::recurring;
  const bool whole = line.share.numerator == line.share.denominator;
  return (first ? numbers.units(line.quantity) : numbers.change(line.quantity)) + " \u00d7 " +
         numbers.price(line.price_millionths, line.amount.currency()) +
         (whole ? "" : " \u00d7 " + to_string(line.share));
}

std::string_view what_is(const StatementLine& line) {
  if (line.price_changed) return "Price change";
  switch (line.part) {
    case ChargePart::base_fee:
      return "Base fee";
    case ChargePart::discount:
    case ChargePart::discount_amount:
      return "Discount";
    case ChargePart::minimum:
      return "Up to the minimum";
    case ChargePart::charge:
      return line.amount.is_negative() ? "Credit" : "Charge";
    case ChargePart::overage:
      return "Beyond the included units";
    case ChargePart::units:
      break;
  }
  if (line.kind == LineKind::recurring) return "Units";
  return line.kind == LineKind::increment ? "More units" : "Fewer units";
}

void put_number(Html& html, std::string_view column, std::string_view number) {
  html.put("td", number, {{"class", "n"}, {"data-of", column}});
}

void put_cell(Html& html, std::string_view column, std::string_view text) {
  html.put("td", text, {{"data-of", column}});
}

void put_named(Html& html, std::string_view column, std::string_view name) {
  const auto cell = html.in("td", {{"data-of", column}});
  html.name(name);
}

void put_columns(Html& html, const std::vector<std::string_view>& columns, std::size_t texts) {
  const auto head = html.in("thead");
  const auto row = html.in("tr");
  for (std::size_t i = 0; i < columns.size(); ++i)
    html.put("th", columns[i], {{"scope", "col"}, {"class", i < texts ? "" : "n"}});
}

void put_machines(Html& html, const std::vector<Machine>& machines) {
  std::vector<std::string> names;
  for (const auto& machine : machines) names.push_back(machine.name);
  std::sort(names.begin(), names.end(), comes_before);
  const auto list = html.in("ul", {{"class", "names"}});
  for (const auto& name : names) {
    const auto item = html.in("li");
    html.name(name);
  }
}

void put_tile(Html& html, std::string_view what, std::string_view figure, std::string_view remark) {
  const auto item = html.in("li");
  html.text(what);
  html.put("b", figure);
  html.put("small", remark);
}

void put_moves(Html& html, std::vector<MachineEvent> events) {
  std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) {
    return a.seen != b.seen ? a.seen < b.seen : comes_before(a.name, b.name);
  });
  const auto list = html.in("ul", {{"class", "list"}});
  for (const auto& event : events) {
    const auto item = html.in("li");
    const bool in = comes(event.move);
    html.put("b", in ? "+" : goes(event.move) ? "\u2212" : "~");
    html.text(" " + to_string(event.seen) + " ");
    html.name(event.name);
    html.text(": " + std::string{words_for(event.move)});
    if (event.detail.empty()) continue;
    html.text(", ");
    html.name(event.detail);
  }
}

void put_lines(Html& html, const Numbers& numbers, const std::vector<StatementLine>& lines,
               std::string_view caption) {
  const auto table = html.in("table", {{"class", "cards"}});
  html.put("caption", caption);
  put_columns(html, {"Days", "What", "Units \u00d7 price \u00d7 share", "Amount"}, 2);
  const auto body = html.in("tbody");
  for (const auto& line : lines) {
    const auto row = html.in("tr");
    put_cell(html, "Days", days_text(line.span));
    put_cell(html, "What", what_is(line));
    put_number(html, "Units \u00d7 price \u00d7 share", arithmetic(line, numbers));
    put_number(html, "Amount", numbers.money(line.amount));
  }
}

namespace {

/// From these units to the last count that waits.
std::string step_text(const OpenDecision& row) {
  return (row.present ? std::to_string(*row.present) : std::string{"never counted"}) + " \u2192 " +
         std::to_string(row.readings.back().units);
}

void put_open_row(Html& html, const OpenDecision& row, std::size_t number) {
  const auto line = html.in("tr");
  html.put("td", std::to_string(number), {{"class", "n"}, {"data-of", "Row"}});
  put_named(html, "Customer", called(row.account_name, row.account.text()));
  {
    const auto cell = html.in("th", {{"scope", "row"}});
    html.name(called(row.service_name, row.key.service.text()));
    html.put("small", to_string(row.key));
  }
  put_number(html, "Units", step_text(row));
  const auto cell = html.in("td", {{"data-of", "Why"}});
  for (const auto& reading : row.readings) {
    const auto part = html.in("div");
    html.put("b", words_for(reading.cause));
    html.text(" on " + to_string(reading.effective) + ": ");
    html.name(reading.why);
    if (reading.machines.empty()) continue;
    const auto more = html.in("details");
    html.put("summary", counted(reading.machines.size(), "machine", "machines"));
    put_moves(html, reading.machines);
  }
}

}  // namespace

void put_open(Html& html, const OpenDecisions& open) {
  if (open.rows.empty()) return;
  html.put("h3", "Counts that wait for a decision");
  {
    const auto table = html.in("table", {{"class", "cards"}});
    html.put("caption", "Until somebody decides, the units before the arrow are billed.");
    put_columns(html, {"Row", "Customer", "Service", "Units", "Why"}, 5);
    const auto body = html.in("tbody");
    for (std::size_t i = 0; i < open.rows.size(); ++i) put_open_row(html, open.rows[i], i + 1);
  }
  const auto how = html.in("p");
  html.text("Take rows over by their numbers: ");
  html.put("code", "billbyagent confirm 1" +
                       (open.rows.size() > 1 ? "-" + std::to_string(open.rows.size()) : "") +
                       " --list " + open.digest);
  html.text(". The numbers mean this list; when it is another one by then, nothing is confirmed.");
}

void put_owed(Html& html, const Numbers& numbers, const std::vector<OwedCredit>& owed) {
  for (const auto& one : owed) {
    const auto box = html.in("div", {{"class", one.charge_to_come ? "word" : "word care"}});
    html.put("b", "Credit owed: " + numbers.money(one.amount));
    html.text(" to ");
    html.name(one.account.text());
    html.text(" by contract ");
    html.name(one.contract.text());
    html.text(one.charge_to_come ? ". A charge to come settles it."
                                 : ". Nothing settles it: somebody has to pay it out.");
  }
}

void put_stale(Html& html, const std::vector<RmmFreshness>& rmms) {
  for (const auto& rmm : rmms) {
    if (!rmm.stale) continue;
    const auto box = html.in("div", {{"class", "word alarm"}});
    html.put("b", "Stale counts");
    html.text(": ");
    html.name(rmm.rmm.empty() ? "the RMM" : rmm.rmm.text());
    html.text(rmm.read_on ? " was last read as a whole on " + to_string(*rmm.read_on)
                          : std::string{" was never read as a whole"});
    html.text("; " + counted(rmm.services, "service is", "services are") +
              " billed by what was counted then.");
    if (!rmm.failed_on) continue;
    html.text(" On " + to_string(*rmm.failed_on) + ": ");
    html.name(rmm.failure);
  }
}

void put_not_counted(Html& html, const std::vector<ServiceFreshness>& services) {
  for (const auto& service : services) {
    const auto box = html.in("div", {{"class", service.stale ? "word alarm" : "word care"}});
    html.put("b", service.stale ? "Stale count" : "Not counted");
    html.text(": ");
    html.name(to_string(service.key));
    html.text(service.counted_on ? " was last counted on " + to_string(*service.counted_on)
                                 : std::string{" was never counted"});
    if (!service.failed_on) continue;
    html.text("; on " + to_string(*service.failed_on) + ": ");
    html.name(service.failure);
  }
}

void put_error(Html& html, std::string_view what, const Error& error) {
  const auto box = html.in("div", {{"class", "word alarm"}});
  {
    const auto bold = html.in("b");
    html.name(what);
  }
  html.text(": ");
  html.name(to_string(error));
  if (const auto hint = documents::hint_for(error.code); !hint.empty()) html.put("p", hint);
}

void put_rmms(Html& html, const std::vector<RmmOutcome>& rmms) {
  if (rmms.empty()) return;
  const auto table = html.in("table", {{"class", "cards"}});
  html.put("caption", "What was read");
  put_columns(html, {"RMM", "Result", "Machines"}, 2);
  const auto body = html.in("tbody");
  for (const auto& rmm : rmms) {
    const auto row = html.in("tr");
    {
      const auto cell = html.in("th", {{"scope", "row"}});
      html.name(called(rmm.rmm.text(), rmm.provider));
    }
    {
      const auto cell = html.in("td", {{"data-of", "Result"}});
      if (rmm.error) {
        html.put("span", "not read", {{"class", "tag alarm"}});
        html.text(" ");
        html.name(to_string(*rmm.error));
      } else {
        html.text("read as a whole");
      }
      for (const auto& note : rmm.notes) html.put("small", note);
    }
    put_number(html, "Machines", rmm.error ? "" : std::to_string(rmm.agents));
  }
}

std::string minute_of(Instant instant) {
  std::string text = to_string(instant).substr(0, 16);
  text[10] = ' ';
  return text + " UTC";
}

}  // namespace billbyagent::pages
