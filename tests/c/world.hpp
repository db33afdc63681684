#pragma once

/// A small world behind the C interface: a store with an imported book, machines in memory, a first
/// night and a first posting. Everything that a probed function may give has a place here, and is
/// freed with it.

#include <billbyagent.h>
#include <billbyagent_provider.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>

namespace c_world {

inline void must(bba_status status, bba_error* error = nullptr) {
  if (status != BBA_OK)
    throw std::runtime_error(std::string{bba_status_name(status)} + " " + bba_error_message(error));
}

inline const char* const book_text = R"({
  "accounts": [{"id": "acme", "organization": "1001"}],
  "contracts": [
    {"id": "C-1", "account": "acme", "currency": "USD", "cycle": "monthly",
     "start_date": "2026-06-01", "recipients": ["billing@msp.example"],
     "services": [
       {"id": "agents", "unit_price": "5.00", "unit_cost": "2.00", "tax_category": "standard",
        "units": {"source": "agents"}},
       {"id": "seats", "unit_price": "9.99", "units": {"source": "manual", "count": 4}}]},
    {"id": "C-2", "account": "acme", "currency": "EUR", "cycle": "monthly", "trust": "propose",
     "start_date": "2026-06-01", "recipients": ["billing@msp.example"],
     "services": [{"id": "servers", "unit_price": "7.00",
                   "units": {"source": "agents", "group": "2002"}}]}]
})";

inline bba_status no_organizations(bba_provider_call*, const bba_organization_sink*, void*) {
  return BBA_OK;
}
inline bba_status no_groups(bba_provider_call*, const bba_machine_group_sink*, void*) {
  return BBA_OK;
}
inline bba_status no_agents(const char*, bba_provider_call*, const bba_agent_sink*, void*) {
  return BBA_OK;
}
inline bba_status delivered(const char*, const bba_notice*, char*, std::size_t, void*) {
  return BBA_OK;
}

inline constexpr bba_date june = 20605;  // 2026-06-01
inline constexpr bba_date july = june + 30;

/// A database of this process alone: ctest runs the cases of this program side by side.
inline const char* sqlite_file() {
  static const std::string path = std::string{SQLITE_FILE} + "-" + std::to_string(::getpid());
  return path.c_str();
}
inline void remove_sqlite_file() {
  for (const char* suffix : {"", "-wal", "-shm"})
    std::remove((std::string{sqlite_file()} + suffix).c_str());
}

