// What the store keeps of a service, and what people decide about its units.

#include "billbyagent/app/amend.hpp"
#include "billbyagent/app/record_units.hpp"

#include "bba/records.h"
#include "handles.hpp"
#include "structs.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

struct bba_machines {
  std::vector<Machine> machines;
};

struct bba_held {
  struct Count {
    ServiceKey key;
    HeldReading reading;
  };
  std::vector<Count> counts;
};

static_assert(static_cast<int>(HeldCause::implausible) == BBA_HELD_IMPLAUSIBLE &&
              static_cast<int>(HeldCause::proposed) == BBA_HELD_PROPOSED &&
              static_cast<int>(HeldCause::rise) == BBA_HELD_RISE &&
              static_cast<int>(HeldCause::first_zero) == BBA_HELD_FIRST_ZERO &&
              static_cast<int>(HeldCause::gone) == BBA_HELD_GONE);

namespace {

/// `not_found` for a contract or service that is not saved; lists of such are merely empty.
void check_saved(Transaction& transaction, const ServiceKey& key) {
  (void)service_of(transaction.contract(key.contract).value(), key.service);
}

}  // namespace

bba_status bba_desk_contract(bba_contract** out, bba_desk* desk, const char* contract,
                             bba_error** error) {
  return give_handle(error, out, [&] {
    const auto id = required_id<ContractId>(contract, "contract");
    return std::make_unique<bba_contract>(bba_contract{reading(desk)->contract(id).value()});
  });
}

bba_status bba_desk_units(bba_units** out, bba_desk* desk, const char* contract,
                          const char* service, bba_error** error) {
  return give_handle(error, out, [&] {
    const auto transaction = reading(desk);
    const auto key = service_key(contract, service);
    check_saved(*transaction, key);
    return std::make_unique<bba_units>(bba_units{transaction->unit_history(key).value()});
  });
}

bba_status bba_desk_machines(bba_machines** out, bba_desk* desk, const char* contract,
                             const char* service, bba_error** error) {
  return give_handle(error, out, [&] {
    const auto transaction = reading(desk);
    const auto key = service_key(contract, service);
    check_saved(*transaction, key);
    return std::make_unique<bba_machines>(bba_machines{transaction->machines(key).value()});
  });
}

size_t bba_machines_count(const bba_machines* machines) {
  return machines ? machines->machines.size() : 0;
}

const char* bba_machine_agent(const bba_machines* machines, size_t index) {
  if (index >= bba_machines_count(machines)) return nullptr;
  return machines->machines[index].agent.text().c_str();
}

const char* bba_machine_name(const bba_machines* machines, size_t index) {
  if (index >= bba_machines_count(machines)) return nullptr;
  return machines->machines[index].name.c_str();
}

void bba_machines_free(bba_machines** machines) { free_handle(machines); }

bba_status bba_record_units(bba_desk* desk, const bba_units_decision* decision, bba_error** error) {
  return guard(error, [&] {
    const bba_desk& at = required(desk, "desk");
    const auto given = read_struct(&required(decision, "decision"),
                                   bba_units_decision BBA_UNITS_DECISION_INIT, "decision");
    (void)record_units(at.desk(),
                       {.key = service_key(given.contract, given.service),
                        .effective = day_of(given.effective_date, "decision.effective_date"),
                        .units = given.units,
                        .reason = text_or(given.reason, "", "reason"),
                        .author = text_or(given.author, "", "author"),
                        .request = at.request})
        .value();
  });
}

bba_status bba_desk_held(bba_held** out, bba_desk* desk, bba_error** error) {
  return give_handle(error, out, [&] {
    const auto transaction = reading(desk);
    auto held = std::make_unique<bba_held>();
    for (const auto& key : transaction->services_with_held_readings().value())
      for (auto& one : transaction->held_readings(key).value())
        held->counts.push_back({key, std::move(one)});
    return held;
  });
}

size_t bba_held_count(const bba_held* held) { return held ? held->counts.size() : 0; }

bba_status bba_held_get(bba_held_reading* out, const bba_held* held, size_t index,
                        bba_error** error) {
  return give_struct(
      error, out, bba_held_reading BBA_HELD_READING_INIT, [&](bba_held_reading& made) {
        const auto& [key, reading] = item_of(required(held, "held").counts, index, "held count");
        made.cause = code_of(reading.cause, HeldCause::gone);
        made.effective_date = epoch_days(reading.effective);
        made.proposal = reading.proposal;
        made.units = reading.units;
        made.contract = key.contract.text().c_str();
        made.service = key.service.text().c_str();
        made.why = reading.why.c_str();
        made.machines = reading.machines.size();
        made.recorded = reading.recorded.ms;
      });
}

void bba_held_free(bba_held** held) { free_handle(held); }

bba_status bba_confirm_held(bba_desk* desk, const char* contract, const char* service,
                            int32_t proposal, const char* author, bba_error** error) {
  return guard(error, [&] {
    const bba_desk& at = required(desk, "desk");
    const auto seen = proposal == 0 ? std::nullopt : std::optional{proposal};
    (void)confirm_held(at.desk(), service_key(contract, service), text_or(author, "", "author"),
                       seen, at.request)
        .value();
  });
}

bba_status bba_delete_unposted(bba_desk* desk, const char* contract, const char* service,
                               const char* author, const char* reason, bba_error** error) {
  return guard(error, [&] {
    const bba_desk& at = required(desk, "desk");
    const auto id = required_id<ContractId>(contract, "contract");
    const auto of = service ? std::optional{required_id<ServiceId>(service, "service")}
                            : std::optional<ServiceId>{};
    (void)delete_unposted(at.desk(), id, of, text_or(author, "", "author"),
                          text_or(reason, "", "reason"))
        .value();
  });
}

bba_status bba_reject_held(bba_desk* desk, const char* contract, const char* service,
                           const char* author, const char* reason, bba_error** error) {
  return guard(error, [&] {
    const bba_desk& at = required(desk, "desk");
    (void)reject_held(at.desk(), service_key(contract, service), text_or(author, "", "author"),
                      text_or(reason, "", "reason"), at.request)
        .value();
  });
}
