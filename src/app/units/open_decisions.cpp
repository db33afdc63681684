#include "billbyagent/app/open_decisions.hpp"

#include <utility>

#include "app/units/named_service.hpp"
#include "billbyagent/base/fnv.hpp"

namespace billbyagent {
namespace {

/// Long enough that no two lists of one book look alike, short enough to be typed.
constexpr std::size_t digest_length = 8;

std::string digest_of(const OpenDecision& row) {
  Fnv hash;
  hash.add(to_string(row.key));
  hash.add(row.present.value_or(-1));
  for (const auto& reading : row.readings) {
    hash.add(to_string(reading.effective));
    hash.add(reading.units);
    hash.add(to_string(reading.cause));
    hash.add(std::int64_t{reading.proposal});
    hash.add(reading.recorded.ms);
    for (const auto& event : reading.machines) {
      hash.add(event.agent.text());
      hash.add(to_string(event.move));
    }
  }
  return hash.hex().substr(0, digest_length);
}

Result<OpenDecision> row_of(Transaction& transaction, const ServiceKey& key) {
  const auto contract = app::contract_with_service(transaction, key);
  if (!contract) return contract.error();
  const auto account = transaction.account(contract->terms().account);
  if (!account) return account.error();
  const auto history = transaction.unit_history(key);
  if (!history) return history.error();
  auto readings = transaction.held_readings(key);
  if (!readings) return readings.error();
  OpenDecision row{.key = key,
                   .account = account->id,
                   .account_name = account->name,
                   .service_name = contract->find_service(key.service)->terms().name,
                   .present = {},
                   .readings = *std::move(readings),
                   .digest = {}};
  if (!history->timeline().empty()) row.present = history->timeline().back().units;
  row.digest = digest_of(row);
  return row;
}

}  // namespace

Result<OpenDecisions> open_decisions(Transaction& transaction) {
  const auto keys = transaction.services_with_held_readings();
  if (!keys) return keys.error();
  OpenDecisions open;
  Fnv all;
  for (const auto& key : *keys) {
    auto row = row_of(transaction, key);
    if (!row) return row.error();
    all.add(row->digest);
    open.rows.push_back(*std::move(row));
  }
  open.digest = all.hex().substr(0, digest_length);
  return open;
}

Result<OpenDecisions> open_decisions(const Desk& desk) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  return open_decisions(**transaction);
}

}  // namespace billbyagent
