// The documents of the program, byte by byte as documents.txt has them; those that the C interface
// gives too are compared by tests/c/documents.py.

#include <doctest/doctest.h>

#include <boost/json/serialize.hpp>
#include <fstream>
#include <string>

#include "documents/contract.hpp"
#include "documents/overviews.hpp"
#include "documents/reports.hpp"

using namespace billbyagent;

namespace {

const ServiceKey pcs{ContractId{"C/1"}, ServiceId{"pc"}};
const ServiceKey servers{ContractId{"C-2"}, ServiceId{"servers"}};
const Date first{2026, 6, 1};
const Period june{first, Date{2026, 7, 1}};
const Instant noon{1'780'315'200'000};
const Machine w1{.agent = AgentId{"101"}, .name = "w\"1", .hardware = {.serial = "SN-1"}};
const Error unreachable{Errc::unreachable, "connect"};

Money usd_minor(std::int64_t minor) { return Money::from_minor(minor, usd); }

std::string_view advice(Errc code) { return code == Errc::unreachable ? "call Ann" : ""; }

/// The document of that title in documents.txt.
std::string expected(const std::string& title) {
  std::ifstream file{EXPECTED_DOCUMENTS};
  std::string line;
  while (std::getline(file, line))
    if (line == "== " + title) break;
  std::getline(file, line);
  return line;
}

void check_document(const std::string& title, const boost::json::object& document) {
  CAPTURE(title);
  CHECK(boost::json::serialize(document) == expected(title));
}

MachineEvent joined() {
  return {.seen = first,
          .move = MachineMove::moved_in,
          .agent = AgentId{"101"},
          .name = "w1",
          .detail = "from acme",
          .hardware = {.serial = "SN-1"},
          .since = first};
}

HeldReading held(std::int32_t proposal) {
  return {.effective = first,
          .units = 4,
          .cause = proposal > 0 ? HeldCause::proposed : HeldCause::implausible,
          .proposal = proposal,
          .why = "9 -> 4",
          .recorded = noon,
          .machines = {joined()}};
}

EndedReading rejected() {
  return {held(2), {.how = HeldEnd::rejected, .author = "ann", .reason = "no", .when = noon}};
}

CoverageReport coverage() {
  CoverageReport report{.day = first, .zone = "Etc/UTC", .agents = 4, .covered = 1, .services = 3};
  report.rmms = {{.rmm = RmmId{"mesh"},
                  .provider = "meshcentral",
                  .agents = 4,
                  .started = noon,
                  .ended = {noon.ms + 250},
                  .error = unreachable}};
  report.overlaps = {{pcs, servers, Overlaps::refused, {w1}}};
  report.unbilled = {{.rmm = RmmId{"mesh"},
                      .organization = OrganizationId{"7"},
                      .organization_name = "Acme",
                      .account = AccountId{"acme"},
                      .machines = {w1},
                      .worth = Worth{pcs, CycleLength::monthly, june, usd_minor(500)}},
                     {.organization = OrganizationId{"8"}, .worth_unknown = "no price"}};
  report.left_out = {{pcs, w1, Verdict::duplicate, "102"}};
  report.without_account = {{RmmId{}, {OrganizationId{"8"}, "Beta", "b"}, 2}};
  report.uncounted = {{servers, AccountId{"acme"}, unreachable, {w1}}};
  report.never_counted = {servers};
  report.totals = {{{usd, CycleLength::monthly}, usd_minor(500)}};
  report.machines_of_unknown_worth = 1;
  return report;
}

}  // namespace

TEST_CASE("the document of a coverage report") {
  check_document("coverage", documents::of(coverage(), advice));
}

TEST_CASE("the document of a preview") {
  const AmountChange change{usd_minor(500), usd_minor(700), usd_minor(200)};
  Preview preview{.contract = ContractId{"C-2"},
                  .currency = usd,
                  .from = first,
                  .services = {},
                  .periods = {{june, change, change}},
                  .amount = change,
                  .cost = change,
                  .covered_before = june,
                  .covered_after = june,
                  .units_unknown_before = {ServiceId{"pc"}},
                  .units_unknown_after = {}};
  preview.services = {{.service = ServiceId{"servers"},
                       .billing_period = june,
                       .before = {},
                       .after = {},
                       .amount = change,
                       .cost = change,
                       .machines_added = {w1},
                       .machines_removed = {},
                       .average_per_machine = usd_minor(200)}};
  check_document("preview", documents::of(preview, {SetUnits{ServiceId{"servers"}, first, 7}}));
}

