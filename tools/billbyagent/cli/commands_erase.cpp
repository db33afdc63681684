// erase-name.

#include <ostream>

#include "billbyagent/app/erase_name.hpp"
#include "cli/commands.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {
namespace {

struct EraseArguments {
  std::string name;
  std::string reason;
};

Result<Exit> run_erase(Session& session, const EraseArguments& arguments) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  const auto rows = erase_name(*desk, arguments.name, session.author(), arguments.reason);
  if (!rows) return rows.error();
  session.show(
      [&] {
        return boost::json::object{{"rows", *rows}};
      },
      [&](std::ostream& out) {
        out << "Erased in " << documents::counted(*rows, "row", "rows") << '\n';
      });
  return Exit::done;
}

}  // namespace

void add_erase_command(Commands& commands) {
  commands.add<EraseArguments>(
      "erase-name", "Take a person's name out of the database; amounts and their proof stay",
      [](CLI::App& sub, EraseArguments& arguments) {
        sub.add_option("NAME", arguments.name, "As it stands there, capitals included")->required();
        sub.add_option("--reason", arguments.reason, "Why, for the record")->required();
      },
      run_erase);
}

}  // namespace billbyagent::cli
