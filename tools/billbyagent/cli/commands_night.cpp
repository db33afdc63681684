// units-now, nightly, notify.

#include <ostream>

#include "billbyagent/app/get_units_now.hpp"
#include "billbyagent/app/verify.hpp"
#include "cli/believed.hpp"
#include "cli/commands.hpp"
#include "cli/ledger_stop.hpp"
#include "cli/night_mail.hpp"
#include "cli/page_files.hpp"
#include "cli/reports_human.hpp"
#include "cli/run_options.hpp"
#include "documents/overviews.hpp"
#include "documents/reports.hpp"

namespace billbyagent::cli {
namespace {

struct NightlyArguments {
  bool dry_run = false;
  bool no_notify = false;
  Believed believed;
  std::string html;
};

struct UnitsNowArguments {
  std::string service;
  bool take_over = false;
  bool dry_run = false;
  Believed believed;
};

struct NotifyArguments {
  std::size_t limit = 10'000;
};

Machines machines_to_show(const Session& session) {
  return session.verbose() ? Machines::all : Machines::first_few;
}

using cli::exit_of;

Exit exit_of(const DeliveryReport& report) {
  if (report.stopped && report.stopped->code == Errc::cancelled) return Exit::cancelled;
  return report.failed + report.left > 0 ? Exit::needs_a_person : Exit::done;
}

/// That notices left.
Result<void> record_delivery(Session& session, const Desk& desk,
                             const Result<DeliveryReport>& delivery) {
  if (!delivery || delivery->delivered == 0) return {};
  return record_in_ledger(
      session, desk,
      boost::json::object{
          {"kind", "notices"}, {"delivered", delivery->delivered}, {"failed", delivery->failed}});
}

boost::json::array documents_of(const std::vector<MailRefusal>& refused) {
  boost::json::array all;
  for (const auto& one : refused)
    all.push_back({{"notice", one.message},
                   {"recipient", one.recipient},
                   {"error", documents::of(one.why, documents::hint_for)}});
  return all;
}

/// The operator's mail: nothing when nobody is to get one.
using Told = std::optional<Result<void>>;

boost::json::value document_of(const SyncReport& report, const NightNotices& notices,
                               const std::vector<MailRefusal>& refused, const Told& told) {
  auto document = documents::of(report, documents::hint_for);
  if (notices.delivery && *notices.delivery)
    document["notices"] = documents::of(**notices.delivery, documents::hint_for);
  else if (notices.delivery)
    document["notices"] =
        error_document(notices.delivery->error(), exit_for(notices.delivery->error().code));
  else if (notices.without_place > 0)
    document["notices"] = {{"waiting_without_destination", notices.without_place}};
  if (!refused.empty()) document["mail_refused"] = documents_of(refused);
  if (!notices.damage.empty()) document["damage"] = documents::of_findings(notices.damage);
  if (told)
    document["operator_mail"] =
        *told ? boost::json::value("sent")
              : boost::json::value(documents::of(told->error(), documents::hint_for));
  return document;
}

void show_night(Session& session, const Desk& desk, const SyncReport& report,
                const NightNotices& notices, const Told& told) {
  session.show([&] { return document_of(report, notices, session.refused(), told); },
               [&](std::ostream& out) {
                 print(out, report, machines_to_show(session), Names::read(desk),
                       key_column(session.verbose()));
                 print(out, notices, session.refused());
                 if (told && !*told) print_error(out, "the operator's mail", told->error());
               });
}

Exit exit_of(const Session& session, const SyncReport& report, const NightNotices& notices) {
  if (!notices.damage.empty()) return Exit::store;
  const Exit exit = exit_of(report);
  if (exit != Exit::done) return exit;
  if (notices.delivery && !*notices.delivery) return exit_for(notices.delivery->error().code);
  const Exit told = notices.delivery ? exit_of(**notices.delivery) : Exit::done;
  return told == Exit::done && !session.refused().empty() ? Exit::needs_a_person : told;
}

Result<SyncReport> read_night(Session& session, const Desk& desk, const RmmSet& rmms,
                              const NightlyArguments& arguments) {
  NightlyOptions options = nightly_options(session, rmms);
  options.dry_run = arguments.dry_run;
  options.day_limit.believed = arguments.believed.day;
  options.why_lifted = why_lifted(arguments.believed, session.author());
  if (!options.dry_run)
    if (auto good = check_ledger(session, desk); !good) return good.error();
  auto report = nightly_sync(desk, rmms, options);
  if (!options.dry_run)
    if (auto done = record_in_ledger(session, desk); !done) return done.error();
  return report;
}

/// Notices that nobody asked to keep, and that no setting has a place for.
Result<std::size_t> count_without_place(const Desk& desk) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  auto waiting = (*transaction)->pending_notices(NotifyArguments{}.limit);
  if (!waiting) return waiting.error();
  return waiting->size();
}

Result<NightNotices> deliver_night(Session& session, const Desk& desk, Notifier* notifier) {
  NightNotices notices;
  if (!notifier) {
    auto count = count_without_place(desk);
    if (!count) return count.error();
    notices.without_place = *count;
    return notices;
  }
  notices.delivery = deliver_notices(desk, *notifier, NotifyArguments{}.limit, delivery_lasts);
  if (auto done = record_delivery(session, desk, *notices.delivery); !done) return done.error();
  return notices;
}

/// A look at some contracts, others each night.
Result<std::vector<Finding>> look_for_damage(Session& session, const Desk& desk) {
  auto verified = verify_sample(desk, contracts_looked_at);
  session.watch().finish();
  if (!verified) return verified.error();
  return std::move(verified->findings);
}

Result<Exit> run_nightly(Session& session, const NightlyArguments& arguments) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto rmms = session.rmms();
  if (!rmms) return rmms.error();
  const bool tells = !arguments.no_notify && !arguments.dry_run;
  // Before the night, so that a wrong setting does not wait for its end.
  const auto look = look_of(session.settings());
  if (!look && !arguments.html.empty()) return look.error();
  auto notifier = arguments.no_notify ? Result<Notifier*>{nullptr} : session.notifier();
  if (!notifier) return notifier.error();
  const auto report = read_night(session, *desk, **rmms, arguments);
  session.watch().finish();
  NightNotices notices;
  if (report && tells) {
    auto delivered = deliver_night(session, *desk, *notifier);
    if (!delivered) return delivered.error();
    notices = *std::move(delivered);
  }
  if (report && !arguments.dry_run) {
    auto damage = look_for_damage(session, *desk);
    if (!damage) return damage.error();
    notices.damage = *std::move(damage);
  }
  const Exit exit = report ? exit_of(session, *report, notices) : Exit::broken;
  const Told told = tells ? mail_night(session, *desk, report, notices, exit) : Told{};
  if (!report) {
    if (told && !*told) print_error(session.err(), "the operator's mail", told->error());
    return report.error();
  }
  show_night(session, *desk, *report, notices, told);
  if (!arguments.html.empty())
    if (auto written = write_page(
            session, arguments.html,
            pages::night_page(*report, notices.delivery ? &*notices.delivery : nullptr, *look));
        !written)
      return written.error();
  return exit == Exit::done && told && !*told ? Exit::needs_a_person : exit;
}

