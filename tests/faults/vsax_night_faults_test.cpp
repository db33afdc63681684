// Every fault of the simulator is tried on VSA X, where lists have links and where they have none,
// and with the assets read.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "faults/nights.hpp"
#include "vsax_fixture.hpp"

using namespace billbyagent;
using namespace std::chrono_literals;
using tests::adding_a_machine;
using tests::Expect;
using tests::FaultyNight;
using tests::Nights;
using tests::VsaxFixture;
using tests::with_text;
using vsa_simulator::Fault;
using vsa_simulator::FaultKind;

namespace {

Fault on(const char* path, FaultKind kind, std::int64_t value = 0, unsigned after = 0,
         unsigned count = 0) {
  Fault fault{kind, path};
  fault.value = value;
  fault.after = after;
  fault.count = count;
  return fault;
}

/// What can be wrong with an answer whose path holds `path`. `late_link`: where the first page of a
/// list has no link, pages are asked for by number, and a link that turns up later is not followed.
std::vector<FaultyNight> nights_of(const char* path, Expect late_link) {
  using Kind = FaultKind;
  constexpr auto failure = Expect::failure;
  return {
      {on(path, Kind::delay, 5), Expect::true_count},
      {on(path, Kind::trickle, 1), Expect::true_count},
      {on(path, Kind::stall), failure, {Errc::timed_out}},
      {on(path, Kind::reset), failure, {Errc::unreachable}},
      {on(path, Kind::reset, 0, 2, 1), Expect::true_count},
      {on(path, Kind::close_after, 2'000), failure, {Errc::unreachable}},
      {on(path, Kind::status, 401), failure, {Errc::unauthorized}},
      {on(path, Kind::status, 403), failure, {Errc::forbidden}},
      {on(path, Kind::status, 429), failure, {Errc::rate_limited}},
      {on(path, Kind::status, 500), failure, {Errc::provider_failed}},
      {on(path, Kind::status, 503, 2), failure, {Errc::unreachable}},
      {on(path, Kind::status, 503, 2, 1), Expect::true_count},
      {on(path, Kind::response_code, 500), failure, {Errc::provider_failed}},
      {on(path, Kind::truncated_json), failure, {Errc::protocol_error}},
      {on(path, Kind::truncated_json, 0, 3), failure, {Errc::protocol_error}},
      {on(path, Kind::invalid_json), failure, {Errc::protocol_error}},
      {on(path, Kind::html_200), failure, {Errc::protocol_error}},
      {on(path, Kind::empty_body), failure, {Errc::protocol_error}},
      {on(path, Kind::huge_body, 40 << 20), failure, {Errc::protocol_error}},
      {on(path, Kind::deep_nesting, 100'000), failure, {Errc::protocol_error}},
      {on(path, Kind::null_result), failure, {Errc::protocol_error}},
      {with_text(on(path, Kind::drop_field), "Meta"), failure, {Errc::protocol_error}},
      {with_text(on(path, Kind::drop_field), "TotalCount"), failure, {Errc::protocol_error}},
      {with_text(on(path, Kind::drop_field), "Identifier"), failure, {Errc::protocol_error}},
      {on(path, Kind::wrong_total, 1), failure, {Errc::incomplete_scan}},
      {on(path, Kind::wrong_total, -1), failure, {Errc::incomplete_scan}},
      {on(path, Kind::repeated_row, 1), failure, {Errc::incomplete_scan}},
      {on(path, Kind::missing_row, 1), failure, {Errc::incomplete_scan}},
      {on(path, Kind::unstable_order), Expect::true_count},
      {adding_a_machine(path), Expect::true_count},
      {on(path, Kind::expire_token, 0, 2, 1), Expect::either, {Errc::unauthorized}},
      {on(path, Kind::foreign_link), failure, {Errc::protocol_error}},
      {on(path, Kind::foreign_link, 0, 3), late_link, {Errc::protocol_error}},
      {on(path, Kind::link_loop), failure, {Errc::protocol_error}},
      {on(path, Kind::page_total), failure, {Errc::incomplete_scan}},
      {on(path, Kind::order_refused), Expect::true_count},
  };
}

std::vector<FaultyNight> nights_of_all_lists(const std::string& organization) {
  using Kind = FaultKind;
  return {
      {with_text(on("/devices", Kind::drop_field), "OrganizationId"),
       Expect::failure,
       {Errc::protocol_error}},
      {with_text(on("/devices", Kind::drop_field), "IsAgentInstalled"),
       Expect::failure,
       {Errc::protocol_error}},
      {on("/sites", Kind::missing_row, 1), Expect::true_count},
      {on("/groups", Kind::missing_row, 1), Expect::failure, {Errc::incomplete_scan}},
      {on("/groups", Kind::status, 403), Expect::failure, {Errc::forbidden}},
      {on("/scopes", Kind::status, 500), Expect::either, {Errc::provider_failed}},
      {with_text(Fault{Kind::hide_organization}, organization),
       Expect::either,
       {Errc::organization_gone}},
      // Ids are numbers, and there is no login to refuse.
      {Fault{Kind::ids_as_numbers}, Expect::true_count},
      {Fault{Kind::mfa}, Expect::true_count},
      {Fault{Kind::password_disabled}, Expect::true_count},
      {Fault{Kind::pat_expired}, Expect::failure, {Errc::unauthorized}},
      {Fault{Kind::pat_revoked}, Expect::failure, {Errc::unauthorized}},
      {Fault{Kind::user_disabled}, Expect::failure, {Errc::unauthorized}},
      {Fault{Kind::ip_not_allowed}, Expect::failure, {Errc::forbidden}},
      {Fault{Kind::api_disabled}, Expect::failure, {Errc::forbidden}},
  };
}

enum class Lists { of_path, all };

struct Run {
  bool by_links = false;
  VsaxDetails details = VsaxDetails::none;
  const char* path = "/devices";
  Lists lists = Lists::of_path;
  Expect late_link = Expect::either;
};

std::set<FaultKind> run(const Run& run) {
  vsa_simulator::SimulatorOptions simulator;
  simulator.service.vsax.links_above = run.by_links ? 100 : 1'000'000;
  VsaxFixture vsax{450, simulator};
  const auto impatient = [&] {
    auto options = vsax.options();
    options.attempts = 2;
    options.answer_timeout = 400ms;
    options.scan_attempts = 2;
    options.details = run.details;
    return make_kaseya_vsax(options).value();
  };
  const auto truth = [&](const AgentScope& scope) { return vsax.truth(scope); };
  Nights all{{vsax.server, impatient, truth, tests::holds_vsax_secret}};
  auto nights = nights_of(run.path, run.late_link);
  if (run.lists == Lists::all)
    for (auto& night : nights_of_all_lists(all.an_organization())) nights.push_back(night);
  return all.run(nights);
}

}  // namespace

TEST_CASE("every fault on VSA X ends in the true count or in the old units and its name") {
  const auto tried = run({.lists = Lists::all, .late_link = Expect::true_count});
  for (int kind = 0; kind <= static_cast<int>(FaultKind::order_refused); ++kind) {
    CAPTURE(std::string{name_of(static_cast<FaultKind>(kind))});
    CHECK(tried.contains(static_cast<FaultKind>(kind)));
  }
}

TEST_CASE("so it does where VSA X links its pages") { run({.by_links = true}); }

TEST_CASE("so it does where the assets are read") {
  run({.details = VsaxDetails::assets, .path = "/assets"});
}
