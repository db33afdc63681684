#include "cli/night_mail.hpp"

#include <ostream>
#include <sstream>

#include "cli/mail.hpp"
#include "cli/reports_human.hpp"
#include "cli/tables.hpp"
#include "cli/waiting.hpp"
#include "documents/hints.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {
namespace {

std::string outcome_text(const Result<SyncReport>& report, Exit exit) {
  if (!report || report->scan_error) return "nothing was taken over";
  return exit == Exit::done ? "all went well" : "a person has to look";
}

std::string body_of(Session& session, const Desk& desk, const Result<SyncReport>& report,
                    const NightNotices& notices) {
  std::ostringstream out;
  if (report) {
    print(out, *report, Machines::first_few, Names::read(desk), KeyColumn::hidden);
    print(out, notices, session.refused());
  } else {
    print_error(out, "the night came to nothing", report.error());
  }
  out << "\nWhat waits:\n";
  if (auto told = print_what_waits(session, desk, out); !told)
    print_error(out, "not known", told.error());
  return out.str();
}

}  // namespace

void print(std::ostream& out, const NightNotices& notices,
           const std::vector<MailRefusal>& refused) {
  if (notices.delivery && !*notices.delivery)
    print_error(out, "notices", notices.delivery->error());
  else if (notices.delivery && (*notices.delivery)->considered() > 0)
    print(out, **notices.delivery);
  for (const auto& one : refused)
    out << "  ! " << printable(one.recipient) << " gets no mail about " << printable(one.message)
        << ": " << printable(one.why.context) << '\n';
  for (const auto& [subject, what] : notices.damage)
    out << "  ! damaged: " << printable(subject) << ": " << printable(what)
        << "; 'billbyagent verify' looks at everything\n";
  if (notices.without_place > 0)
    out << "  ! " << documents::counted(notices.without_place, "notice waits", "notices wait")
        << ": no setting says where they go (smtp-url, webhook-url or notify-file)\n";
}

std::optional<Result<void>> mail_night(Session& session, const Desk& desk,
                                       const Result<SyncReport>& report,
                                       const NightNotices& notices, Exit exit) {
  const auto operators = operators_of(session.settings());
  if (operators.empty()) return std::nullopt;
  auto mailer = session.mailer();
  if (!mailer) return mailer.error();
  const std::string day = to_string(report ? report->day : desk.clock.today());
  const Instant moment = report ? report->started : desk.clock.now();
  Mail mail;
  mail.id = "night/" + desk.tenant.text() + "/" + day + "/" + std::to_string(moment.ms);
  mail.recipients = operators;
  mail.subject =
      "Night of " + day + ", tenant " + desk.tenant.text() + ": " + outcome_text(report, exit);
  mail.body = body_of(session, desk, report, notices);
  mail.created = moment;
  mail.as_table = true;
  return (*mailer)->send(mail);
}

}  // namespace billbyagent::cli
