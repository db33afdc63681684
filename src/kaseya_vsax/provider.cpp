#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "billbyagent/adapters/kaseya_vsax.hpp"
#include "billbyagent/ports/server_seen.hpp"
#include "http/client.hpp"
#include "http/redaction.hpp"
#include "kaseya_vsax/assets.hpp"
#include "kaseya_vsax/decode.hpp"
#include "kaseya_vsax/filter.hpp"
#include "kaseya_vsax/options.hpp"
#include "kaseya_vsax/token_access.hpp"
#include "odata/count.hpp"
#include "odata/settings.hpp"

namespace billbyagent {
namespace kaseya_vsax {
namespace {

/// No answer has more rows, whatever is asked for: Kaseya's page of the API says so.
constexpr std::size_t rows_max = 100;

/// No server gives a scope this number, the largest of 32 bits.
constexpr const char* scope_that_is_none = "2147483647";

std::string scope_query(const std::optional<ViewId>& view) {
  return view ? "&scopeId=" + http::percent_encoded(view->text()) : std::string{};
}

/// Some agents, for people.
class Few {
 public:
  void add(const Agent& agent) {
    constexpr std::size_t shown_max = 5;
    if (++number_ <= shown_max) names_ += (names_.empty() ? "" : ", ") + agent.name;
  }
  void tell(const char* what, std::vector<std::string>& notes) const {
    if (number_ > 0)
      notes.push_back(std::to_string(number_) + (number_ == 1 ? " device " : " devices ") + what +
                      " " + names_ + (number_ > 5 ? ", ..." : ""));
  }

 private:
  std::size_t number_ = 0;
  std::string names_;
};

class KaseyaVsax final : public RmmProvider, public ServerWitness {
 public:
  KaseyaVsax(Settings settings, std::unique_ptr<http::Client> client)
      : settings_(std::move(settings)),
        client_(std::move(client)),
        access_(settings_),
        server_{format,
                {.rows = std::min(settings_.options.page_size, rows_max), .looks_behind_end = true},
                true,
                true,
                settings_.options.connections,
                settings_.options.scan_attempts,
                settings_.http.origin,
                settings_.base},
        asset_server_(server_) {
    asset_server_.layout.rows = std::min(settings_.options.page_size, asset_rows_max);
    keep_out_of_texts([in_names = http::Redaction::of_names(
                           {&settings_.authorization, &settings_.options.token_secret})](
                          std::string_view text) { return in_names.clean(text); });
  }

  std::string name() const override { return "kaseya_vsax"; }
  ServerSeen server_seen() const override { return client_->seen(); }
  bool knows_operating_systems() const override {
    return settings_.options.details == VsaxDetails::assets;
  }

 private:
  std::vector<std::string> do_notes() const override { return notes_; }
  Result<std::vector<Organization>> do_organizations(Deadline deadline) override {
    return tidy(collect(server_, listing("/organizations", "Id", "organizations"),
                        as_organizations(), deadline));
  }

  Result<std::vector<MachineGroup>> do_machine_groups(Deadline deadline) override {
    const auto all_sites = collect(server_, listing("/sites", "Id", "sites"), as_sites(), deadline);
    if (!all_sites) return tidy(all_sites.error());
    const auto all_groups =
        collect(server_, listing("/groups", "Id", "groups"), as_groups(), deadline);
    if (!all_groups) return tidy(all_groups.error());
    return forest_of(*all_sites, *all_groups);
  }

  Result<std::vector<View>> do_views(Deadline deadline) override {
    return tidy(collect(server_, listing("/scopes", "Id", "scopes"), as_scopes(), deadline));
  }

  Result<void> do_scan_agents(const AgentQuery& query, AgentSink& sink,
                              Deadline deadline) override {
    if (query.view)
      if (auto heeded = check_scopes_are_heeded(deadline); !heeded) return tidy(heeded.error());
    auto scanned = settings_.options.details == VsaxDetails::none
                       ? scan_list(query, sink, deadline)
                       : scan_details(query, sink, deadline);
    if (!scanned) return tidy(scanned.error());
    if (*scanned > 0 || !query.view) return {};
    return check_scope_exists(*query.view, deadline);
  }

  Result<std::optional<AgentCount>> do_count_agents(const AgentScope& scope,
                                                    const GroupTree& groups,
                                                    Deadline deadline) override {
    const auto filter = filter_of(scope, settings_.options.devices);
    if (!filter) return std::optional<AgentCount>{};
    if (scope.view)
      if (auto heeded = check_scopes_are_heeded(deadline); !heeded) return tidy(heeded.error());
    const auto response =
        get("/devices?$top=1&$filter=" + http::percent_encoded(*filter) + scope_query(scope.view),
            deadline);
    if (!response) return tidy(within("devices", response.error()));
    auto count =
        odata::read_count<Device>(*response, format, as_devices(), [&](const Device& device) {
          return is_wanted(device, settings_.options.devices) &&
                 judge_alone(scope, device.agent, groups, true) == Verdict::counted;
        });
    if (!count) return tidy(within("devices", count.error()));
    return count;
  }

