// Lists of organizations, machine groups and views in files of their own.

#include <tuple>

#include "file_provider/estate_reader.hpp"

namespace billbyagent::file_provider {
namespace {

constexpr std::array organization_columns{Column{.name = "id", .required = true},
                                          Column{.name = "name"}, Column{.name = "reference"}};
constexpr std::array group_columns{Column{.name = "id", .required = true}, Column{.name = "name"},
                                   Column{.name = "organization", .required = true},
                                   Column{.name = "parent"}};
constexpr std::array view_columns{Column{.name = "id", .required = true}, Column{.name = "name"}};

}  // namespace

template <class IdType, class Columns, class Add>
Result<void> EstateReader::read_list(const FileText& file, const Columns& columns, Add add) {
  std::map<IdType, std::size_t> lines;
  LookAlikes alike;
  return read_rows(file.text, file.source, columns, notes_, [&](const Row& row) -> Result<void> {
    auto id = parsed<IdType>(file.source, row.line, columns[0].name, row.cells[0]);
    if (!id) return id.error();
    const auto [at, is_new] = lines.emplace(*id, row.line);
    if (!is_new)
      return fault(file.source, row.line, columns[0].name,
                   "'" + id->text() + "' is on line " + std::to_string(at->second) + " too",
                   Errc::incomplete_scan);
    const auto* other = alike.add(id->text(), {&file.source.name, row.line});
    if (other && files_.rules.look_alikes == LookAlikeIds::refused)
      return fault(file.source, row.line, columns[0].name,
                   "'" + id->text() + "' differs from '" + other->text + "' on line " +
                       std::to_string(other->where.line) + " only in case, blanks or form");
    const std::string& name = row.cells[1].empty() ? id->text() : row.cells[1];
    return add(row, *std::move(id), name);
  });
}

Result<void> EstateReader::read_organizations() {
  if (!files_.organizations) return {};
  const FileText& file = *files_.organizations;
  return read_list<OrganizationId>(
      file, organization_columns,
      [&](const Row& row, const OrganizationId& id, const std::string& name) -> Result<void> {
        organizations_.emplace(id, Organization{id, name, row.cells[2]});
        like_organizations_.add(id.text(), {&file.source.name, row.line});
        return {};
      });
}

Result<void> EstateReader::read_groups() {
  if (!files_.groups) return {};
  const FileText& file = *files_.groups;
  std::vector<std::tuple<std::size_t, MachineGroupId>> children;
  auto read = read_list<MachineGroupId>(
      file, group_columns,
      [&](const Row& row, const MachineGroupId& id, const std::string& name) -> Result<void> {
        MachineGroup group{id, name, {}, std::nullopt};
        auto owner = parsed<OrganizationId>(file.source, row.line, "organization", row.cells[2]);
        if (!owner) return owner.error();
        group.organization = *std::move(owner);
        if (files_.organizations && !organizations_.contains(group.organization))
          return fault(file.source, row.line, "organization",
                       "'" + row.cells[2] + "' is not in " + files_.organizations->source.name);
        if (!row.cells[3].empty()) {
          auto parent = parsed<MachineGroupId>(file.source, row.line, "parent", row.cells[3]);
          if (!parent) return parent.error();
          children.emplace_back(row.line, *parent);
          group.parent = *std::move(parent);
        }
        organizations_.try_emplace(group.organization,
                                   Organization{group.organization, group.organization.text(), ""});
        like_groups_.add(id.text(), {&file.source.name, row.line});
        groups_.emplace(id, std::move(group));
        return {};
      });
  if (!read) return read;
  for (const auto& [line, parent] : children)
    if (!groups_.contains(parent))
      return fault(file.source, line, "parent", "there is no group '" + parent.text() + "'");
  return {};
}

Result<void> EstateReader::read_views() {
  if (!files_.views) return {};
  const FileText& file = *files_.views;
  return read_list<ViewId>(
      file, view_columns,
      [&](const Row& row, const ViewId& id, const std::string& name) -> Result<void> {
        views_.emplace(id, View{id, name});
        like_views_.add(id.text(), {&file.source.name, row.line});
        return {};
      });
}

}  // namespace billbyagent::file_provider
