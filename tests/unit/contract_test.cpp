#include "billbyagent/domain/contract.hpp"

#include <doctest/doctest.h>

#include "unit/terms.hpp"

using namespace billbyagent;

namespace {

Service scoped(const char* id, Date effective, std::optional<Date> end = {}) {
  auto made = terms::service(id);
  made.name = "Agents";
  made.unit_source = AgentScope{};
  made.effective = effective;
  made.prices[0].effective = effective;
  made.end = end;
  return Service::create(made).value();
}

Contract::Terms of(std::vector<Service> services) { return terms::contract(std::move(services)); }

}  // namespace

TEST_CASE("bad contracts are refused with the thing that is wrong") {
  struct Row {
    const char* what;
    void (*spoil)(Contract::Terms&);
    Errc code;
    const char* context;
  };
  for (const auto& row : {
           Row{"id", [](Contract::Terms& t) { t.id = ContractId{"a\tb"}; }, Errc::invalid_argument,
               "contract id holds a control character"},
           Row{"account", [](Contract::Terms& t) { t.account = AccountId{}; },
               Errc::invalid_argument, "contract C-1: account id is empty"},
           Row{"name", [](Contract::Terms& t) { t.name = std::string(1'001, 'x'); },
               Errc::out_of_range, "contract C-1: name is longer than 1000"},
           Row{"end", [](Contract::Terms& t) { t.end = t.start; }, Errc::ends_before_start,
               "contract C-1: ends on 2026-05-31, before it starts on 2026-06-01"},
           Row{"start",
               [](Contract::Terms& t) {
                 t.start = Date{9000, 1, 1};
               },
               Errc::out_of_range, "contract C-1: starts on 9000-01-01"},
           Row{"recipients", [](Contract::Terms& t) { t.recipients.resize(101, "a@b.example"); },
               Errc::out_of_range, "contract C-1: 101 recipients"},
           Row{"services", [](Contract::Terms& t) { t.services.resize(1'001, t.services.front()); },
               Errc::out_of_range, "contract C-1: 1001 services"},
           Row{"twice", [](Contract::Terms& t) { t.services.push_back(t.services.front()); },
               Errc::duplicate_id, "contract C-1: service S-1"},
           Row{"currency", [](Contract::Terms& t) { t.currency = eur; }, Errc::currency_mismatch,
               "contract C-1: service S-1 is in USD, the contract in EUR"},
           Row{"classes",
               [](Contract::Terms& t) {
                 t.machine_classes = {{"server", {}, {}}};
               },
               Errc::invalid_argument,
               "contract C-1: machine class server: operating_system_contains or device_types: at "
               "least one is needed"},
           Row{"unknown class",
               [](Contract::Terms& t) {
                 t.machine_classes = {{"server", {"Server"}, {}}};
                 auto desks = terms::service("desks");
                 desks.unit_source = AgentScope{.machine_class = "desk"};
                 t.services.push_back(Service::create(desks).value());
               },
               Errc::invalid_argument,
               "contract C-1: service desks: machine_class: 'desk' is none of the contract's "
               "machine_classes"},
       }) {
    CAPTURE(row.what);
    auto spoilt = terms::contract();
    row.spoil(spoilt);
    const auto contract = Contract::create(spoilt);
    REQUIRE_FALSE(contract);
    CHECK(contract.error() == Error{row.code, row.context});
  }
  CHECK(Contract::create(terms::contract()));
}

TEST_CASE("the same agents are not billed twice on one day") {
  const Date june{2026, 6, 1};
  const Date july{2026, 7, 1};
  CHECK(Contract::create(of({scoped("a", june), scoped("b", july)})).error() ==
        Error{Errc::overlapping_services, "contract C-1: services a and b"});
  CHECK(Contract::create(of({scoped("a", june, july), scoped("b", july)})));
}

TEST_CASE("a service lives while its contract does") {
  auto with_end = terms::contract({scoped("a", Date{2026, 5, 1}, Date{2026, 9, 1})});
  with_end.end = Date{2026, 8, 1};
  const Contract contract = Contract::create(with_end).value();
  CHECK(contract.life_of(contract.terms().services[0]) == Period{{2026, 6, 1}, {2026, 8, 1}});
  CHECK_FALSE(contract.life_of(scoped("b", Date{2026, 8, 1})));
  CHECK(contract.find_service(ServiceId{"a"}) != nullptr);
  CHECK(contract.find_service(ServiceId{"b"}) == nullptr);
}

namespace {

using C = Contract::Terms;
using S = Service::Terms;
struct Edit {
  const char* what;
  void (*edit)(C&, S&);
  std::optional<Errc> code;
};
const Edit edits[]{
    {"nothing", [](C&, S&) {}, {}},
    {"name", [](C& c, S&) { c.name = "Other"; }, {}},
    {"recipients", [](C& c, S&) { c.recipients = {"a@b.example"}; }, {}},
    {"status", [](C& c, S&) { c.status = ContractStatus::inactive; }, Errc::terms_locked},
    {"amended status",
     [](C& c, S&) {
       c.amendments.push_back({Date{2026, 7, 1}, ContractStatus::inactive});
     },
     {}},
    {"billed through",
     [](C& c, S&) {
       c.billed_through = Date{2026, 6, 30};
     },
     Errc::terms_locked},
    {"end",
     [](C& c, S&) {
       c.end = Date{2027, 1, 1};
     },
     {}},
    {"account", [](C& c, S&) { c.account = AccountId{"B"}; }, Errc::terms_locked},
    {"cycle", [](C& c, S&) { c.cycle = BillingCycle::calendar(CycleLength::weekly); },
     Errc::terms_locked},
    {"timing", [](C& c, S&) { c.timing = BillingTiming::arrears; }, Errc::terms_locked},
    {"start",
     [](C& c, S&) {
       c.start = Date{2026, 5, 1};
     },
     Errc::terms_locked},
    {"service name", [](C&, S& s) { s.name = "Other"; }, {}},
    {"tax category", [](C&, S& s) { s.tax_category = "reduced"; }, Errc::terms_locked},
    {"amended tax category",
     [](C&, S& s) {
       s.amendments.push_back({Date{2026, 7, 1}, "reduced"});
     },
     {}},
    {"billed through of a service",
     [](C&, S& s) {
       s.billed_through = Date{2026, 6, 30};
     },
     Errc::terms_locked},
    {"service end",
     [](C&, S& s) {
       s.end = Date{2027, 1, 1};
     },
     {}},
    {"further price",
     [](C&, S& s) {
       s.prices.push_back({Date{2026, 9, 1}, terms::price("6"), terms::price("2")});
     },
     {}},
    {"price", [](C&, S& s) { s.prices[0].price = terms::price("6"); }, Errc::terms_locked},
    {"cost", [](C&, S& s) { s.prices[0].cost = terms::price("6"); }, Errc::terms_locked},
    {"policy", [](C&, S& s) { s.proration.day_count = DayCount::thirty_360; }, Errc::terms_locked},
    {"effective",
     [](C&, S& s) {
       s.effective = Date{2026, 6, 2};
     },
     Errc::terms_locked},
    {"unit source", [](C&, S& s) { s.unit_source = AgentScope{}; }, Errc::unit_source_locked},
    {"missing service", [](C&, S& s) { s.id = ServiceId{"S-2"}; }, Errc::terms_locked},
};

}  // namespace

TEST_CASE("what a saved contract lets be changed") {
  for (const Edit& row : edits) {
    CAPTURE(row.what);
    const Contract saved = Contract::create(terms::contract()).value();
    auto service = terms::service();
    auto wanted = terms::contract();
    row.edit(wanted, service);
    wanted.services = {Service::create(service).value()};
    const auto answer = check_update(saved, Contract::create(wanted).value());
    CHECK(answer.has_value() == !row.code);
    if (row.code) CHECK(answer.error().code == *row.code);
    if (row.code) CHECK(answer.error().context.starts_with("contract C-1: "));
  }
}

TEST_CASE("services may be added to a saved contract, in any order") {
  const Service first = Service::create(terms::service()).value();
  const Service second = Service::create(terms::service("S-2")).value();
  const Contract saved = Contract::create(terms::contract()).value();
  CHECK(check_update(saved, Contract::create(of({second, first})).value()));
  CHECK_FALSE(check_update(Contract::create(of({first, second})).value(), saved));
}

TEST_CASE("in which RMM a saved service is counted is locked") {
  auto service = terms::service();
  service.unit_source = AgentScope{};
  const Contract saved = Contract::create(of({Service::create(service).value()})).value();
  service.unit_source = AgentScope{.rmm = RmmId{"mesh"}};
  const Contract wanted = Contract::create(of({Service::create(service).value()})).value();
  CHECK(check_update(saved, wanted).error().code == Errc::unit_source_locked);
}

TEST_CASE("an account is linked in each RMM for itself") {
  const Account account{.id = AccountId{"acme"},
                        .organization = OrganizationId{"O"},
                        .links = {{RmmId{"mesh"}, OrganizationId{"M"}}}};
  CHECK(account.organization_in(RmmId{}) == OrganizationId{"O"});
  CHECK(account.organization_in(RmmId{"mesh"}) == OrganizationId{"M"});
  CHECK_FALSE(account.organization_in(RmmId{"vsax"}));
}

TEST_CASE("machine classes and their criteria may only be added after those that are there") {
  auto saved = terms::contract();
  const MachineClass server{"server", {"Server"}, {}};
  const MachineClass desk{"desk", {"Windows"}, {}};
  saved.machine_classes = {server};
  struct Row {
    const char* what;
    std::vector<MachineClass> classes;
    bool allowed;
  };
  for (const auto& row : {Row{"the same", {server}, true}, Row{"one more", {server, desk}, true},
                          Row{"one more text", {{"server", {"Server", "ESX"}, {}}}, true},
                          Row{"one more type", {{"server", {"Server"}, {"server"}}}, true},
                          Row{"one before", {desk, server}, false}, Row{"none", {}, false},
                          Row{"another text", {{"server", {"Linux"}, {}}}, false},
                          Row{"a text before", {{"server", {"ESX", "Server"}, {}}}, false},
                          Row{"another name", {{"Server", {"Server"}, {}}}, false}}) {
    CAPTURE(row.what);
    auto wanted = saved;
    wanted.machine_classes = row.classes;
    const auto verdict =
        check_update(Contract::create(saved).value(), Contract::create(wanted).value());
    CHECK(verdict.has_value() == row.allowed);
    if (!row.allowed)
      CHECK(verdict.error() ==
            Error{Errc::unit_source_locked,
                  "contract C-1: machine classes: they and their criteria may be added to but not "
                  "changed"});
  }
}

TEST_CASE("the key of a service is printed, read back and hashes") {
  const ServiceKey key{ContractId{"C/1"}, ServiceId{"a%b"}};
  CHECK(to_string(key) == "C%2F1/a%25b");
  CHECK(parse_service_key("C%2F1/a%25b").value() == key);
  for (const char* text : {"", "C-1", "C-1/", "/S", "C-1/S/2026-06-01", "C-1/a\nb"}) {
    CAPTURE(text);
    CHECK(parse_service_key(text).error() ==
          Error{Errc::invalid_argument,
                "'" + std::string{text} + "' is no service: CONTRACT/SERVICE"});
  }
  const std::hash<ServiceKey> hash;
  CHECK(hash(key) == hash(ServiceKey{key}));
  CHECK(hash(key) != hash(ServiceKey{ContractId{"a%b"}, ServiceId{"C/1"}}));
}
