// lists.

#include <algorithm>
#include <map>
#include <ostream>
#include <unordered_map>

#include "billbyagent/domain/group_tree.hpp"
#include "cli/commands.hpp"
#include "cli/reports_human.hpp"
#include "cli/tables.hpp"
#include "documents/overviews.hpp"

namespace billbyagent::cli {
namespace {

struct ListsArguments {
  std::string what = "all";
  std::string organization;
  std::string rmm;
};

using documents::RmmLists;
using OrganizationNames = std::unordered_map<OrganizationId, std::string>;

Result<RmmLists> read_lists(const RmmId& rmm, RmmProvider& provider, Deadline deadline) {
  auto organizations = provider.organizations(deadline);
  if (!organizations) return organizations.error();
  auto groups = provider.machine_groups(deadline);
  if (!groups) return groups.error();
  auto views = provider.views(deadline);
  if (!views) return views.error();
  return RmmLists{rmm, *std::move(organizations), *std::move(groups), *std::move(views),
                  provider.notes()};
}

/// Keeps what was asked for, by name.
void narrow(RmmLists& lists, const ListsArguments& arguments) {
  const auto wants = [&](const char* what) {
    return arguments.what == "all" || arguments.what == what;
  };
  if (!arguments.organization.empty()) {
    std::erase_if(lists.groups, [&](const MachineGroup& group) {
      return group.organization.text() != arguments.organization;
    });
    std::erase_if(lists.organizations, [&](const Organization& organization) {
      return organization.id.text() != arguments.organization;
    });
  }
  const auto by_name = [](const auto& a, const auto& b) {
    return a.name != b.name ? a.name < b.name : a.id < b.id;
  };
  std::sort(lists.organizations.begin(), lists.organizations.end(), by_name);
  std::sort(lists.groups.begin(), lists.groups.end(), by_name);
  std::sort(lists.views.begin(), lists.views.end(), by_name);
  if (!wants("organizations")) lists.organizations.clear();
  if (!wants("groups")) lists.groups.clear();
  if (!wants("views")) lists.views.clear();
}

void print_lists(std::ostream& out, const RmmLists& lists, const OrganizationNames& names) {
  if (!lists.organizations.empty()) {
    Table table{{{"Organization"}, {"Id"}, {"Reference"}}};
    for (const auto& organization : lists.organizations)
      table.add({organization.name, organization.id.text(), organization.reference});
    table.print(out);
  }
  if (!lists.groups.empty()) {
    Table table{{{"Machine group"}, {"Id"}, {"Organization"}}};
    for (const auto& group : lists.groups) {
      const auto at = names.find(group.organization);
      table.add({group.name, group.id.text(),
                 at == names.end() ? group.organization.text() : at->second});
    }
    table.print(out);
  }
  if (!lists.views.empty()) {
    Table table{{{"View"}, {"Id"}}};
    for (const auto& view : lists.views) table.add({view.name, view.id.text()});
    table.print(out);
  }
  print_notes(out, lists.notes);
}

Result<Exit> run_lists(Session& session, const ListsArguments& arguments) {
  auto rmms = session.rmms();
  if (!rmms) return rmms.error();
  if (!arguments.rmm.empty())
    if (auto known = (*rmms)->find(RmmId{arguments.rmm}); !known) return known.error();
  std::vector<RmmLists> shown;
  std::map<RmmId, OrganizationNames> names;
  std::vector<RmmOutcome> failed;
  for (const auto& [rmm, provider] : **rmms) {
    if (!arguments.rmm.empty() && rmm.text() != arguments.rmm) continue;
    auto lists = read_lists(rmm, *provider, session.deadline());
    if (lists) {
      for (const auto& organization : lists->organizations)
        names[rmm].emplace(organization.id, organization.name);
      narrow(*lists, arguments);
      shown.push_back(*std::move(lists));
    } else {
      failed.push_back({.rmm = rmm, .provider = provider->name(), .error = lists.error()});
    }
  }
  if (shown.empty()) return *failed.front().error;
  session.show([&] { return documents::of(shown, failed, documents::hint_for); },
               [&](std::ostream& out) {
                 for (const auto& lists : shown) {
                   if ((*rmms)->size() > 1) out << "Of " << printable(name_of(lists.rmm)) << '\n';
                   print_lists(out, lists, names[lists.rmm]);
                 }
                 print_rmms(out, failed);
               });
  return failed.empty() ? Exit::done : Exit::needs_a_person;
}

}  // namespace

void add_lists_command(Commands& commands) {
  commands.add<ListsArguments>(
      "lists", "Show the RMMs' organizations, machine groups and views",
      [](CLI::App& sub, ListsArguments& arguments) {
        sub.add_option("WHAT", arguments.what, "organizations, groups or views")
            ->check(CLI::IsMember({"organizations", "groups", "views", "all"}))
            ->capture_default_str();
        sub.add_option("--organization", arguments.organization, "Of this organization's id");
        sub.add_option("--in", arguments.rmm, "Of the RMM of this name alone");
      },
      run_lists);
}

}  // namespace billbyagent::cli
