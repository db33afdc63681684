// The library on one end of a pipe: reads a line of settings, then questions, one JSON object a
// line, and answers each with a line. The tests of this folder ask it what the provider sees and
// let it run nights.

#include <boost/json.hpp>
#include <chrono>
#include <iostream>
#include <map>
#include <string>

#include "billbyagent/adapters/memory/fixed_clock.hpp"
#include "billbyagent/adapters/meshcentral.hpp"
#include "billbyagent/adapters/store_sqlite.hpp"
#include "billbyagent/app/nightly_sync.hpp"

namespace json = boost::json;
using namespace billbyagent;

namespace {

std::string text(const json::object& from, const char* name) {
  const auto* value = from.if_contains(name);
  return value == nullptr ? std::string{} : json::value_to<std::string>(*value);
}

std::vector<std::string> texts(const json::object& from, const char* name) {
  const auto* value = from.if_contains(name);
  if (value == nullptr) return {};
  return json::value_to<std::vector<std::string>>(*value);
}

Deadline in(const json::object& question) {
  const auto* ms = question.if_contains("deadline_ms");
  return Deadline::clock::now() +
         std::chrono::milliseconds{ms == nullptr ? 60'000 : ms->to_number<int>()};
}

json::object failed(const Error& error) {
  return {{"error", to_string(error.code)}, {"context", error.context}};
}

class Collected final : public AgentSink {
 public:
  void restart() override { agents.clear(); }
  void page(std::span<const Agent> more) override {
    agents.insert(agents.end(), more.begin(), more.end());
  }
  std::vector<Agent> agents;
};

MeshCentralOptions options_of(const json::object& settings) {
  MeshCentralOptions options;
  options.url = text(settings, "url");
  options.user = text(settings, "user");
  options.password = Secret{text(settings, "password")};
  options.ca_file = text(settings, "ca");
  if (settings.contains("by_tag")) options.organizations = MeshCentralOrganizations::by_device_tag;
  if (settings.contains("agentless")) options.devices.agentless = Counting::counted;
  if (settings.contains("replaced_left_out")) options.devices.replaced = Counting::left_out;
  options.views = texts(settings, "views");
  options.expected_groups = texts(settings, "expected_groups");
  options.all_groups_required = settings.contains("all_groups_required");
  options.answer_timeout = std::chrono::seconds{20};
  options.retry_delay_max = std::chrono::seconds{1};
  options.attempts = 20;
  if (settings.contains("attempts"))
    options.attempts = settings.at("attempts").to_number<unsigned>();
  return options;
}

json::object lists(RmmProvider& provider, Deadline deadline) {
  const auto organizations = provider.organizations(deadline);
  if (!organizations) return failed(organizations.error());
  const auto groups = provider.machine_groups(deadline);
  if (!groups) return failed(groups.error());
  const auto views = provider.views(deadline);
  if (!views) return failed(views.error());
  json::object out{
      {"organizations", json::array{}}, {"groups", json::array{}}, {"views", json::array{}}};
  for (const auto& one : *organizations)
    out["organizations"].as_array().push_back({one.id.text(), one.name});
  for (const auto& one : *groups)
    out["groups"].as_array().push_back(
        {{"id", one.id.text()}, {"name", one.name}, {"organization", one.organization.text()}});
  for (const auto& one : *views) out["views"].as_array().emplace_back(one.id.text());
  return out;
}

json::object scan(RmmProvider& provider, const json::object& question) {
  AgentQuery query;
  if (question.contains("view")) query.view = ViewId{text(question, "view")};
  Collected seen;
  const auto begin = std::chrono::steady_clock::now();
  const auto scanned = provider.scan_agents(query, seen, in(question));
  const auto took = std::chrono::steady_clock::now() - begin;
  if (!scanned) return failed(scanned.error());
  json::object devices;
  for (const auto& agent : seen.agents)
    devices[agent.id.text()] = {{"name", agent.name},
                                {"group", agent.group.text()},
                                {"organization", agent.organization.text()},
                                {"state", to_string(agent.state)},
                                {"system", agent.operating_system},
                                {"first_seen", agent.first_seen ? agent.first_seen->ms : 0},
                                {"last_seen", agent.last_seen ? agent.last_seen->ms : 0}};
  json::array notes;
  for (const auto& note : provider.notes()) notes.emplace_back(note);
  return {{"devices", devices},
          {"notes", notes},
          {"us", std::chrono::duration_cast<std::chrono::microseconds>(took).count()}};
}

json::object count(RmmProvider& provider, const json::object& question) {
  AgentScope scope;
  scope.organization = OrganizationId{text(question, "organization")};
  if (question.contains("group")) scope.group = MachineGroupId{text(question, "group")};
  if (question.contains("view")) scope.view = ViewId{text(question, "view")};
  const auto counted = provider.count_agents(scope, in(question));
  if (!counted) return failed(counted.error());
  return {{"count", counted->agents}};
}

json::object night(RmmProvider& provider, const json::object& question) {
  const auto day = Date::parse(text(question, "day")).value();
  const auto store = open_sqlite_store({.path = text(question, "database")}).value();
  const FixedClock clock{day};
  NightlyOptions options;
  options.deadline = in(question);
  const auto report =
      nightly_sync({*store, TenantId{text(question, "tenant")}, clock}, provider, options);
  if (!report) return failed(report.error());
  json::object services;
  for (const auto& service : report->services) {
    json::object one{
        {"status", to_string(service.status)}, {"before", nullptr}, {"counted", nullptr}};
    if (service.before) one["before"] = *service.before;
    if (service.counted) one["counted"] = *service.counted;
    if (service.error) one["error"] = to_string(service.error->code);
    one["machines"] = service.machines.size();
    services[service.key.contract.text() + "/" + service.key.service.text()] = one;
  }
  json::object out{{"agents", report->agents}, {"services", services}};
  if (report->scan_error) out["scan_error"] = failed(*report->scan_error);
  return out;
}

json::object answer(RmmProvider& provider, const json::object& question) {
  const std::string what = text(question, "do");
  if (what == "lists") return lists(provider, in(question));
  if (what == "scan") return scan(provider, question);
  if (what == "count") return count(provider, question);
  if (what == "night") return night(provider, question);
  return {{"error", "unknown question"}};
}

}  // namespace

int main() {
  std::string line;
  std::getline(std::cin, line);
  auto provider = make_meshcentral(options_of(json::parse(line).as_object()));
  std::cout << json::serialize(provider ? json::object{{"ready", true}} : failed(provider.error()))
            << std::endl;
  while (provider && std::getline(std::cin, line))
    std::cout << json::serialize(answer(**provider, json::parse(line).as_object())) << std::endl;
  return provider ? 0 : 1;
}
