#include "documents/decisions.hpp"

#include <boost/json/serialize.hpp>

#include "billbyagent/described/decisions.hpp"
#include "documents/document.hpp"
#include "documents/forms.hpp"
#include "documents/row.hpp"

namespace billbyagent {

namespace documents {
namespace {

/// Of what is about no count.
boost::json::object other_to_fill_in(const OpenDecision& row, std::size_t number) {
  boost::json::object out;
  out["row"] = number;
  out["about"] = to_string(row.about);
  if (!row.key.contract.empty()) out["contract"] = row.key.contract.text();
  out["customer"] = row.account_name;
  out["why"] = row.evidence;
  out["seen"] = row.digest;
  out["decision"] = "";
  out["reason"] = "";
  return out;
}

/// What a person reads and fills in, one key on each line.
boost::json::object to_fill_in(const OpenDecision& row, std::size_t number) {
  if (row.key.service.empty()) return other_to_fill_in(row, number);
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
       {"row", "about", "customer", "name", "units", "counted", "counted_on", "why"})
    row.find(key, Presence::optional);
}

std::optional<Decision> read_decision(Row& row) {
  pass_over(row);
  Decision decision;
  const bool of_a_day =
      row.text("about", Presence::optional) == std::string{to_string(DecisionAbout::day)};
  if (row.has("contract")) {
    decision.key.contract =
        row.id<ContractId>("contract", Presence::required).value_or(ContractId{});
  } else if (const auto service =
                 of_a_day ? std::nullopt : row.text("service", Presence::required)) {
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

void put(Object& out, const Decided& of, At<&Decided::key>) {
  out(of.key.service.empty() ? "subject" : "service", subject_of(of.key));
}
void put(Object& out, const Decided& of, At<&Decided::batch>) {
  if (of.batch) out("batch", *of.batch);
}
void put(Object& out, const Decided& of, At<&Decided::kind>) { out("decision", of.kind); }

// What waits, and what was decided.

template <>
inline constexpr NameTable<2> first_of<OpenDecision>{"about", "key"};
void put(Object& out, const OpenDecision& of, At<&OpenDecision::key>) {
  out("subject", subject_of(of.key));
}
void put(Object& out, const OpenDecision& of, At<&OpenDecision::digest>) { out("seen", of.digest); }
void put(Object& out, const OpenDecisions& of, At<&OpenDecisions::rows>) { out("open", of.rows); }
void put(Object& out, const OpenDecisions& of, At<&OpenDecisions::digest>) {
  out("list", of.digest);
}
void put(Object& out, const EndedDecision& of, At<&EndedDecision::key>) {
  out("subject", subject_of(of.key));
}
void put(Object& out, const EndedDecision& of, At<&EndedDecision::ending>) {
  out("ended", of.ending.how)("ended_by", of.ending.author)("ended_reason", of.ending.reason);
  out("ended_at", of.ending.when);
}

boost::json::object of(const OpenDecisions& open, const std::vector<EndedDecision>& ended) {
  return Object{}.fields(open)("ended", ended);
}

boost::json::object of(const DecisionReport& report, std::size_t left) {
  return Object{}("decided", report.decided)("left", left);
}

}  // namespace documents
}  // namespace billbyagent
