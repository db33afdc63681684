#pragma once

/// One function per group of commands: adds them to the program. The one that was named on the
/// command line ends up in `chosen`.

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "cli/session.hpp"

namespace billbyagent::cli {

struct Commands {
  CLI::App& app;
  Command& chosen;

  /// Adds a subcommand that keeps its options in an `Options`; `fill` adds them.
  template <class Options, class Fill>
  void add(const std::string& name, const std::string& description, Fill fill,
           Result<Exit> (*run)(Session&, const Options&)) {
    CLI::App* sub = app.add_subcommand(name, description);
    const auto options = std::make_shared<Options>();
    fill(*sub, *options);
    sub->callback([this_chosen = &chosen, options, run] {
      *this_chosen = [options, run](Session& session) { return run(session, *options); };
    });
  }
};

/// For decisions that a script may ask for again.
inline void add_request_option(CLI::App& sub, std::string& request) {
  sub.add_option("--request", request,
                 "An id of your own: asked for again under it, nothing is done twice");
}

void add_init_command(Commands& commands);       // init
void add_import_command(Commands& commands);     // import
void add_book_command(Commands& commands);       // book
void add_contract_commands(Commands& commands);  // contracts, pause, resume, end, extend
void add_amend_command(Commands& commands);      // amend
void add_price_command(Commands& commands);      // raise-prices
void add_renewal_commands(Commands& commands);   // renewals, renew
void add_delete_command(Commands& commands);     // delete
void add_erase_command(Commands& commands);      // erase-name
void add_charge_commands(Commands& commands);    // discount, charge, credit
void add_backup_commands(Commands& commands);    // backup, restore
void add_copy_command(Commands& commands);       // copy
void add_reconcile_command(Commands& commands);  // reconcile
void add_lists_command(Commands& commands);      // lists
void add_doctor_command(Commands& commands);     // doctor
void add_night_commands(Commands& commands);     // units-now, nightly, notify
void add_billing_commands(Commands& commands);   // review, post
void add_statement_command(Commands& commands);  // statement
void add_batch_commands(Commands& commands);     // batches, invoice, exported, unpost, void
void add_export_command(Commands& commands);     // export
void add_machines_command(Commands& commands);   // machines
void add_units_commands(Commands& commands);     // history, confirm, reject, correct
void add_decide_command(Commands& commands);     // decisions, decide
void add_preview_command(Commands& commands);    // preview
void add_coverage_command(Commands& commands);   // coverage
void add_explain_command(Commands& commands);    // explain
void add_status_command(Commands& commands);     // status
void add_verify_command(Commands& commands);     // verify
void add_worker_command(Commands& commands);     // worker
void add_demo_command(Commands& commands);       // demo
void add_help_commands(Commands& commands);      // help, completion, man

}  // namespace billbyagent::cli
