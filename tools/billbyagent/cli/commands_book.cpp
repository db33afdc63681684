// book.

#include <ostream>

#include "billbyagent/adapters/json.hpp"
#include "billbyagent/app/book_in_force.hpp"
#include "cli/commands.hpp"

namespace billbyagent::cli {
namespace {

struct BookArguments {
  std::string contract;
};

Result<Exit> run_book(Session& session, const BookArguments& arguments) {
  std::optional<ContractId> only;
  if (!arguments.contract.empty()) {
    auto id = ContractId::parse(arguments.contract);
    if (!id) return id.error();
    only = *id;
  }
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto book = book_in_force(*desk, only);
  if (!book) return book.error();
  auto text = book_to_json(*book);
  if (!text) return text.error();
  session.out() << *text;
  return Exit::done;
}

}  // namespace

void add_book_command(Commands& commands) {
  commands.add<BookArguments>(
      "book", "Print the book in force; imported again, it changes nothing",
      [](CLI::App& sub, BookArguments& arguments) {
        sub.add_option("CONTRACT", arguments.contract, "Only this one, with its account");
      },
      run_book);
}

}  // namespace billbyagent::cli
