#include "vsa_simulator/filter.hpp"
#include "vsa_simulator/paging.hpp"
#include "vsa_simulator/service.hpp"

namespace billbyagent::vsa_simulator {
namespace {

constexpr std::size_t page_cap = 100;

/// One request on its way through the routes.
struct Call {
  State& state;
  const Target& target;
  const Request& request;
  TimePoint now;
  const std::vector<Fault>& faults;
  Sessions::Session* session = nullptr;
};

/// Segments after /api/v1.0, joined; digits-only segments become `#`.
struct Route {
  std::string pattern;
  std::vector<std::string> ids;
};

Route route_of(const Target& target) {
  Route route;
  for (std::size_t i = 2; i < target.segments.size(); ++i) {
    const std::string& segment = target.segments[i];
    if (all_digits(segment)) route.ids.push_back(segment);
    route.pattern += "/" + (all_digits(segment) ? std::string("#") : segment);
  }
  return route;
}

Reply page(Call& call, const JsonRows& rows, const PageFaults& bent) {
  const Page page =
      cut_page(call.target, *rows, bent, {page_cap, page_cap}, call.state.log.requests);
  Reply reply;
  reply.body = "{\"TotalRecords\":" + std::to_string(page.total) + ",\"Result\":[";
  reply.body += page.rows;
  reply.body += R"(],"ResponseCode":0,"Status":"OK","Error":"None"})";
  reply.records = page.count;
  if (call.session != nullptr) call.session->records += page.count;
  return reply;
}

ListQuery list_query(const Call& call, const PageFaults& bent) {
  ListQuery query;
  query.filter = trim(call.target.query_or("$filter", ""));
  query.order_by = trim(call.target.query_or("$orderby", ""));
  query.sort_any_field = call.state.options.sort_any_field;
  if (!bent.hidden_organization.empty()) {
    query.hidden_organization_id = call.state.estate.organization(bent.hidden_organization).id;
  }
  return query;
}

using Lister = JsonRows (Listings::*)(const Estate&, const ListQuery&);

Reply list(Call& call, Lister lister, const std::string& view_id = {},
           const std::string& organization_id = {}) {
  const PageFaults bent = page_faults(call.faults);
  ListQuery query = list_query(call, bent);
  query.view_id = view_id;
  query.organization_id = organization_id;
  return page(call, (call.state.listings.*lister)(call.state.estate, query), bent);
}

bool is_hidden(const Call& call, const std::string& organization_id) {
  const std::string which = page_faults(call.faults).hidden_organization;
  return !which.empty() && call.state.estate.organization(which).id == organization_id;
}

const std::string& organization_of(const Organization& organization) { return organization.id; }
const std::string& organization_of(const MachineGroup& group) { return group.organization_id; }
const std::string& organization_of(const Agent& agent) { return agent.organization_id; }

template <class T>
Reply one(const Call& call, const RowMap<T>& rows, const std::string& id, const char* what) {
  const auto row = rows.find(id);
  if (row == rows.end() || is_hidden(call, organization_of(row->second->record))) {
    return error_reply(404, std::string(what) + " does not exist");
  }
  return single_reply(row->second->json);
}

Reply fixed_list(Call& call, const std::vector<std::string>& texts) {
  auto rows = std::make_shared<std::vector<std::shared_ptr<const std::string>>>();
  for (const std::string& text : texts) rows->push_back(std::make_shared<const std::string>(text));
  return page(call, rows, page_faults(call.faults));
}

Reply asset_types(Call& call) {
  return fixed_list(call,
                    {R"({"AssetTypeId":"1","AssetTypeName":"Computer","ParentAssetTypeId":"0"})",
                     R"({"AssetTypeId":"2","AssetTypeName":"Mobile","ParentAssetTypeId":"0"})",
                     R"({"AssetTypeId":"3","AssetTypeName":"Printer","ParentAssetTypeId":"0"})"});
}

Reply log_in(Call& call) {
  const auto judged = check_login(call.request.authorization, call.state.options.accounts);
  if (const auto* refusal = std::get_if<Refusal>(&judged)) {
    return error_reply(refusal->status, refusal->error);
  }
  const Login& login = std::get<Login>(judged);
  const bool by_password = login.kind == LoginKind::password_hash;
  if (auto refused = login_fault(call.faults, by_password)) return std::move(*refused);
  Sessions& sessions = call.state.sessions;
  const std::string token = sessions.open(login.user, call.now);
  return single_reply(session_json(login.user, token, call.now, sessions.rules()));
}

Reply own_session(Call& call) {
  const std::string token = trim(call.request.authorization.substr(7));
  return single_reply(
      session_json(call.session->user, token, call.now, call.state.sessions.rules()));
}

Reply status_only() {
  Reply reply;
  reply.body = R"({"ResponseCode":0,"Status":"OK","Error":"None"})";
  return reply;
}

Reply one_organization_part(Call& call, const Route& route) {
  const auto& organizations = call.state.estate.organizations();
  if (!organizations.contains(route.ids[0]) || is_hidden(call, route.ids[0]))
    return error_reply(404, "Org does not exist");
  if (route.pattern == "/system/orgs/#/machinegroups") {
    return list(call, &Listings::groups, {}, route.ids[0]);
  }
  return fixed_list(call, {});
}

Reply agents_in_view(Call& call, const std::string& view_id) {
  if (!call.state.estate.views().contains(view_id)) return error_reply(404, "View does not exist");
  return list(call, &Listings::agents, view_id);
}

Reply one_asset(Call& call, const std::string& id) {
  const auto row = call.state.listings.asset(call.state.estate, id);
  return row ? single_reply(row->json) : error_reply(404, "Asset does not exist");
}

using Handler = Reply (*)(Call&, const Route&);

const std::map<std::string, Handler, std::less<>>& open_routes() {
  static const std::map<std::string, Handler, std::less<>> table = {
      {"/auth", [](Call& c, const Route&) { return log_in(c); }},
      {"/echo", [](Call&, const Route&) { return status_only(); }},
      {"/echossl", [](Call&, const Route&) { return status_only(); }},
  };
  return table;
}

const std::map<std::string, Handler, std::less<>>& routes() {
  static const std::map<std::string, Handler, std::less<>> table = {
      {"/authx", [](Call& c, const Route&) { return own_session(c); }},
      {"/echoauth", [](Call&, const Route&) { return status_only(); }},
      {"/environment",
       [](Call&, const Route&) {
         return single_reply(
             R"({"SystemVersion":"9.5.0.0","PatchLevel":"9.5.24",)"
             R"("CustomerID":"EXAMPLE","TimeZoneOffset":0,"AgentVersion":9050024})");
       }},
      {"/tenant",
       [](Call&, const Route&) {
         return single_reply(
             R"({"Id":1,"Ref":"example","Type":1,"TimeZoneOffset":0,"Attributes":null})");
       }},
      {"/assetmgmt/agents", [](Call& c, const Route&) { return list(c, &Listings::agents); }},
      {"/assetmgmt/agentsx", [](Call& c, const Route&) { return list(c, &Listings::agents); }},
      {"/assetmgmt/agents/#",
       [](Call& c, const Route& r) { return one(c, c.state.estate.agents(), r.ids[0], "Agent"); }},
      {"/assetmgmt/agentsinview/#",
       [](Call& c, const Route& r) { return agents_in_view(c, r.ids[0]); }},
      {"/assetmgmt/assets", [](Call& c, const Route&) { return list(c, &Listings::assets); }},
      {"/assetmgmt/assetsx", [](Call& c, const Route&) { return list(c, &Listings::assets); }},
      {"/assetmgmt/temporaryagents", [](Call& c, const Route&) { return fixed_list(c, {}); }},
      {"/assetmgmt/assets/#", [](Call& c, const Route& r) { return one_asset(c, r.ids[0]); }},
      {"/assetmgmt/assettypes", [](Call& c, const Route&) { return asset_types(c); }},
      {"/system/orgs", [](Call& c, const Route&) { return list(c, &Listings::organizations); }},
      {"/system/orgs/#",
       [](Call& c, const Route& r) {
         return one(c, c.state.estate.organizations(), r.ids[0], "Org");
       }},
      {"/system/orgs/#/machinegroups", one_organization_part},
      {"/system/orgs/#/locations", one_organization_part},
      {"/system/orgs/#/types", one_organization_part},
      {"/system/machinegroups", [](Call& c, const Route&) { return list(c, &Listings::groups); }},
      {"/system/machinegroups/#",
       [](Call& c, const Route& r) {
         return one(c, c.state.estate.groups(), r.ids[0], "Machine group");
       }},
      {"/system/users",
       [](Call& c, const Route&) {
         return fixed_list(c, {R"({"UserId":"1","AdminName":"billbot","DefaultStaffOrgId":null})"});
       }},
      {"/system/scopes",
       [](Call& c, const Route&) {
         return fixed_list(c, {R"({"ScopeId":"2","ScopeName":"Everything","Attributes":null})"});
       }},
      {"/system/views", [](Call& c, const Route&) { return list(c, &Listings::views); }},
  };
  return table;
}

Reply dispatch(Call& call) {
  const auto& segments = call.target.segments;
  const bool known_base = segments.size() > 2 && segments[0] == "api" && segments[1] == "v1.0";
  const Route route = known_base ? route_of(call.target) : Route{};
  const auto open = open_routes().find(route.pattern);
  const auto handler = routes().find(route.pattern);
  const bool is_open = open != open_routes().end();
  if (!is_open && handler == routes().end()) return error_reply(404, "No such resource");
  if (call.request.method != "GET") {
    Reply reply = error_reply(405, "The requested resource does not support this method");
    reply.headers.emplace_back("Allow", "GET");
    return reply;
  }
  if (is_open) return open->second(call, route);
  call.session = call.state.sessions.find(call.request.authorization, call.now);
  if (call.session == nullptr) return error_reply(401, "Session is invalid or has expired");
  return handler->second(call, route);
}

}  // namespace

Reply api_reply(State& state, const Target& target, const Request& request, TimePoint now,
                const std::vector<Fault>& faults) {
  Call call{state, target, request, now, faults, nullptr};
  try {
    return dispatch(call);
  } catch (const BadQuery& bad) {
    return error_reply(400, bad.what());
  } catch (const SimulatorError& error) {
    return error_reply(500, std::string("simulator: ") + error.what());
  }
}

}  // namespace billbyagent::vsa_simulator
