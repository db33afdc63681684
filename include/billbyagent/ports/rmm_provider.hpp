#pragma once

/// What the library needs from an RMM (D9). Implement the private `do_...` functions; the public
/// ones check arguments and answers once for every implementation.
///
/// An error is not a zero (D10): a login refused, a page missing, a total that does not match the
/// rows, a view that is gone are all errors. An empty organization or group is a count of zero.
///
/// Threads: one call at a time per instance. Calls block until done, failed or past the deadline.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <exception>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/base/limits.hpp"
#include "billbyagent/domain/agent_facts.hpp"
#include "billbyagent/domain/agent_scope.hpp"
#include "billbyagent/ports/detail/text_limit.hpp"

namespace billbyagent {

/// The moment by which a call must have ended, whatever it is doing then. Not a calendar time.
using Deadline = std::chrono::steady_clock::time_point;

/// All agents that the login may see, or those of one view.
struct AgentQuery {
  std::optional<ViewId> view{};
};

/// Receives a scan page by page. What it received counts only once `scan_agents` has succeeded.
class AgentSink {
 public:
  virtual ~AgentSink() = default;
  /// The provider starts over (rows moved while it was reading): forget everything received so far.
  virtual void restart() = 0;
  virtual void page(std::span<const Agent> agents) = 0;
};

struct AgentCount {
  std::int64_t agents = 0;
};

class RmmProvider {
 public:
  virtual ~RmmProvider() = default;
  RmmProvider(const RmmProvider&) = delete;
  RmmProvider& operator=(const RmmProvider&) = delete;

  /// A short name for reports, such as `kaseya_vsa`.
  virtual std::string name() const = 0;
  /// Whether agents carry their operating system. Where they do not, a scope that narrows by it, or
  /// by classes that do, is `invalid_argument`: no machine would fit, and that would look like
  /// none.
  virtual bool knows_operating_systems() const { return true; }
  /// What the last reading passed over, guessed or recoded, each as one line for people: an answer
  /// that counts all the same, but that somebody may want to look at.
  std::vector<std::string> notes() const {
    auto lines = text_limit_.notes();
    auto own = do_notes();
    for (auto& line : own) text_limit_.redact(line);
    lines.insert(lines.begin(), std::make_move_iterator(own.begin()),
                 std::make_move_iterator(own.end()));
    return lines;
  }

  /// What ids that mean the same have in common. Where ids are names that people type, a scope may
  /// have one in another form than the RMM shows today: with a blank behind, in capitals. It is
  /// matched by this; other ids are only like themselves.
  virtual std::string id_likeness(std::string_view id) const { return std::string{id}; }
  /// The id of the list that means the same as `id`; `id` itself where it is in the list, or where
  /// none is, or several are, like it.
  template <class IdType, class Listed>
  IdType as_listed(const IdType& id, const std::vector<Listed>& list) const;
  /// The scope with the ids that the RMM shows today.
  AgentScope as_listed(AgentScope scope, const std::vector<Organization>& organizations,
                       const GroupTree& groups, const std::vector<View>& views) const;

  /// What is no serial number and no MAC address in this RMM, besides what is known to be none.
  const HardwareStandIns& hardware_stand_ins() const noexcept { return hardware_stand_ins_; }
  void add_hardware_stand_in(std::string_view text) { hardware_stand_ins_.add(text); }

