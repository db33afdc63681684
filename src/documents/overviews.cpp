#include "documents/overviews.hpp"

#include "documents/forms.hpp"

namespace billbyagent::documents {
namespace {

/// Something that one RMM shows.
template <class T>
struct OfRmm {
  RmmId rmm;
  const T* what;
};
template <class T>
void fill(Object& out, const OfRmm<T>& of) {
  out("rmm", of.rmm).fields(*of.what);
}

template <class T>
std::vector<OfRmm<T>> all_of(const std::vector<RmmLists>& rmms, std::vector<T> RmmLists::*list) {
  std::vector<OfRmm<T>> all;
  for (const auto& each : rmms)
    for (const T& what : each.*list) all.push_back({each.rmm, &what});
  return all;
}

/// Something of one service.
template <class T>
struct OfService {
  ServiceKey service;
  const T* what;
};
template <class T>
void fill(Object& out, const OfService<T>& of) {
  out.fields (*of.what)("service", of.service);
}

struct NoteOfRmm {
  RmmId rmm;
  std::string note;
};
BILLBYAGENT_FIELDS(NoteOfRmm, rmm, note);

struct BatchTotal {
  LineState state;
  Currency currency;
  Money total;
};
BILLBYAGENT_FIELDS(BatchTotal, state, currency, total);

}  // namespace

namespace json = boost::json;

json::object of(const std::vector<RmmLists>& rmms, const std::vector<RmmOutcome>& failed,
                Hint hint) {
  Object out{hint};
  out("organizations", all_of(rmms, &RmmLists::organizations));
  out("groups", all_of(rmms, &RmmLists::groups))("views", all_of(rmms, &RmmLists::views));
  out("failed", failed);
  std::vector<NoteOfRmm> notes;
  for (const auto& each : rmms)
    for (const auto& note : each.notes) notes.push_back({each.rmm, note});
  return notes.empty() ? out : out("notes", notes);
}

BILLBYAGENT_FIELDS(Status, tenant, today, zone, accounts, contracts, active_contracts, services,
                   never_counted, observed, held, past_proposals, owed, batches, pending_notices,
                   rmms, not_counted, runs);

void put(Object&, const Status&, At<&Status::observed>) {}

void put(Object& out, const Status& of, At<&Status::held>) {
  std::vector<OfService<HeldReading>> all;
  for (const auto& [service, readings] : of.held)
    for (const auto& reading : readings) all.push_back({service, &reading});
  out("held", all);
}

void put(Object& out, const Status& of, At<&Status::past_proposals>) {
  std::vector<OfService<EndedReading>> all;
  for (const auto& [service, ended] : of.past_proposals) all.push_back({service, &ended});
  out("past_proposals", all);
}

void put(Object& out, const Status& of, At<&Status::batches>) {
  std::vector<BatchTotal> all;
  for (const auto& [of_which, total] : of.batches)
    all.push_back({of_which.first, of_which.second, total});
  out("batches", all);
}

json::object of(const VerifyReport& report) {
  return Object{}("sound", report.sound()).fields(report);
}

json::array of_findings(const std::vector<Finding>& findings) {
  json::array all;
  for (const auto& finding : findings) all.emplace_back(json::object{Object{}.fields(finding)});
  return all;
}

json::object of(const Status& status) { return Object{}.fields(status); }

json::object of(const ServiceKey& service, const ServiceHistory& history) {
  return Object{}("service", service).fields(history);
}

json::object of(const DeliveryReport& report, Hint hint) { return Object{hint}.fields(report); }

json::object of(const UnitsNow& now) { return Object{}.fields(now); }

json::object of(const MachinesNow& now) {
  return Object{}.fields(now.units)("machines", now.machines);
}

json::object of(const MachinesNow& now, Date day) {
  const UnitsNow& units = now.units;
  Object out;
  out("service", units.key)("day", day)("counted", units.counted)("machines", now.machines);
  return out("present", units.present);
}

json::object of_deleted(const std::vector<Tombstone>& tombstones) {
  return Object{}("deleted", tombstones);
}

json::object of_lines(const std::vector<PostedLine>& lines) { return Object{}("lines", lines); }

json::object of_batches(const std::vector<Batch>& batches) { return Object{}("batches", batches); }

json::object of_moved(const std::vector<BatchId>& batches, std::string_view state) {
  return Object{}("state", state)("batches", batches);
}

json::object of_changes(const ServiceKey& service, const std::vector<UnitChange>& changes) {
  return Object{}("service", service)("changes", changes);
}

json::object of_rejected(const ServiceKey& service, const std::vector<HeldReading>& readings) {
  return Object{}("service", service)("rejected", readings);
}

json::object of_refused(const std::vector<Error>& errors, Hint hint) {
  return Object{hint}("refused", errors);
}

}  // namespace billbyagent::documents
