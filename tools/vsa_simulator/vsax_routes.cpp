#include <algorithm>
#include <optional>

#include "vsa_simulator/paging.hpp"
#include "vsa_simulator/service.hpp"

namespace billbyagent::vsa_simulator {
namespace {

constexpr std::size_t rows_without_top = 100;

/// One request on its way through the routes.
struct Call {
  State& state;
  const Target& target;
  const Request& request;
  PageFaults bent;
};

std::optional<Reply> token_fault(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    switch (fault.kind) {
      case FaultKind::pat_expired:
      case FaultKind::expire_token:
        return vsax_error(401, "The token has expired");
      case FaultKind::pat_revoked:
      case FaultKind::user_disabled:
        return vsax_error(401, "The token is not valid");
      case FaultKind::ip_not_allowed:
        return vsax_error(403, "The IP address is not allowed");
      case FaultKind::api_disabled:
        return vsax_error(403, "API access is disabled");
      default:
        break;
    }
  }
  return std::nullopt;
}

bool is_let_in(const Call& call) {
  const std::string& header = call.request.authorization;
  const std::string word = "Basic ";
  if (lower(header.substr(0, word.size())) != lower(word)) return false;
  const VsaxOptions& token = call.state.options.vsax;
  return decode_base64(trim(header.substr(word.size()))) ==
         token.token_id + ":" + token.token_secret;
}

/// The way to the next page: the same query from another row on.
std::string link_from(const Call& call, std::size_t row) {
  const std::string& asked = call.request.target;
  std::string target = asked.substr(0, asked.find('?'));
  char separator = '?';
  for (const auto& [name, value] : call.target.query) {
    if (name == "$skip" || name == "$skiptoken") continue;
    std::string encoded;
    for (const char c : value) encoded += c == ' ' ? "%20" : std::string(1, c);
    // Names of parameters are kept in lower case.
    target += separator + (name == "scopeid" ? std::string("scopeId") : name) + "=" + encoded;
    separator = '&';
  }
  const bool by_cursor = call.state.options.vsax.cursor_links;
  target +=
      separator + (by_cursor ? "$skiptoken=row-" : std::string("$skip=")) + std::to_string(row);
  const std::string host = call.bent.foreign_link ? "elsewhere.example.test" : call.request.host;
  return "https://" + host + target;
}

std::string next_link(const Call& call, const Page& page) {
  if (call.bent.link_loop) return link_from(call, page.begin);
  const std::size_t next = page.begin + page.count;
  const auto total = static_cast<std::size_t>(page.total);
  if (call.bent.foreign_link) return link_from(call, next);
  const bool is_long = total > call.state.options.vsax.links_above;
  return is_long && next < total ? link_from(call, next) : std::string{};
}

/// A cursor as the row it stands for.
Target without_cursor(Target target) {
  const std::string prefix = "row-";
  const std::string cursor = target.query_or("$skiptoken", "");
  if (cursor.starts_with(prefix)) target.query["$skip"] = cursor.substr(prefix.size());
  return target;
}

using Lister = JsonRows (vsax::Listings::*)(const Estate&, const ListQuery&);

Reply list(Call& call, Lister lister, const std::string& view_id = {}) {
  ListQuery query;
  query.filter = trim(call.target.query_or("$filter", ""));
  query.order_by = trim(call.target.query_or("$orderby", ""));
  query.view_id = view_id;
  if (!call.bent.hidden_organization.empty())
    query.hidden_organization_id = call.state.estate.organization(call.bent.hidden_organization).id;
  const JsonRows rows = (call.state.vsax_listings.*lister)(call.state.estate, query);
  const Page page =
      cut_page(without_cursor(call.target), *rows, call.bent,
               {call.state.options.vsax.page_max, rows_without_top}, call.state.log.requests);
  const std::string link = next_link(call, page);
  Reply reply;
  reply.body = "{\"Data\":[";
  reply.body += page.rows;
  reply.body += "],\"Meta\":{\"TotalCount\":" + std::to_string(page.total);
  if (!link.empty()) reply.body += ",\"NextQueryLink\":" + json_string(link);
  reply.body += ",\"ResponseCode\":200}}";
  reply.records = page.count;
  return reply;
}

Reply single(const std::string& data) {
  Reply reply;
  reply.body = "{\"Data\":" + data + ",\"Meta\":{\"ResponseCode\":200}}";
  return reply;
}

template <class T>
Reply one(const Call& call, const RowMap<T>& rows, const std::string& id, const char* what) {
  const auto row = rows.find(id);
  bool is_shown = row != rows.end();
  if constexpr (requires { row->second->record.organization_id; })
    is_shown = is_shown && (call.bent.hidden_organization.empty() ||
                            row->second->record.organization_id !=
                                call.state.estate.organization(call.bent.hidden_organization).id);
  return is_shown ? single(row->second->json) : vsax_error(404, std::string(what) + " not found");
}

/// The scope that `scopeId` names, by the estate's id of the view; nothing when there is none.
std::optional<std::string> view_of_scope(const Estate& estate, const std::string& scope) {
  for (const auto& [id, row] : estate.views())
    if (std::to_string(vsax::number_of(id)) == scope) return id;
  return std::nullopt;
}

Reply devices(Call& call) {
  const std::string scope = call.target.query_or("scopeid", "");
  if (scope.empty() || !call.state.options.vsax.heeds_scopes)
    return list(call, &vsax::Listings::devices);
  const auto view = view_of_scope(call.state.estate, scope);
  return view ? list(call, &vsax::Listings::devices, *view) : vsax_error(404, "Scope not found");
}

/// What a device has beside the fields of its row.
std::string details_of(const Call& call, const vsax::Device& device) {
  const auto agent = call.state.estate.agents().find(device.agent_id);
  const bool is_online = agent != call.state.estate.agents().end() &&
                         agent->second->record.online != online::offline &&
                         agent->second->record.online != online::suspended;
  return std::string{",\"Description\":\"\",\"Uptime\":\"\",\"IsOnline\":"} +
         (is_online ? "true" : "false") +
         R"(,"ComputerType":"windows","InMaintenance":false,"ExternalIpAddress":"203.0.113.7",)"
         R"("CriticalNotifications":0,"ElevatedNotifications":0,"NormalNotifications":0,)"
         R"("LowNotifications":0,"LocalIpAddresses":[],"ClientVersion":"10.14.0"})";
}

Reply one_device(const Call& call, const vsax::Records& records, const std::string& id) {
  Reply reply = one(call, records.devices, id, "Device");
  const auto row = records.devices.find(id);
  if (reply.status != 200) return reply;
  std::string data = row->second->json;
  data.pop_back();
  return single(data + details_of(call, row->second->record));
}

/// A scope by itself also says whom it takes in, and how many there are.
Reply one_scope(Call& call, const vsax::Records& records, const std::string& id) {
  Reply reply = one(call, records.scopes, id, "Scope");
  if (reply.status != 200) return reply;
  ListQuery query;
  query.view_id = view_of_scope(call.state.estate, id).value_or("");
  const JsonRows devices = call.state.vsax_listings.devices(call.state.estate, query);
  std::string data = records.scopes.at(id)->json;
  data.pop_back();
  return single(data + ",\"Criteria\":[],\"TotalDevices\":" + std::to_string(devices->size()) +
                "}");
}

Reply list_of(Call& call, const std::string& name) {
  if (name == "organizations") return list(call, &vsax::Listings::organizations);
  if (name == "sites") return list(call, &vsax::Listings::sites);
  if (name == "groups") return list(call, &vsax::Listings::groups);
  if (name == "scopes") return list(call, &vsax::Listings::scopes);
  if (name == "devices") return devices(call);
  if (name == "assets") return list(call, &vsax::Listings::assets);
  if (name == "environment")
    return single(R"({"ProductVersion":"10.14.0","CustomerId":77,"CustomerName":"example",)"
                  R"("ServerType":"Cloud","Language":"English","License":{}})");
  return vsax_error(404, "No such resource");
}

Reply record_of(Call& call, const std::string& name, const std::string& id) {
  const vsax::Records& records = call.state.vsax_listings.records(call.state.estate);
  if (name == "organizations") return one(call, records.organizations, id, "Organization");
  if (name == "sites") return one(call, records.sites, id, "Site");
  if (name == "groups") return one(call, records.groups, id, "Group");
  if (name == "scopes") return one_scope(call, records, id);
  if (name == "devices") return one_device(call, records, id);
  if (name == "assets") return one(call, records.assets, id, "Asset");
  return vsax_error(404, "No such resource");
}

Reply dispatch(Call& call, const std::vector<Fault>& faults) {
  const auto& segments = call.target.segments;
  if (auto refused = token_fault(faults)) return std::move(*refused);
  if (!is_let_in(call)) return vsax_error(401, "The token is not valid");
  const bool refuses_order = std::any_of(faults.begin(), faults.end(), [](const Fault& fault) {
    return fault.kind == FaultKind::order_refused;
  });
  if (refuses_order && call.target.query.contains("$orderby"))
    return vsax_error(400, "The query option '$orderby' is not supported");
  if (call.request.method != "GET") return vsax_error(405, "This method is not supported");
  if (segments.size() == 3) return list_of(call, segments[2]);
  if (segments.size() == 4) return record_of(call, segments[2], segments[3]);
  return vsax_error(404, "No such resource");
}

}  // namespace

Reply vsax_error(unsigned status, std::string_view text) {
  Reply reply;
  reply.status = status;
  reply.body = "{\"Data\":null,\"Meta\":{\"ResponseCode\":" + std::to_string(status) +
               ",\"ErrorMessage\":" + json_string(text) + "}}";
  return reply;
}

Reply vsax_reply(State& state, const Target& target, const Request& request,
                 const std::vector<Fault>& faults) {
  Call call{state, target, request, page_faults(faults)};
  try {
    return dispatch(call, faults);
  } catch (const BadQuery& bad) {
    return vsax_error(400, bad.what());
  } catch (const SimulatorError& error) {
    return vsax_error(500, std::string("simulator: ") + error.what());
  }
}

}  // namespace billbyagent::vsa_simulator
