#include "vsax_fixture.hpp"

#include "http/credentials.hpp"
#include "vsa_simulator/vsax_records.hpp"

namespace billbyagent::tests {
namespace {

const simulator::VsaxOptions token;

std::string after_slash(const std::string& text) { return text.substr(text.find('/') + 1); }

}  // namespace

KaseyaVsaxOptions VsaxFixture::options() const {
  KaseyaVsaxOptions options;
  options.token_id = token.token_id;
  options.token_secret = Secret{token.token_secret};
  return connected(std::move(options));
}

std::string VsaxFixture::estate_id(const std::string& number) {
  std::string found;
  const auto look_in = [&](const auto& rows) {
    for (const auto& [id, row] : rows)
      if (std::to_string(simulator::vsax::number_of(id)) == number) found = id;
  };
  server.with_estate([&](const simulator::Estate& estate) {
    look_in(estate.organizations());
    look_in(estate.groups());
    look_in(estate.views());
  });
  return found;
}

std::int64_t VsaxFixture::truth(const AgentScope& scope) {
  simulator::CountQuery query;
  query.with_never_checked_in = false;
  if (scope.organization) query.organization = estate_id(scope.organization->text());
  if (scope.view) query.view = estate_id(scope.view->text());
  if (scope.group) {
    // A site's number is that of its root group; a group of VSA X has no groups of its own.
    query.group = estate_id(after_slash(scope.group->text()));
    query.with_subgroups = scope.group->text().starts_with("site/");
    if (query.with_subgroups && scope.sub_groups == SubGroups::excluded) return 0;
  }
  return static_cast<std::int64_t>(server.count(query));
}

simulator::SimulatorOptions linking(std::size_t above) {
  simulator::SimulatorOptions options;
  options.service.vsax.links_above = above;
  return options;
}

simulator::Estate just_agents(std::size_t count) {
  simulator::EstateOptions options;
  options.agents = count;
  options.devices = 0;
  options.never_checked_in_per_mille = 0;
  return simulator::seeded_estate(options);
}

bool holds_vsax_secret(const std::string& text) {
  const std::string header =
      http::basic_auth(token.token_id + ":" + token.token_secret).reveal().substr(6);
  return text.find(token.token_secret) != std::string::npos ||
         text.find(header) != std::string::npos;
}

}  // namespace billbyagent::tests
