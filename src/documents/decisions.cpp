#include "documents/decisions.hpp"

#include <boost/json/serialize.hpp>

#include "documents/document.hpp"
#include "documents/forms.hpp"
#include "documents/row.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(Decided, key, kind, changes);

namespace documents {
namespace {

/// What a person reads and fills in, one key on each line.
boost::json::object to_fill_in(const OpenDecision& row, std::size_t number) {
  const HeldReading& last = row.readings.back();
  boost::json::object out;
  out["row"] = number;
  out["service"] = to_string(row.key);
  out["customer"] = row.account_name;
  out["name"] = row.service_name;
  out["units"] = row.present ? boost::json::value{*row.present} : nullptr;
  out["counted"] = last.units;
  out["counted_on"] = to_string(last.effective);
  out["why"] = last.why;
  out["seen"] = row.digest;
  out["decision"] = "";
  out["adjust_to"] = nullptr;
  out["reason"] = "";
  return out;
}

std::string lines_of(const boost::json::object& object, const std::string& indent) {
  std::string text;
  for (const auto& [key, value] : object)
    text += (text.empty() ? "" : ",\n") + indent + boost::json::serialize(std::string_view{key}) +
            ": " + boost::json::serialize(value);
  return text;
}

/// Where one keeps what the file says about a row for the person alone.
void pass_over(Row& row) {
  for (const std::string_view key :
       {"row", "customer", "name", "units", "counted", "counted_on", "why"})
    row.find(key, Presence::optional);
}

std::optional<Decision> read_decision(Row& row) {
  pass_over(row);
  Decision decision;
  if (const auto service = row.text("service", Presence::required)) {
    const auto key = parse_service_key(*service);
    if (key)
      decision.key = *key;
    else
      row.refuse("service", key.error());
  }
  decision.digest = row.text("seen", Presence::required).value_or("");
  decision.reason = row.text("reason", Presence::optional).value_or("");
  const auto adjust_to = row.integer("adjust_to", Presence::optional);
  const auto word = row.text("decision", Presence::optional).value_or("");
  if (word.empty()) {
    if (adjust_to || !decision.reason.empty())
      row.refuse("decision", {Errc::invalid_argument, "is missing"});
    return std::nullopt;
  }
  decision.kind = named(row, "decision", DecisionKind::approve);
  if (decision.kind == DecisionKind::adjust && !adjust_to)
    row.refuse("adjust_to", {Errc::invalid_argument, "is missing"});
  if (decision.kind != DecisionKind::adjust && adjust_to)
    row.refuse("adjust_to", {Errc::invalid_argument, "goes with the decision adjust"});
  decision.units = adjust_to.value_or(0);
  return decision;
}

}  // namespace

std::string decisions_text(const TenantId& tenant, Date day, const OpenDecisions& open) {
  std::string text = "{\n  \"tenant\": " + boost::json::serialize(std::string_view{tenant.text()}) +
                     ",\n  \"day\": \"" + to_string(day) +
                     "\",\n  \"how\": \"decision: approve, dismiss (reason) or adjust (adjust_to, "
                     "reason); empty: leave it\",\n  \"decisions\": [";
  for (std::size_t i = 0; i < open.rows.size(); ++i)
    text += std::string{i > 0 ? "," : ""} + "\n    {\n" +
            lines_of(to_fill_in(open.rows[i], i + 1), "      ") + "\n    }";
  return text + "\n  ]\n}\n";
}

Result<DecisionsRead> parse_decisions(std::string_view text) {
  auto document = parse_document(text);
  if (!document) return document.error();
  DecisionsRead read;
  Row row{*document, "", read.refused};
  row.find("day", Presence::optional);
  row.find("how", Presence::optional);
  read.tenant = row.id<TenantId>("tenant", Presence::required).value_or(TenantId{});
  row.rows("decisions", Presence::required, [&](Row& each) {
    auto decision = read_decision(each);
    if (decision)
      read.decisions.push_back(*std::move(decision));
    else
      ++read.left;
  });
  row.refuse_unknown_keys();
  return read;
}

void put(Object& out, const Decided& of, At<&Decided::key>) { out("service", of.key); }
void put(Object& out, const Decided& of, At<&Decided::kind>) { out("decision", of.kind); }

boost::json::object of(const DecisionReport& report, std::size_t left) {
  return Object{}("decided", report.decided)("left", left);
}

}  // namespace documents
}  // namespace billbyagent