struct World {
  World() {
    must(bba_date_ymd(2026, 6, 1) == june ? BBA_OK : BBA_INTERNAL);
    must(bba_store_new_memory(&store, nullptr));
    must(bba_clock_new_fixed(&clock, june, nullptr));
    must(bba_desk_new(&desk, store, clock, "msp", nullptr));
    must(bba_book_parse(&book, book_text, std::strlen(book_text), nullptr));
    must(bba_book_contract(&contract, book, 0, nullptr));
    must(bba_import_book(&imported, desk, book, nullptr, nullptr));
    make_rmm();
    must(bba_nightly_sync(&synced, desk, provider, nullptr, nullptr));
    must(bba_confirm_held(desk, "C-2", "servers", 0, "ann", nullptr));
    must(bba_post_available(&posted, desk, nullptr, nullptr));
    make_june();
    must(bba_clock_set_today(clock, june + 14, nullptr));
    must(bba_review_new(&review, desk, nullptr, nullptr));
    must(bba_explain(&explanation, desk, first_line, nullptr));
    must(bba_desk_lines(&lines, desk, "C-1", nullptr));
    must(bba_desk_batches(&batches, desk, nullptr, nullptr));
    must(bba_desk_machines(&machines, desk, "C-1", "agents", nullptr));
    must(bba_notices_pending(&notices, desk, 10, nullptr));
    must(bba_rmm_lists_read(&lists, provider, 1000, nullptr));
    must(bba_notices_get(&notice, notices, 0, nullptr));
    must(bba_freshness_new(&freshness, desk, 2, nullptr));
    must(bba_verify(&verification, desk, 0, nullptr));
  }
  /// A contract C-3 of which nothing was posted.
  void add_unposted() {
    const std::string text =
        R"({"contracts": [{"id": "C-3", "account": "acme", "currency": "USD", "cycle": "monthly",
            "start_date": "2026-06-01", "services": [{"id": "seats", "unit_price": "9.99",
            "units": {"source": "manual", "count": 4}}]}]})";
    bba_book* read = nullptr;
    bba_import_report* report = nullptr;
    must(bba_book_parse(&read, text.data(), text.size(), nullptr));
    must(bba_import_book(&report, desk, read, nullptr, nullptr));
    bba_import_report_free(&report);
    bba_book_free(&read);
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World() {
    bba_verification_free(&verification);
    bba_freshness_free(&freshness);
    bba_notices_free(&notices);
    bba_rmm_lists_free(&lists);
    bba_machines_free(&machines);
    bba_held_free(&held);
    bba_batches_free(&batches);
    bba_lines_free(&lines);
    bba_lines_free(&due);
    bba_explanation_free(&explanation);
    bba_review_free(&review);
    bba_post_report_free(&posted);
    bba_sync_report_free(&synced);
    bba_import_report_free(&imported);
    bba_proration_free(&proration);
    bba_units_free(&units);
    bba_service_free(&service);
    bba_contract_free(&contract);
    bba_book_free(&book);
    bba_provider_free(&provider);
    bba_memory_rmm_free(&rmm);
    bba_desk_free(&desk);
    bba_clock_free(&clock);
    bba_store_free(&store);
  }

  /// One machine less in the group of C-2, which has its counts proposed.
  void propose() {
    must(bba_memory_rmm_remove_agent(rmm, "4014", nullptr));
    bba_sync_report* night = nullptr;
    must(bba_nightly_sync(&night, desk, provider, nullptr, nullptr));
    bba_sync_report_free(&night);
    must(bba_desk_held(&held, desk, nullptr));
  }

  bba_store* store = nullptr;
  bba_clock* clock = nullptr;
  bba_desk* desk = nullptr;
  bba_book* book = nullptr;
  bba_contract* contract = nullptr;
  bba_service* service = nullptr;
  bba_units* units = nullptr;
  bba_proration* proration = nullptr;
  bba_lines* lines = nullptr;  ///< posted, of C-1
  bba_lines* due = nullptr;    ///< of `service` in June
  bba_memory_rmm* rmm = nullptr;
  bba_provider* provider = nullptr;
  bba_rmm_lists* lists = nullptr;
  bba_import_report* imported = nullptr;
  bba_sync_report* synced = nullptr;
  bba_review* review = nullptr;
  bba_post_report* posted = nullptr;
  bba_explanation* explanation = nullptr;
  bba_machines* machines = nullptr;
  bba_held* held = nullptr;
  bba_batches* batches = nullptr;
  bba_notices* notices = nullptr;
  bba_freshness* freshness = nullptr;
  bba_verification* verification = nullptr;

  const char* first_line = "C-1/agents/2026-06-01/2026-06-01/1";
  const char* batch_names[1] = {"C-1#1"};
  const char* agent_names[1] = {"4011"};
  bba_notice notice = BBA_NOTICE_INIT;

 private:
  void make_rmm() {
    must(bba_memory_rmm_new(&rmm, nullptr));
    bba_organization organization = BBA_ORGANIZATION_INIT;
    organization.id = "1001";
    organization.name = "Acme";
    must(bba_memory_rmm_add_organization(rmm, &organization, nullptr));
    bba_machine_group group = BBA_MACHINE_GROUP_INIT;
    group.organization = "1001";
    group.id = group.name = "2001";
    must(bba_memory_rmm_add_machine_group(rmm, &group, nullptr));
    group.id = group.name = "2002";
    group.parent = "2001";
    must(bba_memory_rmm_add_machine_group(rmm, &group, nullptr));
    for (const char* id : {"4011", "4012", "4013", "4014", "4015"}) {
      bba_agent agent = BBA_AGENT_INIT;
      agent.id = agent.name = id;
      agent.organization = "1001";
      agent.group = std::strcmp(id, "4014") < 0 ? "2001" : "2002";
      must(bba_memory_rmm_add_agent(rmm, &agent, nullptr));
    }
    bba_view view = BBA_VIEW_INIT;
    view.id = view.name = "3001";
    must(bba_memory_rmm_add_view(rmm, &view, agent_names, 1, nullptr));
    must(bba_provider_new_memory(&provider, rmm, nullptr));
  }
  void make_june() {
    bba_service_options options = BBA_SERVICE_OPTIONS_INIT;
    options.id = "agents";
    options.price = "5.00";
    options.currency = "USD";
    must(bba_service_new(&service, &options, nullptr));
    must(bba_units_new(&units, june, 10, nullptr));
    must(bba_units_record(units, june + 15, 15, nullptr));
    must(bba_bill(&due, service, units, june, july, nullptr));
    must(bba_split(&proration, service, units, june, july, nullptr));
  }
};

}  // namespace c_world
