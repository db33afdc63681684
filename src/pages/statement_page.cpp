#include <algorithm>

#include "pages/drawing.hpp"
#include "pages/pages.hpp"
#include "pages/parts.hpp"

namespace billbyagent::pages {
namespace {

class StatementWriter {
 public:
  StatementWriter(Html& html, const Statement& statement, const Look& look)
      : html_(html), statement_(statement), numbers_(look.numbers), look_(look) {}

  void write();

 private:
  void put_what_for();
  bool several_contracts() const;
  void put_summary();
  void put_service(const StatementService& service);
  void put_units(const StatementService& service);
  void put_changes(const StatementService& service);
  void put_change(const StatementChange& change);
  void put_behind(const StatementService& service);

  Html& html_;
  const Statement& statement_;
  const Numbers& numbers_;
  const Look& look_;
};

void StatementWriter::put_what_for() {
  {
    const auto line = html_.in("p");
    html_.text("For ");
    const auto bold = html_.in("b");
    html_.name(statement_.account);
  }
  if (!statement_.invoices.empty()) {
    const auto line = html_.in("p");
    html_.text(statement_.invoices.size() == 1 ? "Invoice " : "Invoices ");
    for (std::size_t i = 0; i < statement_.invoices.size(); ++i) {
      html_.text(i > 0 ? ", " : "");
      html_.name(statement_.invoices[i]);
    }
  }
  if (statement_.posted)
    html_.put("p", "Billed from " + days_text(*statement_.posted), {{"class", "soft"}});
  if (statement_.not_invoiced > 0) {
    const auto box = html_.in("div", {{"class", "word care"}});
    html_.put("b", "Not invoiced yet");
    html_.text(": " + counted(statement_.not_invoiced, "line is", "lines are") +
               " on no invoice so far.");
  }
}

bool StatementWriter::several_contracts() const {
  const auto& services = statement_.services;
  return std::any_of(services.begin(), services.end(), [&](const StatementService& each) {
    return each.contract != services.front().contract;
  });
}

void StatementWriter::put_summary() {
  const auto table = html_.in("table");
  html_.put("caption", "Services and their sum, by currency");
  put_columns(html_, {"Service", "Amount"}, 1);
  {
    const auto body = html_.in("tbody");
    for (const auto& service : statement_.services) {
      const auto row = html_.in("tr");
      {
        const auto cell = html_.in("th", {{"scope", "row"}});
        html_.name(called(service.name, "Service"));
        if (several_contracts()) {
          const auto small = html_.in("small");
          html_.name(service.contract);
        }
      }
      put_number(html_, "Amount", numbers_.money(service.amount));
    }
  }
  const auto foot = html_.in("tfoot");
  for (const auto& [currency, total] : statement_.totals) {
    const auto row = html_.in("tr");
    html_.put("th", "Total", {{"scope", "row"}});
    put_number(html_, "Amount", numbers_.money(total));
  }
}

void StatementWriter::put_units(const StatementService& service) {
  if (service.units.empty()) return;
  html_.put("p",
            "Units from " + days_text(service.days) +
                (service.known_through < service.days.last_day()
                     ? ", known through " + to_string(service.known_through)
                     : ""),
            {{"class", "soft"}});
  draw_units(html_, numbers_, service);
  const auto& limits = service.limits;
  const Units last = service.units.back().units;
  std::string text;
  if (last < limits.minimum)
    text += numbers_.units(last) + " counted, billed as the agreed minimum of " +
            numbers_.units(limits.minimum) + ". ";
  else if (limits.minimum > 0)
    text += "The agreed minimum is " + numbers_.units(limits.minimum) + ". ";
  if (limits.maximum && *limits.maximum < last)
    text += numbers_.units(last) + " counted, billed up to the agreed " +
            numbers_.units(*limits.maximum) + ". ";
  if (limits.included > 0)
    text += numbers_.units(limits.included) + " are included without charge. ";
  if (!text.empty()) html_.put("p", text);
}

void StatementWriter::put_change(const StatementChange& change) {
  const auto item = html_.in("li");
  html_.put("b", to_string(change.day));
  html_.text(": " + (change.before ? numbers_.units(*change.before) + " \u2192 " : "") +
             numbers_.units(change.after) + " (" +
             std::string{change.before ? words_for(change.reason) : "from the beginning"} + ")");
  // All machines of the first count are news to nobody.
  if (change.before && !change.moves.empty()) {
    std::string separator = ". ";
    for (const auto& move : change.moves) {
      html_.text(separator + (move.comes ? "In: " : "Out: "));
      html_.name(move.name);
      separator = ", ";
    }
  }
  for (const auto& line : change.lines) {
    const auto own = html_.in("div", {{"class", "nowrap"}});
    // No equals sign: the amount is rounded so that the lines of the period add up.
    html_.text(arithmetic(line, numbers_) + ": " + numbers_.money(line.amount));
  }
}

void StatementWriter::put_changes(const StatementService& service) {
  if (service.changes.empty()) return;
  html_.put("h4", "What changed");
  const auto list = html_.in("ul", {{"class", "list"}});
  for (const auto& change : service.changes) put_change(change);
}

void StatementWriter::put_behind(const StatementService& service) {
  if (service.machines.empty()) return;
  auto machines = service.machines;
  std::sort(machines.begin(), machines.end(),
            [](const auto& a, const auto& b) { return comes_before(a.name, b.name); });
  html_.put("h4", counted(machines.size(), "machine", "machines") + " on " +
                      to_string(service.known_through));
  const auto list = html_.in("ul", {{"class", "names"}});
  for (const auto& machine : machines) {
    const auto item = html_.in("li");
    html_.name(called(machine.name, "without a name"));
    html_.put("span", " since " + to_string(machine.since), {{"class", "soft"}});
  }
}

void StatementWriter::put_service(const StatementService& service) {
  const auto section = html_.in("section");
  {
    const auto title = html_.in("h2");
    html_.name(called(service.name, "Service"));
  }
  put_lines(html_, numbers_, service.lines, "What is billed");
  put_units(service);
  put_changes(service);
  put_behind(service);
}

void StatementWriter::write() {
  put_heading(html_, look_, "Statement");
  put_what_for();
  put_summary();
  for (const auto& service : statement_.services) put_service(service);
  const auto footer = html_.in("footer");
  if (!look_.note.empty()) {
    const auto note = html_.in("p");
    html_.name(look_.note);
  }
  html_.put("p",
            "Amounts are rounded so that the lines of a service and period add up exactly; a line "
            "can differ from its own product by the smallest coin.");
  html_.put("p", "Made on " + to_string(statement_.made));
}

}  // namespace

std::string statement_page(const Statement& statement, const Look& look) {
  return framed("Statement for " + statement.account, [&](Html& html) {
    StatementWriter{html, statement, look}.write();
  });
}

}  // namespace billbyagent::pages
