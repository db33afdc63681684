#include "billbyagent/app/service_history.hpp"

#include <utility>

#include "app/machines/known_machines.hpp"
#include "app/units/named_service.hpp"

namespace billbyagent {

Result<Contract> app::contract_with_service(Transaction& transaction, const ServiceKey& key) {
  auto contract = transaction.contract(key.contract);
  if (!contract) return contract.error();
  if (!contract->find_service(key.service))
    return Error{Errc::not_found,
                 "service " + key.service.text() + " of contract " + key.contract.text()};
  return contract;
}

Result<ServiceHistory> service_history(const Desk& desk, const ServiceKey& key) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  auto contract = app::contract_with_service(**transaction, key);
  if (!contract) return contract.error();
  auto units = (*transaction)->unit_history(key);
  if (!units) return units.error();
  auto events = (*transaction)->machine_events(key);
  if (!events) return events.error();
  auto machines = (*transaction)->machines(key);
  if (!machines) return machines.error();
  auto held = (*transaction)->held_readings(key);
  if (!held) return held.error();
  auto ended = (*transaction)->ended_readings(key);
  if (!ended) return ended.error();
  std::vector<KnownMachine> in_grace;
  for (auto& [agent, known] : app::known_after(app::KnownMachines{}, *events))
    if (known.state != MachineState::billed) in_grace.push_back(known);
  return ServiceHistory{*std::move(units),   *std::move(events), *std::move(machines),
                        std::move(in_grace), *std::move(held),   *std::move(ended)};
}

}  // namespace billbyagent
