#include "pages/pages.hpp"
#include "pages/parts.hpp"
#include "pages/review_exceptions.hpp"

namespace billbyagent::pages {
namespace {

class ReviewWriter {
 public:
  ReviewWriter(Html& html, const ReviewSheet& sheet, const CoverageReport* coverage,
               const Look& look)
      : html_(html), sheet_(sheet), coverage_(coverage), numbers_(look.numbers), look_(look) {}

  void write();

 private:
  void put_verdict();
  void put_tiles();
  void put_account(const ReviewedAccount& account);
  void put_row(const ReviewRow& row);
  void put_counted(const ReviewRow& row);
  void put_last(const ReviewRow& row);
  void put_more(const ReviewRow& row);
  void put_due(const ReviewRow& row);
  void put_moved(const ReviewRow& row);
  void put_ahead(const ReviewRow& row);
  void put_months();
  void put_customers();
  void put_sums(const TotalsByCurrency& now, const TotalsByCurrency& later);

  Html& html_;
  const ReviewSheet& sheet_;
  const CoverageReport* coverage_;
  const Numbers& numbers_;
  const Look& look_;
};

void ReviewWriter::put_verdict() {
  const auto found = count_exceptions(sheet_, coverage_);
  if (found > 0) {
    const auto box = html_.in("div", {{"class", "word alarm"}});
    html_.put("b", counted(found, "thing needs", "things need") + " a person");
    html_.text(" before this is billed. They stand first.");
  } else if (coverage_) {
    const auto box = html_.in("div", {{"class", "word fine"}});
    html_.put("b", "Nothing needs a person");
    html_.text(": " + counted(sheet_.services, "service was", "services were") +
               " looked at and the RMMs were read for this page.");
  } else {
    const auto box = html_.in("div", {{"class", "word"}});
    html_.put("b", "Nothing on record needs a person");
    html_.text(": " + counted(sheet_.services, "service was", "services were") + " looked at.");
  }
  if (coverage_) return;
  const auto box = html_.in("div", {{"class", "word care"}});
  html_.put("b", "The RMMs were not read for this page");
  html_.text(
      ". Machines that no contract bills, machines that are billed twice and groups that are gone "
      "are not known here. ");
  html_.put("code", "billbyagent review --coverage --html FILE");
  html_.text(" looks for them.");
}

void ReviewWriter::put_tiles() {
  const auto list = html_.in("ul", {{"class", "tiles"}});
  const auto later = [&](Currency currency) -> std::string {
    const auto sum = sheet_.later.find(currency);
    return sum == sheet_.later.end() ? "nothing later"
                                     : "later " + numbers_.money(sum->second.amount);
  };
  for (const auto& [currency, sum] : sheet_.now) {
    const auto margin = sum.margin();
    put_tile(html_, "Due now", numbers_.money(sum.amount),
             counted(sum.lines, "line", "lines") +
                 (margin ? ", margin " + numbers_.money(*margin) : "") + "; " + later(currency));
  }
  for (const auto& [currency, sum] : sheet_.later)
    if (!sheet_.now.contains(currency))
      put_tile(html_, "Due now", "nothing in " + to_string(currency), later(currency));
  if (sheet_.now.empty() && sheet_.later.empty())
    put_tile(html_, "Due now", "nothing", "and nothing later");
  put_tile(html_, "Services", std::to_string(sheet_.services),
           "of " + counted(sheet_.accounts.size(), "customer", "customers"));
}

void ReviewWriter::put_counted(const ReviewRow& row) {
  const auto cell = html_.in("td", {{"class", "n"}, {"data-of", "Counted"}});
  const auto inner = html_.in("div");
  if (row.counted)
    html_.text(numbers_.units(*row.counted));
  else
    html_.put("span", "never counted", {{"class", "tag alarm"}});
  if (row.counted_on)
    html_.put("small", (row.derived ? "read on " : "entered for ") + to_string(*row.counted_on));
  else if (row.derived)
    html_.put("small", "no reading on record");
  if (row.waiting)
    html_.put("span", numbers_.units(*row.waiting) + " waits for a decision",
              {{"class", "tag alarm"}});
  if (row.stale) html_.put("span", "stale", {{"class", "tag alarm"}});
  if (!row.not_counted.empty()) {
    const auto small = html_.in("small");
    html_.text("not counted since: ");
    html_.name(row.not_counted);
  }
  if (row.observed) html_.put("span", "observed only", {{"class", "tag care"}});
  if (row.shown)
    html_.put("small", numbers_.units(row.shown->units) + " would be " +
                           numbers_.money(row.shown->amount) + " for " +
                           to_string(row.shown->billing_period.begin()) + " to " +
                           to_string(row.shown->billing_period.last_day()) + "; not billable");
}

void ReviewWriter::put_last(const ReviewRow& row) {
  const auto cell = html_.in("td", {{"class", "n"}, {"data-of", "Last invoice"}});
  const auto inner = html_.in("div");
  if (!row.last) {
    html_.put("small", "never billed");
    return;
  }
  html_.text(numbers_.units(row.last->units) + " for " + numbers_.amount(row.last->amount));
  const auto small = html_.in("small");
  html_.text(to_string(row.last->posted_on) + ", ");
  if (row.last->invoice_number.empty())
    html_.text("no invoice yet");
  else
    html_.name(row.last->invoice_number);
}

void ReviewWriter::put_more(const ReviewRow& row) {
  const auto cell = html_.in("td", {{"class", "n"}, {"data-of", "Change"}});
  const auto inner = html_.in("div");
  if (row.more_units) {
    const Units more = *row.more_units;
    html_.text(more == 0 ? "as before"
                         : numbers_.change(more) + (more > 0 ? " \u25b2" : " \u25bc"));
  }
  if (row.more_amount)
    html_.put("small", row.more_amount->is_zero() ? "same amount"
                                                  : "amount " + numbers_.change(*row.more_amount));
}

void put_explained(Html& html, const DueLine& due) {
  if (!due.explanation) {
    html.put("p", "How this line came about: billbyagent explain " + to_string(due.line.key),
             {{"class", "soft"}});
    return;
  }
  auto explanation = *due.explanation;
  explanation.events.clear();  // they stand with the machines
  const auto more = html.in("details");
  html.put("summary", "Arithmetic of " + days_text(due.line.span));
  const auto list = html.in("ul", {{"class", "list"}});
  for (const auto& sentence : to_text(explanation)) {
    const auto item = html.in("li");
    html.name(sentence);
  }
}

void ReviewWriter::put_due(const ReviewRow& row) {
  if (row.due.empty()) return;
  std::vector<StatementLine> lines;
  for (const auto& due : row.due) lines.push_back(statement_line(due.line));
  put_lines(html_, numbers_, lines, "Due now");
  for (const auto& due : row.due) put_explained(html_, due);
}

void ReviewWriter::put_moved(const ReviewRow& row) {
  if (!row.moves.empty()) {
    html_.put("h4", row.last ? "Machines since the last invoice" : "Machines so far");
    put_moves(html_, row.moves);
  }
  if (row.machines.empty()) return;
  const auto more = html_.in("details");
  html_.put("summary", counted(row.machines.size(), "machine", "machines") + " behind the units");
  put_machines(html_, row.machines);
}

void ReviewWriter::put_ahead(const ReviewRow& row) {
  if (row.ahead.empty()) return;
  const auto table = html_.in("table");
  html_.put("caption", "The next periods, if nothing changes");
  put_columns(html_, {"Period", "Lines", "Amount"}, 1);
  const auto body = html_.in("tbody");
  for (const auto& period : row.ahead) {
    const auto line = html_.in("tr");
    html_.put("th", days_text(period.billing_period), {{"scope", "row"}});
    put_number(html_, "Lines", std::to_string(period.lines));
    put_number(html_, "Amount", numbers_.money(period.amount));
  }
}

std::string limits_text(const Numbers& numbers, const QuantityTerms& limits) {
  std::string text = limits.minimum > 0 ? numbers.units(limits.minimum) : "\u2013";
  if (limits.maximum) text += ", at most " + numbers.units(*limits.maximum);
  if (limits.included > 0) text += ", " + numbers.units(limits.included) + " included";
  return text;
}

void ReviewWriter::put_row(const ReviewRow& row) {
  {
    const auto line = html_.in("tr", {{"class", "has-more"}});
    {
      const auto cell = html_.in("th", {{"scope", "row"}});
      html_.name(called(row.name, row.key.service.text()));
      html_.put("small", to_string(row.key));
    }
    put_counted(row);
    put_number(html_, "Minimum", limits_text(numbers_, row.limits));
    put_number(html_, "Billed", row.charged ? numbers_.units(*row.charged) : "\u2013");
    put_last(row);
    put_more(row);
    put_number(html_, "Due now", row.due.empty() ? "\u2013" : numbers_.money(row.now.amount));
    put_number(html_, "Later", row.ahead.empty() ? "\u2013" : numbers_.money(row.later.amount));
  }
  const auto line = html_.in("tr", {{"class", "more"}});
  const auto cell = html_.in("td", {{"colspan", "8"}});
  const auto more = html_.in("details");
  {
    const auto summary = html_.in("summary");
    html_.text("Machines, arithmetic and next periods of ");
    html_.name(called(row.name, row.key.service.text()));
  }
  const auto inner = html_.in("div");
  put_due(row);
  if (!row.withheld.empty()) {
    std::vector<StatementLine> lines;
    for (const auto& each : row.withheld) lines.push_back(statement_line(each));
    put_lines(html_, numbers_, lines, "Withheld: credits that are too small as yet, in no sum");
  }
  put_moved(row);
  put_ahead(row);
}

void ReviewWriter::put_sums(const TotalsByCurrency& now, const TotalsByCurrency& later) {
  const auto foot = html_.in("tfoot");
  TotalsByCurrency all = now;
  all.insert(later.begin(), later.end());
  for (const auto& entry : all) {
    const Currency currency = entry.first;
    const auto line = html_.in("tr");
    html_.put("th", "Together, " + to_string(currency), {{"scope", "row"}, {"colspan", "6"}});
    const auto put = [&](std::string_view column, const TotalsByCurrency& totals) {
      const auto sum = totals.find(currency);
      put_number(html_, column,
                 sum == totals.end() ? "\u2013" : numbers_.money(sum->second.amount));
    };
    put("Due now", now);
    put("Later", later);
  }
}

void ReviewWriter::put_account(const ReviewedAccount& account) {
  {
    const auto title = html_.in("h3");
    html_.name(called(account.name, account.id.text()));
  }
  const auto table = html_.in("table", {{"class", "cards"}});
  {
    // For those who hear the page; the heading says it to the others.
    const auto caption = html_.in("caption", {{"class", "heard"}});
    html_.text("Services of ");
    html_.name(called(account.name, account.id.text()));
  }
  put_columns(
      html_,
      {"Service", "Counted", "Minimum", "Billed", "Last invoice", "Change", "Due now", "Later"}, 1);
  {
    const auto body = html_.in("tbody");
    for (const auto& row : account.rows) put_row(row);
  }
  put_sums(account.now, account.later);
}

void ReviewWriter::put_months() {
  if (sheet_.months.empty()) return;
  const auto table = html_.in("table", {{"class", "cards"}});
  html_.put("caption", "By the month in which it can be billed; what is due now is in this month");
  put_columns(html_, {"Month", "Currency", "Amount", "Cost", "Margin"}, 2);
  const auto body = html_.in("tbody");
  for (const auto& [month, totals] : sheet_.months)
    for (const auto& [currency, sum] : totals) {
      const auto margin = sum.margin();
      const auto line = html_.in("tr");
      html_.put("th", to_string(month).substr(0, 7), {{"scope", "row"}});
      put_cell(html_, "Currency", to_string(currency));
      put_number(html_, "Amount", numbers_.amount(sum.amount));
      put_number(html_, "Cost", numbers_.amount(sum.cost));
      put_number(html_, "Margin", margin ? numbers_.amount(*margin) : "");
    }
}

void ReviewWriter::put_customers() {
  if (sheet_.accounts.empty()) return;
  const auto table = html_.in("table", {{"class", "cards"}});
  html_.put("caption", "By customer");
  put_columns(html_, {"Customer", "Currency", "Due now", "Cost", "Margin", "Later"}, 2);
  const auto body = html_.in("tbody");
  for (const auto& account : sheet_.accounts) {
    TotalsByCurrency all = account.now;
    all.insert(account.later.begin(), account.later.end());
    for (const auto& entry : all) {
      const Currency currency = entry.first;
      const Totals none{Money::zero(currency), Money::zero(currency)};
      const auto sum_of = [&](const TotalsByCurrency& totals) {
        const auto sum = totals.find(currency);
        return sum == totals.end() ? none : sum->second;
      };
      const Totals now = sum_of(account.now);
      const auto margin = now.margin();
      const auto line = html_.in("tr");
      {
        const auto cell = html_.in("th", {{"scope", "row"}});
        html_.name(called(account.name, account.id.text()));
      }
      put_cell(html_, "Currency", to_string(currency));
      put_number(html_, "Due now", numbers_.amount(now.amount));
      put_number(html_, "Cost", numbers_.amount(now.cost));
      put_number(html_, "Margin", margin ? numbers_.amount(*margin) : "");
      put_number(html_, "Later", numbers_.amount(sum_of(account.later).amount));
    }
  }
}

void ReviewWriter::write() {
  put_heading(html_, look_, "Billing review");
  {
    const auto line = html_.in("p", {{"class", "soft"}});
    html_.text(to_string(sheet_.review.today) + " (" + sheet_.zone + "), looking ahead through " +
               to_string(sheet_.review.through) + ". Tenant ");
    html_.name(sheet_.tenant.text());
  }
  if (sheet_.filtered) {
    const auto box = html_.in("div", {{"class", "word care"}});
    html_.put("b", "A part of the book");
    html_.text(": customers, services or days were chosen, and the rest is not on this page.");
  }
  put_verdict();
  put_tiles();
  put_exceptions(html_, numbers_, sheet_, coverage_);
  html_.put("h2", "Customers");
  if (sheet_.accounts.empty())
    html_.put("p", "No service is in force and nothing is open: nothing was reviewed.");
  for (const auto& account : sheet_.accounts) put_account(account);
  html_.put("h2", "Totals");
  put_months();
  put_customers();
  const auto footer = html_.in("footer");
  if (sheet_.unexplained > 0)
    html_.put("p", counted(sheet_.unexplained, "line stands", "lines stand") +
                       " here without arithmetic; billbyagent explain tells it.");
  html_.put("p",
            "Billed units are those that are charged today: what was counted, after minimum, "
            "maximum and included units. Change is against the last invoice of the service.");
  html_.put("p", "Made " + minute_of(sheet_.made));
}

}  // namespace

std::string review_page(const ReviewSheet& sheet, const CoverageReport* coverage,
                        const Look& look) {
  return framed("Billing review " + to_string(sheet.review.today), [&](Html& html) {
    ReviewWriter{html, sheet, coverage, look}.write();
  });
}

}  // namespace billbyagent::pages