  odata::Listing listing(const char* path, const char* order_by, const char* what) const {
    return {
        .path = path, .order_by = settings_.options.ask_for_order ? order_by : "", .what = what};
  }
  odata::Listing device_listing(const AgentQuery& query) const {
    odata::Listing devices = listing("/devices", "Identifier", "devices");
    if (!query.view) return devices;
    devices.what = "devices of scope " + query.view->text();
    devices.missing = Errc::view_gone;
    devices.query = scope_query(query.view);
    return devices;
  }

  /// Hands agents over as pages come in. Returns how many devices there were, agents or not.
  Result<std::size_t> scan_list(const AgentQuery& query, AgentSink& sink, Deadline deadline) {
    std::size_t received = 0;
    std::vector<Agent> agents;
    const std::function<void(std::span<const Device>)> deliver = [&](std::span<const Device> page) {
      received += page.size();
      agents.clear();
      for (const Device& device : page)
        if (is_wanted(device, settings_.options.devices)) agents.push_back(device.agent);
      if (!agents.empty()) sink.page(agents);
    };
    const auto restart = [&] {
      received = 0;
      sink.restart();
    };
    auto read = odata::read_list<Device>(server_, device_listing(query), access_, *client_,
                                         deadline, as_devices(), deliver, restart);
    if (!read) return read.error();
    return received;
  }

  /// Devices first: what has gone by the time the assets are read does no harm, what has come is
  /// left for the next scan.
  Result<std::size_t> scan_details(const AgentQuery& query, AgentSink& sink, Deadline deadline) {
    auto found = collect(server_, device_listing(query), as_devices(), deadline);
    if (!found) return found.error();
    const auto details =
        collect(asset_server_, listing("/assets", "Identifier", "assets"), as_assets(), deadline);
    if (!details) return details.error();
    std::unordered_map<AgentId, const Asset*> by_id;
    for (const Asset& asset : *details) by_id.emplace(asset.id, &asset);
    std::vector<Agent> agents;
    Few without_asset;
    Few without_system;
    for (Device& device : *found) {
      if (!is_wanted(device, settings_.options.devices)) continue;
      const auto at = by_id.find(device.id);
      if (at == by_id.end())
        without_asset.add(device.agent);
      else
        add(*at->second, device.agent);
      if (at != by_id.end() && !at->second->has_system) without_system.add(device.agent);
      agents.push_back(std::move(device.agent));
    }
    notes_.clear();
    without_asset.tell("not in the list of assets, so that nothing is known of", notes_);
    without_system.tell(
        "without inventory and description, so that no more than the type is known of the "
        "operating "
        "system of",
        notes_);
    if (!agents.empty()) sink.page(agents);
    return found->size();
  }

  /// A server that does not know `scopeId` would show all devices for any scope: too many would be
  /// billed. So it is asked once for a scope that cannot be.
  Result<void> check_scopes_are_heeded(Deadline deadline) {
    if (scopes_are_heeded_) return {};
    const auto response =
        get(std::string{"/devices?$top=1&scopeId="} + scope_that_is_none, deadline);
    if (!response) return within("scopes", response.error());
    if (!odata::refuses_query(response->status)) {
      std::vector<Device> sample;
      const auto envelope = as_devices()(*response, sample);
      if (!envelope) return within("scopes", envelope.error());
      if (!sample.empty() || odata::whole_number(envelope->total) != 0U)
        return Error{Errc::provider_failed, "scopes: the server does not narrow devices by scope"};
    }
    scopes_are_heeded_ = true;
    return {};
  }

  /// Some servers may show a deleted scope as an empty one.
  Result<void> check_scope_exists(const ViewId& scope, Deadline deadline) {
    const auto known = do_views(deadline);
    if (!known) return known.error();
    for (const View& one : *known)
      if (one.id == scope) return {};
    return Error{Errc::view_gone, "scope " + scope.text()};
  }

  template <class T>
  Result<std::vector<T>> collect(const odata::Server& server, const odata::Listing& listing,
                                 const odata::DecodePage<T>& decode, Deadline deadline) {
    return odata::collect<T>(server, listing, access_, *client_, deadline, decode);
  }

  Result<http::Response> get(const std::string& path_and_query, Deadline deadline) {
    return client_->send(access_.request(path_and_query, 1), deadline);
  }

  Error tidy(Error error) const {
    return http::Redaction{&settings_.authorization, &settings_.options.token_secret}.tidy(
        std::move(error));
  }
  template <class T>
  Result<T> tidy(Result<T> result) const {
    if (!result) return tidy(result.error());
    return result;
  }

  Settings settings_;
  std::unique_ptr<http::Client> client_;
  TokenAccess access_;
  odata::Server server_;
  odata::Server asset_server_;
  bool scopes_are_heeded_ = false;
  std::vector<std::string> notes_;  ///< Of the last scan.
};

}  // namespace
}  // namespace kaseya_vsax

Result<std::unique_ptr<RmmProvider>> make_kaseya_vsax(KaseyaVsaxOptions options) {
  auto settings = kaseya_vsax::checked(std::move(options));
  if (!settings) return settings.error();
  auto client = http::Client::make(settings->http);
  if (!client) return client.error();
  return std::unique_ptr<RmmProvider>{
      std::make_unique<kaseya_vsax::KaseyaVsax>(*std::move(settings), *std::move(client))};
}

}  // namespace billbyagent
