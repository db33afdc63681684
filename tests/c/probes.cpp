#include "c/probe.hpp"

namespace c_world {
namespace {

#define PROBE(function, ...)                                                                       \
  Probe {                                                                                          \
#function, []([[maybe_unused]] World & w,                                                      \
                  [[maybe_unused]] Outs & o) { return call(function __VA_OPT__(, ) __VA_ARGS__); } \
  }

/// Lives as long as the program: a probe's arguments are looked at after it was made.
template <class Struct>
Struct* keep(Struct value) {
  static Struct kept;
  kept = value;
  return &kept;
}

const char* const raise_text =
    R"({"percent": "3.5", "from": "2026-08-01", "accounts": ["acme"], "reason": "costs"})";

bba_service_options service_options() {
  bba_service_options options = BBA_SERVICE_OPTIONS_INIT;
  options.id = "agents";
  options.name = "A name that is too long for a short string";
  options.price = "5.00";
  options.currency = "USD";
  return options;
}

bba_sqlite_options sqlite_options() {
  bba_sqlite_options options = BBA_SQLITE_OPTIONS_INIT;
  options.path = sqlite_file();
  return options;
}

/// No server is asked for what is no URL of one.
bba_postgres_options postgres_options() {
  bba_postgres_options options = BBA_POSTGRES_OPTIONS_INIT;
  options.url = "a file and no URL that is fairly long";
  return options;
}

bba_kaseya_vsa_options vsa_options() {
  bba_kaseya_vsa_options options = BBA_KASEYA_VSA_OPTIONS_INIT;
  options.url = "https://vsa.example.com";
  options.user = "integrator";
  options.token = "0123456789abcdef0123456789abcdef";
  return options;
}

bba_kaseya_vsax_options vsax_options() {
  bba_kaseya_vsax_options options = BBA_KASEYA_VSAX_OPTIONS_INIT;
  options.url = "https://tenant.vsax.net";
  options.token_id = "0123456789abcdef0123456789abcdef";
  options.token_secret = "fedcba9876543210fedcba9876543210";
  return options;
}

bba_meshcentral_options meshcentral_options() {
  static const char* const views[] = {"a tag that is a view and is long"};
  static const char* const groups[] = {"a group of devices that is expected"};
  bba_meshcentral_options options = BBA_MESHCENTRAL_OPTIONS_INIT;
  options.url = "wss://mesh.example.com";
  options.user = "~t:0123456789abcdef0123456789abcdef";
  options.password = "0123456789abcdef0123456789abcdef";
  options.views = views;
  options.view_count = 1;
  options.expected_groups = groups;
  options.expected_group_count = 1;
  return options;
}

bba_file_options file_options() {
  static const bba_setting columns[] = {{"id", "Device ID, as the export has it"}};
  bba_file_options options = BBA_FILE_OPTIONS_INIT;
  options.machines = ESTATE_FILE;
  options.columns = columns;
  options.column_count = 1;
  return options;
}

bba_organization organization() {
  bba_organization made = BBA_ORGANIZATION_INIT;
  made.id = "an organization's id that is long";
  return made;
}
bba_machine_group group() {
  bba_machine_group made = BBA_MACHINE_GROUP_INIT;
  made.id = "a group's id that is fairly long";
  made.organization = "1001";
  return made;
}
bba_view view() {
  bba_view made = BBA_VIEW_INIT;
  made.id = "a view's id that is fairly long too";
  return made;
}
bba_agent agent() {
  bba_agent made = BBA_AGENT_INIT;
  made.id = "an agent's id that is fairly long";
  made.organization = "1001";
  made.group = "2001";
  return made;
}

bba_provider_table table() {
  bba_provider_table made = BBA_PROVIDER_TABLE_INIT;
  made.name = "a table with a name that is long";
  made.organizations = no_organizations;
  made.machine_groups = no_groups;
  made.scan_agents = no_agents;
  return made;
}

bba_units_decision decision() {
  bba_units_decision made = BBA_UNITS_DECISION_INIT;
  made.contract = "C-1";
  made.service = "seats";
  made.effective_date = june + 9;
  made.units = 6;
  made.reason = "two came, and nobody said so for a while";
  return made;
}

char* text_room() {
  static char room[64];
  return room;
}
template <class Number>
Number* number() {
  static Number kept;
  return &kept;
}
bba_setting* settings() {
  static bba_setting file{"file", ESTATE_FILE};
  return &file;
}

std::vector<Probe> values() {
  return {
      PROBE(bba_date_parse, number<bba_date>(), "2026-06-01"),
      PROBE(bba_date_text, text_room(), 64, june),
      PROBE(bba_date_parts, number<int32_t>(), number<int32_t>(), number<int32_t>(), june),
      PROBE(bba_date_months_from, number<bba_date>(), june, 1),
      PROBE(bba_currency_exponent, number<int32_t>(), "USD"),
      PROBE(bba_money_parse, number<int64_t>(), "12.50", "USD"),
      PROBE(bba_money_text, text_room(), 64, 1250, "USD"),
      PROBE(bba_money_add, number<int64_t>(), 1, 2),
      PROBE(bba_price_parse, number<int64_t>(), "0.0025", "USD"),
      PROBE(bba_price_text, text_room(), 64, 2500, "USD"),
  };
}

std::vector<Probe> billing() {
  return {
      PROBE(bba_book_parse, &o.book, book_text, std::strlen(book_text)),
      PROBE(bba_book_contract, &o.contract, w.book, 0),
      PROBE(bba_contract_period, number<bba_date>(), number<bba_date>(), w.contract, june),
      PROBE(bba_contract_billing_period, number<bba_date>(), number<bba_date>(), w.contract, june,
            july, 0),
      PROBE(bba_service_new, &o.service, keep(service_options())),
      PROBE(bba_units_new, &o.units, june, 10),
      PROBE(bba_units_record, w.units, june + 20, 20),
      PROBE(bba_units_on, number<int64_t>(), w.units, june),
      PROBE(bba_units_get, keep(bba_unit_change BBA_UNIT_CHANGE_INIT), w.units, 0),
      PROBE(bba_bill, &o.lines, w.service, w.units, june, july),
      PROBE(bba_bill_contract, &o.lines, w.contract, "agents", w.units, june, july),
      PROBE(bba_unposted, &o.lines, w.contract, "agents", w.units, june, july, w.lines),
      PROBE(bba_unposted_through, &o.lines, w.contract, "agents", w.units, june, july, w.lines,
            july),
      PROBE(bba_split, &o.proration, w.service, w.units, june, july),
      PROBE(bba_split_contract, &o.proration, w.contract, "agents", w.units, june, july),
      PROBE(bba_proration_get, keep(bba_proration_period BBA_PRORATION_PERIOD_INIT), w.proration,
            0),
      PROBE(bba_lines_new, &o.lines),
      PROBE(bba_lines_get, keep(bba_line BBA_LINE_INIT), w.lines, 0),
      PROBE(bba_lines_total, number<int64_t>(), w.lines),
      PROBE(bba_lines_post, w.lines, w.due, 0, "a batch's id that is fairly long"),
      PROBE(bba_lines_take_back, w.lines, "C-1#1"),
      PROBE(bba_lines_json, &o.text, w.lines),
      PROBE(bba_lines_csv, &o.text, w.lines),
  };
}

std::vector<Probe> desk_and_rmm() {
  return {
      PROBE(bba_store_new_memory, &o.store),
      PROBE(bba_store_open_sqlite, &o.store, keep(sqlite_options())),
      PROBE(bba_store_open_postgres, &o.store, keep(postgres_options())),
      PROBE(bba_clock_new_system, &o.clock, "Europe/Berlin"),
      PROBE(bba_clock_new_fixed, &o.clock, june),
      PROBE(bba_clock_set_today, w.clock, july),
      PROBE(bba_clock_today, number<bba_date>(), w.clock),
      PROBE(bba_desk_new, &o.desk, w.store, w.clock, "a tenant's id that is fairly long"),
      PROBE(bba_desk_add_rmm, w.desk, "an RMM with a name that is long", w.provider),
      PROBE(bba_desk_set_request, w.desk, "a request's id that is fairly long"),
      PROBE(bba_memory_rmm_new, &o.memory_rmm),
      PROBE(bba_memory_rmm_add_organization, w.rmm, keep(organization())),
      PROBE(bba_memory_rmm_add_machine_group, w.rmm, keep(group())),
      PROBE(bba_memory_rmm_add_agent, w.rmm, keep(agent())),
      PROBE(bba_memory_rmm_add_view, w.rmm, keep(view()), w.agent_names, 1),
      PROBE(bba_memory_rmm_remove_agent, w.rmm, "4011"),
      PROBE(bba_memory_rmm_fail, w.rmm, BBA_UNAUTHORIZED, "the login was refused by the server"),
      PROBE(bba_provider_new_memory, &o.provider, w.rmm),
      PROBE(bba_provider_new_kaseya_vsa, &o.provider, keep(vsa_options())),
      PROBE(bba_provider_new_kaseya_vsax, &o.provider, keep(vsax_options())),
      PROBE(bba_provider_new_meshcentral, &o.provider, keep(meshcentral_options())),
      PROBE(bba_provider_new_file, &o.provider, keep(file_options())),
      PROBE(bba_provider_new_table, &o.provider, keep(table())),
      PROBE(bba_provider_load, &o.provider, PROVIDER_OBJECT, settings(), 1),
      PROBE(bba_rmm_lists_read, &o.rmm_lists, w.provider, 1000),
      PROBE(bba_rmm_organization, keep(bba_organization BBA_ORGANIZATION_INIT), w.lists, 0),
      PROBE(bba_rmm_machine_group, keep(bba_machine_group BBA_MACHINE_GROUP_INIT), w.lists, 0),
      PROBE(bba_rmm_view, keep(bba_view BBA_VIEW_INIT), w.lists, 0),
  };
}

std::vector<Probe> jobs() {
  return {
      PROBE(bba_import_book, &o.import_report, w.desk, w.book, nullptr),
      PROBE(bba_import_report_get, keep(bba_import_counts BBA_IMPORT_COUNTS_INIT), w.imported),
      PROBE(bba_import_report_json, &o.text, w.imported),
      PROBE(bba_nightly_sync, &o.sync_report, w.desk, w.provider, nullptr),
      PROBE(bba_sync_report_get, keep(bba_sync_summary BBA_SYNC_SUMMARY_INIT), w.synced),
      PROBE(bba_sync_report_rmm, keep(bba_rmm_sync BBA_RMM_SYNC_INIT), w.synced, 0),
      PROBE(bba_sync_report_service, keep(bba_service_sync BBA_SERVICE_SYNC_INIT), w.synced, 0),
      PROBE(bba_sync_report_json, &o.text, w.synced),
      PROBE(bba_get_units_now, keep(bba_units_now BBA_UNITS_NOW_INIT), w.desk, w.provider, "C-1",
            "agents", 1000),
      PROBE(bba_take_over_units_now, &o.sync_report, w.desk, w.provider, "C-1", "agents", nullptr),
      PROBE(bba_review_new, &o.review, w.desk, nullptr),
      PROBE(bba_review_get, keep(bba_review_summary BBA_REVIEW_SUMMARY_INIT), w.review),
      PROBE(bba_review_json, &o.text, w.review),
      PROBE(bba_post_available, &o.post_report, w.desk, nullptr),
      PROBE(bba_post_report_get, keep(bba_post_summary BBA_POST_SUMMARY_INIT), w.posted),
      PROBE(bba_post_report_contract, keep(bba_posted_contract BBA_POSTED_CONTRACT_INIT), w.posted,
            0),
      PROBE(bba_post_report_json, &o.text, w.posted),
      PROBE(bba_freshness_new, &o.freshness, w.desk, 2),
      PROBE(bba_freshness_get, keep(bba_service_freshness BBA_SERVICE_FRESHNESS_INIT), w.freshness,
            0),
      PROBE(bba_verify, &o.verification, w.desk, 0),
      PROBE(bba_verification_get, keep(bba_verify_counts BBA_VERIFY_COUNTS_INIT), w.verification),
      PROBE(bba_verification_json, &o.text, w.verification),
  };
}

std::vector<Probe> records() {
  return {
      PROBE(bba_desk_contract, &o.contract, w.desk, "C-1"),
      PROBE(bba_desk_units, &o.units, w.desk, "C-1", "agents"),
      PROBE(bba_desk_machines, &o.machines, w.desk, "C-1", "agents"),
      PROBE(bba_record_units, w.desk, keep(decision())),
      PROBE(bba_desk_held, &o.held, w.desk),
      Probe{"bba_held_get",
            [](World& w, Outs&) {
              w.propose();
              return call(bba_held_get, keep(bba_held_reading BBA_HELD_READING_INIT), w.held, 0);
            }},
      Probe{"bba_confirm_held",
            [](World& w, Outs&) {
              w.propose();
              return call(bba_confirm_held, w.desk, "C-2", "servers", 0, "ann");
            }},
      Probe{"bba_reject_held",
            [](World& w, Outs&) {
              w.propose();
              return call(bba_reject_held, w.desk, "C-2", "servers", "ann",
                          "the machine is only being repaired");
            }},
      Probe{"bba_delete_unposted",
            [](World& w, Outs&) {
              w.add_unposted();
              return call(bba_delete_unposted, w.desk, "C-3", "seats", "ann",
                          "typed for another customer, by mistake");
            }},
      PROBE(bba_book_in_force, &o.document, w.desk, "C-1"),
      PROBE(bba_coming_renewals, &o.document, w.desk, 365, "acme"),
      PROBE(bba_renew_contract, w.desk, "C-1", R"({"years": 1})", "ann",
            "signed for another year, says the customer"),
      PROBE(bba_raise_prices, &o.document, w.desk, raise_text, std::strlen(raise_text), "ann"),
      PROBE(bba_desk_lines, &o.lines, w.desk, "C-1"),
      PROBE(bba_batch_lines, &o.lines, w.desk, "C-1#1"),
      PROBE(bba_desk_batches, &o.batches, w.desk, "C-1"),
      PROBE(bba_batches_get, keep(bba_batch BBA_BATCH_INIT), w.batches, 0),
      PROBE(bba_mark_invoiced, w.desk, w.batch_names, 1, "INV-2026-0001-of-the-month", "ann", ""),
      Probe{"bba_mark_exported",
            [](World& w, Outs&) {
              must(bba_mark_invoiced(w.desk, w.batch_names, 1, "INV-1", "ann", "", nullptr));
              return call(bba_mark_exported, w.desk, w.batch_names, 1, "ann", "to the ledger");
            }},
      PROBE(bba_unpost, w.desk, "C-1#1", "ann", "posted a day too early, says the customer"),
      Probe{"bba_void_invoice",
            [](World& w, Outs&) {
              must(bba_mark_invoiced(w.desk, w.batch_names, 1, "INV-1", "ann", "", nullptr));
              return call(bba_void_invoice, number<std::size_t>(), w.desk, "INV-1", "ann",
                          "sent to another customer by mistake");
            }},
      PROBE(bba_explain, &o.explanation, w.desk, w.first_line),
      PROBE(bba_notices_pending, &o.notices, w.desk, 10),
      PROBE(bba_notices_get, keep(bba_notice BBA_NOTICE_INIT), w.notices, 0),
      PROBE(bba_notice_delivered, w.desk, w.notice.id),
      PROBE(bba_notice_failed, w.desk, w.notice.id, "the mail server did not answer in time"),
      PROBE(bba_notices_deliver, keep(bba_delivery BBA_DELIVERY_INIT), w.desk, 10, delivered,
            nullptr),
  };
}

}  // namespace

std::vector<Probe> every_probe() {
  std::vector<Probe> all;
  for (const auto& some : {values(), billing(), desk_and_rmm(), jobs(), records()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace c_world
