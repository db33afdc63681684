// What the options of the providers in C become: each setting changes what the provider shows.

#include <doctest/doctest.h>

#include "adapters/mesh_fixture.hpp"
#include "adapters/temporary_file.hpp"
#include "c/world.hpp"
#include "handles.hpp"

using namespace billbyagent;
using billbyagent::tests::MeshCollected;
using billbyagent::tests::MeshFixture;
using billbyagent::tests::TemporaryFile;
using c_world::must;

namespace {

/// What a provider shows, in one row: `acme,beta: d1,d2`.
std::string shown(bba_provider* provider) {
  bba_rmm_lists* lists = nullptr;
  bba_error* error = nullptr;
  if (bba_rmm_lists_read(&lists, provider, 30'000, &error) != BBA_OK) {
    const std::string what = bba_error_message(error);
    bba_error_free(&error);
    return what;
  }
  std::string text;
  for (std::size_t i = 0; i < bba_rmm_organization_count(lists); ++i) {
    bba_organization one = BBA_ORGANIZATION_INIT;
    must(bba_rmm_organization(&one, lists, i, nullptr));
    text += (i > 0 ? "," : "") + std::string{one.id};
  }
  for (std::size_t i = 0; i < bba_rmm_view_count(lists); ++i) {
    bba_view one = BBA_VIEW_INIT;
    must(bba_rmm_view(&one, lists, i, nullptr));
    text += (i > 0 ? "," : "; views ") + std::string{one.id};
  }
  bba_rmm_lists_free(&lists);
  MeshCollected sink;
  const auto scanned = provider->provider->scan_agents({}, sink, MeshFixture::in_time());
  if (!scanned) return scanned.error().context;
  text += ":";
  for (const auto& agent : sink.agents) text += " " + agent.name;
  return text;
}

template <class Options>
using New = bba_status (*)(bba_provider**, const Options*, bba_error**);

template <class Options>
std::string shown_with(New<Options> make, const Options& options) {
  bba_provider* provider = nullptr;
  bba_error* error = nullptr;
  if (make(&provider, &options, &error) != BBA_OK) {
    const std::string what = bba_error_message(error);
    bba_error_free(&error);
    CHECK(provider == nullptr);
    return what;
  }
  const std::string text = shown(provider);
  bba_provider_free(&provider);
  return text;
}

bba_meshcentral_options options_for(const MeshFixture& mesh) {
  bba_meshcentral_options options = BBA_MESHCENTRAL_OPTIONS_INIT;
  options.url = mesh.options.url.c_str();
  options.user = tests::mesh_user.c_str();
  options.password = tests::mesh_password.c_str();
  options.ca_file = mesh.options.ca_file.c_str();
  options.retry_delay_ms = 1;
  options.retry_delay_max_ms = 2;
  return options;
}

template <class Options>
struct Case {
  const char* expected;  ///< what is shown, or how the message begins
  void (*change)(Options&);
};

template <class Options, std::size_t N>
void check(New<Options> make, const Options& usual, const Case<Options> (&cases)[N]) {
  for (const auto& row : cases) {
    CAPTURE(std::string{row.expected});
    Options options = usual;
    row.change(options);
    const std::string text = shown_with(make, options);
    CAPTURE(text);
    CHECK(text.find(row.expected) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("the options of MeshCentral reach the provider, and bad ones are named") {
  MeshFixture mesh;
  mesh.server.add_group("mesh//4", "Entered", 3);
  mesh.server.add_device("mesh//4", "node//e1", "e1", 3);
  const bba_meshcentral_options usual = options_for(mesh);
  using O = bba_meshcentral_options;
  const Case<O> cases[] = {
      {"acme,beta,entered; views gold,night: d1 d2 s1 b1", [](O&) {}},
      {": d1 d2 s1 b1 e1", [](O& o) { o.count_agentless = 1; }},
      {": e1",
       [](O& o) {
         o.count_agentless = 1;
         o.leave_with_agent = 1;
       }},
      {"acme / desks,acme/servers,beta,entered", [](O& o) { o.organization_separator = "|"; }},
      {"unassigned",
       [](O& o) {
         o.organizations = BBA_MESHCENTRAL_BY_DEVICE_TAG;
         o.organization_tag = "org:";
       }},
      {"The MSP; views",
       [](O& o) {
         o.organizations = BBA_MESHCENTRAL_FIXED;
         o.organization = "The MSP";
       }},
      {"views empty,gold,night",
       [](O& o) {
         static const char* const views[] = {"empty"};
         o.views = views;
         o.view_count = 1;
       }},
      {"Gamma",
       [](O& o) {
         static const char* const groups[] = {"Gamma"};
         o.expected_groups = groups;
         o.expected_group_count = 1;
       }},
      {"forbidden", [](O& o) { o.all_groups_required = 1; }},
      {"message_bytes_max: 1000 is not", [](O& o) { o.message_bytes_max = 1000; }},
      {"url is NULL", [](O& o) { o.url = nullptr; }},
      {"user is NULL", [](O& o) { o.user = nullptr; }},
      {"password is NULL", [](O& o) { o.password = nullptr; }},
      {"views is NULL", [](O& o) { o.view_count = 1; }},
      {"organizations 9", [](O& o) { o.organizations = 9; }},
      {"organization: is missing", [](O& o) { o.organizations = BBA_MESHCENTRAL_FIXED; }},
      {"attempts -1", [](O& o) { o.attempts = -1; }},
      {"reading_age_max_ms -1", [](O& o) { o.reading_age_max_ms = -1; }},
      {"ca_file: nowhere.pem", [](O& o) { o.ca_file = "nowhere.pem"; }},
  };
  check(bba_provider_new_meshcentral, usual, cases);
}

TEST_CASE("devices of before their agent was installed anew count unless they are left out") {
  MeshFixture mesh;
  constexpr std::int64_t gone = 1'770'000'000'000;
  mesh.server.add_device("mesh//3", "node//b0", "b1");
  mesh.server.last_connects["node//b0"] = gone;
  mesh.server.devices["mesh//3"].as_array()[0].as_object()["firstconnect"] = gone;
  auto options = options_for(mesh);
  CHECK(shown_with(bba_provider_new_meshcentral, options).ends_with(": d1 d2 s1 b1 b1"));
  options.leave_out_replaced = 1;
  CHECK(shown_with(bba_provider_new_meshcentral, options).ends_with(": d1 d2 s1 b1"));
}

TEST_CASE("a MeshCentral without devices counts zero only where that was allowed") {
  MeshFixture mesh;
  mesh.server.devices.clear();
  auto options = options_for(mesh);
  CHECK(shown_with(bba_provider_new_meshcentral, options).starts_with("incomplete_scan"));
  options.no_devices_allowed = 1;
  CHECK(shown_with(bba_provider_new_meshcentral, options) == "acme,beta:");
}

TEST_CASE("a host can end a call to a MeshCentral that says nothing") {
  MeshFixture mesh;
  mesh.server.set({.step = tests::MeshServer::Step::meshes,
                   .act = tests::MeshServer::Act::stalls,
                   .text = {},
                   .times = -1,
                   .after = 0});
  auto options = options_for(mesh);
  int asked = 0;
  options.cancelled = [](void* payload) -> std::int32_t { return ++*static_cast<int*>(payload); };
  options.payload = &asked;
  CHECK(shown_with(bba_provider_new_meshcentral, options).starts_with("cancelled"));
  CHECK(asked > 0);
}

TEST_CASE("the options of the file provider reach it, and bad ones are named") {
  const TemporaryFile machines{
      "id;Kunde;group;name\n1;acme;desks;pc1\n2;acme;desks;pc2\n3;beta;office;pc3\n"};
  const TemporaryFile organizations{"id;name\nacme;Acme\nbeta;Beta\ngamma;Gamma\n"};
  static std::string organizations_path;
  organizations_path = organizations.path();
  static const bba_setting columns[] = {{"organization", "Kunde"}};
  bba_file_options usual = BBA_FILE_OPTIONS_INIT;
  usual.machines = machines.path().c_str();
  usual.separator = ';';
  usual.columns = columns;
  usual.column_count = 1;
  using O = bba_file_options;
  const Case<O> cases[] = {
      {"acme,beta: pc1 pc2 pc3", [](O&) {}},
      {"acme,beta,gamma: pc1", [](O& o) { o.organizations = organizations_path.c_str(); }},
      {"organization", [](O& o) { o.column_count = 0; }},
      {"protocol_error", [](O& o) { o.separator = ','; }},
      {"protocol_error", [](O& o) { o.format = BBA_FILE_JSON_LINES; }},
      {"incomplete_scan", [](O& o) { o.trailer_required = 1; }},
      {"out_of_range", [](O& o) { o.file_bytes_max = 10; }},
      {"unreachable", [](O& o) { o.machines = "nowhere.csv"; }},
      {"machines is NULL", [](O& o) { o.machines = nullptr; }},
      {"columns is NULL", [](O& o) { o.columns = nullptr; }},
      {"format 3", [](O& o) { o.format = 3; }},
      {"separator 0", [](O& o) { o.separator = 0; }},
      {"age_max_s -1", [](O& o) { o.age_max_s = -1; }},
  };
  check(bba_provider_new_file, usual, cases);
}