  Result<std::vector<Organization>> organizations(Deadline deadline) {
    return listed("organizations", [&] { return do_organizations(deadline); });
  }
  Result<std::vector<MachineGroup>> machine_groups(Deadline deadline) {
    return listed("machine groups", [&] { return do_machine_groups(deadline); });
  }
  /// The machine groups as a tree; also what `GroupTree::build` refuses.
  Result<GroupTree> group_tree(Deadline deadline) {
    auto groups = machine_groups(deadline);
    if (!groups) return groups.error();
    return GroupTree::build(*std::move(groups));
  }
  Result<std::vector<View>> views(Deadline deadline) {
    return listed("views", [&] { return do_views(deadline); });
  }
  /// Streams every agent of the query exactly once and returns how many. All or nothing: after an
  /// error the sink's content is worthless. A repeated id is `incomplete_scan`.
  Result<std::size_t> scan_agents(const AgentQuery& query, AgentSink& sink, Deadline deadline);
  /// Agents of `scope` that count, for Get Units Now. `invalid_argument` for a scope whose
  /// organization is not set, or that is not `judged_alone`: a provider does not know the day, the
  /// class or the past of a machine. Organization, group and view are checked to exist.
  Result<AgentCount> count_agents(const AgentScope& scope, Deadline deadline);
  /// Whether this provider can tell the scope's machines: see `knows_operating_systems`.
  Result<void> check_askable(const AgentScope& scope) const {
    const bool by_system =
        !scope.operating_system_contains.empty() ||
        (scope.machine_class &&
         std::any_of(scope.classes.begin(), scope.classes.end(), [](const MachineClass& each) {
           return !each.operating_system_contains.empty();
         }));
    if (!by_system || knows_operating_systems()) return {};
    return Error{Errc::invalid_argument,
                 name() + " is not set up to read operating systems, which the scope narrows by"};
  }

 protected:
  RmmProvider() = default;
  /// Some servers repeat what they were sent: `redact` answers a text without that, or nothing when
  /// it holds none of it. Every text from the server goes through it.
  void keep_out_of_texts(detail::TextLimit::Redact redact) {
    text_limit_.keep_out(std::move(redact));
  }

 private:
  virtual Result<std::vector<Organization>> do_organizations(Deadline deadline) = 0;
  virtual Result<std::vector<MachineGroup>> do_machine_groups(Deadline deadline) = 0;
  virtual Result<std::vector<View>> do_views(Deadline deadline) = 0;
  virtual Result<void> do_scan_agents(const AgentQuery& query, AgentSink& sink,
                                      Deadline deadline) = 0;
  virtual std::vector<std::string> do_notes() const { return {}; }
  /// Override where the server can count; nothing means that it cannot count this scope, and the
  /// agents are scanned and counted here.
  virtual Result<std::optional<AgentCount>> do_count_agents(const AgentScope&, const GroupTree&,
                                                            Deadline) {
    return std::optional<AgentCount>{};
  }

  Result<AgentCount> count_by_scan(const AgentScope& scope, const GroupTree& groups,
                                   Deadline deadline);

  template <class Call>
  auto listed(const std::string& what, Call call) -> decltype(call()) {
    text_limit_.forget(what);
    auto list = guarded(call);
    if (list) text_limit_.apply(what, *list);
    return list;
  }

  template <class Call>
  static auto guarded(Call call) -> decltype(call()) {
    try {
      return call();
    } catch (const InvariantViolation&) {
      throw;
    } catch (const std::exception& fault) {
      return Error{Errc::provider_failed, fault.what()};
    } catch (...) {
      return Error{Errc::provider_failed, "unknown exception"};
    }
  }

  HardwareStandIns hardware_stand_ins_;
  detail::TextLimit text_limit_;
};

template <class IdType, class Listed>
IdType RmmProvider::as_listed(const IdType& id, const std::vector<Listed>& list) const {
  const Listed* like = nullptr;
  std::size_t number = 0;
  for (const auto& one : list)
    if (one.id == id) return id;
  const std::string wanted = id_likeness(id.text());
  for (const auto& one : list) {
    if (id_likeness(one.id.text()) != wanted) continue;
    like = &one;
    ++number;
  }
  return number == 1 ? like->id : id;
}

}  // namespace billbyagent

// Compiled already for whoever links the library.
#if !defined(BILLBYAGENT_LINKED) && !defined(BILLBYAGENT_PORTS_LINKED)
#include "billbyagent/ports/detail/rmm_provider.hpp"
#endif
