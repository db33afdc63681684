// Stores, clocks and desks.

#include "billbyagent/adapters/memory/store.hpp"
#include "billbyagent/adapters/postgres_store.hpp"
#include "billbyagent/adapters/store_sqlite.hpp"
#include "billbyagent/adapters/system_clock.hpp"
#include "handles.hpp"
#include "structs.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

bba_status bba_store_new_memory(bba_store** out, bba_error** error) {
  return give_handle(error, out, [] {
    return std::make_unique<bba_store>(bba_store{std::make_shared<MemoryStore>()});
  });
}

bba_status bba_store_open_sqlite(bba_store** out, const bba_sqlite_options* options,
                                 bba_error** error) {
  return give_handle(error, out, [&] {
    const auto given = read_struct(&required(options, "options"),
                                   bba_sqlite_options BBA_SQLITE_OPTIONS_INIT, "options");
    const std::chrono::milliseconds wait{
        std::clamp<std::int64_t>(given.busy_timeout_ms, 0, std::int64_t{24} * 3'600'000)};
    std::shared_ptr<Store> store = open_sqlite_store({.path = required_text(given.path, "path"),
                                                      .busy_timeout = wait,
                                                      .create = given.create != 0})
                                       .value();
    return std::make_unique<bba_store>(bba_store{std::move(store)});
  });
}

bba_status bba_store_open_postgres(bba_store** out, const bba_postgres_options* options,
                                   bba_error** error) {
  return give_handle(error, out, [&] {
    const auto given = read_struct(&required(options, "options"),
                                   bba_postgres_options BBA_POSTGRES_OPTIONS_INIT, "options");
    PostgresStoreOptions wanted;
    wanted.url = required_text(given.url, "url");
    wanted.busy_timeout = std::chrono::milliseconds{
        std::clamp<std::int64_t>(given.busy_timeout_ms, 0, std::int64_t{24} * 3'600'000)};
    wanted.create = given.create != 0;
    std::shared_ptr<Store> store = open_postgres_store(std::move(wanted)).value();
    return std::make_unique<bba_store>(bba_store{std::move(store)});
  });
}

void bba_store_free(bba_store** store) { free_handle(store); }

bba_status bba_clock_new_system(bba_clock** out, const char* zone, bba_error** error) {
  return give_handle(error, out, [&] {
    std::shared_ptr<const Clock> clock = make_system_clock(required_text(zone, "zone")).value();
    return std::make_unique<bba_clock>(bba_clock{std::move(clock), nullptr});
  });
}

bba_status bba_clock_new_fixed(bba_clock** out, bba_date today, bba_error** error) {
  return give_handle(error, out, [&] {
    auto clock = std::make_shared<FixedClock>(day_of(today, "today"));
    return std::make_unique<bba_clock>(bba_clock{clock, clock});
  });
}

bba_status bba_clock_set_today(bba_clock* clock, bba_date today, bba_error** error) {
  return guard(error, [&] {
    const bba_clock& at = required(clock, "clock");
    if (!at.fixed) refuse(Errc::wrong_state, "the system's clock is not set by a program");
    at.fixed->set_today(day_of(today, "today"));
  });
}

bba_status bba_clock_today(bba_date* out, const bba_clock* clock, bba_error** error) {
  return give(error, out, BBA_NO_DATE,
              [&] { return epoch_days(required(clock, "clock").clock->today()); });
}

void bba_clock_free(bba_clock** clock) { free_handle(clock); }

bba_status bba_desk_new(bba_desk** out, bba_store* store, bba_clock* clock, const char* tenant,
                        bba_error** error) {
  return give_handle(error, out, [&] {
    return std::make_unique<bba_desk>(bba_desk{required(store, "store").store,
                                               required(clock, "clock").clock,
                                               required_id<TenantId>(tenant, "tenant")});
  });
}

bba_status bba_desk_set_request(bba_desk* desk, const char* id, bba_error** error) {
  return guard(error, [&] { required(desk, "desk").request = text_or(id, "", "id"); });
}

bba_status bba_desk_add_rmm(bba_desk* desk, const char* name, bba_provider* provider,
                            bba_error** error) {
  return guard(error, [&] {
    bba_desk& at = required(desk, "desk");
    const auto rmm = required_id<RmmId>(name, "name");
    for (const auto& known : at.rmms)
      if (known.first == rmm) refuse(Errc::duplicate_id, name_of(rmm));
    at.rmms.emplace_back(rmm, required(provider, "provider").provider);
  });
}

void bba_desk_free(bba_desk** desk) { free_handle(desk); }
