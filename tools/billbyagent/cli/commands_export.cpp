// export.

#include <boost/json/serialize.hpp>
#include <ostream>

#include "billbyagent/adapters/json.hpp"
#include "cli/commands.hpp"
#include "cli/dates.hpp"
#include "cli/ledger_stop.hpp"
#include "cli/safe_file.hpp"
#include "documents/overviews.hpp"

namespace billbyagent::cli {
namespace {

struct ExportArguments {
  std::string format;
  std::string output;
  std::string state;
  std::string account;
  std::string contract;
  std::string from;
  std::string through;
  std::vector<std::string> batches;
};

/// Which batches are wanted.
class BatchFilter {
 public:
  static Result<BatchFilter> make(const ExportArguments& arguments) {
    auto from = parse_optional_date("--from", arguments.from);
    if (!from) return from.error();
    auto through = parse_optional_date("--through", arguments.through);
    if (!through) return through.error();
    return BatchFilter{arguments, *from, *through};
  }
  bool wants(const Batch& batch) const {
    const auto& named = arguments_.batches;
    return (named.empty() ||
            std::find(named.begin(), named.end(), batch.id.text()) != named.end()) &&
           (arguments_.account.empty() || arguments_.account == batch.account.text()) &&
           (arguments_.contract.empty() || arguments_.contract == batch.contract.text()) &&
           wants_state(batch.state) && (!from_ || *from_ <= batch.posted_on) &&
           (!through_ || batch.posted_on <= *through_);
  }

 private:
  BatchFilter(const ExportArguments& arguments, std::optional<Date> from,
              std::optional<Date> through)
      : arguments_(arguments), from_(from), through_(through) {}
  bool wants_state(LineState state) const {
    if (arguments_.state == "all") return true;
    if (arguments_.state.empty()) return state != LineState::returned;
    return to_string(state) == arguments_.state;
  }

  const ExportArguments& arguments_;
  std::optional<Date> from_;
  std::optional<Date> through_;
};

Result<std::vector<PostedLine>> read_lines(const Desk& desk, const BatchFilter& filter) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  auto batches = (*transaction)->batches(std::nullopt);
  if (!batches) return batches.error();
  std::vector<PostedLine> lines;
  for (const auto& batch : *batches) {
    if (!filter.wants(batch)) continue;
    auto own = (*transaction)->lines_of(batch.id);
    if (!own) return own.error();
    std::move(own->begin(), own->end(), std::back_inserter(lines));
  }
  return lines;
}

/// Which batches left, and whereto.
boost::json::object event_of(const std::vector<PostedLine>& lines,
                             const ExportArguments& arguments) {
  boost::json::array batches;
  for (const auto& line : lines)
    if (batches.empty() || batches.back().as_string() != line.batch.text())
      batches.emplace_back(line.batch.text());
  return {{"kind", "export"},
          {"lines", lines.size()},
          {"batches", batches},
          {"file", arguments.output.empty() ? "-" : arguments.output}};
}

Result<Exit> run_export(Session& session, const ExportArguments& arguments) {
  auto filter = BatchFilter::make(arguments);
  if (!filter) return filter.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  if (auto good = check_ledger(session, *desk); !good) return good.error();
  auto lines = read_lines(*desk, *filter);
  if (!lines) return lines.error();
  // First there, then out: what left is never unknown.
  if (auto done = record_in_ledger(session, *desk, event_of(*lines, arguments)); !done)
    return done.error();
  const bool json = arguments.format == "json" || (arguments.format.empty() && session.json());
  const std::string text =
      json ? boost::json::serialize(documents::of_lines(*lines)) + "\n" : lines_to_csv(*lines);
  if (arguments.output.empty()) {
    session.out() << text;
    return Exit::done;
  }
  if (auto written = write_whole_file(arguments.output, text); !written) return written.error();
  session.show(
      [&] {
        return boost::json::object{{"file", arguments.output}, {"lines", lines->size()}};
      },
      [&](std::ostream& out) {
        out << lines->size() << " lines written to " << arguments.output << '\n';
      });
  return Exit::done;
}

}  // namespace

void add_export_command(Commands& commands) {
  commands.add<ExportArguments>(
      "export", "Print posted lines as CSV or JSON",
      [](CLI::App& sub, ExportArguments& arguments) {
        sub.add_option("--format", arguments.format, "csv (default) or json")
            ->check(CLI::IsMember({"csv", "json"}));
        sub.add_option("-o,--output", arguments.output,
                       "Into this file (default: standard output)");
        sub.add_option("--state", arguments.state,
                       "In this state (default: all that were not returned)")
            ->check(CLI::IsMember({"posted", "invoiced", "exported", "returned", "all"}));
        sub.add_option("--batch", arguments.batches, "Of this batch (repeatable)");
        sub.add_option("--account", arguments.account, "Of this account");
        sub.add_option("--contract", arguments.contract, "Of this contract");
        sub.add_option("--from", arguments.from, "Posted on this day or later");
        sub.add_option("--through", arguments.through, "Posted on this day or earlier");
      },
      run_export);
}

}  // namespace billbyagent::cli
