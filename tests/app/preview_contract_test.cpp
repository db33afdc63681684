#include "app/world.hpp"

using namespace world;

namespace {

/// Passes reading on and refuses to write.
class ReadingStore final : public Store {
 public:
  explicit ReadingStore(Store& store) : store_(store) {}
  Result<std::unique_ptr<StoreSession>> open(const TenantId& of, Access access) override {
    CHECK(access == Access::read);
    return store_.open(of, access);
  }

 private:
  Store& store_;
};

/// 3 machines in acme.root and 2 in acme.servers; service `agents` bills the servers at 5.00.
struct PreviewEstate : World {
  ReadingStore reading{store};
  PreviewEstate() {
    add_machines(1, 3);
    add_machines(11, 12, "acme", "acme.servers");
    add_machines(21, 24, "beta");
    save({ContractSpec{.services = {{.source = group_scope("acme.servers")}}}});
    run_night(Date{2026, 6, 1});
    post(Date{2026, 6, 1});
    clock.set_today(Date{2026, 6, 16});
  }
  Result<Preview> look(const PreviewRequest& request) {
    return preview_contract({reading, tenant, clock}, request);
  }
  Deadline soon() const { return Deadline::clock::now() + std::chrono::hours{1}; }
};

std::vector<std::string> agent_ids(const std::vector<Machine>& machines) {
  std::vector<std::string> shown;
  for (const auto& machine : machines) shown.push_back(machine.agent.text());
  return shown;
}

}  // namespace

TEST_CASE("a saved contract is previewed from today on, posted or not, and nothing is written") {
  PreviewEstate e;
  const auto made = e.look({.contract = ContractId{"C-1"},
                            .what_if = {MoreUnits{ServiceId{"agents"}, Date{2026, 6, 16}, 1}},
                            .periods = 2});
  REQUIRE(made);
  CHECK(made->from == Date{2026, 6, 16});
  CHECK(made->amount.before == Money::from_minor(2'000, usd));
  // 5.00 x 15/30 + 5.00
  CHECK(made->amount.difference == Money::from_minor(750, usd));
  CHECK(e.units_on(Date{2026, 6, 16}) == 2);
  CHECK(e.posted().size() == 1);
  CHECK(e.look({.contract = ContractId{"C-9"}}).error().code == Errc::not_found);
}

TEST_CASE("a replacement keeps the histories of its services and brings first units along") {
  PreviewEstate e;
  // Another group: what `check_update` would refuse.
  const auto other = contract({.services = {{.source = group_scope("acme.root"), .price = "6.00"},
                                            {.id = "seats",
                                             .source = ManualUnits{},
                                             .price = "30.00",
                                             .effective = Date{2026, 6, 21}}}});
  const auto made = e.look({.contract = ContractId{"C-1"},
                            .replacement = other,
                            .first_units = {{key("C-1", "seats"), 3}, {key("C-1", "agents"), 99}},
                            .from = Date{2026, 6, 1},
                            .periods = 1});
  REQUIRE(made);
  REQUIRE(made->services.size() == 2);
  CHECK(made->services[0].amount.after == Money::from_minor(1'200, usd));
  // 3 x 30.00 x 10/30
  CHECK(made->services[1].amount.after == Money::from_minor(3'000, usd));
}

TEST_CASE("machines of another group, of a view and of a changed service are counted in the RMM") {
  PreviewEstate e;
  const AgentScope servers = group_scope("acme.servers");
  const auto moved = [&](const std::string& group) {
    return moved_to_group(servers, group, e.rmm, e.soon());
  };
  const auto root = moved("acme.root");
  const auto beta = moved("beta.root");
  REQUIRE(root);
  REQUIRE(beta);
  CHECK(beta->organization == OrganizationId{"beta"});
  const auto machines = machines_of(e.rmm, {*root, *beta}, e.clock.today(), e.soon());
  REQUIRE(machines);
  CHECK(agent_ids((*machines)[0]) == Texts{"1", "11", "12", "2", "3"});
  CHECK(agent_ids((*machines)[1]) == Texts{"21", "22", "23", "24"});
  CHECK(moved("nowhere").error() == Error{Errc::machine_group_gone, "machine group nowhere"});

  auto in_view = *root;
  in_view.view = ViewId{"v"};
  CHECK(machines_of(e.rmm, {in_view}, e.clock.today(), e.soon()).value()[0].empty());
  in_view.view = ViewId{"gone"};
  CHECK(machines_of(e.rmm, {in_view}, e.clock.today(), e.soon()).error().code == Errc::view_gone);

  const Account acme{AccountId{"acme"}, "Acme", OrganizationId{"acme"}};
  const auto saved = contract({.services = {{.source = servers}, {.id = "seats"}}});
  const auto wanted = contract({.services = {{.source = group_scope("acme.root")},
                                             {.id = "seats"},
                                             {.id = "new", .source = servers}}});
  const auto scopes = other_scopes(saved, wanted, acme).value();
  REQUIRE(scopes.size() == 2);
  CHECK(scopes.at(ServiceId{"agents"}).group == MachineGroupId{"acme.root"});
  CHECK(scopes.at(ServiceId{"new"}).organization == OrganizationId{"acme"});
  CHECK(other_scopes(saved, wanted, {AccountId{"acme"}, "Acme", {}}).error().code ==
        Errc::organization_not_linked);
}

TEST_CASE("a group that two organizations name alike has to be named by its id") {
  PreviewEstate e;
  auto twin = group("other.id", "beta");
  twin.name = "shared";
  auto one = group("one.id", "acme");
  one.name = "shared";
  e.rmm.add(one);
  CHECK(moved_to_group({}, "shared", e.rmm, e.soon())->group == MachineGroupId{"one.id"});
  e.rmm.add(twin);
  CHECK(moved_to_group({}, "shared", e.rmm, e.soon()).error() ==
        Error{Errc::machine_group_gone, "several machine groups are named shared"});
  CHECK(moved_to_group({}, "other.id", e.rmm, e.soon())->organization == OrganizationId{"beta"});
}
