// batches, invoice, exported, unpost, void.

#include "billbyagent/app/batch_states.hpp"

#include <ostream>

#include "cli/commands.hpp"
#include "cli/ledger_stop.hpp"
#include "cli/tables.hpp"
#include "documents/overviews.hpp"

namespace billbyagent::cli {
namespace {

struct BatchesArguments {
  std::string contract;
  std::string state;
};

struct MoveArguments {
  std::vector<std::string> batches;
  std::string invoice;
  std::string reason;
  std::string request;
};

Result<std::vector<BatchId>> ids_of(const std::vector<std::string>& texts) {
  std::vector<BatchId> ids;
  for (const auto& text : texts) {
    auto id = BatchId::parse(text);
    if (!id) return id.error();
    ids.push_back(*id);
  }
  return ids;
}

Result<std::vector<Batch>> read_batches(const Desk& desk, const BatchesArguments& arguments) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  std::optional<ContractId> of;
  if (!arguments.contract.empty()) {
    auto contract = (*transaction)->contract(ContractId{arguments.contract});
    if (!contract) return contract.error();
    of = contract->id();
  }
  auto batches = (*transaction)->batches(of);
  if (!batches) return batches.error();
  if (!arguments.state.empty())
    std::erase_if(*batches,
                  [&](const Batch& batch) { return to_string(batch.state) != arguments.state; });
  return batches;
}

Result<Exit> run_batches(Session& session, const BatchesArguments& arguments) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto batches = read_batches(*desk, arguments);
  if (!batches) return batches.error();
  session.show([&] { return documents::of_batches(*batches); },
               [&](std::ostream& out) {
                 Table table{{{"Batch"},
                              {"Account"},
                              {"Posted on"},
                              {"State"},
                              {"Invoice"},
                              {"Settles with"},
                              {"Amount", Align::right},
                              {"Currency"}}};
                 for (const auto& batch : *batches)
                   table.add({batch.id.text(), batch.account.text(), to_string(batch.posted_on),
                              std::string{to_string(batch.state)}, batch.invoice_number,
                              batch.settlement.text(), to_decimal(batch.total),
                              to_string(batch.total.currency())});
                 table.print(out);
               });
  return Exit::done;
}

Exit show_moved(Session& session, const std::vector<BatchId>& batches, const std::string& state) {
  session.show([&] { return documents::of_moved(batches, state); },
               [&](std::ostream& out) {
                 for (const auto& id : batches)
                   out << printable(id.text()) << " is now " << state << '\n';
               });
  return Exit::done;
}

StateChange change_by(const Session& session, const MoveArguments& arguments) {
  return {.author = session.author(), .reason = arguments.reason, .request = arguments.request};
}

/// A step of batches, between the ledger's check and its record. `step` answers what moved.
template <class Step>
Result<Exit> move(Session& session, const std::string& state, Step step) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  if (auto good = check_ledger(session, *desk); !good) return good.error();
  Result<std::vector<BatchId>> moved = step(*desk);
  if (!moved) return moved.error();
  if (auto done = record_in_ledger(session, *desk); !done) return done.error();
  return show_moved(session, *moved, state);
}

Result<Exit> run_invoice(Session& session, const MoveArguments& arguments) {
  auto ids = ids_of(arguments.batches);
  if (!ids) return ids.error();
  return move(session, "invoiced", [&](const Desk& desk) -> Result<std::vector<BatchId>> {
    auto moved = mark_invoiced(desk, *ids, arguments.invoice, change_by(session, arguments));
    if (!moved) return moved.error();
    return *ids;
  });
}

Result<Exit> run_exported(Session& session, const MoveArguments& arguments) {
  auto ids = ids_of(arguments.batches);
  if (!ids) return ids.error();
  return move(session, "exported", [&](const Desk& desk) -> Result<std::vector<BatchId>> {
    auto moved = mark_exported(desk, *ids, change_by(session, arguments));
    if (!moved) return moved.error();
    return *ids;
  });
}

Result<Exit> run_unpost(Session& session, const MoveArguments& arguments) {
  auto ids = ids_of(arguments.batches);
  if (!ids) return ids.error();
  return move(session, "returned", [&](const Desk& desk) {
    return unpost(desk, ids->front(), change_by(session, arguments));
  });
}

Result<Exit> run_void(Session& session, const MoveArguments& arguments) {
  return move(session, "returned", [&](const Desk& desk) {
    return void_invoice(desk, arguments.invoice, change_by(session, arguments));
  });
}

void add_steps(Commands& commands) {
  commands.add<MoveArguments>(
      "invoice", "Record that batches are on an invoice",
      [](CLI::App& sub, MoveArguments& arguments) {
        sub.add_option("BATCH", arguments.batches, "Batches, such as 'C-1#2'")->required();
        sub.add_option("--number", arguments.invoice, "The invoice number")->required();
        sub.add_option("--reason", arguments.reason, "For the record");
        add_request_option(sub, arguments.request);
      },
      run_invoice);
  commands.add<MoveArguments>(
      "exported", "Record that invoiced batches went to the accounting",
      [](CLI::App& sub, MoveArguments& arguments) {
        sub.add_option("BATCH", arguments.batches, "Batches, such as 'C-1#2'")->required();
        sub.add_option("--reason", arguments.reason, "For the record");
        add_request_option(sub, arguments.request);
      },
      run_exported);
  commands.add<MoveArguments>(
      "unpost", "Take a posted batch back to billing review",
      [](CLI::App& sub, MoveArguments& arguments) {
        sub.add_option("BATCH", arguments.batches, "A batch, such as 'C-1#2'")
            ->required()
            ->expected(1);
        sub.add_option("--reason", arguments.reason, "Why, for the record")->required();
        add_request_option(sub, arguments.request);
      },
      run_unpost);
  commands.add<MoveArguments>(
      "void", "Return the lines of a voided invoice to billing review",
      [](CLI::App& sub, MoveArguments& arguments) {
        sub.add_option("INVOICE", arguments.invoice, "The invoice number")->required();
        sub.add_option("--reason", arguments.reason, "Why, for the record")->required();
        add_request_option(sub, arguments.request);
      },
      run_void);
}

}  // namespace

void add_batch_commands(Commands& commands) {
  commands.add<BatchesArguments>(
      "batches", "List what was posted together, with its state",
      [](CLI::App& sub, BatchesArguments& arguments) {
        sub.add_option("--contract", arguments.contract, "Of this contract");
        sub.add_option("--state", arguments.state, "In this state")
            ->check(CLI::IsMember({"posted", "invoiced", "exported", "returned"}));
      },
      run_batches);
  add_steps(commands);
}

}  // namespace billbyagent::cli
