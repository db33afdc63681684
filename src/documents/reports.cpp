#include "documents/reports.hpp"

#include "documents/hints.hpp"

namespace billbyagent::documents {
namespace {

namespace json = boost::json;

template <class T>
json::value optional_json(const std::optional<T>& value) {
  if (!value) return nullptr;
  if constexpr (std::is_integral_v<T>)
    return *value;
  else
    return json::string{to_string(*value)};
}

json::string text(std::string_view value) { return json::string{value}; }

json::object event_json(const MachineEvent& event) {
  return {{"agent", text(event.agent.text())},
          {"name", text(event.name)},
          {"move", text(to_string(event.move))},
          {"detail", text(event.detail)},
          {"seen", text(to_string(event.seen))}};
}

json::array ids_json(const std::vector<ServiceId>& ids) {
  return list_json(ids, [](const ServiceId& id) { return text(id.text()); });
}

json::array lines_json(const std::vector<LineItem>& lines) {
  return list_json(lines, [](const LineItem& line) { return line_json(line); });
}

json::array above_json(const std::vector<UnbilledUnits>& units) {
  return list_json(units, [](const UnbilledUnits& above) {
    return json::object{{"service", text(above.service.text())},
                        {"day", text(to_string(above.day))},
                        {"counted", above.counted},
                        {"maximum", above.maximum},
                        {"not_billed", above.counted - above.maximum}};
  });
}

json::value error_or_null(const std::optional<Error>& error) {
  if (!error) return nullptr;
  return error_json(*error);
}

/// Null for none; without braces, which would make a list of it.
json::value proposal_json(std::int32_t proposal) {
  if (proposal == 0) return nullptr;
  return proposal;
}

json::object run_of(const auto& report) {
  return {{"day", text(to_string(report.day))},
          {"zone", text(report.zone)},
          {"started", text(to_string(report.started))},
          {"ended", text(to_string(report.ended))},
          {"dry_run", report.dry_run}};
}

json::object service_json(const ServiceSync& service) {
  return {{"service", text(to_string(service.key))},
          {"account", text(service.account.text())},
          {"name", text(service.service_name)},
          {"status", text(to_string(service.status))},
          {"before", optional_json(service.before)},
          {"counted", optional_json(service.counted)},
          {"machines", machines_json(service.machines)},
          {"judged", list_json(service.judged, judged_json)},
          {"held_why", text(service.held_why)},
          {"proposal", proposal_json(service.proposal)},
          {"error", error_or_null(service.error)}};
}

}  // namespace

json::object error_json(const Error& error) {
  const auto& info = errc_info(error.code);
  return {{"code", text(info.name)},
          {"number", static_cast<std::int32_t>(error.code)},
          {"context", text(error.context)},
          {"meaning", text(info.meaning)},
          {"hint", text(hint_for(error.code))}};
}

json::object rmm_json(const RmmOutcome& rmm) {
  json::object out{{"rmm", text(rmm.rmm.text())},
                   {"provider", text(rmm.provider)},
                   {"machines", rmm.agents},
                   {"started", text(to_string(rmm.started))},
                   {"milliseconds", rmm.ended.ms - rmm.started.ms},
                   {"error", error_or_null(rmm.error)}};
  if (!rmm.notes.empty())
    out["notes"] = list_json(rmm.notes, [](const std::string& note) { return text(note); });
  return out;
}

json::object period_json(const Period& period) {
  return {{"first_day", text(to_string(period.begin()))},
          {"last_day", text(to_string(period.last_day()))}};
}

json::object line_json(const LineItem& line) {
  const Currency currency = line.currency();
  json::object out{{"line", text(to_string(line.key))},
                   {"contract", text(line.key.contract.text())},
                   {"service", text(line.key.service.text())},
                   {"service_name", text(line.service_name)},
                   {"kind", text(to_string(line.kind))},
                   {"part", text(to_string(line.part()))},
                   {"effective", text(to_string(line.key.effective))},
                   {"billing_period", period_json(line.billing_period)},
                   {"billed_days", period_json(line.span)},
                   {"units_before", line.units_before},
                   {"units_after", line.units_after},
                   {"quantity", line.quantity},
                   {"unit_price", text(price_to_decimal(line.rate.price_millionths, currency))},
                   {"price_step", text(price_to_decimal(line.price_millionths(), currency))},
                   {"share", text(to_string(line.share))},
                   {"amount", text(to_decimal(line.amount))},
                   {"cost", text(to_decimal(line.cost))},
                   {"currency", text(currency.code())},
                   {"available_on", text(to_string(line.available_on))},
                   {"tax_category", text(line.tax_category)}};
  return out;
}

json::object line_json(const PostedLine& entry) {
  json::object out = line_json(entry.line);
  out["batch"] = text(entry.batch.text());
  out["state"] = text(to_string(entry.state));
  out["posted"] = text(to_string(entry.posted));
  out["invoice_number"] = text(entry.invoice_number);
  return out;
}

json::object batch_json(const Batch& batch) {
  return {
      {"batch", text(batch.id.text())},          {"contract", text(batch.contract.text())},
      {"account", text(batch.account.text())},   {"posted_on", text(to_string(batch.posted_on))},
      {"posted", text(to_string(batch.posted))}, {"author", text(batch.author)},
      {"state", text(to_string(batch.state))},   {"invoice_number", text(batch.invoice_number)},
      {"total", text(to_decimal(batch.total))},  {"currency", text(batch.total.currency().code())}};
}

json::object change_json(const UnitChange& change) {
  return {{"effective", text(to_string(change.effective))},
          {"units", change.units},
          {"reason", text(to_string(change.reason))},
          {"note", text(change.note)},
          {"author", text(change.author)},
          {"recorded", text(to_string(change.recorded))},
          {"sequence", change.sequence}};
}

json::array machines_json(const std::vector<MachineEvent>& events) {
  return list_json(events, event_json);
}

json::array machines_json(const std::vector<Machine>& machines) {
  return list_json(machines, [](const Machine& machine) {
    return json::object{{"agent", text(machine.agent.text())}, {"name", text(machine.name)}};
  });
}

json::object judged_json(const JudgedMachine& machine) {
  return {{"agent", text(machine.agent.text())},
          {"name", text(machine.name)},
          {"billed", machine.verdict == Verdict::counted},
          {"verdict", text(to_string(machine.verdict))},
          {"detail", text(machine.detail)}};
}

json::object held_json(const HeldReading& reading) {
  return {{"effective", text(to_string(reading.effective))},
          {"units", reading.units},
          {"cause", text(to_string(reading.cause))},
          {"proposal", proposal_json(reading.proposal)},
          {"why", text(reading.why)},
          {"recorded", text(to_string(reading.recorded))},
          {"machines", machines_json(reading.machines)}};
}

json::object ended_json(const EndedReading& ended) {
  json::object out = held_json(ended.reading);
  out["ended"] = text(to_string(ended.ending.how));
  out["ended_by"] = text(ended.ending.author);
  out["ended_reason"] = text(ended.ending.reason);
  out["ended_at"] = text(to_string(ended.ending.when));
  return out;
}

json::object run_json(const RunRecord& run) {
  return {{"job", text(run.job)},
          {"day", text(to_string(run.day))},
          {"zone", text(run.zone)},
          {"started", text(to_string(run.started))},
          {"ended", text(to_string(run.ended))},
          {"summary", text(run.summary)},
          {"failures", run.failures}};
}

json::array totals_json(const TotalsByCurrency& totals) {
  return list_json(totals, [](const auto& entry) {
    const auto margin = entry.second.margin();
    return json::object{{"currency", text(entry.first.code())},
                        {"amount", text(to_decimal(entry.second.amount))},
                        {"cost", text(to_decimal(entry.second.cost))},
                        {"margin", text(margin ? to_decimal(*margin) : "")},
                        {"lines", entry.second.lines}};
  });
}

json::object report_json(const ImportReport& report, bool dry_run) {
  return {{"accepted", report.accepted()},
          {"dry_run", dry_run},
          {"accounts_saved", report.accounts_saved},
          {"contracts_created", report.contracts_created},
          {"contracts_updated", report.contracts_updated},
          {"contracts_unchanged", report.contracts_unchanged},
          {"units_recorded", report.units_recorded},
          {"refused", list_json(report.refused, error_json)}};
}

json::object report_json(const SyncReport& report) {
  json::object out = run_of(report);
  out["agents"] = report.agents;
  out["rmms"] = list_json(report.rmms, rmm_json);
  out["scan_error"] = error_or_null(report.scan_error);
  out["services"] = list_json(report.services, service_json);
  out["machines_of_no_class"] = machines_json(report.unclassified());
  out["summary"] = text(summary(report));
  return out;
}

json::object report_json(const BillingReview& review) {
  return {{"today", text(to_string(review.today))},
          {"through", text(to_string(review.through))},
          {"contracts", list_json(review.contracts,
                                  [](const ReviewedContract& reviewed) {
                                    const auto& terms = reviewed.contract.terms();
                                    return json::object{
                                        {"contract", text(terms.id.text())},
                                        {"name", text(terms.name)},
                                        {"account", text(terms.account.text())},
                                        {"lines", lines_json(reviewed.lines)},
                                        {"units_unknown", ids_json(reviewed.units_unknown)},
                                        {"withheld", lines_json(reviewed.withheld)},
                                        {"above_maximum", above_json(reviewed.above_maximum)},
                                        {"error", error_or_null(reviewed.error)}};
                                  })},
          {"totals", totals_json(review.totals)}};
}

json::object report_json(const PostReport& report) {
  json::object out = run_of(report);
  out["through"] = text(to_string(report.through));
  out["contracts"] = list_json(report.contracts, [](const PostedContract& posted) {
    return json::object{{"contract", text(posted.contract.text())},
                        {"status", text(to_string(posted.status))},
                        {"batch", posted.batch ? json::value{batch_json(*posted.batch)} : nullptr},
                        {"lines", lines_json(posted.lines)},
                        {"units_unknown", ids_json(posted.units_unknown)},
                        {"withheld", lines_json(posted.withheld)},
                        {"above_maximum", above_json(posted.above_maximum)},
                        {"error", error_or_null(posted.error)}};
  });
  out["totals"] = totals_json(report.totals);
  out["summary"] = text(summary(report));
  return out;
}

json::object report_json(const Explanation& explanation) {
  const Currency currency = explanation.line.currency();
  json::object out{
      {"line", explanation.posted ? line_json(*explanation.posted) : line_json(explanation.line)},
      {"exact_before", text(exact_to_decimal(explanation.exact_before, currency))},
      {"exact_after", text(exact_to_decimal(explanation.exact_after, currency))},
      {"amounts_before", text(to_decimal(explanation.amounts_before))},
      {"change", nullptr},
      {"events", machines_json(explanation.events)},
      {"machines", machines_json(explanation.machines)},
      {"text", list_json(to_text(explanation), [](const std::string& row) { return text(row); })}};
  if (explanation.change) out["change"] = change_json(*explanation.change);
  return out;
}

}  // namespace billbyagent::documents
