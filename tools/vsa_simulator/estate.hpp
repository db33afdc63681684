#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "vsa_simulator/event.hpp"
#include "vsa_simulator/fields.hpp"
#include "vsa_simulator/random.hpp"
#include "vsa_simulator/records.hpp"
#include "vsa_simulator/text.hpp"

namespace billbyagent::vsa_simulator {

template <class T>
using RowPtr = std::shared_ptr<const Row<T>>;
/// Rows by id, in the order of the ids' values.
template <class T>
using RowMap = std::map<std::string, RowPtr<T>, DecimalLess>;

/// What advance_to() did; a problem is an event that could not be carried out, and why.
struct Advanced {
  std::size_t applied = 0;
  std::vector<std::string> problems;
};

/// The machines of one VSA server: organizations, groups, views, agents and devices.
///
/// A value: a copy shares its rows, which never change, and then lives its own life. Not safe for
/// several threads at once; Simulator guards the one it serves. Every edit throws SimulatorError
/// when it can't be done and leaves the estate as it was.
///
/// `which` arguments name a thing by id or by name: an agent by `pc01.root.acme`, a group by
/// `acme.root`, an organization by its ref, a view by its name.
class Estate {
 public:
  /// Empty but for the organizations that every server has: myOrg, Kserver and Unnamed.
  explicit Estate(std::uint64_t seed = 1);

  const RowMap<Organization>& organizations() const { return organizations_; }
  const RowMap<MachineGroup>& groups() const { return groups_; }
  const RowMap<View>& views() const { return views_; }
  const RowMap<Agent>& agents() const { return agents_; }
  const RowMap<Asset>& devices() const { return devices_; }

  const Organization& organization(std::string_view which) const;
  const MachineGroup& group(std::string_view which) const;
  const View& view(std::string_view which) const;
  const Agent& agent(std::string_view which) const;
  /// The group itself and every group below it.
  std::set<std::string> subtree(std::string_view which_group) const;

  std::string add_organization(std::string name, std::string ref, std::string id = {},
                               std::int64_t employees = 0);
  void rename_organization(std::string_view which, std::string name);
  /// With its groups, agents and devices.
  void delete_organization(std::string_view which);

  /// `leaf` is the last part of the name; `id` is made up when empty.
  std::string add_group(std::string_view which_parent, std::string leaf, std::string id = {});
  void rename_group(std::string_view which, std::string leaf);
  void move_group(std::string_view which, std::string_view which_parent);
  /// With its sub-groups. Their agents move to `which_new_home`; without one there must be none.
  void delete_group(std::string_view which, std::string_view which_new_home = {});

  /// Fills in the names and the organization from agent.group_id, which may be a name, and makes
  /// up an empty id.
  std::string add_agent(Agent agent);
  void move_agent(std::string_view which, std::string_view which_group);
  void rename_agent(std::string_view which, std::string machine);
  /// Suspend with 198; agents that are seen (1 to 12) check in at the estate's date.
  void set_online(std::string_view which, std::int64_t value);
  void delete_agent(std::string_view which);

  std::string add_view(View view);
  void rename_view(std::string_view which, std::string name);
  void delete_view(std::string_view which);
  void put_in_view(std::string_view which_view, std::string_view which_agent);
  void take_from_view(std::string_view which_view, std::string_view which_agent);

  std::string add_device(Asset device);

  /// Puts dated events in the queue, by date, those of one day in the order given.
  void schedule(std::vector<Event> events);
  /// Applies every queued event that is due at the end of `date`, then makes it the date.
  Advanced advance_to(Date date);
  std::size_t scheduled() const { return queue_.size(); }

  Date date() const { return date_; }
  void set_date(Date date) { date_ = date; }
  /// Changes with every edit; caches are keyed by it.
  std::uint64_t version() const { return version_; }

  /// Estate files hold the records as the API shows them, so that an export of a real server can
  /// be loaded after little editing; see docs/simulator.md.
  std::string to_json() const;
  static Estate from_json(std::string_view text);
  static Estate load(const std::string& path);
  void save(const std::string& path) const;

 private:
  template <class T>
  void put(RowMap<T>& rows, T record);
  std::string fresh_id(std::size_t digits);
  std::string wide_id();
  void name_agent(Agent& agent) const;
  void rename_subtree(const std::set<std::string>& ids, const std::string& from,
                      const std::string& to);
  void require_free_group_name(const std::string& name) const;

  RowMap<Organization> organizations_;
  RowMap<MachineGroup> groups_;
  RowMap<View> views_;
  RowMap<Agent> agents_;
  RowMap<Asset> devices_;
  std::map<std::string, std::string> group_ids_by_name_;
  std::multimap<Date, Event> queue_;
  Random random_;
  std::string wide_prefix_;
  std::uint64_t next_wide_ = 0;
  Date date_{};
  std::uint64_t version_ = 0;
};

}  // namespace billbyagent::vsa_simulator
