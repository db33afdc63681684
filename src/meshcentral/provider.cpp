#include <set>
#include <utility>

#include "billbyagent/adapters/meshcentral.hpp"
#include "billbyagent/ports/server_seen.hpp"
#include "http/redaction.hpp"
#include "http/tls.hpp"
#include "meshcentral/estate.hpp"
#include "meshcentral/options.hpp"
#include "meshcentral/reader.hpp"
#include "text/forms.hpp"

namespace billbyagent {
namespace meshcentral {
namespace {

constexpr std::size_t agents_per_page = 1'000;

/// What was read at one time, and which questions were answered from it.
struct Reading {
  Deadline taken;
  std::vector<Group> listed;  ///< while there are no devices yet
  bool has_devices = false;
  Estate estate;
  std::set<std::string> answered;
};

class MeshCentral final : public RmmProvider, public ServerWitness {
 public:
  MeshCentral(Settings settings, std::unique_ptr<http::Tls> tls)
      : settings_(std::move(settings)), reader_(settings_, std::move(tls)) {
    keep_out_of_texts([in_names = http::Redaction::of_names(
                           {&settings_.options.password, &settings_.options.login_key})](
                          std::string_view text) { return in_names.clean(text); });
  }

  std::string name() const override { return "meshcentral"; }
  ServerSeen server_seen() const override {
    return {.certificate_until = reader_.certificate_until()};
  }
  /// Ids of organizations are names; behind those of device groups stands the organization's where
  /// it is told by tag.
  std::string id_likeness(std::string_view id) const override {
    if (!id.starts_with("mesh/")) return text::likeness(id);
    const auto name = id.rfind('|');
    if (name == id.npos) return std::string{id};
    return std::string{id.substr(0, name + 1)} + text::likeness(id.substr(name + 1));
  }

 private:
  std::vector<std::string> do_notes() const override {
    return reading_ ? reading_->estate.notes : std::vector<std::string>{};
  }
  Result<std::vector<Organization>> do_organizations(Deadline deadline) override {
    auto estate = read("organizations", Part::groups, deadline);
    if (!estate) return estate.error();
    return (*estate)->organizations;
  }
  Result<std::vector<MachineGroup>> do_machine_groups(Deadline deadline) override {
    auto estate = read("machine groups", Part::groups, deadline);
    if (!estate) return estate.error();
    return (*estate)->groups;
  }
  Result<std::vector<View>> do_views(Deadline deadline) override {
    auto estate = read("views", Part::everything, deadline);
    if (!estate) return estate.error();
    return (*estate)->views;
  }

  Result<void> do_scan_agents(const AgentQuery& query, AgentSink& sink,
                              Deadline deadline) override {
    const auto question = query.view ? "agents in view " + query.view->text() : "agents";
    auto read_estate = read(question, Part::everything, deadline);
    if (!read_estate) return read_estate.error();
    const Estate& estate = **read_estate;
    if (!query.view) {
      deliver(estate.agents, sink);
      return {};
    }
    const auto view = estate.members.find(*query.view);
    if (view == estate.members.end()) return Error{Errc::view_gone, "view " + query.view->text()};
    std::vector<Agent> members;
    for (const std::size_t at : view->second) members.push_back(estate.agents[at]);
    deliver(members, sink);
    return {};
  }

  enum class Part : std::uint8_t { groups, everything };

  /// Answers `question` from the present reading, or from a new one when that is too old or has
  /// answered it before.
  Result<const Estate*> read(const std::string& question, Part part, Deadline deadline) {
    const auto now = Deadline::clock::now();
    if (now >= deadline) return Error{Errc::timed_out, question};
    if (reading_ && (now - reading_->taken > settings_.options.reading_age_max ||
                     reading_->answered.contains(question)))
      reading_.reset();
    if (auto done = complete(part, deadline); !done) {
      reading_.reset();
      return within(question, done.error());
    }
    reading_->answered.insert(question);
    return &reading_->estate;
  }

  Result<void> complete(Part part, Deadline deadline) {
    if (reading_ && (reading_->has_devices || part == Part::groups)) return {};
    if (part == Part::groups && !needs_devices(settings_.options.organizations)) {
      auto groups = reader_.groups(deadline);
      if (!groups) return groups.error();
      auto estate = arranged(*groups, {}, settings_.options);
      if (!estate) return estate.error();
      reading_ = Reading{Deadline::clock::now(), *std::move(groups), false, *std::move(estate), {}};
      return {};
    }
    auto estate = reader_.everything(reading_ ? &reading_->listed : nullptr, deadline);
    if (!estate) return estate.error();
    auto answered = reading_ ? std::move(reading_->answered) : std::set<std::string>{};
    reading_ = Reading{Deadline::clock::now(), {}, true, *std::move(estate), std::move(answered)};
    return {};
  }

  static void deliver(std::span<const Agent> agents, AgentSink& sink) {
    for (std::size_t at = 0; at < agents.size(); at += agents_per_page)
      sink.page(agents.subspan(at, std::min(agents_per_page, agents.size() - at)));
  }

  Settings settings_;
  Reader reader_;
  std::optional<Reading> reading_;
};

}  // namespace
}  // namespace meshcentral

Result<std::unique_ptr<RmmProvider>> make_meshcentral(MeshCentralOptions options) {
  auto settings = meshcentral::checked(std::move(options));
  if (!settings) return settings.error();
  auto tls = http::Tls::make(settings->options.ca_file);
  if (!tls) return tls.error();
  return std::unique_ptr<RmmProvider>{
      std::make_unique<meshcentral::MeshCentral>(*std::move(settings), *std::move(tls))};
}

}  // namespace billbyagent
