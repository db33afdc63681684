#include "documents/diagnosis.hpp"

#include "documents/forms.hpp"
#include "documents/reports.hpp"

namespace billbyagent::documents {

// Found where values are written by the Object that they have in common.
static void fill(Object& out, const AgentFacts& facts) {
  out("operating_system", facts.operating_system)("device_type", facts.device_type)(
      "last_seen", facts.last_seen)("hardware", facts.hardware);
}

static void fill(Object& out, const Examined& rmm) {
  std::vector<std::string> refused;
  for (const auto& [what, error] : rmm.refused) refused.push_back(what);
  out.fields(rmm.outcome)("organizations", rmm.organizations.size())("groups", rmm.groups)(
      "views", rmm.views)("tells", rmm.facts)("refused", refused);
  out("certificate_until", rmm.certificate_until)("clock_ahead_ms", rmm.clock_ahead_ms);
}

static void fill(Object& out, const Match& match) {
  const char* how = !match.rmm           ? "none"
                    : !match.linked      ? "by_name"
                    : match.organization ? "linked"
                                         : "gone";
  out("account", match.account.id)("rmm", match.rmm)("match", how);
  out("organization", match.organization ? std::optional{match.organization->id} : std::nullopt);
}

namespace {

struct Unowned {
  RmmId rmm;
  OrganizationId id;
  std::string name;
};
BILLBYAGENT_FIELDS(Unowned, rmm, id, name);

}  // namespace

BILLBYAGENT_FIELDS(SettingFrom, setting, from);
BILLBYAGENT_FIELDS(SecretFrom, setting, from, mode, fault);

boost::json::object of(const Diagnosis& diagnosis, Hint hint) {
  std::vector<Unowned> unowned;
  for (const auto& [rmm, organization] : diagnosis.without_account)
    unowned.push_back({rmm, organization.id, organization.name});
  Object out{hint};
  out("settings", diagnosis.settings)("secrets", diagnosis.secrets);
  out("rmms", diagnosis.rmms)("accounts", diagnosis.accounts)("without_account", unowned);
  boost::json::object document = out("night", std::optional<int>{})("problems", diagnosis.problems);
  if (diagnosis.night) document["night"] = of(*diagnosis.night, hint);
  return document;
}

}  // namespace billbyagent::documents
