#include <algorithm>
#include <map>

#include "pages/pages.hpp"
#include "pages/parts.hpp"

namespace billbyagent::pages {
namespace {

using documents::Status;

class StatusWriter {
 public:
  StatusWriter(Html& html, const Status& status, const OpenDecisions& open, const Look& look)
      : html_(html), status_(status), open_(open), numbers_(look.numbers), look_(look) {}

  void write();

 private:
  void put_verdict();
  void put_tiles();
  void put_waiting();
  void put_freshness();
  void put_batches();
  void put_runs();

  Html& html_;
  const Status& status_;
  const OpenDecisions& open_;
  const Numbers& numbers_;
  const Look& look_;
};

void StatusWriter::put_verdict() {
  std::size_t found = open_.rows.size() + status_.never_counted.size() +
                      count_to_pay_out(status_.owed) + (status_.pending_notices > 0 ? 1 : 0);
  for (const auto& rmm : status_.rmms) found += rmm.stale ? 1 : 0;
  const bool never_read = std::any_of(status_.rmms.begin(), status_.rmms.end(),
                                      [](const RmmFreshness& rmm) { return !rmm.read_on; });
  if (found > 0) {
    const auto box = html_.in("div", {{"class", "word alarm"}});
    html_.put("b", counted(found, "thing waits", "things wait") + " for a person");
  } else if (status_.services == 0) {
    const auto box = html_.in("div", {{"class", "word care"}});
    html_.put("b", "No service is in force: nothing is billed");
  } else if (never_read || status_.rmms.empty()) {
    const auto box = html_.in("div", {{"class", "word"}});
    html_.put("b", "Nothing on record waits");
    html_.text(never_read ? ", but not every RMM has a reading on record."
                          : "; no service derives its units from an RMM.");
  } else {
    const auto box = html_.in("div", {{"class", "word fine"}});
    html_.put("b", "Nothing waits for a person");
  }
}

void StatusWriter::put_tiles() {
  const auto list = html_.in("ul", {{"class", "tiles"}});
  const auto tile = [&](std::string_view what, std::size_t figure, const std::string& remark) {
    put_tile(html_, what, std::to_string(figure), remark);
  };
  tile("Customers", status_.accounts, "accounts in the book");
  tile("Contracts", status_.active_contracts, "active, of " + std::to_string(status_.contracts));
  tile("Services", status_.services, "in force today");
  tile("Notices", status_.pending_notices, "wait in the outbox");
}

void StatusWriter::put_waiting() {
  put_stale(html_, status_.rmms);
  put_not_counted(html_, status_.not_counted);
  for (const auto& key : status_.never_counted) {
    const auto box = html_.in("div", {{"class", "word alarm"}});
    html_.put("b", status_.observed.contains(key.contract) ? "Only observed, not billed"
                                                           : "Never counted");
    html_.text(": ");
    html_.name(to_string(key));
  }
  if (status_.pending_notices > 0) {
    const auto box = html_.in("div", {{"class", "word care"}});
    html_.put("b", counted(status_.pending_notices, "notice waits", "notices wait"));
    html_.text(" in the outbox; ");
    html_.put("code", "billbyagent notify");
    html_.text(" delivers them.");
  }
  put_open(html_, open_);
  put_owed(html_, numbers_, status_.owed);
}

void StatusWriter::put_freshness() {
  if (status_.rmms.empty()) return;
  html_.put("h2", "How old the counts are");
  const auto table = html_.in("table", {{"class", "cards"}});
  html_.put("caption", "The last reading of each RMM that was whole");
  put_columns(html_, {"RMM", "Read on", "State", "Services"}, 3);
  const auto body = html_.in("tbody");
  for (const auto& rmm : status_.rmms) {
    const auto row = html_.in("tr");
    {
      const auto cell = html_.in("th", {{"scope", "row"}});
      html_.name(called(rmm.rmm.text(), "the RMM"));
    }
    put_cell(html_, "Read on", rmm.read_on ? to_string(*rmm.read_on) : "no reading on record");
    {
      const auto cell = html_.in("td", {{"data-of", "State"}});
      const auto inner = html_.in("div");
      if (rmm.stale) html_.put("span", "stale", {{"class", "tag alarm"}});
      if (rmm.failed_on) {
        html_.put("span", "failed on " + to_string(*rmm.failed_on), {{"class", "tag care"}});
        html_.text(" ");
        html_.name(rmm.failure);
      } else if (!rmm.stale && rmm.read_on) {
        html_.text("whole");
      }
    }
    put_number(html_, "Services", std::to_string(rmm.services));
  }
}

void StatusWriter::put_batches() {
  if (status_.batches.empty()) return;
  html_.put("h2", "What was posted");
  const auto table = html_.in("table", {{"class", "cards"}});
  html_.put("caption", "Batches by their state");
  put_columns(html_, {"State", "Total"}, 1);
  const auto body = html_.in("tbody");
  for (const auto& [key, total] : status_.batches) {
    const auto row = html_.in("tr");
    html_.put("th", to_string(key.first), {{"scope", "row"}});
    put_number(html_, "Total", numbers_.money(total));
  }
}

void StatusWriter::put_runs() {
  html_.put("h2", "The last runs");
  if (status_.runs.empty()) {
    html_.put("p", "Nothing ran so far.");
    return;
  }
  const auto table = html_.in("table", {{"class", "cards"}});
  html_.put("caption", "Newest first");
  put_columns(html_, {"Job", "Day", "Ended", "Summary", "Failures"}, 4);
  const auto body = html_.in("tbody");
  for (const auto& run : status_.runs) {
    const auto row = html_.in("tr");
    html_.put("th", run.job, {{"scope", "row"}});
    put_cell(html_, "Day", to_string(run.day));
    put_cell(html_, "Ended", minute_of(run.ended));
    put_named(html_, "Summary", run.summary);
    put_number(html_, "Failures", std::to_string(run.failures));
  }
}

void StatusWriter::write() {
  put_heading(html_, look_, "Status");
  {
    const auto line = html_.in("p", {{"class", "soft"}});
    html_.text(to_string(status_.today) + " (" + status_.zone + "). Tenant ");
    html_.name(status_.tenant.text());
  }
  put_verdict();
  put_tiles();
  put_waiting();
  put_freshness();
  put_batches();
  put_runs();
}

}  // namespace

std::string status_page(const documents::Status& status, const OpenDecisions& open,
                        const Look& look) {
  return framed("Status " + to_string(status.today), [&](Html& html) {
    StatusWriter{html, status, open, look}.write();
  });
}

}  // namespace billbyagent::pages
