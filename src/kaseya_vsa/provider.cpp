#include <utility>

#include "billbyagent/adapters/kaseya_vsa.hpp"
#include "billbyagent/ports/server_seen.hpp"
#include "http/client.hpp"
#include "kaseya_vsa/count.hpp"
#include "kaseya_vsa/decode.hpp"
#include "kaseya_vsa/filter.hpp"
#include "kaseya_vsa/options.hpp"
#include "kaseya_vsa/pages.hpp"
#include "kaseya_vsa/session.hpp"

namespace billbyagent {
namespace kaseya_vsa {
namespace {

class KaseyaVsa final : public RmmProvider, public ServerWitness {
 public:
  KaseyaVsa(Settings settings, std::unique_ptr<http::Client> client)
      : settings_(std::move(settings)),
        client_(std::move(client)),
        session_(*client_, settings_),
        server_{format,
                page_layout,
                false,
                false,
                settings_.options.connections,
                settings_.options.scan_attempts,
                settings_.http.origin,
                settings_.base} {
    keep_out_of_texts([this](std::string_view text) { return session_.clean(text); });
  }

  std::string name() const override { return "kaseya_vsa"; }
  ServerSeen server_seen() const override { return client_->seen(); }

 private:
  Result<std::vector<Organization>> do_organizations(Deadline deadline) override {
    return collect<Organization>("/system/orgs", "OrgRef", "organizations", deadline);
  }
  Result<std::vector<MachineGroup>> do_machine_groups(Deadline deadline) override {
    return collect<MachineGroup>("/system/machinegroups", "MachineGroupName", "machine groups",
                                 deadline);
  }
  Result<std::vector<View>> do_views(Deadline deadline) override {
    return collect<View>("/system/views", "ViewDefName", "views", deadline);
  }

  Result<void> do_scan_agents(const AgentQuery& query, AgentSink& sink,
                              Deadline deadline) override {
    odata::Listing listing{
        .path = agents_path(query.view), .order_by = "AgentName", .what = "agents"};
    if (query.view) {
      listing.what = "agents in view " + query.view->text();
      listing.missing = Errc::view_gone;
    }
    std::size_t received = 0;
    const auto deliver = [&](std::span<const Agent> agents) {
      received += agents.size();
      sink.page(agents);
    };
    const auto restart = [&] {
      received = 0;
      sink.restart();
    };
    auto read = odata::read_list<Agent>(server_, listing, session_, *client_, deadline,
                                        records_of<Agent>(), deliver, restart);
    if (!read) return session_.tidy(read.error());
    if (received > 0 || !query.view) return read;
    return check_view_exists(*query.view, deadline);
  }

  Result<std::optional<AgentCount>> do_count_agents(const AgentScope& scope,
                                                    const GroupTree& groups,
                                                    Deadline deadline) override {
    const auto filter = filter_of(scope, groups);
    if (!filter) return std::optional<AgentCount>{};
    const auto response = session_.get(
        agents_path(scope.view) + "?$top=1&$filter=" + http::percent_encoded(*filter), 1, deadline);
    if (!response) return session_.tidy(within("agents", response.error()));
    auto count = read_count(*response, scope, groups);
    if (!count) return session_.tidy(within("agents", count.error()));
    return count;
  }

  static std::string agents_path(const std::optional<ViewId>& view) {
    return view ? "/assetmgmt/agentsinview/" + http::percent_encoded(view->text())
                : "/assetmgmt/agents";
  }

  /// Some servers show a deleted view as an empty one.
  Result<void> check_view_exists(const ViewId& view, Deadline deadline) {
    const auto known = do_views(deadline);
    if (!known) return known.error();
    for (const View& one : *known)
      if (one.id == view) return {};
    return Error{Errc::view_gone, "view " + view.text()};
  }

  template <class T>
  Result<std::vector<T>> collect(const char* path, const char* order_by, const char* what,
                                 Deadline deadline) {
    const odata::Listing listing{.path = path, .order_by = order_by, .what = what};
    auto all = odata::collect<T>(server_, listing, session_, *client_, deadline, records_of<T>());
    if (!all) return session_.tidy(all.error());
    return all;
  }

  Settings settings_;
  std::unique_ptr<http::Client> client_;
  Session session_;
  odata::Server server_;
};

}  // namespace
}  // namespace kaseya_vsa

Result<std::unique_ptr<RmmProvider>> make_kaseya_vsa(KaseyaVsaOptions options) {
  auto settings = kaseya_vsa::checked(std::move(options));
  if (!settings) return settings.error();
  auto client = http::Client::make(settings->http);
  if (!client) return client.error();
  return std::unique_ptr<RmmProvider>{
      std::make_unique<kaseya_vsa::KaseyaVsa>(*std::move(settings), *std::move(client))};
}

}  // namespace billbyagent
