#include "billbyagent/app/what_if.hpp"

#include <algorithm>
#include <utility>

#include "app/machines/grace.hpp"

namespace billbyagent {

std::vector<Machine> machines_on(const PreviewSide& side, const Service& service, Date day) {
  const auto life = side.contract.life_of(service);
  const auto found = side.events.find(service.id());
  if (!life || !life->contains(day) || found == side.events.end()) return {};
  return app::machines_on(found->second, day);
}

namespace {

class Supposing {
 public:
  explicit Supposing(PreviewSide& side) : side_(side) {}

  Result<void> operator()(const NewPrice& wanted);
  Result<void> operator()(const MoreUnits& wanted);
  Result<void> operator()(const SetUnits& wanted);
  Result<void> operator()(const ServiceEnds& wanted);
  Result<void> operator()(const OtherMachines& wanted);

 private:
  Result<Service::Terms> terms_of(const ServiceId& id) const;
  Result<void> replace(Service::Terms terms);
  /// Puts `units_of(units so far)` in the place of every count from `from` on.
  template <class UnitsOf>
  Result<void> recount(const ServiceId& id, Date from, UnitsOf units_of);

  PreviewSide& side_;
};

Result<Service::Terms> Supposing::terms_of(const ServiceId& id) const {
  const Service* service = side_.contract.find_service(id);
  if (!service)
    return Error{Errc::not_found,
                 "service " + id.text() + " of contract " + side_.contract.id().text()};
  return service->terms();
}

Result<void> Supposing::replace(Service::Terms terms) {
  auto contract = side_.contract.terms();
  for (auto& service : contract.services) {
    if (service.id() != terms.id) continue;
    auto made = Service::create(std::move(terms));
    if (!made) return made.error();
    service = *std::move(made);
    break;
  }
  auto made = Contract::create(std::move(contract));
  if (!made) return made.error();
  side_.contract = *std::move(made);
  return {};
}

template <class UnitsOf>
Result<void> Supposing::recount(const ServiceId& id, Date from, UnitsOf units_of) {
  UnitHistory& history = side_.histories[id];
  std::vector<DatedUnits> wanted;
  if (const auto units = history.units_on(from)) wanted.push_back({from, *units});
  for (const auto& counted : history.timeline())
    if (from < counted.effective) wanted.push_back(counted);
  for (const auto& [day, units] : wanted)
    if (auto recorded = history.record(day, units_of(units)); !recorded)
      return within("service " + id.text(), recorded.error());
  return {};
}

Result<void> Supposing::operator()(const NewPrice& wanted) {
  auto terms = terms_of(wanted.service);
  if (!terms) return terms.error();
  const DatedPrice& listed =
      side_.contract.find_service(wanted.service)->listed_price_on(wanted.effective);
  DatedPrice price{wanted.effective, wanted.price, wanted.cost.value_or(listed.cost)};
  price.base_fee = listed.base_fee;
  terms->prices.push_back(std::move(price));
  return replace(*std::move(terms));
}

Result<void> Supposing::operator()(const MoreUnits& wanted) {
  auto terms = terms_of(wanted.service);
  if (!terms) return terms.error();
  if (side_.histories[wanted.service].empty())
    return Error{Errc::units_unknown, "service " + wanted.service.text()};
  // A larger delta is out of range for any count, and adding it could overflow.
  if (wanted.delta > limits::units_max || wanted.delta < -limits::units_max)
    return Error{Errc::invalid_units, "service " + wanted.service.text() + ": " +
                                          std::to_string(wanted.delta) + " units more"};
  return recount(wanted.service, wanted.effective,
                 [&](Units units) { return units + wanted.delta; });
}

Result<void> Supposing::operator()(const SetUnits& wanted) {
  auto terms = terms_of(wanted.service);
  if (!terms) return terms.error();
  UnitHistory& history = side_.histories[wanted.service];
  if (auto recorded = history.record(wanted.effective, wanted.units); !recorded)
    return within("service " + wanted.service.text(), recorded.error());
  return recount(wanted.service, wanted.effective, [&](Units) { return wanted.units; });
}

Result<void> Supposing::operator()(const ServiceEnds& wanted) {
  auto terms = terms_of(wanted.service);
  if (!terms) return terms.error();
  terms->end = wanted.last_day.next();
  return replace(*std::move(terms));
}

Result<void> Supposing::operator()(const OtherMachines& wanted) {
  auto terms = terms_of(wanted.service);
  if (!terms) return terms.error();
  const std::string name = "service " + wanted.service.text();
  if (std::holds_alternative<ManualUnits>(terms->unit_source))
    return Error{Errc::invalid_argument, name + ": its units are typed in, not counted"};
  auto machines = wanted.machines;
  std::sort(machines.begin(), machines.end(), by_agent);
  const auto twice =
      std::adjacent_find(machines.begin(), machines.end(),
                         [](const Machine& a, const Machine& b) { return a.agent == b.agent; });
  if (twice != machines.end())
    return Error{Errc::duplicate_id, name + ": machine " + twice->agent.text()};
  auto& events = side_.events[wanted.service];
  std::erase_if(events, [&](const MachineEvent& event) { return wanted.effective < event.seen; });
  // One that is thought of is not new and not gone: no grace days.
  const CountRule no_grace;
  const app::KnownMachines none;
  const app::Night night{machines, no_grace, wanted.effective, app::FirstCount::no, none};
  for (auto& event :
       app::changes_of(app::known_as_billed(app::machines_on(events, wanted.effective)), night,
                       app::MachinePlaces::unknown()))
    events.push_back(std::move(event));
  return (*this)(SetUnits{wanted.service, wanted.effective, static_cast<Units>(machines.size())});
}

}  // namespace

Result<PreviewSide> suppose(PreviewSide side, const std::vector<WhatIf>& what_if) {
  for (const auto& wanted : what_if)
    if (auto applied = std::visit(Supposing{side}, wanted); !applied) return applied.error();
  return side;
}

namespace {

struct WhatIfText {
  std::string operator()(const NewPrice& wanted) const {
    return wanted.service.text() + ": unit price " + to_decimal(wanted.price) +
           (wanted.cost ? ", cost " + to_decimal(*wanted.cost) : "") + " from " +
           to_string(wanted.effective);
  }
  std::string operator()(const MoreUnits& wanted) const {
    const Units size = wanted.delta < 0 ? -wanted.delta : wanted.delta;
    return wanted.service.text() + ": " + std::to_string(size) +
           (wanted.delta < 0 ? " units fewer" : " units more") + " from " +
           to_string(wanted.effective);
  }
  std::string operator()(const SetUnits& wanted) const {
    return wanted.service.text() + ": " + std::to_string(wanted.units) + " units from " +
           to_string(wanted.effective);
  }
  std::string operator()(const ServiceEnds& wanted) const {
    return wanted.service.text() + ": billed until " + to_string(wanted.last_day);
  }
  std::string operator()(const OtherMachines& wanted) const {
    return wanted.service.text() + ": " + std::to_string(wanted.machines.size()) +
           " machines from " + to_string(wanted.effective);
  }
};

}  // namespace

std::string to_string(const WhatIf& what_if) { return std::visit(WhatIfText{}, what_if); }

}  // namespace billbyagent
