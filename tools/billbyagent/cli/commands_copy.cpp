// copy.

#include <ostream>

#include "billbyagent/adapters/copy_store.hpp"
#include "cli/commands.hpp"
#include "cli/tables.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {
namespace {

struct CopyArguments {
  std::string from;
  std::string to;
};

/// The same as it is in the settings: `sqlite:` may stand before a file.
std::string database_of(const std::string& named) {
  constexpr std::string_view file = "sqlite:";
  return named.starts_with(file) ? named.substr(file.size()) : named;
}

/// Where posting is stopped it must not go on elsewhere.
Result<void> check_goes_on(const Session& session, const std::string& from,
                           const TenantId& tenant) {
  if (is_postgres_url(from)) return {};
  auto options = session.store_options();
  options.path = from;
  auto generation = sqlite_generation(options, tenant);
  if (!generation) return generation.error();
  if (generation->stopped) return *generation->stopped;
  return {};
}

Result<Exit> run_copy(Session& session, const CopyArguments& arguments) {
  auto tenant = session.tenant();
  if (!tenant) return tenant.error();
  const auto source = database_of(arguments.from);
  const auto target = database_of(arguments.to);
  if (auto going = check_goes_on(session, source, *tenant); !going) return going.error();
  auto from = session.open(source, false);
  if (!from) return from.error();
  auto to = session.open(target, true);
  if (!to) return to.error();
  auto copied = copy_tenant(**from, **to, *tenant);
  if (!copied) return copied.error();
  std::int64_t rows = 0;
  for (const auto& table : copied->tables) rows += table.rows;
  session.show(
      [&] {
        boost::json::object tables;
        for (const auto& table : copied->tables) tables[table.name] = table.rows;
        boost::json::array totals;
        for (const auto& total : copied->totals)
          totals.push_back(boost::json::object{{"currency", total.currency().code()},
                                               {"amount", to_decimal(total)}});
        return boost::json::object{{"tenant", tenant->text()},     {"from", shown_database(source)},
                                   {"to", shown_database(target)}, {"rows", rows},
                                   {"tables", std::move(tables)},  {"totals", std::move(totals)}};
      },
      [&](std::ostream& out) {
        out << "copied tenant " << printable(tenant->text()) << " from "
            << printable(shown_database(source)) << " to " << printable(shown_database(target))
            << ": " << documents::counted(static_cast<std::size_t>(rows), "row", "rows") << " of "
            << documents::counted(copied->tables.size(), "table", "tables")
            << ", read again and found the same\n";
        for (const auto& total : copied->totals)
          out << "  " << to_string(total) << " posted in all\n";
        out << "Let the next night and posting use the copy, and nothing the original any more.\n";
      });
  return Exit::done;
}

}  // namespace

void add_copy_command(Commands& commands) {
  commands.add<CopyArguments>(
      "copy", "Copy the tenant into another file or server, and compare",
      [](CLI::App& sub, CopyArguments& arguments) {
        sub.add_option("--from", arguments.from, "sqlite:FILE, or postgres://USER@HOST/DATABASE")
            ->required();
        sub.add_option("--to", arguments.to, "Likewise; the tenant must not be there yet")
            ->required();
      },
      run_copy);
}

}  // namespace billbyagent::cli
