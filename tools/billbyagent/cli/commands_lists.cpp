// lists.

#include <algorithm>
#include <ostream>
#include <unordered_map>

#include "billbyagent/domain/group_tree.hpp"
#include "cli/commands.hpp"
#include "cli/reports_json.hpp"
#include "cli/tables.hpp"

namespace billbyagent::cli {
namespace {

struct ListsArguments {
  std::string what = "all";
  std::string organization;
};

struct Lists {
  std::vector<Organization> organizations;
  std::vector<MachineGroup> groups;
  std::vector<View> views;
};

Result<Lists> read_lists(RmmProvider& provider, Deadline deadline) {
  auto organizations = provider.organizations(deadline);
  if (!organizations) return organizations.error();
  auto groups = provider.machine_groups(deadline);
  if (!groups) return groups.error();
  auto views = provider.views(deadline);
  if (!views) return views.error();
  return Lists{*std::move(organizations), *std::move(groups), *std::move(views)};
}

/// Keeps what was asked for, by name.
void narrow(Lists& lists, const ListsArguments& arguments) {
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

boost::json::object lists_json(const Lists& lists) {
  namespace json = boost::json;
  return {{"organizations", list_json(lists.organizations,
                                      [](const Organization& organization) {
                                        return json::object{{"id", organization.id.text()},
                                                            {"name", organization.name},
                                                            {"reference", organization.reference}};
                                      })},
          {"groups", list_json(lists.groups,
                               [](const MachineGroup& group) {
                                 json::object out{{"id", group.id.text()},
                                                  {"name", group.name},
                                                  {"organization", group.organization.text()},
                                                  {"parent", nullptr}};
                                 if (group.parent) out["parent"] = group.parent->text();
                                 return out;
                               })},
          {"views", list_json(lists.views, [](const View& view) {
             return json::object{{"id", view.id.text()}, {"name", view.name}};
           })}};
}

void print_lists(std::ostream& out, const Lists& lists,
                 const std::unordered_map<OrganizationId, std::string>& names) {
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
}

Result<Exit> run_lists(Session& session, const ListsArguments& arguments) {
  auto provider = session.provider();
  if (!provider) return provider.error();
  auto lists = read_lists(**provider, session.deadline());
  if (!lists) return lists.error();
  std::unordered_map<OrganizationId, std::string> names;
  for (const auto& organization : lists->organizations)
    names.emplace(organization.id, organization.name);
  narrow(*lists, arguments);
  session.show([&] { return lists_json(*lists); },
               [&](std::ostream& out) { print_lists(out, *lists, names); });
  return Exit::done;
}

}  // namespace

void add_lists_command(Commands& commands) {
  commands.add<ListsArguments>(
      "lists", "Show the RMM's organizations, machine groups and views",
      [](CLI::App& sub, ListsArguments& arguments) {
        sub.add_option("WHAT", arguments.what, "organizations, groups or views")
            ->check(CLI::IsMember({"organizations", "groups", "views", "all"}))
            ->capture_default_str();
        sub.add_option("--organization", arguments.organization, "Of this organization's id");
      },
      run_lists);
}

}  // namespace billbyagent::cli
