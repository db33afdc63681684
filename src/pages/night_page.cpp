#include <algorithm>

#include "pages/pages.hpp"
#include "pages/parts.hpp"

namespace billbyagent::pages {
namespace {

std::string_view status_words(SyncStatus status) {
  switch (status) {
    case SyncStatus::unchanged:
      return "unchanged";
    case SyncStatus::machines_changed:
      return "other machines, as many";
    case SyncStatus::first_count:
      return "first count";
    case SyncStatus::changed:
      return "changed";
    case SyncStatus::held:
      return "held";
    case SyncStatus::proposed:
      return "proposed";
    case SyncStatus::rejected:
      return "rejected before";
    case SyncStatus::observed:
      return "observed only";
    case SyncStatus::failed:
      return "not counted";
    case SyncStatus::overtaken:
      return "overtaken by a later reading";
  }
  return "";
}

bool needs_a_person(SyncStatus status) {
  return status == SyncStatus::held || status == SyncStatus::proposed ||
         status == SyncStatus::failed || status == SyncStatus::overtaken;
}

class NightWriter {
 public:
  NightWriter(Html& html, const SyncReport& report, const Result<DeliveryReport>* delivery,
              const Look& look)
      : html_(html), report_(report), delivery_(delivery), look_(look) {}

  void write();

 private:
  std::size_t waiting() const;
  void put_verdict();
  void put_services(Word title, bool (*wanted)(SyncStatus));
  void put_service(const ServiceSync& service);
  void put_unclassified();
  void put_unchanged();
  void put_delivery();

  Html& html_;
  const SyncReport& report_;
  const Result<DeliveryReport>* delivery_;
  const Look& look_;
};

std::size_t NightWriter::waiting() const {
  return static_cast<std::size_t>(
      std::count_if(report_.services.begin(), report_.services.end(),
                    [](const ServiceSync& service) { return needs_a_person(service.status); }));
}

void NightWriter::put_verdict() {
  const std::size_t found =
      waiting() + report_.rmms_failed() + (report_.unclassified().empty() ? 0 : 1);
  const bool nothing_read = report_.scan_error.has_value();
  const bool nothing_asked = report_.services.empty();
  const bool fine = found == 0 && !nothing_read && !nothing_asked;
  const auto box = html_.in("div", {{"class", fine ? "word fine" : "word alarm"}});
  if (nothing_read)
    html_.put("b", "Nothing was read");
  else if (nothing_asked)
    html_.put("b", "Nothing was counted: no service that derives its units is in force");
  else if (fine)
    html_.put("b", "A quiet night");
  else
    html_.put("b", counted(found, "thing needs", "things need") + " a person");
  html_.put("p", summary(report_));
  if (report_.dry_run) html_.put("p", "Dry run: nothing was written.");
}

void NightWriter::put_service(const ServiceSync& service) {
  const auto row = html_.in("tr");
  {
    const auto cell = html_.in("th", {{"scope", "row"}});
    html_.name(called(service.service_name, service.key.service.text()));
    html_.put("small", to_string(service.key));
  }
  put_named(html_, "Customer", service.account.text());
  const auto text = [](const std::optional<Units>& units) {
    return units ? std::to_string(*units) : std::string{"\u2013"};
  };
  put_number(html_, "Units", text(service.before) + " \u2192 " + text(service.counted));
  const auto cell = html_.in("td", {{"data-of", "What"}});
  const auto inner = html_.in("div");
  if (needs_a_person(service.status))
    html_.put("span", status_words(service.status), {{"class", "tag alarm"}});
  else
    html_.text(status_words(service.status));
  html_.text(" ");
  html_.name(service.error ? to_string(*service.error) : service.held_why);
  if (service.machines.empty()) return;
  const auto more = html_.in("details");
  html_.put("summary", counted(service.machines.size(), "machine", "machines"));
  put_moves(html_, service.machines);
}

void NightWriter::put_services(Word title, bool (*wanted)(SyncStatus)) {
  const auto is_wanted = [&](const ServiceSync& service) { return wanted(service.status); };
  if (std::none_of(report_.services.begin(), report_.services.end(), is_wanted)) return;
  html_.put("h2", title.text());
  const auto table = html_.in("table", {{"class", "cards"}});
  html_.put("caption", "Units before, and by the count of this night");
  put_columns(html_, {"Service", "Customer", "Units", "What"}, 4);
  const auto body = html_.in("tbody");
  for (const auto& service : report_.services)
    if (is_wanted(service)) put_service(service);
}

void NightWriter::put_unclassified() {
  const auto machines = report_.unclassified();
  if (machines.empty()) return;
  html_.put("h2", "Machines of no class");
  html_.put("p", "No service for a class bills them until a person says what they are.");
  put_machines(html_, machines);
}

void NightWriter::put_unchanged() {
  const std::size_t unchanged = report_.count(SyncStatus::unchanged);
  if (unchanged == 0) return;
  const auto more = html_.in("details");
  html_.put("summary", counted(unchanged, "service is unchanged", "services are unchanged"));
  put_services("Unchanged", [](SyncStatus status) { return status == SyncStatus::unchanged; });
}

void NightWriter::put_delivery() {
  html_.put("h2", "Notices");
  if (!delivery_) {
    html_.put("p", "Nobody was told: no way to deliver notices is set, or this run left them.");
  } else if (!*delivery_) {
    put_error(html_, "Notices", delivery_->error());
  } else {
    const auto& report = **delivery_;
    html_.put("p", counted(report.delivered, "notice", "notices") + " delivered, " +
                       std::to_string(report.failed) + " failed");
    if (report.first_failure) put_error(html_, "The first failure", *report.first_failure);
  }
}

void NightWriter::write() {
  put_heading(html_, look_, "Night of " + to_string(report_.day));
  html_.put(
      "p",
      report_.zone + ", from " + minute_of(report_.started) + " to " + minute_of(report_.ended),
      {{"class", "soft"}});
  put_verdict();
  if (report_.scan_error) put_error(html_, "Nothing was taken over", *report_.scan_error);
  if (report_.stopped) put_error(html_, "Stopped; what is told here stands", *report_.stopped);
  put_services("To look at first", needs_a_person);
  put_unclassified();
  put_services("What changed", [](SyncStatus status) {
    return !needs_a_person(status) && status != SyncStatus::unchanged;
  });
  put_unchanged();
  html_.put("h2", "The RMMs");
  put_rmms(html_, report_.rmms);
  put_delivery();
}

}  // namespace

std::string night_page(const SyncReport& report, const Result<DeliveryReport>* delivery,
                       const Look& look) {
  return framed("Night of " + to_string(report.day), [&](Html& html) {
    NightWriter{html, report, delivery, look}.write();
  });
}

}  // namespace billbyagent::pages