Result<Exit> count_only(Session& session, const Desk& desk, const RmmSet& rmms,
                        const ServiceKey& key) {
  const auto counted = [&]() -> Result<MachinesNow> {
    if (session.verbose()) return machines_now(desk, rmms, key, session.deadline());
    auto units = get_units_now(desk, rmms, key, session.deadline());
    if (!units) return units.error();
    return MachinesNow{*units, {}};
  }();
  if (!counted) return counted.error();
  const UnitsNow& units = counted->units;
  session.show([&] { return session.verbose() ? documents::of(*counted) : documents::of(units); },
               [&](std::ostream& out) {
                 out << to_string(units.key) << ": the RMM counts " << units.counted
                     << " now; the contract has " << text_of(units.present) << '\n';
                 print_machines(out, counted->machines);
                 if (units.present != units.counted)
                   out << "  --take-over does now what the next nightly run would do\n";
               });
  return Exit::done;
}

Result<Exit> run_units_now(Session& session, const UnitsNowArguments& arguments) {
  auto key = parse_service_key(arguments.service);
  if (!key) return key.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto rmms = session.rmms();
  if (!rmms) return rmms.error();
  if (!arguments.take_over) return count_only(session, *desk, **rmms, *key);
  NightlyOptions options = nightly_options(session, **rmms);
  options.dry_run = arguments.dry_run;
  options.day_limit.believed = arguments.believed.day;
  options.why_lifted = why_lifted(arguments.believed, session.author());
  options.author = "units-now";
  auto report = take_over_units_now(*desk, **rmms, *key, options);
  if (!report) return report.error();
  session.watch().finish();
  show_night(session, *desk, *report, {}, {});
  return exit_of(*report);
}

Result<Exit> run_notify(Session& session, const NotifyArguments& arguments) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto notifier = session.notifier();
  if (!notifier) return notifier.error();
  if (!*notifier)
    return Error{Errc::invalid_settings,
                 "set smtp-url, webhook-url or notify-file to say where notices go"};
  if (auto good = check_ledger(session, *desk); !good) return good.error();
  auto delivery = deliver_notices(*desk, **notifier, arguments.limit, delivery_lasts);
  if (!delivery) return delivery.error();
  if (auto done = record_delivery(session, *desk, delivery); !done) return done.error();
  const auto& refused = session.refused();
  session.show(
      [&] {
        auto document = documents::of(*delivery, documents::hint_for);
        if (!refused.empty()) document["mail_refused"] = documents_of(refused);
        return document;
      },
      [&](std::ostream& out) {
        print(out, *delivery);
        print(out, NightNotices{}, refused);
      });
  const Exit exit = exit_of(*delivery);
  return exit == Exit::done && !refused.empty() ? Exit::needs_a_person : exit;
}

}  // namespace

void add_night_commands(Commands& commands) {
  commands.add<NightlyArguments>(
      "nightly", "Read the RMM, take changed counts over, tell the recipients",
      [](CLI::App& sub, NightlyArguments& arguments) {
        sub.add_flag("--dry-run", arguments.dry_run, "Show all, write nothing");
        sub.add_flag("--no-notify", arguments.no_notify, "Leave notices in the outbox");
        add_believed_day(sub, arguments.believed);
        sub.add_option("--html", arguments.html, "Write it as a page into this file, too");
      },
      run_nightly);
  commands.add<UnitsNowArguments>(
      "units-now", "Count one service now (Get Units Now)",
      [](CLI::App& sub, UnitsNowArguments& arguments) {
        sub.add_option("SERVICE", arguments.service, "CONTRACT/SERVICE")->required();
        sub.add_flag("--take-over", arguments.take_over, "Record the count as of today");
        sub.add_flag("--dry-run", arguments.dry_run, "With --take-over: write nothing");
        add_believed_day(sub, arguments.believed);
      },
      run_units_now);
  commands.add<NotifyArguments>(
      "notify", "Deliver the notices that wait in the outbox",
      [](CLI::App& sub, NotifyArguments& arguments) {
        sub.add_option("--limit", arguments.limit, "At most so many")->capture_default_str();
      },
      run_notify);
}

}  // namespace billbyagent::cli
