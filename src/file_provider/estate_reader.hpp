#pragma once

/// Makes the estate row by row. Its parts: lists (estate_lists.cpp), where machines belong
/// (estate_places.cpp), and the machines themselves (estate.cpp).

#include <array>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "file_provider/estate.hpp"
#include "file_provider/look_alikes.hpp"

namespace billbyagent::file_provider {

enum MachineColumn : std::size_t {
  id,
  name,
  organization,
  organization_name,
  group,
  group_path,
  state,
  operating_system,
  device_type,
  serial_number,
  mac_address,
  first_seen,
  last_seen,
  marked_for_deletion,
  ephemeral,
  views,
};
inline constexpr std::array machine_columns{
    Column{.name = "id", .required = true, .label = true}, Column{.name = "name", .label = true},
    Column{.name = "organization", .required = true, .label = true},
    Column{.name = "organization_name"},
    // A column `Group` seldom holds ids.
    Column{.name = "group", .exact = true}, Column{.name = "group_path"}, Column{.name = "state"},
    Column{.name = "operating_system"}, Column{.name = "device_type"},
    Column{.name = "serial_number"}, Column{.name = "mac_address"},
    Column{.name = "first_seen", .number = true}, Column{.name = "last_seen", .number = true},
    Column{.name = "marked_for_deletion"}, Column{.name = "ephemeral"}, Column{.name = "views"}};

class EstateReader {
 public:
  EstateReader(const FileTexts& files, Notes& notes) : files_(files), notes_(notes) {}
  Result<Estate> read();

 private:
  Result<void> read_organizations();
  Result<void> read_groups();
  Result<void> read_views();
  /// Reads the rows of a list, whose first column is the id; `add` takes each.
  template <class IdType, class Columns, class Add>
  Result<void> read_list(const FileText& file, const Columns& columns, Add add);

  Result<void> read_machines(const FileText& file);
  Result<void> read_machine(Row& row);
  Result<AgentId> read_id(const Row& row);
  Result<void> read_facts(const Row& row, Agent& agent);
  Result<void> read_moment(const Row& row, MachineColumn column, std::optional<Instant>& moment);
  void watch_name(const Row& row, std::uint32_t agent);
  void note_names();

  Result<OrganizationId> organization_of(const Row& row);
  Result<void> name_organization(const Row& row, const OrganizationId& organization);
  Result<void> place(const Row& row, Agent& agent);
  Result<MachineGroupId> group_of_path(const Row& row, const OrganizationId& organization);
  Result<std::vector<std::string>> steps_of(const Row& row) const;
  Result<void> add_views(const Row& row, std::uint32_t agent);
  MachineGroupId add_group(MachineGroup group);
  /// The id as it is to be taken: itself, or the one it looks like where those are merged.
  Result<std::string> unified(const Row& row, MachineColumn column, const std::string& text,
                              LookAlikes& known, std::string_view within = {});

  Error fault(const Source& file, std::size_t line, std::string_view column,
              const std::string& what, Errc code = Errc::protocol_error) const;
  Error machine_fault(const Row& row, MachineColumn column, const std::string& what,
                      Errc code = Errc::protocol_error) const {
    return fault(machines_->source, row.line, machine_columns[column].name, what, code);
  }
  template <class IdType>
  Result<IdType> parsed(const Source& file, std::size_t line, std::string_view column,
                        std::string_view text) const {
    auto parsed = IdType::parse(text);
    if (!parsed) return fault(file, line, column, parsed.error().context);
    return parsed;
  }
  template <class IdType>
  Result<IdType> machine_id(const Row& row, MachineColumn column, std::string_view text) const {
    return parsed<IdType>(machines_->source, row.line, machine_columns[column].name, text);
  }
  /// `line 2`, with the file where it is another one.
  std::string shown(const Where& where) const;
  Where here(const Row& row) const { return {&machine_files_.back(), row.line}; }

  const FileTexts& files_;
  Notes& notes_;
  const FileText* machines_ = nullptr;    ///< the file that is being read
  std::list<std::string> machine_files_;  ///< the names of those that were begun
  std::map<OrganizationId, Organization> organizations_;
  std::map<OrganizationId, Where> named_on_;  ///< the line that gave its name
  std::map<MachineGroupId, MachineGroup> groups_;
  std::map<ViewId, View> views_;
  /// By the ids in the estate, which stay where they are.
  std::unordered_map<std::string_view, Where> line_of_;
  LookAlikes like_organizations_;
  LookAlikes like_groups_;
  LookAlikes like_views_;
  std::unordered_map<std::string, Where> like_machines_;  ///< ids that are not their own likeness
  struct Named {
    std::size_t hash;  ///< of organization and name: they only make a note
    std::uint32_t agent;
  };
  std::deque<Named> names_;
  std::size_t rounded_serials_ = 0;
  Estate estate_;
};

}  // namespace billbyagent::file_provider
