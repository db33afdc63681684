#include "documents/reports.hpp"

#include "documents/forms.hpp"

namespace billbyagent::documents {

namespace json = boost::json;

json::object of(const Error& error, Hint hint) { return Object{hint}.fields(error); }

json::object of(const LineItem& line) { return Object{}.fields(line); }

json::object of(const PostedLine& line) { return Object{}.fields(line); }

json::object of(const Explanation& explanation) {
  return Object{}.fields(explanation)("text", to_text(explanation));
}

json::object of(const ImportReport& report, bool dry_run, Hint hint) {
  return Object{hint}("accepted", report.accepted())("dry_run", dry_run).fields(report);
}

json::object of(const SyncReport& report, Hint hint) {
  Object out{hint};
  out.fields(report)("machines_of_no_class", report.unclassified())("summary", summary(report));
  return out;
}

json::object of(const BillingReview& review, Hint hint) { return Object{hint}.fields(review); }

json::object of(const PostReport& report, Hint hint) {
  return Object{hint}.fields(report)("summary", summary(report));
}

json::object of(const CoverageReport& report, Hint hint) { return Object{hint}.fields(report); }

json::object of(const RaiseReport& report) {
  return Object{}.fields(report.raise).fields(report)("summary", summary(report));
}

json::object of(const RenewalList& list) { return Object{}.fields(list); }

json::object of(const Statement& statement) { return Object{}.fields(statement); }

json::object of(const Preview& preview, const std::vector<WhatIf>& what_if) {
  std::vector<std::string> changes;
  for (const auto& each : what_if) changes.push_back(to_string(each));
  Object out;
  out("contract", preview.contract)("currency", preview.currency)("from", preview.from);
  out("what_if", changes).fields(preview)("text", to_text(preview));
  return out;
}

}  // namespace billbyagent::documents
