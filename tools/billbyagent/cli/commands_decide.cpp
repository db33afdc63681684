// decide.

#include "cli/commands.hpp"
#include "cli/decisions.hpp"
#include "cli/refused.hpp"
#include "cli/safe_file.hpp"
#include "documents/decisions.hpp"

namespace billbyagent::cli {
namespace {

struct DecideArguments {
  std::string file;
};

constexpr std::size_t file_bytes_max = 16 * 1'024 * 1'024;

Result<Exit> run_decide(Session& session, const DecideArguments& arguments) {
  const auto text = read_bounded(arguments.file, file_bytes_max, "the file of decisions");
  if (!text) return text.error();
  const auto read = documents::parse_decisions(*text);
  if (!read) return read.error();
  if (!read->refused.empty()) return show_refused(session, read->refused, nothing_decided);
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  if (read->tenant != desk->tenant)
    return Error{Errc::conflicts, "the decisions are of tenant '" + read->tenant.text() + "'"};
  if (read->decisions.empty())
    return Error{Errc::nothing_to_do, "no row of the file has a decision"};
  return decide_and_show(session, *desk, read->decisions, read->left);
}

}  // namespace

void add_decide_command(Commands& commands) {
  commands.add<DecideArguments>(
      "decide", "Take a file of decisions as a whole: all valid, or nothing done",
      [](CLI::App& sub, DecideArguments& arguments) {
        sub.add_option("FILE", arguments.file,
                       "A list that 'review' wrote, with decisions filled in; -: "
                       "standard input")
            ->required();
      },
      run_decide);
}

}  // namespace billbyagent::cli