TEST_CASE("the document of a status") {
  documents::Status status{.tenant = TenantId{"msp"},
                           .today = first,
                           .zone = "Etc/UTC",
                           .accounts = 1,
                           .contracts = 2,
                           .active_contracts = 1,
                           .services = 3,
                           .never_counted = {servers},
                           .held = {{pcs, {held(0), held(3)}}},
                           .past_proposals = {{servers, rejected()}},
                           .batches = {{{LineState::invoiced, usd}, usd_minor(-1250)}},
                           .pending_notices = 2,
                           .runs = {{.id = RunId{"r"},
                                     .job = "nightly",
                                     .day = first,
                                     .zone = "Etc/UTC",
                                     .started = noon,
                                     .ended = noon,
                                     .summary = "1 service",
                                     .failures = 1}}};
  check_document("status", documents::of(status));
}

TEST_CASE("the document of a service's history") {
  ServiceHistory history{.events = {joined()},
                         .machines = {w1},
                         .in_grace = {{w1, MachineState::waiting, first}},
                         .held = {held(0)},
                         .ended = {rejected()}};
  REQUIRE(history.units.record({.effective = first,
                                .units = 9,
                                .reason = ChangeReason::correction,
                                .note = "typed",
                                .author = "ann",
                                .recorded = noon}));
  check_document("history", documents::of(pcs, history));
}

TEST_CASE("the document of what RMMs show") {
  const documents::RmmLists mesh{
      RmmId{"mesh"},
      {{OrganizationId{"7"}, "Acme", "acme"}},
      {{MachineGroupId{"1"}, "acme.root", OrganizationId{"7"}, std::nullopt},
       {MachineGroupId{"2"}, "acme.root.pcs", OrganizationId{"7"}, MachineGroupId{"1"}}},
      {{ViewId{"9"}, "Servers"}}};
  const RmmOutcome failed{.rmm = RmmId{"branch"}, .provider = "file", .error = unreachable};
  check_document("lists", documents::of({mesh}, {failed}, advice));
}

TEST_CASE("the documents of short commands") {
  const MachinesNow now{{pcs, 1, std::nullopt},
                        {{AgentId{"101"}, "w1", Verdict::counted, ""},
                         {AgentId{"102"}, "w2", Verdict::suspended, "since May"}}};
  check_document("units now", documents::of(now.units));
  check_document("machines now", documents::of(now));
  check_document("machines of a day", documents::of(now, first));
  check_document("delivery", documents::of(DeliveryReport{3, 1, unreachable}, advice));
  check_document("moved", documents::of_moved({BatchId{"C-2#1"}}, "exported"));
  check_document("rejected", documents::of_rejected(servers, {}));
}

TEST_CASE("the document of a contract") {
  auto service = Service::create({.id = ServiceId{"pc"},
                                  .name = "PCs",
                                  .tax_category = "standard",
                                  .currency = usd,
                                  .prices = {{first, UnitPrice::parse("5.5", usd).value(),
                                              UnitPrice::parse("2", usd).value()}},
                                  .unit_source = ManualUnits{},
                                  .effective = first,
                                  .end = Date{2026, 9, 1},
                                  .quantity = {.minimum = 3},
                                  .amendments = {{.effective = Date{2026, 7, 1},
                                                  .tax_category = "reduced",
                                                  .maximum = 40,
                                                  .reason = "agreed",
                                                  .author = "ann",
                                                  .recorded = noon}}});
  REQUIRE(service);
  auto contract = Contract::create({.id = ContractId{"C/1"},
                                    .name = "Acme's",
                                    .account = AccountId{"acme"},
                                    .currency = usd,
                                    .cycle = BillingCycle::calendar(CycleLength::monthly),
                                    .start = first,
                                    .billed_through = first,
                                    .services = {*service},
                                    .amendments = {{.effective = Date{2026, 8, 1},
                                                    .status = ContractStatus::inactive,
                                                    .reason = "pause",
                                                    .author = "ann",
                                                    .recorded = noon}}});
  REQUIRE(contract);
  check_document("contracts", documents::of_contracts({*contract}, Date{2026, 7, 2}));
}
